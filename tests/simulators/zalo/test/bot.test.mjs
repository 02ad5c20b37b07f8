// The Bot Platform: every method and its errors, polling, webhooks in both shapes, groups.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { day, hour, minute, Receiver, simulator } from "./lib.mjs";

const sample = (name) => JSON.parse(readFileSync(new URL(`../samples/${name}.json`, import.meta.url), "utf8"));

/// Every key of the sample is there, with a value of the same type.
function like(actual, wanted, path = "") {
  if (typeof wanted !== "object" || wanted === null) return assert.equal(typeof actual, typeof wanted, path);
  for (const [key, value] of Object.entries(wanted)) {
    assert.ok(Object.hasOwn(actual, key), `${path}.${key} is missing`);
    like(actual[key], value, `${path}.${key}`);
  }
}

async function withChat(t) {
  const client = await simulator(t);
  const user = await client.user({ name: "Phạm Thu Hà" });
  const bot = client.keys.bots[0];
  const said = await client.say(user, "Xin chào", { to: bot.id });
  return { client, user, bot, said };
}

test("getMe, by every way of calling", async (t) => {
  const client = await simulator(t);
  const { token, id } = client.keys.bots[0];
  like((await client.bot("getMe")).body, sample("bot_answer_getMe"));
  for (const base of [`${client.origin}/bot-api`, client.origin]) {
    for (const options of [{}, { method: "POST" }, { method: "POST", body: new URLSearchParams({ x: "1" }) }]) {
      const body = await (await fetch(`${base}/bot${token}/getMe`, options)).json();
      assert.equal(body.result.id, id);
    }
  }
});

test("wrong tokens and methods", async (t) => {
  const client = await simulator(t);
  assert.deepEqual((await client.bot("getMe", {}, { token: "1:x" })).body, sample("bot_answer_error_401"));
  assert.equal((await client.bot("getme")).body.error_code, 404);
  assert.equal((await client.bot("toString")).body.error_code, 404);
  assert.equal((await client.bot("getme")).status, 200);
  await client.switch({ bot_http_status: "as_error_code" });
  assert.equal((await client.bot("getMe", {}, { token: "1:x" })).status, 401);
});

test("parameters as query, form, JSON and multipart", async (t) => {
  const { client, user, bot } = await withChat(t);
  const url = `${client.origin}/bot-api/bot${bot.token}/sendMessage`;
  const parameters = { chat_id: user.bot_user_id, text: "Chào chị & em" };
  const form = new FormData();
  for (const [name, value] of Object.entries(parameters)) form.set(name, value);
  const calls = [
    [`${url}?${new URLSearchParams(parameters)}`],
    [url, { method: "POST", body: new URLSearchParams(parameters) }],
    [url, { method: "POST", body: JSON.stringify(parameters) }],
    [url, { method: "POST", body: form }],
  ];
  for (const call of calls) {
    const body = await (await fetch(...call)).json();
    like(body, sample("bot_answer_sendMessage"));
  }
  const sent = (await client.transcript(`bot:${bot.id}:${user.id}`)).filter(({ from }) => from.kind === "bot");
  assert.deepEqual(sent.map(({ text }) => text), Array(4).fill("Chào chị & em"));
});

test("getUpdates gives one object, or 408 when its time is over", async (t) => {
  const { client, user, bot, said } = await withChat(t);
  await client.say(user, "Thêm một câu", { to: bot.id });
  const { body } = await client.bot("getUpdates", { timeout: "30" });
  assert.equal(body.ok, true);
  assert.equal(body.result.event_name, "message.text.received");
  assert.equal(body.result.message.message_id, said.message_id);
  assert.deepEqual(body.result.message.from, { id: user.bot_user_id, is_bot: false, display_name: "Phạm Thu Hà" });
  assert.equal((await client.bot("getUpdates", { timeout: 1 })).body.result.message.text, "Thêm một câu");

  const waiting = client.bot("getUpdates", {});
  await new Promise((resolve) => setTimeout(resolve, 50));
  await client.advance(29_000);
  await client.say(user, "Đúng lúc", { to: bot.id });
  assert.equal((await waiting).body.result.message.text, "Đúng lúc");

  const vain = client.bot("getUpdates", { timeout: "30" });
  await new Promise((resolve) => setTimeout(resolve, 50));
  await client.advance(30_000);
  assert.equal((await vain).body.error_code, 408);
  assert.equal((await client.bot("getUpdates", { timeout: "x" })).body.error_code, 400);
});

