// Commands beside a running server: what works, and what has to wait until it is stopped.
import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { TestServer, articles, eventually } from "./lib/server.mjs";

let server, saved;
before(async () => {
  server = await TestServer.start();
  saved = join(server.folder, "saved");
});
after(() => server?.finish());

const files = async () => (await readdir(server.data)).filter((name) => !/-(wal|shm)$/.test(name)).sort();

test("a running server does not hinder import, accounts and backup", async () => {
  await server.addUser("lan", "expert", "Lan");
  await server.mustRun("backup", saved);
  const added = { id: "moi-1", question: "Chuyện hoàn toàn mới là gì?", answer: "Là chuyện **mới**." };
  const file = join(server.folder, "more.jsonl");
  await writeFile(file, `${JSON.stringify(added)}\n`);
  assert.match(await server.mustRun("kb", "import", file), /Đã nạp 1 bài/);
  assert.match(await server.mustRun("user", "list"), /^lan\t/m);
  await eventually(() => server.ready(), "the server has the new index");
});

test("a restore waits for the server to stop, and then brings back what was saved", async () => {
  const before = await files();
  const refused = await server.run("restore", saved);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /hãy dừng máy chủ/);
  assert.deepEqual(await files(), before);
  assert.equal(await server.ready(), true);
  assert.equal((await server.end()).code, 0);
  assert.match(await server.mustRun("restore", saved), /Đã phục hồi/);
  await server.start();
  const exported = join(server.folder, "restored.jsonl");
  assert.doesNotMatch(await server.mustRun("kb", "export", exported), /moi-1/);
});

test("a killed server leaves no lock behind", async () => {
  await server.end("SIGKILL");
  await server.mustRun("restore", saved);
  await server.start();
});

test("a file that is no backup changes nothing", async () => {
  await server.end();
  const before = await files();
  const bad = join(server.folder, "bad");
  await server.mustRun("backup", bad);
  await writeFile(join(bad, "reformdesk.sqlite"), "không phải cơ sở dữ liệu");
  const refused = await server.run("restore", bad);
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /^Chưa phục hồi gì\. /);
  assert.deepEqual(await files(), before);
  await server.start();
});

test("an import goes on while the index is being written by someone else", async () => {
  const both = await Promise.all([server.run("kb", "import", articles), server.run("kb", "import", articles)]);
  for (const { code, stderr } of both) assert.equal(code, 0, stderr);
});
