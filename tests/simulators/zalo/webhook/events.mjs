// The bodies of webhook events, one builder for each family of names. Field order and types are those of the public
// samples; the timestamp is set when the event is sent.

/// What every builder may use: the app and the OA of this simulator, its switches, and a source of ids.
export class Events {
  constructor({ state, ids }) {
    this.app = state.app;
    this.oa = state.oa;
    this.settings = state.settings;
    this.ids = ids;
  }

  /// user_send_*: `message` is an entry of a transcript.
  userMessage(user, message) {
    if (user.anonymous) return this.anonymousMessage(user, message);
    return {
      app_id: this.app.id,
      sender: { id: user.id },
      user_id_by_app: user.id_by_app,
      recipient: { id: this.oa.id },
      event_name: `user_send_${this.#kind(message)}`,
      message: this.#content(message),
    };
  }

  /// oa_send_*; `admin_id` only when a human wrote it in Zalo's own tool.
  oaMessage(user, message, admin_id) {
    const name = user.anonymous ? "oa_send_anonymous_" : "oa_send_";
    const kind = message.template === "list" || message.buttons ? "list" : this.#kind(message);
    return {
      app_id: this.app.id,
      sender: { id: this.oa.id, ...(admin_id && { admin_id }) },
      user_id_by_app: user.id_by_app,
      recipient: { id: user.id },
      event_name: name + kind,
      message: {
        ...this.#content(message),
        ...(user.anonymous && { conversation_id: user.conversation_id }),
      },
    };
  }

  anonymousMessage(user, message) {
    return {
      app_id: this.app.id,
      sender: { [this.settings.anonymous_id_key]: user.id },
      recipient: { id: this.oa.id },
      user_id_by_app: user.id_by_app,
      event_name: `anonymous_send_${this.#kind(message)}`,
      message: { conversation_id: user.conversation_id, ...this.#content(message) },
    };
  }

  groupUserMessage(group, user, message) {
    return {
      app_id: this.app.id,
      oa_id: this.oa.id,
      user_id_by_app: user.id_by_app,
      event_name: `user_send_group_${this.#kind(message)}`,
      sender: { id: user.id },
      recipient: { id: group.id },
      message: this.#content(message),
    };
  }

  groupOaMessage(group, message, admin_id) {
    return {
      app_id: this.app.id,
      oa_id: this.oa.id,
      event_name: `oa_send_group_${this.#kind(message)}`,
      sender: { id: this.oa.id, ...(admin_id && { admin_id }) },
      recipient: { id: group.id },
      message: this.#content(message),
    };
  }

  received(user, message_id) {
    return this.#aboutMessage("user_received_message", user, { [this.settings.message_id_key]: message_id });
  }

  seen(user, message_ids) {
    return this.#aboutMessage("user_seen_message", user, { msg_ids: message_ids });
  }

  reaction(user, message_id, react_icon) {
    const message = { [this.settings.message_id_key]: message_id, react_icon };
    return this.#aboutMessage("user_reacted_message", user, message);
  }

  oaReaction(user, message_id, react_icon) {
    return {
      app_id: this.app.id,
      event_name: "oa_reacted_message",
      sender: { id: this.oa.id },
      recipient: { id: user.id },
      message: { [this.settings.message_id_key]: message_id, react_icon },
    };
  }

  #aboutMessage(event_name, user, message) {
    return {
      app_id: this.app.id,
      user_id_by_app: user.id_by_app,
      event_name,
      sender: { id: user.id },
      recipient: { id: this.oa.id },
      message,
    };
  }

  /// follow and unfollow: `source` is oa_profile, message_invite or social_plugin.
  contact(event_name, user, source) {
    return {
      oa_id: this.oa.id,
      follower: { id: user.id },
      user_id_by_app: user.id_by_app,
      event_name,
      source,
      app_id: this.app.id,
    };
  }

  /// user_click_chatnow, user_withdraw, update_user_info and others that are about a person alone.
  aboutUser(event_name, user, more = {}) {
    return {
      app_id: this.app.id,
      oa_id: this.oa.id,
      user_id: user.id,
      user_id_by_app: user.id_by_app,
      event_name,
      ...more,
    };
  }

  submitInfo(user, info) {
    return {
      sender: { id: user.id },
      recipient: { id: this.oa.id },
      event_name: "user_submit_info",
      app_id: this.app.id,
      info,
    };
  }

  tag(event_name, user, tag) {
    return {
      app_id: this.app.id,
      oa_id: this.oa.id,
      ...(user && { user_id_by_app: user.id_by_app }),
      event_name,
      tag,
    };
  }

  /// Calls and consent: between a person and the OA, with fields of their own.
  call(event_name, user, fromOa, more) {
    const person = { id: user.id };
    const oa = { id: this.oa.id };
    return {
      app_id: this.app.id,
      user_id_by_app: user.id_by_app,
      event_name,
      sender: fromOa ? oa : person,
      recipient: fromOa ? person : oa,
      ...more,
    };
  }

  /// create_group, user_join_group and the like; `users` for those that are about members.
  group(event_name, group, users) {
    return {
      app_id: this.app.id,
      oa_id: this.oa.id,
      group_id: group.id,
      event_name,
      ...(users && { users: users.map((user) => ({ id: user.id })) }),
    };
  }

  leaveName() {
    return this.settings.leave_event;
  }

  joinAnswerName(accepted) {
    if (this.settings.join_answer_events === "react") {
      return accepted ? "react_request_join_group_accept" : "react_request_join_group_reject";
    }
    return accepted ? "accept_request_join_group" : "reject_request_join_group";
  }

  /// Widgets, ZBS templates, quotas: about the OA alone.
  aboutOa(event_name, more = {}) {
    return { app_id: this.app.id, oa_id: this.oa.id, event_name, ...more };
  }

  #kind(message) {
    const type = message.card ? "business_card" : message.attachments[0]?.type ?? "text";
    if (type === "gif" && !this.settings.gif_events) return "image";
    return type === "template" ? "text" : type;
  }

  #content(message) {
    return {
      ...(message.text && { text: message.text }),
      [this.settings.message_id_key]: message.message_id,
      ...(message.quote && { quote_msg_id: message.quote.message_id }),
      ...(message.attachments.length > 0 && { attachments: message.attachments }),
    };
  }
}
