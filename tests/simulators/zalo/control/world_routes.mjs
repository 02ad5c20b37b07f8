// The part of the control API that is about people, groups and chats. Each row: method, path, what it does; an object
// that it gives is the answer.
import { mentions, withNames } from "../world/chats.mjs";
import { WorldError } from "../world/people.mjs";

export function routesOfWorld(simulator) {
  const { people, groups, groupActs, chats, acts, bots, clock } = simulator;
  const member = (group, id) => {
    if (!group.members.includes(id)) throw new WorldError(`${id} is not in ${group.name}`);
    return people.must(id);
  };
  const told = async ({ body, query }, deliveries) => {
    if (body.wait || query.get("wait")) await clock.idle();
    return { deliveries: deliveries.map(({ id, event_name, state, reason }) => ({ id, event_name, state, reason })) };
  };

  return [
    ["GET", "/users", () => ({ users: people.all() })],
    ["POST", "/users", ({ body }) => people.create(body)],
    ["GET", "/users/:id", ({ id }) => people.must(id)],
    ["PATCH", "/users/:id", ({ id, body }) => people.change(people.must(id), body)],
    ["POST", "/users/:id/say", async (call) => {
      const { chat, message, deliveries } = acts.say(people.must(call.id), call.body);
      return { chat: chat.key, message_id: message.message_id, ...(await told(call, deliveries)) };
    }],
    ["POST", "/users/:id/press", async (call) => {
      const { message_id, button = 0 } = call.body;
      const { deliveries } = acts.press(people.must(call.id), message_id, button);
      return told(call, deliveries);
    }],
    ["POST", "/users/:id/follow", (call) => told(call, acts.follow(people.must(call.id), call.body.source))],
    ["POST", "/users/:id/unfollow", (call) => told(call, acts.unfollow(people.must(call.id), call.body.source))],
    ["POST", "/users/:id/chatnow", (call) => told(call, acts.clickChatNow(people.must(call.id)))],
    ["POST", "/users/:id/submit_info", (call) =>
      told(call, acts.submitInfo(people.must(call.id), call.body.info ?? {}))],
    ["POST", "/users/:id/withdraw", (call) => told(call, acts.withdraw(people.must(call.id)))],
    ["POST", "/users/:id/see", (call) => told(call, acts.see(people.must(call.id)))],
    ["POST", "/users/:id/react", (call) => {
      const { message_id, icon = "/-heart" } = call.body;
      return told(call, acts.react(people.must(call.id), message_id, icon));
    }],
    ["POST", "/staff/say", async (call) => {
      const { chat, message, deliveries } = acts.staffSays(call.body);
      return { chat: chat.key, message_id: message.message_id, ...(await told(call, deliveries)) };
    }],

    ["GET", "/groups", () => ({ groups: groups.all() })],
    ["POST", "/groups", async (call) => {
      const { members = [] } = call.body;
      for (const id of members) people.must(id);
      const { group, deliveries } = groupActs.create(call.body);
      return { ...group, ...(await told(call, deliveries)) };
    }],
    ["GET", "/groups/:id", ({ id }) => ({ ...groups.must(id), status: groups.status(groups.must(id)) })],
    ["PATCH", "/groups/:id", (call) => told(call, groupActs.update(groups.must(call.id), changes(call.body)))],
    ["DELETE", "/groups/:id", (call) => told(call, groupActs.remove(groups.must(call.id)))],
    ["POST", "/groups/:id/join", (call) =>
      told(call, groupActs.join(groups.must(call.id), [people.must(call.body.user_id)]))],
    ["POST", "/groups/:id/ask", (call) =>
      told(call, groupActs.ask(groups.must(call.id), people.must(call.body.user_id)))],
    ["POST", "/groups/:id/leave", (call) => {
      const group = groups.must(call.id);
      return told(call, groupActs.leave(group, [member(group, call.body.user_id)]));
    }],
    ["POST", "/groups/:id/admins", (call) => {
      const group = groups.must(call.id);
      const { user_id, admin = true } = call.body;
      return told(call, groupActs.setAdmins(group, [member(group, user_id)], admin));
    }],
    ["POST", "/groups/:id/remove_oa", ({ id }) => groupActs.removeOa(groups.must(id))],
    ["GET", "/assets", () => ({ assets: Object.values(groups.assets) })],
    ["POST", "/assets", ({ body }) => groups.createAsset(body)],
    ["PATCH", "/assets/:id", ({ id, body }) => {
      const asset = groups.asset(id);
      if (!asset) throw new WorldError(`there is no asset ${id}`);
      const { disabled = asset.disabled, valid_through = asset.valid_through } = body;
      return Object.assign(asset, { disabled, valid_through });
    }],

    ["GET", "/bots", () => ({ bots: bots.all() })],
    ["POST", "/bots", ({ body }) => bots.create(body)],

    ["GET", "/chats", () => ({ chats: chats.all().map((chat) => summary(simulator, chat)) })],
    ["GET", "/chats/:key", ({ key, query }) => {
      const chat = chats.must(key);
      const after = query.get("after");
      const from = after ? chat.messages.findIndex((message) => message.message_id === after) + 1 : 0;
      const messages = chat.messages.slice(from).map((message) => shown(simulator, chat, message));
      return { ...summary(simulator, chat), messages };
    }],
  ];
}

function changes({ name, description, lock_send_msg, join_appr }) {
  const all = { name, description, lock_send_msg, join_appr };
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

/// What a list of chats shows.
function summary(simulator, chat) {
  const { people, groups, bots, clock, state } = simulator;
  const group = chat.kind === "group" ? groups.find(chat.group_id) : null;
  const bot = chat.kind === "bot" ? bots.find(chat.bot_id) : null;
  const user = chat.user_id ? people.find(chat.user_id) : null;
  const last = chat.messages[chat.messages.length - 1];
  return {
    key: chat.key,
    kind: chat.kind,
    title: group?.name ?? bot?.display_name ?? state.oa.name,
    people: (group ? group.members : [chat.user_id]).map((id) => ({ id, name: people.find(id)?.name ?? id })),
    ...(group && { group_id: group.id, status: groups.status(group), with_oa: group.with_oa, bots: group.bots }),
    ...(bot && { bot_id: bot.id }),
    ...(user && { user_id: user.id, follows: user.follows }),
    typing: chat.typing_until > clock.now(),
    count: chat.messages.length,
    last: last ? { time: last.time, text: textShown(simulator, group, last.text), from: last.from.name } : null,
  };
}

/// A message as the person sees it; `shown_text` has names in place of ids, `names` tells whose they are.
function shown(simulator, chat, message) {
  const { acts, groups } = simulator;
  const group = chat.kind === "group" ? groups.find(chat.group_id) : null;
  const read = (text) => textShown(simulator, group, text);
  return {
    ...message,
    shown_text: read(message.text),
    names: Object.fromEntries(mentions(message.text).map((id) => [id, acts.nameOf(id, group)])),
    ...(message.quote && { quote: { ...message.quote, shown_text: read(message.quote.text) } }),
  };
}

function textShown({ acts }, group, text) {
  return withNames(text, (id) => acts.nameOf(id, group));
}
