// Input that nobody well-meaning sends: a clear error each time, and the server lives.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, afterEach, before, describe, test } from "node:test";

import { ChatClient, history, WebSocket } from "./lib/chat.mjs";
import { exchange, request } from "./lib/raw.mjs";
import { eventually, TestServer } from "./lib/server.mjs";

const openConnections = 60;
let server;

before(async () => {
  server = await TestServer.start(
    {
      server: { header_seconds: 2, body_seconds: 2, connections_per_address: openConnections },
      web_chat: { messages_per_minute: 100_000 },
    },
    { knowledge: false },
  );
});
after(() => server?.finish());
afterEach(async () => assert.equal((await fetch(`${server.origin}/healthz`)).status, 200, "the server lives"));

/// What a socket that nobody greeted, or that sent this, is closed with.
async function closeAfter(frame, { greeted = true, binary = false } = {}) {
  const client = await ChatClient.open(server);
  if (greeted) await client.hello();
  client.socket.send(frame, { binary });
  const error = await client.next((each) => each.type === "error", "error").catch(() => null);
  const { code } = await client.closed;
  return { error, code };
}

async function post(path, body, headers = {}) {
  const response = await fetch(server.origin + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body,
  });
  return { status: response.status, type: response.headers.get("content-type"), problem: await response.json() };
}

function isProblem({ status, type, problem }, expected) {
  assert.equal(status, expected);
  assert.match(type, /^application\/problem\+json/);
  assert.equal(problem.status, expected);
  assert.ok(problem.code && problem.title, JSON.stringify(problem));
}

describe("chat socket", () => {
  for (const [what, frame] of [
    ["no JSON", "xin chào"],
    ["an unknown frame", '{"type":"launch"}'],
    ["a frame without a type", "{}"],
    ["an array", "[1,2,3]"],
    ["30,000 brackets", "[".repeat(30_000)],
    ["10,000 nested objects", '{"a":'.repeat(10_000)],
    ["a number that overflows parsers", '{"type":"resume","after":1.00000000000000000000000000001e-2147483639}'],
    ["a number out of range", '{"type":"resume","after":99999999999999999999}'],
    ["a second hello", '{"type":"hello","version":1,"visitor":null,"after":0}'],
    ["an escape that is half a character", '{"type":"\\udc00"}'],
  ]) {
    test(`${what} is refused with 1008`, async () => {
      const { error, code } = await closeAfter(frame);
      assert.equal(error?.code, "bad_frame");
      assert.ok(error.message.length > 0);
      assert.equal(code, 1008);
    });
  }

  test("a message before hello is refused with 1008", async () => {
    const frame = JSON.stringify({ type: "message", id: "m-12345678", text: "a" });
    assert.equal((await closeAfter(frame, { greeted: false })).code, 1008);
  });

  test("invalid UTF-8 is refused with 1007", async () => {
    for (const bytes of [[0xc3, 0x28], [0xed, 0xa0, 0x80], [0xff]]) {
      const { code } = await closeAfter(Buffer.from([0x22, ...bytes, 0x22]));
      assert.equal(code, 1007);
    }
  });

  test("a binary frame is refused with 1003", async () => {
    assert.equal((await closeAfter(randomBytes(64), { binary: true })).code, 1003);
  });

  test("10 MB in one message are refused with 1009", async () => {
    const text = "a".repeat(10 << 20);
    assert.equal((await closeAfter(JSON.stringify({ type: "message", id: "m-12345678", text }))).code, 1009);
  });

  test("a message that can never be accepted is named, and the connection goes on", async () => {
    const client = await ChatClient.open(server);
    const { visitor } = await client.hello();
    for (const [id, text] of [
      ["m-empty-000", ""],
      ["m-blank-000", " \n\t\u00a0"],
      ["m-long-0000", "ă".repeat(2001)],
    ]) {
      client.send({ type: "message", id, text });
      const frame = await client.next((each) => each.type === "error", `error for ${id}`);
      assert.equal(frame.code, "bad_message", JSON.stringify(frame));
    }
    await client.message("m-good-0001", "ă".repeat(2000));
    await client.close();
    const { entries } = await history(server, visitor);
    assert.deepEqual(entries.filter(({ kind }) => kind === "question").map(({ id }) => id), ["m-good-0001"]);
  });

  test("a message whose id is malformed is refused with 1008", async () => {
    for (const id of ["short", "m-spaces in it", "m-" + "x".repeat(63), 12345678, null]) {
      const { error, code } = await closeAfter(JSON.stringify({ type: "message", id, text: "xin chào" }));
      assert.equal(error?.code, "bad_frame", String(id));
      assert.equal(code, 1008);
    }
  });

  test("markup, SQL and control characters come back as they were sent", async () => {
    const client = await ChatClient.open(server);
    const { visitor } = await client.hello();
    const texts = [
      "<img src=x onerror=alert(1)>",
      "'; DROP TABLE messages; --",
      "{ticket} %s %n ${jndi:ldap://x} {{7*7}}",
      "\u202eđảo ngược\u202c \u200b\ufeff zalgo t\u0300\u0301\u0302\u0303",
    ];
    for (const [number, text] of texts.entries()) await client.message(`m-markup-${number}`, text);
    await client.close();
    const { entries } = await history(server, visitor);
    assert.deepEqual(entries.filter(({ kind }) => kind === "question").map(({ text }) => text), texts);
  });

  test("a made-up visitor token opens nobody's conversation", async () => {
    const client = await ChatClient.open(server);
    const welcome = await client.hello("../../etc/passwd");
    assert.notEqual(welcome.visitor, "../../etc/passwd");
    assert.equal(welcome.last, 0);
    await client.close();
  });

  test("a foreign origin is refused with 403", async () => {
    for (const Origin of ["https://evil.example", "null", `${server.origin}.evil.example`]) {
      const open = ChatClient.open(server, { headers: { Origin } });
      await assert.rejects(open, /403/, Origin);
    }
    const response = await fetch(`${server.origin}/chat/v1/visitors`, {
      method: "POST",
      headers: { Origin: "https://evil.example" },
    });
    assert.equal(response.status, 403);
    assert.equal(response.headers.get("access-control-allow-origin"), null);
  });

  test("the console's socket needs a login", async () => {
    await assert.rejects(ChatClient.open(server, { path: "/console/v1" }), /401/);
  });

  test("a socket that breaks off inside a frame does no harm", async () => {
    for (let n = 0; n < 20; n += 1) {
      const client = await ChatClient.open(server);
      client.socket._socket.write(Buffer.from([0x81, 0xfe, 0xff])); // the first bytes of a long frame
      client.socket.terminate();
    }
  });
});

