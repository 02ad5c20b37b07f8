// The program from outside: its command line, its hosts, its state file, its control API and page.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import http from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { routesOfWorld } from "../control/world_routes.mjs";
import { routesOfZalo } from "../control/zalo_routes.mjs";
import { requestActions, webhookActions } from "../core/faults.mjs";
import { switches } from "../core/settings.mjs";
import { Receiver, simulator } from "./lib.mjs";

const main = fileURLToPath(new URL("../main.mjs", import.meta.url));

async function program(t, ...options) {
  const child = spawn(process.execPath, [main, ...options], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  t.after(() => child.kill("SIGKILL"));
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), "line"),
    exited.then(([code]) => Promise.reject(new Error(`ended with ${code}`))),
  ]);
  const stop = async () => {
    child.kill("SIGTERM");
    return (await exited)[0];
  };
  return { keys: JSON.parse(line), stop };
}

test("it prints its keys when it listens, takes keys of one's own, and ends well", async (t) => {
  const options = ["--app-id", "1", "--app-secret", "as", "--oa-id", "2", "--oa-secret", "os", "--webhook", "http://127.0.0.1:1/"];
  const { keys, stop } = await program(t, ...options);
  assert.deepEqual([keys.app_id, keys.app_secret, keys.oa_id, keys.oa_secret, keys.webhook], ["1", "as", "2", "os", "http://127.0.0.1:1/"]);
  const response = await fetch(`${keys.openapi_url}/v2.0/oa/getoa`, { headers: { access_token: keys.access_token } });
  assert.equal((await response.json()).data.oa_id, "2");
  assert.equal(await stop(), 0);
});

test("an unknown option ends with 2", async () => {
  const child = spawn(process.execPath, [main, "--nonsense"], { stdio: "ignore" });
  assert.deepEqual((await once(child, "exit"))[0], 2);
});

test("what it knows survives a restart, waiting retries too", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "zalo-simulator-"));
  t.after(() => rm(folder, { recursive: true }));
  const file = join(folder, "state.json");
  const receiver = await Receiver.start(t);
  receiver.status = 500;
  const first = await program(t, "--state", file, "--webhook", receiver.url);
  const call = async (keys, method, path, body) =>
    (await fetch(`http://127.0.0.1:${keys.port}/sim${path}`, { method, body: body && JSON.stringify(body) })).json();
  const user = await call(first.keys, "POST", "/users", { name: "Hạnh", follows: true });
  const said = await call(first.keys, "POST", `/users/${user.id}/say`, { text: "Còn nhớ không?", wait: true });
  await call(first.keys, "POST", "/clock", { advance_ms: 20_000 });
  assert.equal(await first.stop(), 0);
  assert.equal(JSON.parse(await readFile(file, "utf8")).version, 1);

  const second = await program(t, "--state", file);
  assert.equal(second.keys.access_token, first.keys.access_token);
  assert.deepEqual(second.keys.bots, first.keys.bots);
  const chat = await call(second.keys, "GET", `/chats/user:${user.id}`);
  assert.equal(chat.messages[0].message_id, said.message_id);
  receiver.status = 200;
  await call(second.keys, "POST", "/clock", { advance_ms: 15_000 });
  assert.equal(receiver.requests.length, 2);
  assert.equal(receiver.requests[1].headers.num_retry, "1");
  const quote = { recipient: { user_id: user.id }, message: { text: "Còn", quote_message_id: said.message_id } };
  const answer = await fetch(`${second.keys.openapi_url}/v3.0/oa/message/cs`, {
    method: "POST", headers: { access_token: second.keys.access_token }, body: JSON.stringify(quote),
  });
  assert.equal((await answer.json()).error, 0);
  await second.stop();
});

test("Zalo's hosts on one port: by prefix, by Host, and by Zalo's own paths", async (t) => {
  const client = await simulator(t);
  const ask = (path, host) =>
    new Promise((resolve, reject) => {
      const headers = { access_token: client.keys.access_token, ...(host && { Host: host }) };
      const request = http.get(`${client.origin}${path}`, { headers }, async (response) => {
        let text = "";
        for await (const chunk of response) text += chunk;
        resolve({ status: response.statusCode, text });
      });
      request.on("error", reject);
    });
  for (const [path, host] of [
    ["/openapi/v2.0/oa/getoa"], ["/v2.0/oa/getoa"], ["/v2.0/oa/getoa", "openapi.zalo.me"],
  ]) {
    assert.match((await ask(path, host)).text, /"error":0/, `${host} ${path}`);
  }
  const permission = "/v4/oa/permission?app_id=0";
  for (const [path, host] of [[`/oauth${permission}`], [permission], [permission, "oauth.zaloapp.com:443"]]) {
    assert.match((await ask(path, host)).text, /-14002/);
  }
  const me = `/bot${client.keys.bots[0].token}/getMe`;
  for (const [path, host] of [[me], [`/bot-api${me}`], [me, "bot-api.zaloplatforms.com"], [me, "bot-api.zapps.me"]]) {
    assert.match((await ask(path, host)).text, /"ok":true/);
  }
  assert.equal((await ask("/nothing")).status, 404);
});

