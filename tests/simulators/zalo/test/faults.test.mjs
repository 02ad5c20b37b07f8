// Faults on requests: each one strikes where it was told to, as often as it was told to, and has the effect it names.
import assert from "node:assert/strict";
import http from "node:http";
import test from "node:test";
import { simulator } from "./lib.mjs";

const cs = "/v3.0/oa/message/cs";

async function withUser(t) {
  const client = await simulator(t);
  const user = await client.user();
  const sent = async () => (await client.sim("GET", "/sent")).sent.length;
  return { client, user, sent, send: () => client.consult(user, "Trả lời") };
}

test("refused before anything happened: status, HTML, an error code, a cut connection", async (t) => {
  const { client, user, sent, send } = await withUser(t);
  const raw = () =>
    fetch(`${client.origin}/openapi${cs}`, {
      method: "POST",
      headers: { access_token: client.keys.access_token },
      body: JSON.stringify({ recipient: { user_id: user.id }, message: { text: "x" } }),
    });
  const once = (fault) => client.fault({ match: { service: "openapi", path: cs }, count: 1, ...fault });

  await once({ action: "status", status: 502, body: "Bad Gateway" });
  assert.equal((await raw()).status, 502);
  await once({ action: "html" });
  const page = await raw();
  assert.deepEqual([page.status, page.headers.get("content-type")], [200, "text/html; charset=utf-8"]);
  await once({ action: "error", code: -32 });
  const { error, message } = await send();
  assert.deepEqual([error, message.length > 0], [-32, true]);
  await once({ action: "cut" });
  await assert.rejects(raw());
  assert.equal(await sent(), 0);
  assert.equal((await send()).error, 0);
  assert.equal(await sent(), 1);
});

test("lost after it happened: cut, truncated, never answered", async (t) => {
  const { client, user, sent, send } = await withUser(t);
  for (const [index, action] of ["cut_after", "truncate"].entries()) {
    await client.fault({ match: { path: cs }, action, count: 1 });
    await assert.rejects(send(), action);
    assert.equal(await sent(), index + 1, action);
  }
  await client.fault({ match: { path: cs }, action: "hang_after", count: 1 });
  const hanging = fetch(`${client.origin}/openapi${cs}`, {
    method: "POST",
    headers: { access_token: client.keys.access_token },
    body: JSON.stringify({ recipient: { user_id: user.id }, message: { text: "x" } }),
    signal: AbortSignal.timeout(300),
  });
  await assert.rejects(hanging, { name: "TimeoutError" });
  assert.equal(await sent(), 3);
  assert.equal((await client.transcript(`user:${user.id}`)).length, 3);
  const faults = (await client.sim("GET", "/requests")).requests.map((entry) => entry.faults);
  assert.deepEqual(faults, [["cut_after"], ["truncate"], ["hang_after"]]);
});

test("a refresh that times out after the token was used up", async (t) => {
  for (const action of ["cut_after", "hang_after"]) {
    const client = await simulator(t);
    const fields = { grant_type: "refresh_token", refresh_token: client.keys.refresh_token };
    await client.fault({ match: { service: "oauth", path: "/v4/oa/access_token" }, action, count: 1 });
    const refresh = client.oauthToken(fields, client.keys.app_secret, AbortSignal.timeout(300));
    await assert.rejects(refresh, action);
    assert.equal((await client.oauthToken(fields)).body.error, -14014, action);
  }
});

test("a token that is revoked in the middle", async (t) => {
  const { client, send } = await withUser(t);
  await client.fault({ match: { path: cs }, action: "revoke_token", count: 1 });
  assert.equal((await send()).error, -220);
  const { body } = await client.oauthToken({ grant_type: "refresh_token", refresh_token: client.keys.refresh_token });
  client.keys.access_token = body.access_token;
  assert.equal((await send()).error, 0);
});

test("slow before, slow after the effect, in simulated time", async (t) => {
  const { client, sent, send } = await withUser(t);
  for (const after_effect of [false, true]) {
    const before = await sent();
    await client.fault({ match: { path: cs }, action: "slow", ms: 20_000, after_effect, count: 1 });
    const answer = send();
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal(await sent(), before + (after_effect ? 1 : 0));
    await client.advance(20_000);
    assert.equal((await answer).error, 0);
  }
});