test("a poll that was given up takes no update with it", async (t) => {
  const { client, user, bot } = await withChat(t);
  await client.bot("getUpdates");
  const aborted = new AbortController();
  const poll = fetch(`${client.origin}/bot${bot.token}/getUpdates`, { signal: aborted.signal });
  await new Promise((resolve) => setTimeout(resolve, 50));
  aborted.abort();
  await assert.rejects(poll);
  await new Promise((resolve) => setTimeout(resolve, 50));
  await client.say(user, "Còn đây", { to: bot.id });
  assert.equal((await client.bot("getUpdates")).body.result.message.text, "Còn đây");
});

test("setWebhook verifies, and is kept in any case; polling is silent then", async (t) => {
  const { client, user, bot } = await withChat(t);
  const receiver = await Receiver.start(t);
  const set = (url, secret_token = "secret-of-the-bot") => client.bot("setWebhook", { url, secret_token });
  const { body } = await set(receiver.url);
  like(body, sample("bot_answer_setWebhook"));
  const [probe] = receiver.requests;
  assert.equal(probe.raw.length, 0);
  assert.equal(probe.headers["content-type"], undefined);
  assert.equal(probe.headers["x-bot-api-secret-token"], "secret-of-the-bot");
  like((await client.bot("getWebhookInfo")).body, sample("bot_answer_getWebhookInfo"));

  receiver.status = 403;
  const refused = (await set(receiver.url)).body.result;
  assert.deepEqual([refused.verification.ok, refused.verification.outcome], [false, "webhook.http.403"]);
  assert.equal((await client.bot("getWebhookInfo")).body.result.url, receiver.url);
  like((await client.bot("testWebhook")).body, sample("bot_answer_testWebhook_403"));
  for (const [status, outcome] of [[404, "404"], [503, "5xx"], [418, "other"]]) {
    receiver.status = status;
    assert.equal((await client.bot("testWebhook")).body.result.outcome, `webhook.http.${outcome}`);
  }
  assert.equal((await set("http://127.0.0.1:1/")).body.result.verification.outcome, "webhook.err.unreachable");

  const poll = client.bot("getUpdates", { timeout: "1" });
  await client.say(user, "Chỉ tới webhook", { to: bot.id });
  assert.equal((await poll).body.error_code, 408);
  assert.equal((await client.bot("deleteWebhook")).body.ok, true);
  assert.equal((await client.bot("getWebhookInfo")).body.result.url, "");
});

test("what setWebhook and testWebhook refuse", async (t) => {
  const client = await simulator(t);
  const error = async (url, secret_token) => (await client.bot("setWebhook", { url, secret_token })).body.error_code;
  assert.equal(await error("http://example.org/", "12345678"), 400);
  assert.equal(await error("ftp://127.0.0.1/", "12345678"), 400);
  assert.equal(await error(undefined, "12345678"), 400);
  assert.equal(await error("https://127.0.0.1:1/", "1234567"), 400);
  assert.equal(await error("https://127.0.0.1:1/", "x".repeat(257)), 400);
  assert.equal((await client.bot("testWebhook")).body.error_code, 400);
  await client.switch({ bot_url: "https", bot_tests_per_day: 1 });
  assert.equal(await error("http://127.0.0.1:1/", "12345678"), 400);
  assert.equal(await error("https://127.0.0.1:1/", "12345678"), undefined);
  await client.bot("testWebhook");
  assert.deepEqual((await client.bot("testWebhook")).body.errorCode, 426);
  await client.advance(day);
  assert.equal((await client.bot("testWebhook")).body.ok, true);
});

test("webhook bodies: live and documented", async (t) => {
  const { client, user, bot } = await withChat(t);
  const receiver = await Receiver.start(t);
  await client.bot("setWebhook", { url: receiver.url, secret_token: "12345678" });
  const said = async (text, attachment) => {
    receiver.clear();
    await client.say(user, text, { to: bot.id, attachment });
    const [request] = receiver.requests;
    assert.equal(request.headers["x-bot-api-secret-token"], "12345678");
    assert.equal(request.headers["content-type"], "application/json");
    return request.json;
  };
  like(await said("x"), sample("bot_message_text_live"));
  like(await said("x", { type: "image" }), sample("bot_message_image_live"));
  like(await said("", { type: "audio" }), sample("bot_message_voice_live"));
  const sticker = await said("", { type: "sticker" });
  assert.equal(sticker.event_name, "message.sticker.received");
  assert.ok(sticker.message.sticker && sticker.message.url);
  for (const type of ["file", "link", "location", "video"]) {
    const { event_name, message } = await said("", { type });
    assert.equal(event_name, "message.unsupported.received");
    assert.deepEqual(Object.keys(message), ["date", "chat", "message_id", "from"]);
  }
  await client.switch({ bot_payload: "documented" });
  like(await said("x"), sample("bot_message_text_documented"));
  assert.ok((await said("x", { type: "image" })).result.message.photo);
});

