// Group chats of the OA (GMF): /v3.0/oa/group/… and /v3.0/oa/quota/group.
import { ApiError, invalid, tooMuch } from "./errors.mjs";
import { isObject } from "./content.mjs";

const packages = ["advanced", "premium"];
const mostMembersAtOnce = 99;
const avatar = "https://s120-ava-talk.zadn.vn/default";
const settingNames = ["lock_send_msg", "join_appr", "enable_msg_history", "enable_link_join"];

export class GroupApi {
  constructor({ state, clock, settings, people, groups, groupActs, chats, content, events, webhook }) {
    Object.assign(this, { clock, settings, people, groups, groupActs, chats, content, events, webhook });
    this.oa = state.oa;
  }

  message({ body }) {
    this.#allowed();
    const group = this.#group(isObject(body.recipient) ? body.recipient.group_id : undefined);
    if (this.groups.status(group) === "disabled") throw new ApiError(-237);
    const chat = this.chats.ofGroup(group);
    const content = this.content.read(body.message, { chat, inGroup: true });
    const from = { kind: "oa", id: this.oa.id, name: this.oa.name };
    const { message_id, ...sent } = this.chats.add(chat, { from, via: "api", ...content });
    if (this.settings.echo_group_sends) {
      this.webhook.send(this.events.groupOaMessage(group, { ...sent, message_id }));
    }
    return { data: { message_id, group_id: group.id }, message_id };
  }