test("a trickle arrives in the end", async (t) => {
  const { client, send } = await withUser(t);
  await client.fault({ match: { path: cs }, action: "trickle", bytes: 20, ms: 5, count: 1 });
  const began = Date.now();
  assert.equal((await send()).error, 0);
  assert.ok(Date.now() - began >= 30);
});

test("bots and OAuth word errors in their own way", async (t) => {
  const client = await simulator(t);
  await client.fault({ match: { service: "bot-api", path: "/getMe" }, action: "error", code: 403, count: 1 });
  assert.deepEqual((await client.bot("getMe")).body, { ok: false, error_code: 403, description: "Error" });
  assert.equal((await client.bot("getMe")).body.ok, true);
  await client.fault({ match: { service: "oauth" }, action: "error", code: -14002, message: "Invalid appId", count: 1 });
  const { body } = await client.oauthToken({ grant_type: "refresh_token", refresh_token: client.keys.refresh_token });
  assert.deepEqual([body.error, body.error_name], [-14002, "Invalid appId"]);
});

test("a wrong clock in answers", async (t) => {
  const { client, send } = await withUser(t);
  await client.fault({ match: { service: "openapi" }, action: "clock_skew", ms: -3_600_000 });
  const { now } = await client.sim("GET", "/clock");
  assert.ok(Number((await send()).data.sent_time) < now - 3_500_000);
});

test("bytes that are no address do no harm", async (t) => {
  const client = await simulator(t);
  for (const path of ["//", "/bot%ff/getMe", "/sim/users/%ff"]) {
    const { port } = client.started;
    const status = await new Promise((resolve, reject) => {
      http.get({ host: "127.0.0.1", port, path }, (response) => resolve(response.resume().statusCode)).on("error", reject);
    });
    assert.equal(status, 400, path);
  }
});

test("where a fault strikes: service, host, path, method", async (t) => {
  const { client, user, send } = await withUser(t);
  const strikes = async (match) => {
    const id = await client.fault({ match, action: "error", code: -200 });
    const { error } = await send();
    await client.sim("DELETE", `/faults/${id}`);
    return error === -200;
  };
  assert.equal(await strikes({}), true);
  assert.equal(await strikes({ service: "openapi", method: "POST" }), true);
  assert.equal(await strikes({ path: "/v3.0/oa/*" }), true);
  assert.equal(await strikes({ host: "127.0.0.1:*" }), true);
  assert.equal(await strikes({ host: "openapi.zalo.me" }), false);
  assert.equal(await strikes({ service: "oauth" }), false);
  assert.equal(await strikes({ method: "GET" }), false);
  assert.equal(await strikes({ path: "/v3.0/oa/message" }), false);
  assert.ok(user.id);
});

test("chance comes from the seed", async (t) => {
  const { client, send } = await withUser(t);
  const run = async (seed) => {
    await client.sim("DELETE", "/faults");
    await client.sim("POST", "/faults", { seed, faults: [{ action: "error", code: -200, probability: 0.4 }] });
    const errors = [];
    for (let index = 0; index < 40; index += 1) errors.push((await send()).error);
    return errors;
  };
  const first = await run("a");
  assert.deepEqual(await run("a"), first);
  assert.notDeepEqual(await run("b"), first);
  const struck = first.filter((error) => error !== 0).length;
  assert.ok(struck > 5 && struck < 30, `${struck} of 40`);
  const { faults } = await client.sim("GET", "/faults");
  assert.ok(faults[0].applied > 5);
});

test("faults that make no sense are refused", async (t) => {
  const client = await simulator(t);
  for (const fault of [
    { action: "explode" },
    { action: "slow", probability: 2 },
    { action: "slow", count: "many" },
    { action: "slow", match: { service: "mars" } },
  ]) {
    await assert.rejects(client.fault(fault), /400/);
  }
  await assert.rejects(client.sim("DELETE", "/faults/none"), /400/);
});
