// Sends by the OA: consultation messages, anonymous messages, reactions, and the quota that they use.
import { ApiError, invalid, tooMuch } from "./errors.mjs";
import { isObject } from "./content.mjs";

// The public list runs some icons together (":>--b", "-h:o"); both readings are taken.
const reactions = ["/-strong", "/-heart", ":>", "--b", ":>--b", ":-((", "-h", ":o", "-h:o", ":-h", "/-remove"];
const mostReactions = 50;
const messagePrice = 55;

export class Messages {
  constructor({ state, clock, settings, faults, people, chats, content, events, webhook }) {
    Object.assign(this, { state, clock, settings, faults, people, chats, content, events, webhook });
    this.oa = state.oa;
  }

  /// POST /v3.0/oa/message/cs
  consultation({ body }) {
    const user = this.#recipient(body);
    if (user.anonymous) throw invalid("user_id");
    const chat = this.chats.withUser(user);
    const content = this.content.read(body.message, { chat });
    const window = this.#openWindow(user);
    const quota = this.#pay(window);
    const sent = this.#send(chat, user, content);
    return {
      data: {
        ...(this.settings.response_quota && { quota }),
        message_id: sent.message_id,
        user_id: user.id,
        sent_time: String(sent.time + this.faults.skew({ service: "openapi", path: "/v3.0/oa/message/cs" })),
      },
      message_id: sent.message_id,
    };
  }

  /// POST /v2.0/oa/message: what is left of it are anonymous messages and reactions.
  version2({ body }) {
    if (body.sender_action !== undefined) return this.#react(body);
    if (isObject(body.recipient) && body.recipient.anonymous_id !== undefined) return this.#anonymous(body);
    throw new ApiError(-240);
  }

  #anonymous({ recipient, message }) {
    const user = this.people.find(String(recipient.anonymous_id));
    if (!user?.anonymous) throw invalid("anonymous_id");
    if (recipient.conversation_id !== user.conversation_id) throw invalid("conversation_id");
    const chat = this.chats.withUser(user);
    const sent = this.#send(chat, user, this.content.read(message, { chat }));
    const { message_id } = sent;
    return { data: { message_id, anonymous_id: user.id, conversation_id: user.conversation_id }, message_id };
  }

  #react(body) {
    const user = this.#recipient(body);
    const { react_icon, react_message_id } = isObject(body.sender_action) ? body.sender_action : {};
    if (!reactions.includes(react_icon)) throw invalid("react_icon");
    const chat = this.chats.withUser(user);
    const message = this.chats.message(chat, react_message_id);
    if (!message) throw invalid("react_message_id");
    const own = message.reactions.filter((reaction) => reaction.by === this.oa.id);
    if (react_icon === "/-remove") {
      message.reactions = message.reactions.filter((reaction) => reaction.by !== this.oa.id);
    } else {
      if (own.length >= mostReactions) throw tooMuch("react_icon");
      message.reactions.push({ by: this.oa.id, icon: react_icon });
    }
    this.chats.changed(chat);
    this.webhook.send(this.events.oaReaction(user, react_message_id, react_icon));
    return { data: { message_id: react_message_id, user_id: user.id } };
  }

  /// POST /v3.0/oa/quota/message: of one person, or of the OA's assets.
  quota({ body }) {
    if (body.user_id === undefined) return { data: [] };
    const user = this.people.find(String(body.user_id));
    if (!user) throw invalid("user_id");
    const left = this.settings.message_quota ?? 8;
    const open = this.people.window(user) === "free";
    return {
      data: {
        last_interaction: String(user.last_interaction ?? 0),
        cs_reply: { remain: open ? left : 0, total: 8 },
        promotion: { daily_remain: 0, daily_total: 1, monthly_remain: 4, monthly_total: 6 },
      },
    };
  }

  #recipient({ recipient }) {
    if (!isObject(recipient) || typeof recipient.user_id !== "string") throw invalid("user_id");
    const user = this.people.find(recipient.user_id);
    if (!user) throw invalid("user_id");
    return user;
  }

  #openWindow(user) {
    if (user.refuse_with !== null) throw new ApiError(user.refuse_with);
    const window = this.people.window(user);
    if (window === "never") throw new ApiError(-232);
    if (window === "closed") throw new ApiError(this.settings.closed_window_error);
    return window;
  }

  /// Within 48 hours free; later each message costs money of the Zalo Cloud Account.
  #pay(window) {
    if (this.settings.message_quota === 0) throw new ApiError(-211);
    if (window === "billed") {
      if (!this.oa.zca.linked) throw new ApiError(-320);
      if (this.oa.zca.balance < messagePrice) throw new ApiError(-321);
      this.oa.zca.balance -= messagePrice;
    }
    if (this.settings.message_quota !== null) this.settings.message_quota -= 1;
    const left = String(this.settings.message_quota ?? 8);
    return { quota_type: window === "free" ? "reply" : "purchase_quota", remain: left, total: "8" };
  }

  #send(chat, user, content) {
    const from = { kind: "oa", id: this.oa.id, name: this.oa.name };
    const sent = this.chats.add(chat, { from, via: "api", ...content });
    if (this.settings.echo_api_sends) this.webhook.send(this.events.oaMessage(user, sent));
    if (this.settings.receipts !== "none" && !user.anonymous) {
      this.webhook.send(this.events.received(user, sent.message_id));
    }
    if (this.settings.receipts === "seen" && !user.anonymous) {
      sent.seen = true;
      this.webhook.send(this.events.seen(user, [sent.message_id]));
    }
    return sent;
  }
}
