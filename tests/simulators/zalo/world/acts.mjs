// What people do in Zalo, and what follows from it: a message in a transcript, an event to the OA's webhook, an update
// for a bot. The control API and the page call these.
import { mentions, withNames } from "./chats.mjs";
import { filePayload } from "./media.mjs";
import { WorldError } from "./people.mjs";

export class Acts {
  constructor({ state, people, groups, chats, media, events, webhook, bots }) {
    Object.assign(this, { state, people, groups, chats, media, events, webhook, bots });
    this.oa = state.oa;
    this.settings = state.settings;
  }

  /// A person writes. `what` is {to, text, mention, quote, attachment, hidden}: `to` is "oa", a group's id or a bot's
  /// id; `mention` lists "oa", "bot", "all" or people's ids, put before the text; in the text `[@oa]` and the like work
  /// too; `attachment` is {type, …}. Gives {message, chat, deliveries}.
  say(user, what) {
    const group = this.groups.find(what.to);
    if (group) return this.#sayInGroup(this.groups.must(group.id), user, what);
    if (what.to === undefined || what.to === "oa" || what.to === this.oa.id) return this.#sayToOa(user, what);
    return this.#sayToBot(this.bots.must(what.to), user, what);
  }

  #sayToOa(user, what) {
    const chat = this.chats.withUser(user);
    this.people.interact(user);
    const message = this.chats.add(chat, this.#written(chat, user, what));
    return { chat, message, deliveries: this.webhook.send(this.events.userMessage(user, message)) };
  }

  #sayInGroup(group, user, what) {
    if (!group.members.includes(user.id)) throw new WorldError(`${user.name} is not in ${group.name}`);
    if (group.lock_send_msg && !group.admins.includes(user.id)) throw new WorldError(`${group.name} is locked`);
    const chat = this.chats.ofGroup(group);
    const message = this.chats.add(chat, this.#written(chat, user, what, group));
    const hears = group.with_oa && (message.attachments[0]?.type !== "location" || this.settings.group_location_events);
    const deliveries = hears ? this.webhook.send(this.events.groupUserMessage(group, user, message)) : [];
    for (const id of group.bots) {
      const bot = this.bots.must(id);
      if (this.#spokenTo(bot, chat, message)) this.bots.hears(bot, user, this.#forBot(message, group), group);
    }
    return { chat, message, deliveries };
  }

  #sayToBot(bot, user, what) {
    const chat = this.chats.withBot(bot, user);
    const message = this.chats.add(chat, this.#written(chat, user, what));
    this.bots.hears(bot, user, this.#forBot(message), null);
    return { chat, message, deliveries: [] };
  }

  /// A bot hears of a group's message only when it is mentioned, or when its own message is quoted.
  #spokenTo(bot, chat, message) {
    if (mentions(message.text).includes(bot.id)) return true;
    return message.quote && this.chats.message(chat, message.quote.message_id)?.from.id === bot.id;
  }

  /// Bots get names in the text, not ids.
  #forBot(message, group) {
    return { ...message, text: withNames(message.text, (id) => this.nameOf(id, group)) };
  }

  nameOf(id, group) {
    if (group && id === group.id) return "Tất cả";
    if (id === this.oa.id) return this.oa.name;
    return this.people.find(id)?.name ?? this.bots.find(id)?.display_name;
  }

