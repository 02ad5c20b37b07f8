// OAuth v4: consent, code, PKCE, tokens and their lifetimes, refresh and its single use.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { day, hour, minute, simulator } from "./lib.mjs";

const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const challenge = createHash("sha256").update(verifier).digest("base64url");

/// Consents at once; gives where the browser is sent.
async function consent(client, more = {}) {
  const query = new URLSearchParams({
    app_id: client.keys.app_id, redirect_uri: "https://desk.example/zalo/callback?from=zalo", auto: "1", ...more,
  });
  const response = await fetch(`${client.origin}/oauth/v4/oa/permission?${query}`, { redirect: "manual" });
  const location = response.headers.get("location");
  return { status: response.status, text: await response.text(), to: location && new URL(location) };
}

const byCode = (client, code, more = {}) => client.oauthToken({ grant_type: "authorization_code", code, ...more });
const byRefresh = (client, refresh_token) => client.oauthToken({ grant_type: "refresh_token", refresh_token });

test("consent gives a code, the OA's id and the state; the code gives tokens once", async (t) => {
  const client = await simulator(t, { grant: false });
  assert.equal(client.keys.access_token, null);
  const { status, to } = await consent(client, { state: "st&1", code_challenge: challenge });
  assert.equal(status, 302);
  assert.equal(to.origin + to.pathname, "https://desk.example/zalo/callback");
  assert.deepEqual([...to.searchParams.keys()], ["from", "code", "oa_id", "state"]);
  assert.equal(to.searchParams.get("state"), "st&1");
  assert.equal(to.searchParams.get("oa_id"), client.keys.oa_id);

  const code = to.searchParams.get("code");
  const { status: ok, body } = await byCode(client, code, { code_verifier: verifier });
  assert.equal(ok, 200);
  assert.equal(body.expires_in, "90000");
  assert.equal((await client.get("/v2.0/oa/getoa", {}, { token: body.access_token })).error, 0);
  assert.equal((await byCode(client, code, { code_verifier: verifier })).body.error, -14005);
});

test("the page asks, in Vietnamese, and passes on what it was asked", async (t) => {
  const client = await simulator(t);
  const { status, text } = await consent(client, { auto: "0", state: '"><script>alert(1)</script>' });
  assert.equal(status, 200);
  assert.match(text, /<html lang="vi">/);
  assert.match(text, /<button name="accept" value="1">Đồng ý<\/button>/);
  assert.doesNotMatch(text, /<script>/);
  assert.equal((await consent(client, { auto: "0", accept: "1" })).status, 302);
  const denied = await consent(client, { auto: "0", deny: "1" });
  assert.equal(denied.to.searchParams.get("error"), "access_denied");
});

test("consent is refused to other apps and other addresses", async (t) => {
  const client = await simulator(t);
  assert.match((await consent(client, { app_id: "1" })).text, /-14002/);
  assert.match((await consent(client, { redirect_uri: "javascript:alert(1)" })).text, /-14003/);
  await client.sim("PATCH", "/app", { callback: "https://desk.example/zalo" });
  assert.match((await consent(client)).text, /-14003/);
  assert.equal((await consent(client, { redirect_uri: "https://desk.example/zalo" })).status, 302);
  await client.sim("PATCH", "/app", { callback: null });
  await client.switch({ require_code_challenge: true });
  assert.match((await consent(client)).text, /-14010/);
});

test("a code ends after ten minutes", async (t) => {
  const client = await simulator(t);
  const [early, late] = [await consent(client), await consent(client)];
  await client.advance(10 * minute - 5000);
  assert.ok((await byCode(client, early.to.searchParams.get("code"))).body.access_token);
  await client.advance(10_000);
  assert.equal((await byCode(client, late.to.searchParams.get("code"))).body.error, -14005);
});

test("with a challenge, only its verifier will do; a wrong one does not use up the code", async (t) => {
  const client = await simulator(t);
  const code = (await consent(client, { code_challenge: challenge })).to.searchParams.get("code");
  assert.equal((await byCode(client, code)).body.error, -14011);
  assert.equal((await byCode(client, code, { code_verifier: "x".repeat(43) })).body.error, -14011);
  assert.ok((await byCode(client, code, { code_verifier: verifier })).body.access_token);
});

test("errors come with HTTP 200 and say what is wrong", async (t) => {
  const client = await simulator(t);
  const failures = [
    [await client.oauthToken({ grant_type: "refresh_token", refresh_token: "x" }), -14014],
    [await client.oauthToken({ grant_type: "refresh_token" }), -14014],
    [await client.oauthToken({ grant_type: "client_credentials" }), -14018],
    [await client.oauthToken({ grant_type: "refresh_token", refresh_token: "x" }, "wrong"), -14004],
    [await client.oauthToken({ app_id: "1", grant_type: "refresh_token" }), -14002],
    [await byCode(client, "unknown"), -14005],
  ];
  for (const [{ status, body }, error] of failures) {
    assert.equal(status, 200);
    assert.equal(body.error, error);
    for (const key of ["error_name", "error_reason", "error_description", "ref_doc"]) assert.equal(typeof body[key], "string");
    assert.equal("access_token" in body, false);
  }
});

test("a refresh token works once and is dead at once; the access token lives on", async (t) => {
  const client = await simulator(t);
  const { access_token, refresh_token } = client.keys;
  const { body: second } = await byRefresh(client, refresh_token);
  assert.notEqual(second.refresh_token, refresh_token);
  assert.notEqual(second.access_token, access_token);
  assert.equal((await byRefresh(client, refresh_token)).body.error, -14014);
  assert.equal((await client.get("/v2.0/oa/getoa")).error, 0);
  const { body: third } = await byRefresh(client, second.refresh_token);
  assert.ok(third.access_token);
  assert.equal(client.started.keys().refresh_token, third.refresh_token);
});

test("of two refreshes at once exactly one gets a pair", async (t) => {
  const client = await simulator(t);
  const { refresh_token } = client.keys;
  const answers = await Promise.all([1, 2, 3].map(() => byRefresh(client, refresh_token)));
  assert.equal(answers.filter(({ body }) => body.access_token).length, 1);
});

test("an access token lives 25 hours, a refresh token three months", async (t) => {
  const client = await simulator(t);
  await client.advance(25 * hour - minute);
  assert.equal((await client.get("/v2.0/oa/getoa")).error, 0);
  await client.advance(2 * minute);
  assert.equal((await client.get("/v2.0/oa/getoa")).error, -220);
  const { body } = await byRefresh(client, client.keys.refresh_token);
  await client.advance(90 * day - minute);
  const { body: next } = await byRefresh(client, body.refresh_token);
  assert.ok(next.access_token);
  await client.advance(90 * day + minute);
  assert.equal((await byRefresh(client, next.refresh_token)).body.error, -14014);
});

test("what else a refresh may do is switched", async (t) => {
  const client = await simulator(t);
  await client.switch({ refresh_kills_access_token: true, refresh_token_expires_in: true, dead_refresh_error: -118 });
  const { body } = await byRefresh(client, client.keys.refresh_token);
  assert.equal(body.refresh_token_expires_in, String(90 * 86400));
  assert.equal((await client.get("/v2.0/oa/getoa")).error, -220);
  assert.equal((await byRefresh(client, client.keys.refresh_token)).body.error, -118);
});

test("when another app is linked, every token is dead", async (t) => {
  const client = await simulator(t);
  await client.sim("POST", "/tokens/revoke", {});
  assert.equal((await client.get("/v2.0/oa/getoa")).error, -220);
  assert.equal((await byRefresh(client, client.keys.refresh_token)).body.error, -14014);
});
