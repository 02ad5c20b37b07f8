// Every event that the sheet names can be sent, and what people do sends the right ones.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { eventNames } from "../control/any_event.mjs";
import { pair } from "./lib.mjs";

const sample = (name) => JSON.parse(readFileSync(new URL(`../samples/${name}.json`, import.meta.url), "utf8"));

/// The keys of an object, and of those in it, as one comparable value; values don't matter.
function shape(value) {
  if (Array.isArray(value)) return value.slice(0, 1).map(shape);
  if (typeof value !== "object" || value === null) return typeof value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, shape(value[key])]));
}

test("every documented event can be sent", async (t) => {
  const { client, receiver } = await pair(t);
  assert.ok(eventNames.length > 75);
  for (const event_name of eventNames) await client.sim("POST", "/events", { event_name });
  await client.sim("POST", "/idle");
  const received = receiver.events();
  assert.deepEqual(new Set(received.map((event) => event.event_name)), new Set(eventNames));
  for (const event of received) {
    assert.match(event.timestamp, /^\d{13}$/, event.event_name);
    assert.equal(event.app_id, client.keys.app_id, event.event_name);
    const named = [event.sender?.id, event.recipient?.id, event.oa_id];
    assert.ok(named.includes(client.keys.oa_id), `${event.event_name} names the OA`);
  }
  await assert.rejects(client.sim("POST", "/events", { event_name: "user_click_button" }), /there is no event/);
});

test("events have the shape of the samples", async (t) => {
  const { client, receiver } = await pair(t);
  const anonymous = await client.user({ anonymous: true });
  const user = await client.user();
  const made = [
    ["event_user_send_text", { event_name: "user_send_text", user_id: user.id }],
    ["event_follow", { event_name: "follow" }],
    ["event_add_user_to_tag", { event_name: "add_user_to_tag" }],
    ["event_user_received_message_phone", { event_name: "user_received_message", phone: "84987654321" }],
    ["event_anonymous_send_text_reconstructed", { event_name: "anonymous_send_text", user_id: anonymous.id }],
    ["event_user_click_chatnow_reconstructed", { event_name: "user_click_chatnow" }],
    ["event_user_join_group_reconstructed", { event_name: "user_join_group" }],
    ["event_user_send_group_text_reconstructed", { event_name: "user_send_group_text" }],
  ];
  for (const [name, body] of made) {
    receiver.clear();
    await client.sim("POST", "/events", { ...body, wait: true });
    assert.deepEqual(shape(receiver.events()[0]), shape(sample(name)), name);
  }
});

test("fields may be overridden", async (t) => {
  const { client, receiver } = await pair(t);
  const fields = { timestamp: "17270000000", message: { text: "#", msg_id: "1" } };
  await client.sim("POST", "/events", { event_name: "user_send_text", fields, wait: true });
  const [event] = receiver.events();
  assert.equal(event.timestamp, "17270000000");
  assert.deepEqual(event.message, { text: "#", msg_id: "1" });
});

test("attachments of people, each with its event and its payload", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  const group = await client.sim("POST", "/groups", { members: [user.id] });
  receiver.clear();
  const payloads = {
    image: ["thumbnail", "url"],
    gif: ["thumbnail", "url"],
    link: ["thumbnail", "description", "url"],
    audio: ["url"],
    video: ["url", "thumbnail", "description"],
    sticker: ["url", "id"],
    location: ["coordinates"],
    file: ["size", "name", "checksum", "type", "url"],
    business_card: ["thumbnail", "description", "url"],
  };
  for (const [type, keys] of Object.entries(payloads)) {
    await client.say(user, undefined, { attachment: { type } });
    await client.say(user, undefined, { to: group.id, attachment: { type } });
    const [alone] = receiver.events(`user_send_${type}`);
    const [inGroup] = receiver.events(`user_send_group_${type}`);
    for (const { message } of [alone, inGroup]) {
      assert.deepEqual(Object.keys(message.attachments[0].payload), keys, type);
      assert.equal(message.attachments[0].type, type === "business_card" ? "link" : type);
    }
  }
  const { payload } = receiver.events("user_send_file")[0].message.attachments[0];
  const bytes = Buffer.from(await (await fetch(payload.url)).arrayBuffer());
  assert.equal(String(bytes.length), payload.size);
  const card = receiver.events("user_send_business_card")[0].message.attachments[0].payload.description;
  assert.deepEqual(Object.keys(JSON.parse(card)), ["phone", "qrCodeUrl"]);
});

