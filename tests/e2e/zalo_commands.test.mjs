// Granting access to an Official Account from the command line, and what doctor says before and after.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { eventually, TestServer } from "./lib/server.mjs";
import { Zalo } from "./lib/zalo.mjs";

let server, zalo;
before(async () => {
  server = await TestServer.prepare({}, { knowledge: false });
  zalo = await Zalo.join(server);
});
after(async () => {
  await server?.finish();
  await zalo?.stop();
});

const consent = (...options) => server.run("zalo", "consent", ...options);
const doctor = async () => (await server.run("doctor")).stdout;

test("doctor misses the consent and says how to grant it", async () => {
  await server.addUser("admin", "administrator", "Quản trị viên");
  const said = await doctor();
  assert.match(said, /LỖI {3}Zalo OA chưa được cấp quyền\n.*reformdesk zalo consent/);
  assert.match(said, /Tốt {3}Cấu hình Zalo OA đủ/);
});

test("a wrong code, another account's and a wrong verifier change nothing", async () => {
  const { code, oa_id, verifier } = await zalo.agree();
  for (const options of [
    ["--code", "x", "--oa-id", oa_id, `--verifier=${verifier}`],
    ["--code", code, "--oa-id", "1", `--verifier=${verifier}`],
    ["--code", code, "--oa-id", oa_id, "--verifier=other"],
  ]) {
    const refused = await consent(...options);
    assert.equal(refused.code, 1, refused.stdout);
    assert.notEqual(refused.stderr, "");
    assert.ok(!refused.stderr.includes(zalo.keys.app_secret));
  }
  assert.match(await doctor(), /Zalo OA chưa được cấp quyền/);
});

test("the printed address leads to a code, and the printed command takes it", async () => {
  const begun = await consent();
  assert.equal(begun.code, 0, begun.stderr);
  const address = begun.stdout.split("\n").find((line) => line.startsWith("http"));
  const verifier = /--verifier=(\S+)/.exec(begun.stdout)[1];
  const { code, oa_id } = await zalo.follow(address);
  const granted = await consent("--code", code, "--oa-id", oa_id, `--verifier=${verifier}`);
  assert.equal(granted.code, 0, granted.stderr);
  assert.match(granted.stdout, /Đã cấp quyền/);
  assert.match(await doctor(), /Tốt {3}Mã truy cập Zalo OA dùng được đến/);
});

test("a running server sends with a consent that was granted beside it", async () => {
  await server.start();
  await zalo.control("POST", "/tokens/revoke", {});
  await zalo.grant();
  const hanh = await zalo.addUser("Nguyễn Thị Hạnh");
  await zalo.say(hanh, "xin chào");
  await zalo.sees(hanh, /Xin chào anh\/chị/);
  await eventually(async () => /Tốt {3}Sự kiện gần nhất từ Zalo OA/.test(await doctor()), "doctor sees the event");
});