test("the control API says what is wrong", async (t) => {
  const client = await simulator(t);
  await assert.rejects(client.sim("GET", "/nothing"), /404/);
  await assert.rejects(client.sim("PUT", "/users", {}), /405.*GET, POST/);
  await assert.rejects(client.sim("GET", "/users/1"), /400 there is no user 1/);
  await assert.rejects(client.sim("PUT", "/switches", { text_max: "many" }), /400.*takes a number/);
  await assert.rejects(client.sim("PUT", "/switches", { nonsense: 1 }), /400.*no such switch/);
  await assert.rejects(client.sim("POST", "/users/1/say", {}), /400/);
  const response = await fetch(`${client.origin}/sim/users`, { method: "POST", body: "{" });
  assert.equal(response.status, 400);
  const user = await client.user();
  await assert.rejects(client.say(user, ""), /needs a text/);
  await assert.rejects(client.say(user, "x", { quote: "0" }), /there is no message/);
  await assert.rejects(client.say(user, "", { attachment: { type: "hologram" } }), /no attachment/);
  await assert.rejects(client.say(user, "x", { to: "9" }), /there is no bot/);
});

test("transcripts from a message on, what was sent, and counters", async (t) => {
  const client = await simulator(t);
  const user = await client.user();
  const first = await client.say(user, "một");
  await client.consult(user, "hai");
  await client.consult(user, "");
  const { messages } = await client.sim("GET", `/chats/user:${user.id}?after=${first.message_id}`);
  assert.deepEqual(messages.map(({ text }) => text), ["hai"]);
  const { sent } = await client.sim("GET", "/sent");
  assert.deepEqual(sent.map(({ body }) => body), [{ recipient: { user_id: user.id }, message: { text: "hai" } }]);
  const { requests } = await client.sim("GET", `/requests?service=openapi&after=${sent[0].seq}`);
  assert.deepEqual(requests.map(({ answer }) => answer.error), [-201]);
  const counters = await client.sim("GET", "/counters");
  assert.deepEqual(counters.requests, { "POST /v3.0/oa/message/cs": 2 });
  assert.deepEqual(counters.errors, { "-201": 1 });
});

test("a reset forgets people and chats, and keeps keys and tokens", async (t) => {
  const client = await simulator(t, { demo: true });
  const before = await client.sim("GET", "/chats");
  const user = await client.user();
  await client.say(user, "x");
  await client.switch({ text_max: 5 });
  await client.fault({ action: "cut", match: { service: "oauth" } });
  await client.sim("POST", "/reset");
  assert.equal((await client.sim("GET", "/chats")).chats.length, before.chats.length);
  assert.equal((await client.sim("GET", "/switches")).values.text_max, 2000);
  assert.equal((await client.sim("GET", "/requests")).requests.length, 0);
  assert.equal((await client.get("/v2.0/oa/getoa")).error, 0);
  assert.equal((await client.oauthToken({ grant_type: "x" })).body.error, -14018);
  await assert.rejects(client.sim("GET", `/users/${user.id}`), /no user/);
});

test("the demo has five people, two groups and a bot", async (t) => {
  const client = await simulator(t, { demo: true });
  const { chats } = await client.sim("GET", "/chats");
  const kinds = chats.map(({ kind }) => kind);
  assert.deepEqual(["oa", "group", "bot"].map((kind) => kinds.filter((each) => each === kind).length), [5, 2, 1]);
  assert.ok(chats.every(({ title }) => /Cải cách hành chính|CCHC|Một cửa/.test(title)));
});

test("the page loads, with its parts, and nothing from elsewhere", async (t) => {
  const client = await simulator(t, { demo: true });
  const root = await fetch(`${client.origin}/`, { redirect: "manual" });
  assert.equal(root.headers.get("location"), "/sim/");
  const page = await fetch(`${client.origin}/sim/`);
  assert.match(page.headers.get("content-security-policy"), /default-src 'self'/);
  const text = await page.text();
  assert.match(text, /<html lang="vi">/);
  const parts = [...text.matchAll(/(?:src|href)="([^"#]+)"/g)].map((match) => match[1]);
  assert.ok(parts.length >= 2);
  for (const part of parts) {
    const response = await fetch(new URL(part, `${client.origin}/sim/`));
    assert.equal(response.status, 200, part);
    assert.doesNotMatch(await response.text(), /https?:\/\//, part);
  }
  assert.doesNotMatch(text, /https?:\/\//);
});

test("the stream tells the page which chat changed", async (t) => {
  const client = await simulator(t, { demo: true });
  const response = await fetch(`${client.origin}/sim/stream`);
  assert.equal(response.headers.get("content-type"), "text/event-stream");
  const reader = response.body.getReader();
  const [user] = (await client.sim("GET", "/users")).users;
  await client.say(user, "x");
  let text = "";
  while (!text.includes("data:")) text += Buffer.from((await reader.read()).value).toString();
  assert.match(text, new RegExp(`data: {"chat":"user:${user.id}"}`));
  await reader.cancel();
});

test("the README names every switch and every address of the control API", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  for (const name of Object.keys(switches)) assert.match(readme, new RegExp(`\`${name}\``), name);
  for (const action of [...requestActions, ...webhookActions]) assert.match(readme, new RegExp(`\`${action}\\b`), action);
  const rows = [...routesOfWorld({}), ...routesOfZalo({})].map(([, path]) => path.replace(/:id/, "ID").replace(/:key/, "KEY"));
  const missing = rows.filter((path) => !readme.includes(path) && !readme.includes(`\`${path.split("/").pop()}\``));
  assert.deepEqual(missing, []);
});