test("a caption, a quote, one's own file", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  const first = await client.say(user, "Xem giúp");
  const content_base64 = Buffer.from("%PDF-1.4 nội dung").toString("base64");
  await client.say(user, "Đây là đơn", {
    quote: first.message_id, attachment: { type: "file", name: "Đơn xin.pdf", content_base64 },
  });
  const { message } = receiver.events("user_send_file")[0];
  assert.equal(message.text, "Đây là đơn");
  assert.equal(message.quote_msg_id, first.message_id);
  assert.equal(message.attachments[0].payload.name, "Đơn xin.pdf");
  const fetched = await fetch(message.attachments[0].payload.url);
  assert.equal(await fetched.text(), "%PDF-1.4 nội dung");
});

test("a quote of the OA's answer in a group", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  const group = await client.sim("POST", "/groups", { members: [user.id] });
  const sent = await client.groupMessage(group, "Trong ngày");
  await client.say(user, "Còn cấp xã?", { to: group.id, quote: sent.data.message_id });
  const { message } = receiver.events("user_send_group_text")[0];
  assert.deepEqual([message.text, message.quote_msg_id], ["Còn cấp xã?", sent.data.message_id]);
});

test("switches for what is unsure about events", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  const anonymous = await client.user({ anonymous: true });
  const group = await client.sim("POST", "/groups", { members: [user.id] });
  await client.switch({
    message_id_key: "message_id", anonymous_id_key: "anonymous_id", gif_events: false, group_location_events: false,
  });
  receiver.clear();
  const said = await client.say(user, "x");
  assert.equal(receiver.events()[0].message.message_id, said.message_id);
  await client.say(anonymous, "y");
  assert.equal(receiver.events("anonymous_send_text")[0].sender.anonymous_id, anonymous.id);
  await client.say(user, undefined, { attachment: { type: "gif" } });
  assert.equal(receiver.events("user_send_image").length, 1);
  const silent = await client.say(user, undefined, { to: group.id, attachment: { type: "location" } });
  assert.deepEqual(silent.deliveries, []);
});

test("echoes and receipts of sends, and what staff writes", async (t) => {
  const { client, receiver } = await pair(t);
  await client.switch({ echo_api_sends: true, receipts: "seen" });
  const user = await client.user();
  const sent = await client.consult(user, "Từ API");
  await client.sim("POST", "/staff/say", { user_id: user.id, text: "Từ chuyên viên", admin_id: "77", wait: true });
  const [byApi, byStaff] = receiver.events("oa_send_text");
  assert.deepEqual([byApi.sender, byApi.recipient.id], [{ id: client.keys.oa_id }, user.id]);
  assert.deepEqual([byStaff.sender.admin_id, byStaff.message.text], ["77", "Từ chuyên viên"]);
  assert.equal(receiver.events("user_received_message")[0].message.msg_id, sent.data.message_id);
  assert.deepEqual(receiver.events("user_seen_message")[0].message.msg_ids, [sent.data.message_id]);
});

test("a person sees a chat: one receipt for the OA's messages by API that were new", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  const ids = [];
  for (const text of ["một", "hai"]) ids.push((await client.consult(user, text)).data.message_id);
  await client.sim("POST", "/staff/say", { user_id: user.id, text: "ba", wait: true });
  receiver.clear();
  await client.sim("POST", `/users/${user.id}/see`, { wait: true });
  await client.sim("POST", `/users/${user.id}/see`, { wait: true });
  assert.deepEqual(receiver.events().map(({ message }) => message.msg_ids), [ids]);
});

test("follow, unfollow, chat button, form, withdrawal, reaction", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user({ name: "Hà" });
  const act = (name, body = {}) => client.sim("POST", `/users/${user.id}/${name}`, { wait: true, ...body });
  await act("chatnow");
  await act("chatnow");
  await act("follow", { source: "message_invite" });
  const said = await client.say(user, "x");
  await act("react", { message_id: said.message_id, icon: "/-strong" });
  await act("submit_info", { info: { name: "Hà", phone: "84912345678" } });
  await act("withdraw");
  await act("unfollow");
  assert.deepEqual(receiver.events().map((event) => event.event_name), [
    "user_click_chatnow", "follow", "user_send_text", "user_reacted_message", "user_submit_info", "user_withdraw", "unfollow",
  ]);
  assert.equal(receiver.events("follow")[0].source, "message_invite");
  assert.deepEqual(receiver.events("user_reacted_message")[0].message, { msg_id: said.message_id, react_icon: "/-strong" });
  assert.equal(receiver.events("user_withdraw")[0].user_id, user.id);
});
