// What was written in chats, newest first, as the OA may read it back.
import { ApiError, invalid, tooMuch } from "./errors.mjs";

const hour = 3_600_000;
const most = 10;
const types = {
  image: "photo", gif: "GIF", sticker: "sticker", audio: "voice", video: "video", location: "location", link: "link",
  file: "file",
};

export class History {
  constructor({ state, clock, settings, people, groups, chats }) {
    Object.assign(this, { clock, settings, people, groups, chats });
    this.oa = state.oa;
  }

  /// GET /v2.0/oa/listrecentchat?data={"offset","count"}: the newest message of each chat.
  recent({ data }) {
    const chats = this.chats.all().filter((chat) => chat.kind === "oa" && !this.people.must(chat.user_id).anonymous);
    const newest = chats.map((chat) => this.#readable(chat)[0]).filter(Boolean);
    newest.sort((a, b) => b.time - a.time);
    return { data: this.#page(newest, data, most).map(({ item }) => item) };
  }

  /// GET /v2.0/oa/conversation?data={"user_id","offset","count"}
  conversation({ data }) {
    const user = this.people.find(String(data.user_id));
    if (!user) throw invalid("user_id");
    const chat = this.chats.find(`user:${user.id}`);
    return { data: this.#page(chat ? this.#readable(chat) : [], data, most).map(({ item }) => item) };
  }

  /// GET /v3.0/oa/group/listrecentchat?offset&count: the newest messages of all groups of the OA.
  recentOfGroups({ query }) {
    const all = this.groups.ofOa().flatMap((group) => this.#readable(this.chats.ofGroup(group)));
    all.sort((a, b) => b.time - a.time);
    return { data: this.#page(all, numbers(query), this.settings.group_history_max).map(({ item }) => item) };
  }

  /// GET /v3.0/oa/group/conversation?group_id&offset&count
  groupConversation({ query }) {
    const group = this.groups.find(query.get("group_id") ?? "");
    if (!group || this.groups.status(group) === "gone") throw invalid("group_id");
    if (!group.with_oa) throw new ApiError(-403);
    const items = this.#readable(this.chats.ofGroup(group));
    return { data: this.#page(items, numbers(query), this.settings.group_history_max).map(({ item }) => item) };
  }

  #page(items, { offset = 0, count = 5 }, largest) {
    if (!Number.isInteger(offset) || offset < 0) throw invalid("offset");
    if (!Number.isInteger(count) || count < 1) throw invalid("count");
    if (count > largest) throw tooMuch("count");
    return items.slice(offset, offset + count);
  }

  #readable(chat) {
    const { history_hours: hours } = this.settings;
    const since = hours === null ? 0 : this.clock.now() - hours * hour;
    const messages = chat.messages.filter((message) => !message.notice && message.time >= since);
    return messages.reverse().map((message) => ({ time: message.time, item: this.#item(chat, message) }));
  }

  #item(chat, message) {
    const fromOa = message.from.kind === "oa";
    const other = chat.kind === "group" ? this.groups.find(chat.group_id) : this.people.must(chat.user_id);
    const [attachment] = message.attachments;
    return {
      src: fromOa ? 0 : 1,
      time: message.time,
      type: attachment ? types[attachment.type] ?? "nosupport" : "text",
      message: message.text,
      message_id: message.message_id,
      from_id: message.from.id,
      to_id: fromOa ? other.id : this.oa.id,
      from_display_name: message.from.name,
      from_avatar: "",
      to_display_name: fromOa ? other.name : this.oa.name,
      to_avatar: "",
      ...(chat.kind === "group" && { group_id: chat.group_id }),
      ...this.#attached(attachment),
    };
  }

  #attached(attachment) {
    if (!attachment) return {};
    const { payload } = attachment;
    if (attachment.type === "location") return { location: JSON.stringify(payload.coordinates) };
    if (attachment.type === "link") {
      const { title = "", url, thumbnail: thumb, description } = payload;
      return { links: [{ title, url, thumb, description }] };
    }
    return { url: payload.url ?? "", ...(payload.thumbnail && { thumb: payload.thumbnail }) };
  }
}

function numbers(query) {
  const read = (name) => (query.has(name) ? Number(query.get(name)) : undefined);
  return { offset: read("offset"), count: read("count") };
}