describe("HTTP", () => {
  test("10 MB are refused with 413", async () => {
    const answer = await request(server, "POST /api/v1/ask HTTP/1.1", [
      "Content-Type: application/json",
      `Content-Length: ${10 << 20}`,
    ]);
    assert.equal(answer.status, 413);
    assert.match(answer.text, /application\/problem\+json/);
    assert.ok(answer.closed);
  });

  test("bodies that are no JSON object are refused with a problem", async () => {
    for (const body of ["", "{", "[]", '"text"', "[".repeat(10_000), '{"text":1}', '{"text":""}', '{"no":"text"}']) {
      const answer = await post("/api/v1/ask", body);
      assert.ok(answer.status === 400 || answer.status === 422, `${body.slice(0, 20)}: ${answer.status}`);
      isProblem(answer, answer.status);
    }
    const invalid = await post("/api/v1/ask", Buffer.from([...Buffer.from('{"text":"'), 0xc3, 0x28, 0x22, 0x7d]));
    isProblem(invalid, 400);
  });

  test("path traversal finds nothing", async () => {
    for (const path of [
      "/../../../../etc/passwd",
      "/console/../../../../../etc/passwd",
      "/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
      "/console/assets/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
      "/console/assets/%252e%252e/%252e%252e/etc/passwd",
      "/console\\..\\..\\..\\etc\\passwd",
      "//etc/passwd",
      "/console/%00/../widget.js",
      "/console/assets/\xc0\xae\xc0\xae/etc/passwd",
      "/.git/config",
    ]) {
      const answer = await request(server, `GET ${path} HTTP/1.1`);
      assert.ok(answer.status === 400 || answer.status === 404, `${path}: ${answer.status}`);
      assert.doesNotMatch(answer.text, /root:|\[core\]/);
    }
  });

  test("a request in a request's body is never run", async () => {
    const hidden = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    for (const headers of [
      ["Transfer-Encoding: gzip"],
      ["Transfer-Encoding: chunked, identity"],
      ["Transfer-Encoding: chunked", `Content-Length: ${hidden.length}`],
      ["Transfer-Encoding: gzip", "Content-Length: 5"],
      ["Content-Length: 5", "Content-Length: 6"],
    ]) {
      const head = ["POST /api/v1/ask HTTP/1.1", `Host: 127.0.0.1:${server.port}`, ...headers].join("\r\n");
      const answer = await exchange(server, [`${head}\r\n\r\n${hidden}`]);
      assert.ok(answer.closed, headers.join());
      assert.equal(answer.text.match(/HTTP\/1\.1 \d/g)?.length, 1, `${headers}: ${answer.text}`);
      // 501 for a transfer coding that the server does not know (RFC 9112, 6.1).
      assert.match(answer.text, /^HTTP\/1\.1 (4\d\d|501)/);
    }
  });

  test("bad heads are refused with 4xx", async () => {
    const host = `Host: 127.0.0.1:${server.port}`;
    for (const [head, status] of [
      ["GET / HTTP/1.1\r\n\r\n", /400/],
      [`GET / HTTP/1.1\r\n${host}\r\nHost: other\r\n\r\n`, /400/],
      [`GET / HTTP/1.1\r\n${host}\r\n folded: x\r\n\r\n`, /400/],
      [`GET /\x01 HTTP/1.1\r\n${host}\r\n\r\n`, /400/],
      [`GET / HTTP/1.1\r\n${host}\r\nX: ${"a".repeat(70_000)}\r\n\r\n`, /431/],
      [`GET /${"a".repeat(70_000)} HTTP/1.1\r\n${host}\r\n\r\n`, /4(14|31)/],
      [`\x16\x03\x01\x02\x00\x01\x00`.padEnd(200, "\x00") + "\r\n\r\n", /400/],
    ]) {
      const answer = await exchange(server, [head]);
      assert.ok(answer.closed, head.slice(0, 60));
      assert.match(answer.text.slice(0, 12), new RegExp(`^HTTP/1.1 (${status.source})`), JSON.stringify(head.slice(0, 60)));
    }
  });

  test("a wrong method is 405, an unknown path 404, both as problems", async () => {
    const wrong = await fetch(`${server.origin}/api/v1/ask`, { method: "DELETE" });
    assert.equal(wrong.status, 405);
    assert.match(wrong.headers.get("allow") ?? "", /POST/);
    const unknown = await fetch(`${server.origin}/api/v1/nothing`);
    assert.equal(unknown.status, 404);
    assert.match(unknown.headers.get("content-type"), /problem\+json/);
  });

  test("the console's API is closed without a login", async () => {
    for (const path of ["/api/v1/tickets", "/api/v1/tickets/1001", "/api/v1/accounts", "/api/v1/session"]) {
      const response = await fetch(server.origin + path, { headers: { Cookie: "reformdesk_session=guess" } });
      assert.equal(response.status, 401, path);
    }
    const answer = await post("/api/v1/tickets/1001/answer", "{}");
    assert.equal(answer.status, 401);
  });

  test("guessing passwords is slowed down", async () => {
    const statuses = [];
    for (let n = 0; n < 12; n += 1) {
      const guess = JSON.stringify({ name: "somebody", password: `guess-${n}` });
      statuses.push((await post("/api/v1/session", guess)).status);
    }
    assert.deepEqual([...new Set(statuses)], [401, 429]);
  });
});

