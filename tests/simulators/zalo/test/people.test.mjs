// What the OA reads: profiles, lists, histories, quotas, itself; and how calls are counted.
import assert from "node:assert/strict";
import test from "node:test";
import { createHmac } from "node:crypto";
import { hour, minute, simulator } from "./lib.mjs";

test("a profile", async (t) => {
  const client = await simulator(t);
  await client.sim("POST", "/clock", { set: "2030-07-06T18:30:00Z" });
  await client.renew();
  const user = await client.user({ name: "Võ Quốc Bảo", follows: true });
  const { data } = await client.get("/v3.0/oa/user/detail", { data: { user_id: user.id } });
  assert.equal(data.display_name, "Võ Quốc Bảo");
  assert.equal(data.user_is_follower, true);
  assert.equal(data.user_last_interaction_date, "07/07/2030", "the date in Viet Nam");
  assert.equal("shared_info" in data, false);
  await client.sim("POST", `/users/${user.id}/submit_info`, { info: { name: "Bảo", phone: "84912345678" } });
  const again = await client.get("/v3.0/oa/user/detail", { data: { user_id: user.id } });
  assert.equal(again.data.shared_info.phone, "84912345678");
  for (const data of [{}, { user_id: "1" }, { user_id: 1 }]) {
    assert.equal((await client.get("/v3.0/oa/user/detail", { data })).error, -201);
  }
  assert.equal((await client.get("/v3.0/oa/user/detail", { data: "not json" })).error, -201);
});

test("people who don't follow may be kept back", async (t) => {
  const client = await simulator(t);
  const user = await client.user({ name: "Khách" });
  const detail = () => client.get("/v3.0/oa/user/detail", { data: { user_id: user.id } });
  assert.equal((await detail()).data.user_is_follower, false);
  await client.switch({ detail_of_non_follower: "refuse" });
  assert.equal((await detail()).error, -213);
});

test("the list of people, by pages", async (t) => {
  const client = await simulator(t);
  for (let index = 0; index < 7; index += 1) await client.user({ name: `Người ${index}`, follows: index % 2 === 0 });
  await client.user({ name: "Chưa từng nhắn" });
  const list = (data) => client.get("/v3.0/oa/user/getlist", { data });
  assert.equal((await list({})).data.total, 4);
  const page = (await list({ offset: 3, count: 2 })).data;
  assert.deepEqual([page.count, page.offset, page.users.length], [1, 3, 1]);
  assert.equal((await list({ offset: 9952 })).error, -210);
  assert.equal((await list({ count: 51 })).error, -210);
  assert.equal((await list({ count: 0 })).error, -201);
});

test("recent chats and one conversation, newest first, at most ten", async (t) => {
  const client = await simulator(t);
  const [hanh, dung] = [await client.user({ name: "Hạnh" }), await client.user({ name: "Dũng" })];
  for (let index = 1; index <= 12; index += 1) await client.say(hanh, `Câu ${index}`);
  await client.consult(hanh, "Trả lời");
  await client.advance(1000);
  await client.say(dung, undefined, { attachment: { type: "image" } });

  const recent = (await client.get("/v2.0/oa/listrecentchat", { data: { offset: 0, count: 10 } })).data;
  assert.deepEqual(recent.map((item) => [item.src, item.type]), [[1, "photo"], [0, "text"]]);
  const read = (data) => client.get("/v2.0/oa/conversation", { data: { user_id: hanh.id, ...data } });
  const [answer, question] = (await read({ count: 2 })).data;
  assert.deepEqual([answer.message, answer.from_id, answer.to_display_name], ["Trả lời", client.keys.oa_id, "Hạnh"]);
  assert.deepEqual([question.message, question.src, question.to_id], ["Câu 12", 1, client.keys.oa_id]);
  assert.equal((await read({ offset: 12, count: 10 })).data[0].message, "Câu 1");
  assert.equal((await read({ count: 11 })).error, -210);
  assert.equal((await read({ user_id: "0" })).error, -201);
  await client.switch({ history_hours: 48 });
  await client.advance(49 * hour);
  await client.renew();
  assert.deepEqual((await read({})).data, []);
});

test("the quota of a person", async (t) => {
  const client = await simulator(t);
  const user = await client.user();
  const { data } = await client.post("/v3.0/oa/quota/message", { user_id: user.id });
  assert.match(data.last_interaction, /^\d{13}$/);
  assert.deepEqual(data.cs_reply, { remain: 8, total: 8 });
  assert.equal((await client.post("/v3.0/oa/quota/message", { user_id: "0" })).error, -201);
});

test("the OA itself", async (t) => {
  const client = await simulator(t, { keys: { oa_name: "Cải cách hành chính Khánh Hòa" } });
  const { data } = await client.get("/v2.0/oa/getoa");
  assert.equal(data.oa_id, client.keys.oa_id);
  assert.equal(data.name, "Cải cách hành chính Khánh Hòa");
  assert.equal(data.is_verified, true);
});

test("calls are counted by the minute; over the limit they get -32", async (t) => {
  const client = await simulator(t);
  await client.switch({ rate_limit_per_minute: 3 });
  await client.sim("POST", "/clock", { set: Math.ceil(Date.now() / minute + 1) * minute });
  const remains = [];
  for (let index = 0; index < 4; index += 1) {
    const { status, headers, body } = await client.call("GET", "/v2.0/oa/getoa");
    assert.equal(status, 200);
    assert.equal(headers.get("x-ratelimit-limit"), "3");
    remains.push([headers.get("x-ratelimit-remain"), body.error]);
  }
  assert.deepEqual(remains, [["2", 0], ["1", 0], ["0", 0], ["0", -32]]);
  await client.advance(minute);
  assert.equal((await client.get("/v2.0/oa/getoa")).error, 0);
  await client.switch({ oa_rate_limit_per_minute: 2 });
  assert.equal((await client.call("GET", "/v2.0/oa/getoa")).headers.get("x-ratelimit-limit"), "2");
});

test("tokens that are unknown, expired, revoked; without Bearer", async (t) => {
  const client = await simulator(t);
  const error = async (token) => (await client.get("/v2.0/oa/getoa", {}, { token })).error;
  assert.equal(await error("unknown"), -216);
  assert.equal(await error(""), -216);
  await client.switch({ token_invalid_error: 401 });
  assert.equal(await error("unknown"), 401);
  const bearer = { token: "", headers: { Authorization: `Bearer ${client.keys.access_token}` } };
  assert.equal((await client.get("/v2.0/oa/getoa", {}, bearer)).error, 401);
  const { access_token } = await client.sim("POST", "/tokens");
  await client.sim("POST", "/tokens/revoke", { access_token });
  assert.equal(await error(access_token), -220);
  assert.equal(await error(client.keys.access_token), 0);
  await client.advance(25 * hour + 1000);
  assert.equal(await error(client.keys.access_token), -220);
});

test("appsecret_proof, where it is switched on", async (t) => {
  const client = await simulator(t);
  await client.switch({ require_appsecret_proof: true });
  const { access_token, app_secret } = client.keys;
  const proof = createHmac("sha256", app_secret).update(access_token).digest("hex");
  assert.equal((await client.get("/v2.0/oa/getoa")).error, -242);
  assert.equal((await client.get("/v2.0/oa/getoa", {}, { headers: { appsecret_proof: proof } })).error, 0);
});

test("what nobody documents is not there", async (t) => {
  const client = await simulator(t);
  assert.equal((await client.call("POST", "/v3.0/oa/message/nothing", { json: {} })).status, 404);
  assert.equal((await client.call("GET", "/v3.0/oa/message/cs")).status, 404);
});
