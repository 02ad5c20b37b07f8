// Signatures, computed here once more by other means, over everything that the webhook sender puts out.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import test from "node:test";
import { webcrypto } from "node:crypto";
import { challengeOf } from "../oauth/oauth.mjs";
import { mac } from "../webhook/signature.mjs";
import { pair } from "./lib.mjs";

const samples = new URL("../samples/", import.meta.url);
const read = (name) => readFileSync(new URL(name, samples), "utf8");
const vectors = JSON.parse(read("signature_vectors.json"));

async function sha256(...parts) {
  const bytes = Buffer.concat(parts.map((part) => Buffer.from(part)));
  return Buffer.from(await webcrypto.subtle.digest("SHA-256", bytes)).toString("hex");
}

/// The digest that the receiver of this request would expect.
const expected = ({ raw, json }, first, last) => sha256(first, raw, String(json?.timestamp ?? ""), last);

test("the published vectors hold", async () => {
  for (const { name, app_id, raw_body, timestamp, secret, sha256_hex } of vectors.webhook_signature) {
    assert.equal(mac({ subject: app_id, body: raw_body, timestamp, secret }), sha256_hex, name);
    assert.equal(await sha256(app_id, raw_body, timestamp, secret), sha256_hex, name);
  }
  assert.equal(challengeOf(vectors.pkce.code_verifier), vectors.pkce.code_challenge);
});

test("every sample is sent as it is and verifies", async (t) => {
  const { client, receiver } = await pair(t);
  const names = readdirSync(samples).filter((name) => name.startsWith("event_"));
  assert.equal(names.length, 15);
  for (const name of names) {
    receiver.clear();
    await client.sim("POST", "/events/raw", { body: read(name), wait: true });
    const [request] = receiver.requests;
    assert.equal(request.raw.toString("utf8"), read(name), name);
    assert.equal(request.headers["content-type"], "application/json");
    assert.match(request.headers["user-agent"], /^Java\//);
    const digest = await expected(request, client.keys.app_id, client.keys.oa_secret);
    assert.equal(request.headers["x-zevent-signature"], `mac=${digest}`, name);
  }
});

test("the variants of the signature", async (t) => {
  const { client, receiver } = await pair(t);
  const { app_id, app_secret, oa_id, oa_secret } = client.keys;
  const user = await client.user();
  const next = async (switches) => {
    receiver.clear();
    await client.switch(switches);
    await client.say(user, "Xin chào, “ngoặc kép” và 😀");
    return receiver.requests[0];
  };
  const bare = await next({ signature_format: "" });
  assert.equal(bare.headers["x-zevent-signature"], await expected(bare, app_id, oa_secret));
  const spaced = await next({ signature_format: "mac = " });
  assert.equal(spaced.headers["x-zevent-signature"], `mac = ${await expected(spaced, app_id, oa_secret)}`);
  const byOa = await next({ signature_format: "mac=", signature_subject: "oa_id" });
  assert.equal(byOa.headers["x-zevent-signature"], `mac=${await expected(byOa, oa_id, oa_secret)}`);
  const byAppSecret = await next({ signature_subject: "app_id", signature_secret: "app_secret" });
  assert.equal(byAppSecret.headers["x-zevent-signature"], `mac=${await expected(byAppSecret, app_id, app_secret)}`);
  const byHeader = await next({ signature_secret: "oa_secret", signature_timestamp: "header" });
  const stamp = byHeader.headers["x-zevent-timestamp"];
  assert.match(stamp, /^\d{13}$/);
  assert.equal(byHeader.headers["x-zevent-signature"], `mac=${await sha256(app_id, byHeader.raw, stamp, oa_secret)}`);
});

test("timestamps as string, number or seconds, signed as they stand", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  const forms = [["string", /"timestamp":"\d{13}"/], ["number", /"timestamp":\d{13}}/], ["seconds", /"timestamp":"\d{10}"/]];
  for (const [timestamp_form, pattern] of forms) {
    receiver.clear();
    await client.switch({ timestamp_form });
    await client.say(user, "x");
    const [request] = receiver.requests;
    assert.match(request.raw.toString(), pattern);
    const digest = await expected(request, client.keys.app_id, client.keys.oa_secret);
    assert.equal(request.headers["x-zevent-signature"], `mac=${digest}`);
  }
});
