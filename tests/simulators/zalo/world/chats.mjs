// The chats as people see them: one-to-one with the OA, groups, and chats with bots. Each holds its messages in order.
import { EventEmitter } from "node:events";
import { WorldError } from "./people.mjs";

export class Chats extends EventEmitter {
  #byMessage = new Map();

  constructor({ state, clock, ids }) {
    super();
    this.setMaxListeners(0);
    this.chats = state.chats;
    this.clock = clock;
    this.ids = ids;
    for (const chat of Object.values(this.chats)) {
      for (const message of chat.messages) this.#byMessage.set(message.message_id, { chat, message });
    }
  }

  withUser(user) {
    return this.#open(`user:${user.id}`, { kind: "oa", user_id: user.id });
  }

  ofGroup(group) {
    return this.#open(`group:${group.id}`, { kind: "group", group_id: group.id });
  }

  withBot(bot, user) {
    return this.#open(`bot:${bot.id}:${user.id}`, { kind: "bot", bot_id: bot.id, user_id: user.id });
  }

  #open(key, what) {
    this.chats[key] ??= { key, ...what, messages: [], typing_until: 0 };
    return this.chats[key];
  }

  /// The chat if it exists.
  find(key) {
    return Object.hasOwn(this.chats, key) ? this.chats[key] : undefined;
  }

  must(key) {
    const chat = this.find(key);
    if (!chat) throw new WorldError(`there is no chat ${key}`);
    return chat;
  }

  all() {
    return Object.values(this.chats);
  }

  /// Adds {from: {kind, id, name}, text?, attachments?, quote?, …}; gives it with message_id and time.
  add(chat, message) {
    const whole = {
      message_id: message.message_id ?? this.ids.hex(),
      time: this.clock.now(),
      text: "",
      attachments: [],
      reactions: [],
      ...message,
    };
    chat.messages.push(whole);
    chat.typing_until = 0;
    this.#byMessage.set(whole.message_id, { chat, message: whole });
    this.changed(chat);
    return whole;
  }

  /// A line that Zalo itself shows, such as "… đã rời nhóm".
  notice(chat, text) {
    return this.add(chat, { from: { kind: "zalo", id: "", name: "" }, text, notice: true });
  }

  /// The message with this id if it stands in this chat.
  message(chat, id) {
    const found = this.#byMessage.get(id);
    return found && found.chat === chat ? found.message : undefined;
  }

  /// {chat, message} wherever it stands.
  where(id) {
    return this.#byMessage.get(id);
  }

  /// Forgets the messages of chats that are gone.
  clear() {
    this.#byMessage.clear();
  }

  typing(chat, milliseconds = 5000) {
    chat.typing_until = this.clock.now() + milliseconds;
    this.changed(chat);
  }

  changed(chat) {
    this.emit("changed", chat);
  }
}

/// What `[@id]` in a text names, in order.
export function mentions(text) {
  return [...text.matchAll(/\[@([^\]\s]{1,64})\]/g)].map((match) => match[1]);
}

/// The text with every `[@id]` as people see it: `@Name`.
export function withNames(text, nameOf) {
  return text.replace(/\[@([^\]\s]{1,64})\]/g, (whole, id) => {
    const name = nameOf(id);
    return name ? `@${name}` : whole;
  });
}
