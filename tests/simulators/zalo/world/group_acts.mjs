// What happens to groups: made, joined, left, renamed, dissolved. People, the OA's API and the page call these; each
// leaves a notice in the group and an event for the webhook.

export class GroupActs {
  constructor({ people, groups, chats, events, webhook }) {
    Object.assign(this, { people, groups, chats, events, webhook });
  }

  /// Gives {group, deliveries}.
  create(details) {
    const group = this.groups.create({
      ...details,
      asset: details.with_oa === false ? null : details.asset ?? this.groups.freeAsset(),
    });
    this.#notice(group, `Nhóm “${group.name}” đã được tạo`);
    return { group, deliveries: this.#send(group, this.events.group("create_group", group)) };
  }

  join(group, users) {
    for (const user of users) {
      this.groups.join(group, user);
      this.#notice(group, `${user.name} đã vào nhóm`);
    }
    return this.#send(group, this.events.group("user_join_group", group, users));
  }

  /// By link: at once, or as a request where members are approved.
  ask(group, user) {
    if (!group.join_appr) return this.join(group, [user]);
    if (!group.pending.includes(user.id)) group.pending.push(user.id);
    return this.#send(group, this.events.group("user_request_join_group", group, [user]));
  }

  answer(group, users, accepted) {
    const deliveries = this.#send(group, this.events.group(this.events.joinAnswerName(accepted), group, users));
    for (const user of users) group.pending = group.pending.filter((id) => id !== user.id);
    return accepted ? [...deliveries, ...this.join(group, users)] : deliveries;
  }

  leave(group, users) {
    for (const user of users) {
      this.groups.leave(group, user);
      this.#notice(group, `${user.name} đã rời nhóm`);
    }
    return this.#send(group, this.events.group(this.events.leaveName(), group, users));
  }

  setAdmins(group, users, admin) {
    for (const user of users) {
      group.admins = group.admins.filter((id) => id !== user.id);
      if (admin) group.admins.push(user.id);
    }
    return this.#send(group, this.events.group(admin ? "add_group_admin" : "remove_group_admin", group, users));
  }

  /// `changes` of name, description, avatar and the settings.
  update(group, changes) {
    if (changes.name && changes.name !== group.name) this.#notice(group, `Tên nhóm đổi thành “${changes.name}”`);
    Object.assign(group, changes);
    this.chats.changed(this.chats.ofGroup(group));
    return this.#send(group, this.events.group("update_group_info", group));
  }

  remove(group) {
    this.#notice(group, "Nhóm đã bị giải tán");
    const deliveries = this.#send(group, this.events.group("delete_group", group));
    this.groups.remove(group);
    return deliveries;
  }

  /// The OA is taken out of the group and hears nothing of it any more; sends get -403.
  removeOa(group) {
    group.with_oa = false;
    this.#notice(group, "Official Account đã rời nhóm");
  }

  #notice(group, text) {
    this.chats.notice(this.chats.ofGroup(group), text);
  }

  #send(group, event) {
    return group.with_oa ? this.webhook.send(event) : [];
  }
}