  get({ query }) {
    this.#allowed();
    return { data: this.#whole(this.#group(query.get("group_id"))) };
  }

  ofOa({ query }) {
    this.#allowed();
    const { offset, count } = page(query, 5);
    const all = this.groups.ofOa();
    const groups = all.slice(offset, offset + count).map((group) => this.#info(group));
    return { data: { total: all.length, count: groups.length, offset, groups } };
  }

  members({ query }) {
    this.#allowed();
    const group = this.#group(query.get("group_id"));
    const { offset, count } = page(query, 5);
    const people = group.members.map((id) => this.people.must(id));
    const all = [
      { oa_id: this.oa.id, name: this.oa.name, avatar },
      ...people.map(({ id, name }) => ({ user_id: id, name, avatar })),
    ];
    const members = all.slice(offset, offset + count);
    return { data: { total: all.length, count: members.length, offset, members } };
  }

  pending({ query }) {
    this.#allowed();
    const group = this.#group(query.get("group_id"));
    const { offset, count } = page(query, 5);
    const people = group.pending.slice(offset, offset + count).map((id) => this.people.must(id));
    const members = people.map(({ id, name }) => ({ user_id: id, name, avatar }));
    return { data: { total: group.pending.length, count: members.length, offset, members } };
  }

  create({ body }) {
    this.#allowed();
    const { group_name, group_description = "", asset_id } = body;
    if (typeof group_name !== "string" || group_name === "") throw invalid("group_name");
    const asset = this.#freeAsset(asset_id);
    const members = this.#people(body.member_user_ids, (user) => this.#mayInvite(user));
    const { group } = this.groupActs.create({ name: group_name, description: group_description, asset });
    if (members.length + 1 > this.groups.maxMembers(group)) {
      this.groups.remove(group);
      throw tooMuch("member_user_ids");
    }
    this.groupActs.join(group, members);
    return { data: this.#whole(group) };
  }

  update({ body }) {
    this.#allowed();
    const group = this.#group(body.group_id);
    const changes = {};
    for (const name of ["name", "description", "avatar"]) {
      const field = `group_${name}`;
      if (body[field] === undefined) continue;
      if (typeof body[field] !== "string") throw invalid(field);
      changes[name] = body[field];
    }
    for (const name of settingNames) {
      if (body[name] === undefined) continue;
      if (typeof body[name] !== "boolean") throw invalid(name);
      changes[name] = body[name];
    }
    this.groupActs.update(group, changes);
    return { data: this.#whole(group) };
  }

  updateAsset({ body }) {
    this.#allowed();
    const group = this.#group(body.group_id);
    const asset = this.#freeAsset(body.asset_id);
    const old = group.asset_id && this.groups.asset(group.asset_id);
    if (old) old.used_by = null;
    asset.used_by = group.id;
    group.asset_id = asset.id;
    return { data: this.#whole(group) };
  }

  invite({ body }) {
    this.#allowed();
    const group = this.#group(body.group_id);
    const users = this.#people(body.member_user_ids, (user) => this.#mayInvite(user));
    const joining = users.filter((user) => !group.members.includes(user.id));
    if (this.groups.size(group) + joining.length > this.groups.maxMembers(group)) throw tooMuch("member_user_ids");
    if (joining.length > 0) this.groupActs.join(group, joining);
    return {};
  }

  acceptPending({ body }) {
    return this.#answerPending(body, true);
  }

  rejectPending({ body }) {
    return this.#answerPending(body, false);
  }

  #answerPending(body, accepted) {
    this.#allowed();
    const group = this.#group(body.group_id);
    const users = this.#people(body.member_user_ids, (user) => {
      if (!group.pending.includes(user.id)) throw invalid("member_user_ids");
    });
    this.groupActs.answer(group, users, accepted);
    return {};
  }

  addAdmins({ body }) {
    return this.#ofMembers(body, (group, users) => this.groupActs.setAdmins(group, users, true));
  }

  removeAdmins({ body }) {
    return this.#ofMembers(body, (group, users) => this.groupActs.setAdmins(group, users, false));
  }

  removeMembers({ body }) {
    return this.#ofMembers(body, (group, users) => this.groupActs.leave(group, users));
  }

  #ofMembers(body, act) {
    this.#allowed();
    const group = this.#group(body.group_id);
    const users = this.#people(body.member_user_ids, (user) => {
      if (!group.members.includes(user.id)) throw invalid("member_user_ids");
    });
    act(group, users);
    return {};
  }

  remove({ body }) {
    this.#allowed();
    this.groupActs.remove(this.#group(body.group_id));
    return {};
  }

  /// POST /v3.0/oa/quota/group {product_type?, quota_type?}
  quota({ body }) {
    this.#allowed();
    const fits = ({ type, quota }) =>
      (!body.product_type || type === body.product_type) && (!body.quota_type || quota === body.quota_type);
    const assets = Object.values(this.groups.assets).filter(fits);
    return {
      data: assets.map((asset) => ({
        product_type: asset.type,
        quota_type: asset.quota,
        asset_id: asset.id,
        valid_through: date(asset.valid_through),
        auto_renew: asset.auto_renew,
        status: asset.used_by ? "used" : "available",
        ...(asset.used_by && { used_id: asset.used_by }),
      })),
    };
  }

  #allowed() {
    if (!this.oa.verified) throw new ApiError(-221);
    if (!packages.includes(this.oa.package)) throw new ApiError(-224);
  }

  #group(id) {
    const group = typeof id === "string" ? this.groups.find(id) : undefined;
    if (!group || this.groups.status(group) === "gone") throw invalid("group_id");
    if (!group.with_oa) throw new ApiError(-403);
    return group;
  }

  #freeAsset(id) {
    const asset = typeof id === "string" ? this.groups.asset(id) : undefined;
    if (!asset) throw invalid("asset_id");
    if (asset.disabled || this.clock.now() > asset.valid_through) throw new ApiError(-238);
    if (asset.used_by) throw new ApiError(-241);
    return asset;
  }

  #people(ids, check) {
    if (!Array.isArray(ids) || ids.length === 0) throw invalid("member_user_ids");
    if (ids.length > mostMembersAtOnce) throw tooMuch("member_user_ids");
    return ids.map((id) => {
      const user = typeof id === "string" ? this.people.find(id) : undefined;
      if (!user) throw invalid("member_user_ids");
      check(user);
      return user;
    });
  }

  #mayInvite(user) {
    if (user.blocks_invitations) throw new ApiError(-217);
    if (!this.people.invitable(user)) throw new ApiError(-213);
  }

  #info(group) {
    const dissolves = this.groups.dissolvesOn(group);
    return {
      name: group.name,
      avatar: group.avatar,
      group_id: group.id,
      group_link: group.link,
      group_description: group.description,
      status: this.groups.status(group),
      total_member: this.groups.size(group),
      max_member: this.groups.maxMembers(group),
      auto_delete_date: dissolves === null ? "" : date(dissolves),
    };
  }

  #whole(group) {
    const asset = group.asset_id ? this.groups.asset(group.asset_id) : undefined;
    return {
      group_info: this.#info(group),
      asset_info: asset ? assetInfo(asset) : {},
      group_setting: Object.fromEntries(settingNames.map((name) => [name, group[name]])),
    };
  }
}

function assetInfo({ type, id, valid_through, auto_renew }) {
  return { asset_type: type, asset_id: id, valid_through: date(valid_through), auto_renew };
}

function page(query, fallback) {
  const read = (name, otherwise) => (query.has(name) ? Number(query.get(name)) : otherwise);
  const offset = read("offset", 0);
  const count = read("count", fallback);
  if (!Number.isInteger(offset) || offset < 0) throw invalid("offset");
  if (!Number.isInteger(count) || count < 1) throw invalid("count");
  if (count > 50) throw tooMuch("count");
  return { offset, count };
}

function date(time) {
  const [year, month, day] = new Date(time + 7 * 3_600_000).toISOString().slice(0, 10).split("-");
  return `${day}/${month}/${year}`;
}
