// Somebody else's client and webhook reader of the Bot Platform believe this simulator: the npm package @openclaw/zalo,
// driven through ZALO_API_URL as its users would. Needs `npm ci` in tests/simulators.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { Receiver, simulator } from "./lib.mjs";

/// A module of the package by the beginning of its name: the rest is a hash, and its exports are known by their names.
async function moduleOf(beginning) {
  const manifest = createRequire(import.meta.url).resolve("@openclaw/zalo/package.json");
  const folder = join(dirname(manifest), "dist/.setup");
  const file = readdirSync(folder).find((name) => name.startsWith(beginning) && name.endsWith(".mjs"));
  const exported = Object.values(await import(pathToFileURL(join(folder, file))));
  return Object.fromEntries(exported.map((value) => [value.name ?? Object.keys(value)[0], value]));
}

async function withPackage(t) {
  const client = await simulator(t);
  process.env.ZALO_API_URL = client.origin;
  t.after(() => delete process.env.ZALO_API_URL);
  const { token, id } = client.keys.bots[0];
  return { client, token, bot: id, api: await moduleOf("send-") };
}

test("getMe", async (t) => {
  const { api, token, bot } = await withPackage(t);
  const { ok, result } = await api.getMe(token, 5000);
  assert.deepEqual([ok, result.id, result.account_type], [true, bot, "BASIC"]);
  await assert.rejects(api.getMe("1:wrong", 5000), { name: "ZaloApiError", errorCode: 401, description: "Unauthorized" });
});

test("getUpdates: one update, or what the package knows as the end of a poll", async (t) => {
  const { client, api, token, bot } = await withPackage(t);
  const user = await client.user({ name: "Hà" });
  const said = await client.say(user, "Xin chào", { to: bot });
  const { result } = await api.getUpdates(token, { timeout: 30 });
  assert.deepEqual([result.event_name, result.message.message_id], ["message.text.received", said.message_id]);
  await assert.rejects(api.getUpdates(token, { timeout: 0 }), (error) => error.isPollingTimeout);
});

test("sendMessage, sendPhoto, sendChatAction", async (t) => {
  const { client, api, token, bot } = await withPackage(t);
  const user = await client.user({ name: "Hà" });
  const { chat } = await client.say(user, "Xin chào", { to: bot });
  const chat_id = user.bot_user_id;
  const sent = await api.sendMessage(token, { chat_id, text: "Chào chị Hà" });
  await api.sendPhoto(token, { chat_id, photo: "https://example.org/a.png", caption: "Sơ đồ" });
  assert.equal((await api.sendChatAction(token, { chat_id, action: "typing" })).ok, true);
  const [, text, photo] = await client.transcript(chat);
  assert.deepEqual([text.message_id, text.text], [sent.result.message_id, "Chào chị Hà"]);
  assert.deepEqual([photo.text, photo.attachments[0].type], ["Sơ đồ", "image"]);
  const whole = await api.sendMessageZalo(`zalo:${chat_id}`, "Qua cả gói", { token });
  assert.equal(whole.ok, true);
  await assert.rejects(api.sendMessage(token, { chat_id: "nobody", text: "x" }), { errorCode: 400 });
});

test("setWebhook, getWebhookInfo, deleteWebhook", async (t) => {
  const { api, token } = await withPackage(t);
  const receiver = await Receiver.start(t);
  const { result } = await api.setWebhook(token, { url: receiver.url, secret_token: "secret-8-or-more" });
  assert.equal(result.verification.outcome, "webhook.ok");
  assert.equal((await api.getWebhookInfo(token)).result.url, receiver.url);
  assert.equal((await api.deleteWebhook(token)).ok, true);
  assert.equal((await api.getWebhookInfo(token)).result.url, "");
});

test("its webhook reader takes what the simulator sends, in both shapes", async (t) => {
  const { client, api, token, bot } = await withPackage(t);
  const { createZaloWebhookIngress } = (await moduleOf("webhook-spool-")).createZaloWebhookIngress;
  const taken = [];
  const ingress = createZaloWebhookIngress({ queue: {}, runtime: {}, deliver: async (update) => taken.push(update) });
  const receiver = await Receiver.start(t);
  await api.setWebhook(token, { url: receiver.url, secret_token: "secret-8-or-more" });
  receiver.clear();
  const user = await client.user({ name: "Hà" });
  for (const bot_payload of ["live", "documented"]) {
    await client.switch({ bot_payload });
    await client.say(user, "Xin chào", { to: bot });
    for (const type of ["image", "sticker", "file"]) await client.say(user, "", { to: bot, attachment: { type } });
  }
  assert.equal(receiver.requests.length, 8);
  for (const { raw } of receiver.requests) await ingress.accept(raw.toString());
  const kinds = ["text", "image", "sticker", "unsupported"].map((kind) => `message.${kind}.received`);
  assert.deepEqual(taken.map(({ event_name }) => event_name), [...kinds, ...kinds]);
  assert.ok(taken[1].message.photo_url);
  await assert.rejects(ingress.accept('{"event_name":"message.text.received"}'), { name: "ZaloWebhookPayloadError" });
});