test("an event that is refused is gone, unless retries are switched on", async (t) => {
  const { client, user, bot } = await withChat(t);
  const receiver = await Receiver.start(t);
  await client.bot("setWebhook", { url: receiver.url, secret_token: "12345678" });
  receiver.clear();
  receiver.status = 500;
  await client.say(user, "x", { to: bot.id });
  await client.advance(hour);
  assert.equal(receiver.requests.length, 1);
  await client.switch({ bot_webhook_retries: 2 });
  await client.say(user, "y", { to: bot.id });
  await client.advance(hour);
  assert.equal(receiver.requests.length, 4);
  await client.fault({ match: { service: "bot-webhook" }, action: "duplicate", count: 1 });
  receiver.status = 200;
  receiver.clear();
  await client.say(user, "z", { to: bot.id });
  await client.advance(1000);
  assert.equal(new Set(receiver.events().map(({ message }) => message.message_id)).size, 1);
  assert.equal(receiver.requests.length, 2);
});

test("in a group a bot hears what mentions it or quotes it, and nothing else", async (t) => {
  const client = await simulator(t);
  const [bot] = client.keys.bots;
  const user = await client.user({ name: "Dũng" });
  const group = await client.sim("POST", "/groups", { name: "Nhóm", members: [user.id], bots: [bot.id], with_oa: false });
  await client.say(user, "Nói chuyện riêng", { to: group.id });
  await client.say(user, "cho hỏi", { to: group.id, mention: ["bot"] });
  const { body } = await client.bot("getUpdates");
  assert.deepEqual(body.result.message.chat, { chat_type: "GROUP", id: group.id });
  assert.equal(body.result.message.text, "@Bot thử nghiệm cho hỏi");
  const sent = await client.bot("sendMessage", { chat_id: group.id, text: "Dạ" });
  await client.say(user, "trả lời bot", { to: group.id, quote: sent.body.result.message_id });
  await client.say(user, "trả lời người", { to: group.id, quote: body.result.message.message_id });
  assert.equal((await client.bot("getUpdates")).body.result.message.text, "trả lời bot");
  assert.equal((await client.bot("getUpdates", { timeout: 0 })).body.error_code, 408);
  const voice = { chat_id: group.id, voice_url: "https://e.org/a.aac" };
  assert.equal((await client.bot("sendVoice", voice)).body.error_code, 400);
});

test("sends of every kind, and what they refuse", async (t) => {
  const { client, user, bot } = await withChat(t);
  const chat_id = user.bot_user_id;
  const error = async (method, more) => (await client.bot(method, { chat_id, ...more })).body.error_code;
  assert.equal(await error("sendMessage", { text: "x".repeat(2000), parse_mode: "markdown" }), undefined);
  assert.equal(await error("sendMessage", { text: "x".repeat(2001) }), 400);
  assert.equal(await error("sendMessage", { text: "" }), 400);
  assert.equal(await error("sendMessage", { text: "x", parse_mode: "latex" }), 400);
  assert.equal(await error("sendMessage", { text: "x", chat_id: "unknown" }), 400);
  const stranger = await client.user({ name: "Chưa từng nhắn" });
  assert.equal(await error("sendMessage", { text: "x", chat_id: stranger.bot_user_id }), 400);
  assert.equal(await error("sendPhoto", { photo: "https://e.org/a.png", caption: "ảnh" }), undefined);
  assert.equal(await error("sendPhoto", { photo: "a.png" }), 400);
  assert.equal(await error("sendPhoto", { photo: "https://e.org/a.png", caption: "x".repeat(2001) }), 400);
  assert.equal(await error("sendSticker", { sticker: "bfe458bf64fa8da4d4eb" }), undefined);
  assert.equal(await error("sendSticker", {}), 400);
  assert.equal(await error("sendVoice", { voice_url: "https://e.org/a.aac" }), undefined);
  assert.equal(await error("sendVoice", { voice_url: "a" }), 400);
  assert.deepEqual((await client.bot("sendChatAction", { chat_id, action: "typing" })).body, { ok: true });
  assert.equal(await error("sendChatAction", { action: "dancing" }), 400);
  const chat = await client.sim("GET", `/chats/bot:${bot.id}:${user.id}`);
  assert.equal(chat.typing, true);
  assert.deepEqual(
    chat.messages.slice(1).map(({ attachments }) => attachments[0]?.type ?? "text"),
    ["text", "image", "sticker", "audio"],
  );
  await client.switch({ bot_rate_limit_per_minute: 0 });
  assert.equal(await error("sendMessage", { text: "x" }), 429);
  await client.switch({ bot_rate_limit_per_minute: 1 });
  await client.advance(minute);
  assert.equal(await error("sendMessage", { text: "x" }), undefined);
});