  #written(chat, user, what, group = null) {
    const words = { oa: this.oa.id, bot: group?.bots[0], all: group?.id };
    const idOf = (name) => words[name] ?? name;
    const prefix = (what.mention ?? []).map((name) => `[@${idOf(name)}] `).join("");
    const text = prefix + (what.text ?? "").replace(/\[@(oa|bot|all)\]/g, (_, name) => `[@${idOf(name)}]`);
    const attachments = what.attachment ? [this.attachment(what.attachment)] : [];
    if (!text && attachments.length === 0) throw new WorldError("a message needs a text or an attachment");
    return {
      from: { kind: "user", id: user.id, name: user.name },
      text,
      attachments,
      ...(what.attachment?.type === "business_card" && { card: true }),
      ...(what.quote && { quote: this.quote(chat, what.quote) }),
      ...(what.hidden && { hidden: true }),
    };
  }

  quote(chat, message_id) {
    const quoted = this.chats.message(chat, message_id);
    if (!quoted) throw new WorldError(`there is no message ${message_id} in this chat`);
    return { message_id, text: quoted.text, from: quoted.from };
  }

  /// The {type, payload} of webhooks for {type, url?, name?, content_base64?, …}; what is not given is made up.
  attachment(what) {
    const { type } = what;
    if (what.payload) return { type, payload: what.payload };
    if (type === "location") {
      const { latitude = "12.2451", longitude = "109.1943" } = what;
      return { type, payload: { coordinates: { latitude: String(latitude), longitude: String(longitude) } } };
    }
    if (type === "link") {
      const { url = "https://cchc.khanhhoa.gov.vn", thumbnail = "", description = "", title } = what;
      return { type, payload: { thumbnail, description, url, ...(title && { title }) } };
    }
    if (type === "business_card") {
      const card = JSON.stringify({ phone: what.phone ?? "84912345678", qrCodeUrl: "https://qr-talk.zdn.vn/1" });
      return { type: "link", payload: { thumbnail: "", description: card, url: what.url ?? "" } };
    }
    if (!["image", "gif", "audio", "video", "sticker", "file"].includes(type)) {
      throw new WorldError(`there is no attachment of type ${type}`);
    }
    const kept = this.media.keep(type, what);
    const url = what.url ?? kept.url;
    if (type === "file") return { type, payload: filePayload(kept, url) };
    if (type === "sticker") return { type, payload: { url, id: what.id ?? "48c8d9f2" } };
    if (type === "audio") return { type, payload: { url } };
    if (type === "video") return { type, payload: { url, thumbnail: url, description: what.description ?? "" } };
    return { type, payload: { thumbnail: url, url } };
  }

  /// A press on a button that the OA sent: its payload comes back as the person's own words.
  press(user, message_id, index) {
    const found = this.chats.where(message_id);
    const button = found?.message.buttons?.[index];
    if (!button) throw new WorldError("there is no such button");
    this.people.interact(user);
    if (!["oa.query.show", "oa.query.hide"].includes(button.type)) return { button, deliveries: [] };
    return this.say(user, { to: "oa", text: String(button.payload), hidden: button.type === "oa.query.hide" });
  }

  follow(user, source = "oa_profile") {
    user.follows = true;
    this.people.interact(user);
    this.chats.notice(this.chats.withUser(user), `${user.name} đã quan tâm ${this.oa.name}`);
    return this.webhook.send(this.events.contact("follow", user, source));
  }

  unfollow(user, source = "oa_profile") {
    user.follows = false;
    this.chats.notice(this.chats.withUser(user), `${user.name} đã bỏ quan tâm ${this.oa.name}`);
    return this.webhook.send(this.events.contact("unfollow", user, source));
  }

  /// "Nhắn tin" on the OA's page: an event once, and only before the first message; the window opens every time.
  clickChatNow(user) {
    const before = this.chats.find(`user:${user.id}`);
    this.people.interact(user);
    if (before?.messages.some((message) => !message.notice) || user.clicked_chat_now) return [];
    user.clicked_chat_now = true;
    return this.webhook.send(this.events.aboutUser("user_click_chatnow", user));
  }

  submitInfo(user, info) {
    user.shared_info = info;
    this.people.interact(user);
    return this.webhook.send(this.events.submitInfo(user, info));
  }

  /// The person asks that the OA deletes what it knows of them.
  withdraw(user) {
    return this.webhook.send(this.events.aboutUser("user_withdraw", user));
  }

  /// The person opens the chat; a receipt for the messages by API that they had not seen.
  see(user) {
    const chat = this.chats.withUser(user);
    const unseen = chat.messages.filter((message) => message.from.kind === "oa" && !message.seen);
    for (const message of unseen) message.seen = true;
    const own = unseen.filter((message) => message.via === "api").map((message) => message.message_id);
    this.chats.changed(chat);
    return own.length > 0 ? this.webhook.send(this.events.seen(user, own)) : [];
  }

  react(user, message_id, icon) {
    const found = this.chats.where(message_id);
    if (!found) throw new WorldError(`there is no message ${message_id}`);
    found.message.reactions.push({ by: user.id, icon });
    this.people.interact(user);
    this.chats.changed(found.chat);
    return this.webhook.send(this.events.reaction(user, message_id, icon));
  }

  /// A human of the OA writes in Zalo's own tool; the webhook gets an echo with `admin_id`.
  staffSays({ user_id, group_id, admin_id = "4872153460987213564", ...what }) {
    const group = group_id && this.groups.must(group_id);
    const user = group ? null : this.people.must(user_id);
    const chat = group ? this.chats.ofGroup(group) : this.chats.withUser(user);
    const message = this.chats.add(chat, {
      from: { kind: "oa", id: this.oa.id, name: this.oa.name },
      via: "tool",
      admin_id,
      text: what.text ?? "",
      attachments: what.attachment ? [this.attachment(what.attachment)] : [],
      ...(what.quote && { quote: this.quote(chat, what.quote) }),
    });
    const event = group
      ? this.events.groupOaMessage(group, message, admin_id)
      : this.events.oaMessage(user, message, admin_id);
    return { chat, message, deliveries: this.webhook.send(event) };
  }
}
