// How events are delivered: the probe, two seconds for an answer, the ladder of retries, being unsubscribed, faults.
import assert from "node:assert/strict";
import test from "node:test";
import { hour, minute, pair, Receiver, simulator } from "./lib.mjs";

const second = 1000;

async function delivery(client, said) {
  return client.sim("GET", `/deliveries/${said.deliveries[0].id}`);
}

test("an address is saved when it answers an unsigned {} with 200", async (t) => {
  const receiver = await Receiver.start(t);
  const client = await simulator(t);
  receiver.status = 401;
  assert.deepEqual(await client.sim("POST", "/webhook", { url: receiver.url }), { saved: false, status: 401 });
  assert.equal((await client.sim("GET", "/webhook")).url, null);
  receiver.status = 200;
  assert.deepEqual(await client.sim("POST", "/webhook", { url: receiver.url }), { saved: true });
  assert.equal(receiver.requests[1].raw.toString(), "{}");
  assert.equal(receiver.requests[1].headers["x-zevent-signature"], undefined);
  const nowhere = await client.sim("POST", "/webhook", { url: "http://127.0.0.1:1/" });
  assert.deepEqual(nowhere, { saved: false, error: "no connection" });
});

test("five retries with num_retry at 30 s, 5, 15, 30 and 60 minutes, then the app is unsubscribed", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  receiver.status = 500;
  const said = await client.say(user, "Có ai không?");
  const waits = [30 * second, 5 * minute, 15 * minute, 30 * minute, hour];
  for (const [index, wait] of waits.entries()) {
    await client.advance(wait - 5 * second);
    assert.equal(receiver.requests.length, index + 1, `before ${wait}`);
    await client.advance(5 * second);
    assert.equal(receiver.requests.length, index + 2, `after ${wait}`);
  }
  assert.deepEqual(receiver.requests.map(({ headers }) => headers.num_retry), [undefined, "1", "2", "3", "4", "5"]);
  assert.equal(new Set(receiver.requests.map(({ raw }) => raw.toString())).size, 1, "the same body");
  assert.equal((await delivery(client, said)).state, "failed");

  const { subscribed, notices } = await client.sim("GET", "/webhook");
  assert.equal(subscribed, false);
  assert.match(notices[0].text, /Webhook đã bị tắt/);
  receiver.status = 200;
  const silent = await client.say(user, "Vẫn không?");
  assert.deepEqual([silent.deliveries[0].state, silent.deliveries[0].reason], ["suppressed", "unsubscribed"]);
  await client.sim("POST", "/webhook/resubscribe");
  assert.equal((await delivery(client, await client.say(user, "Có rồi"))).state, "delivered");
  const { webhook } = await client.sim("GET", "/counters");
  assert.deepEqual(
    [webhook.events, webhook.deliveries, webhook.retries, webhook.failed, webhook.delivered, webhook.statuses],
    [3, 7, 5, 1, 1, { 200: 1, 500: 6 }],
  );
});

test("only 200 will do, and a retry that gets it ends the ladder", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  for (const status of [201, 204, 302, 401, 503]) {
    receiver.clear();
    receiver.status = status;
    const said = await client.say(user, "x");
    assert.equal((await delivery(client, said)).state, "waiting", String(status));
    receiver.status = 200;
    await client.advance(30 * second);
    assert.equal((await delivery(client, said)).state, "delivered", String(status));
    await client.advance(3 * hour);
    assert.equal(receiver.requests.length, 2);
  }
});

test("an answer after two seconds comes too late", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  receiver.answer = (request, response) => setTimeout(() => response.writeHead(200).end(), 2500);
  const late = await delivery(client, await client.say(user, "x"));
  assert.deepEqual([late.state, late.attempts[0].error], ["waiting", "no answer in time"]);
  receiver.answer = (request, response) => setTimeout(() => response.writeHead(200).end(), 1000);
  await client.advance(30 * second);
  assert.equal((await client.sim("GET", `/deliveries/${late.id}`)).state, "delivered");
});

test("what starts the retries is a switch", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  await client.switch({ retry_on: "no_connection" });
  receiver.status = 500;
  assert.equal((await delivery(client, await client.say(user, "x"))).state, "failed");
  await client.sim("POST", "/webhook", { url: "http://127.0.0.1:1/hook", force: true });
  const said = await client.say(user, "y");
  assert.equal((await delivery(client, said)).state, "waiting");
});