describe("time and connections", () => {
  test("a head that comes byte by byte is cut off with 408", async () => {
    const answer = await exchange(server, `GET / HTTP/1.1\r\nX-Slow: ${"a".repeat(200)}`, { pause: 50 });
    assert.ok(answer.closed);
    assert.match(answer.text, /^HTTP\/1\.1 408/);
    assert.ok(answer.took < 8000, `${answer.took} ms`);
  });

  test("a body that does not come is cut off with 408", async () => {
    const answer = await request(server, "POST /api/v1/ask HTTP/1.1", [
      "Content-Type: application/json",
      "Content-Length: 100",
    ], '{"text":');
    assert.ok(answer.closed);
    assert.equal(answer.status, 408);
  });

  test("half-open connections are limited per address, and give their places back", async () => {
    const idle = Array.from({ length: openConnections + 20 }, () => exchange(server, []));
    const answers = await Promise.all(idle);
    assert.ok(answers.every(({ closed }) => closed), "all are closed in the end");
    assert.ok(answers.filter(({ text }) => text.startsWith("HTTP/1.1 429")).length >= 20, "too many are refused");
    await eventually(() => server.ready(), "places are free again");
  });

  test("sockets that vanish leave nothing behind", async () => {
    for (let n = 0; n < openConnections; n += 1) {
      const socket = new WebSocket(`${server.origin.replace("http", "ws")}/chat/v1`, { origin: server.origin });
      socket.on("error", () => {});
      await new Promise((resolve) => socket.once("open", resolve));
      socket._socket.destroy();
    }
    const client = await ChatClient.open(server);
    await client.hello();
    await client.close();
  });
});
