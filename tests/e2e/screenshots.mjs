// Remakes the pictures in deploy/images, which README.md shows, from the running program. Needs pngquant.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { Expert, launch, newPage, Visitor } from "./lib/browser.mjs";
import { ChatClient } from "./lib/chat.mjs";
import { root, TestServer } from "./lib/server.mjs";

const images = join(root, "deploy/images");
const file = (name) => join(images, `${name}.png`);
const answered = "nghi dinh 61/2018 ve mot cua con hieu luc khong";
const asked = "Thứ bảy một cửa phường có làm việc không?";
const others = ["xin giay phep xay nha cap 4 mat bao lau", "che do thai san cua cong chuc nu nghi may thang"];
const draft = "Bộ phận Một cửa của phường làm việc sáng thứ Bảy, từ 7:30 đến 11:30.";

/// Asks, and insists on a person whatever the knowledge base says.
async function askPerson(server, text) {
  const client = await ChatClient.open(server);
  await client.hello();
  await client.message("screenshot-1", text);
  let reply = await client.entry(({ kind }) => kind !== "question");
  if (!reply.ticket) {
    await client.message("screenshot-2", "Gặp chuyên viên");
    reply = await client.entry(({ ticket }) => ticket);
  }
  await client.close();
}

const server = await TestServer.prepare();
let browser;
try {
  const oneTime = await server.addUser("lan", "expert", "Nguyễn Thị Lan");
  await server.start();
  browser = await launch();
  await mkdir(images, { recursive: true });

  const visitor = await new Visitor(await newPage(browser, { width: 1120, height: 700 }), server).visit();
  await visitor.open();
  await visitor.say(answered);
  await visitor.sees("Căn cứ pháp lý");
  await visitor.log.locator(".row.own").evaluate((row) => {
    row.closest(".scroll").scrollTop = row.offsetTop - 12;
  });
  await visitor.page.screenshot({ path: file("widget") });

  for (const text of others) await askPerson(server, text);
  await visitor.say(asked);
  await visitor.log.locator(".rows > .row:not(.own)").nth(1).waitFor();
  if ((await visitor.log.locator(".ticket").count()) === 0) await visitor.say("Gặp chuyên viên");
  await visitor.sees(/Phiếu #\d+/);
  const [number] = (await visitor.log.locator(".ticket").last().innerText()).match(/\d+/);

  const expert = await new Expert(await newPage(browser, { width: 1280, height: 800 }), server).visit();
  await expert.logIn("lan", oneTime);
  await expert.setPassword(oneTime, "mật khẩu dài và dễ nhớ");
  await expert.ticket(number).click();
  await expert.page.getByRole("list", { name: "Cuộc trò chuyện" }).getByText(asked).waitFor();
  await expert.answer.fill(draft);
  await expert.page.screenshot({ path: file("console") });
  execFileSync("pngquant", ["--force", "--ext", ".png", "--speed", "1", "--", ...["widget", "console"].map(file)]);
  assert.deepEqual([...visitor.page.problems, ...expert.page.problems], []);
} finally {
  await browser?.close();
  await server.dispose();
}