test("a retry may carry a new timestamp, with the same message id", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  await client.switch({ retry_body: "new_timestamp" });
  receiver.status = 500;
  await client.say(user, "x");
  await client.advance(30 * second);
  const [first, second_] = receiver.events();
  assert.equal(first.message.msg_id, second_.message.msg_id);
  assert.ok(Number(second_.timestamp) - Number(first.timestamp) >= 30 * second);
  assert.notEqual(receiver.requests[0].headers["x-zevent-signature"], receiver.requests[1].headers["x-zevent-signature"]);
});

test("duplicates: the same, with another timestamp, with another order of fields", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  for (const changed of [null, "timestamp", "body"]) {
    receiver.clear();
    await client.fault({ match: { service: "webhook" }, action: "duplicate", count: 1, changed });
    await client.say(user, "x");
    const [first, again] = receiver.events();
    assert.equal(first.message.msg_id, again.message.msg_id);
    const bodies = new Set(receiver.requests.map(({ raw }) => raw.toString()));
    assert.equal(bodies.size, changed ? 2 : 1);
    if (changed === "body") assert.notDeepEqual(Object.keys(first), Object.keys(again));
  }
});

test("events overtake each other", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  await client.fault({ match: { service: "webhook" }, action: "reorder", count: 1, delay_ms: 10 * second });
  await client.say(user, "một", { wait: false });
  await client.say(user, "hai");
  await client.advance(10 * second);
  const events = receiver.events();
  assert.deepEqual(events.map(({ message }) => message.text), ["hai", "một"]);
  assert.ok(Number(events[0].timestamp) >= Number(events[1].timestamp));
});

test("events get lost", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  await client.fault({ match: { service: "webhook", event: "user_send_*" }, action: "drop", count: 1 });
  const said = await client.say(user, "một");
  await client.say(user, "hai");
  await client.advance(3 * hour);
  assert.deepEqual(receiver.events().map(({ message }) => message.text), ["hai"]);
  assert.equal(said.deliveries[0].state, "dropped");
});

test("a wrong signature, an ignored answer, a wrong clock", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  await client.fault({ match: { service: "webhook", event: "user_send_text" }, action: "bad_signature", count: 1 });
  await client.say(user, "x");
  assert.match(receiver.requests[0].headers["x-zevent-signature"], /^mac=[0-9a-f]{60}0000$/);

  await client.fault({ match: { service: "webhook" }, action: "ignore_answer", count: 1 });
  const said = await client.say(user, "y");
  assert.equal((await delivery(client, said)).state, "waiting", "as if the 200 had not arrived");
  await client.advance(30 * second);
  assert.equal(receiver.events().filter(({ message }) => message.text === "y").length, 2);

  await client.fault({ match: { service: "webhook" }, action: "clock_skew", ms: -hour, count: 1 });
  const { now } = await client.sim("GET", "/clock");
  await client.say(user, "z");
  assert.ok(Math.abs(Number(receiver.events().pop().timestamp) - (now - hour)) < 5 * second);
});

test("no event without a grant, without the event's switch, without # where only # passes", async (t) => {
  const receiver = await Receiver.start(t);
  const client = await simulator(t, { webhook: receiver.url, grant: false });
  const user = await client.user();
  const reason = async (text) => (await client.say(user, text)).deliveries[0].reason;
  assert.equal(await reason("x"), "no grant");
  await client.sim("POST", "/tokens");
  assert.equal(await reason("x"), undefined);
  await client.sim("PATCH", "/webhook", { events_off: ["user_send_text"] });
  assert.equal(await reason("x"), "event is off");
  await client.sim("PATCH", "/webhook", { events_off: [], hash_only: true });
  assert.equal(await reason("x"), "text without #");
  assert.equal(await reason("#x"), undefined);
  await client.sim("DELETE", "/webhook");
  assert.equal(await reason("#x"), "no address");
  assert.equal(receiver.requests.length, 2);
});

test("hundreds of events at once all arrive", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  await Promise.all(Array.from({ length: 300 }, (_, index) => client.say(user, `Câu ${index}`, { wait: false })));
  await client.sim("POST", "/idle");
  await client.advance(30 * second); // on a busy machine an answer may have come too late
  assert.equal(new Set(receiver.events().map(({ message }) => message.msg_id)).size, 300);
});
