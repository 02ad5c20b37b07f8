// The whole way: a question in a browser is answered, or reaches an expert and comes back.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { desktop, Expert, launch, newPage, phone, screenshot, Visitor } from "./lib/browser.mjs";
import { TestServer } from "./lib/server.mjs";

const inside = {
  question: "nghi dinh 61/2018 ve mot cua con hieu luc khong",
  title: "Nghị định 61/2018 và Nghị định 107/2021 về một cửa còn hiệu lực không?",
  basis: /118\/2025\/NĐ-CP/,
};
const outside = "cách nấu phở bò ngon tại nhà";
const expertAnswer = "Nấu ăn không thuộc cải cách hành chính; mời anh, chị xem một trang dạy nấu ăn.";

let server, browser, oneTime;
before(async () => {
  server = await TestServer.prepare();
  oneTime = await server.addUser("lan", "expert", "Nguyễn Thị Lan");
  await server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.finish();
});

for (const [size, viewport] of Object.entries({ desktop, phone })) {
  test(`a question without diacritics is answered with its legal basis (${size})`, async () => {
    const page = await newPage(browser, viewport);
    const visitor = await new Visitor(page, server).visit();
    await visitor.open();
    await screenshot(page, `widget-empty-${size}`);
    await visitor.say(inside.question);
    await visitor.sees(inside.title);
    await visitor.sees("Căn cứ pháp lý");
    await visitor.sees(/^Còn hiệu lực từ \d\d\/\d\d?\/\d{4}$/);
    await visitor.sees("Trả lời tự động", { exact: true });
    const link = visitor.log.getByRole("link", { name: inside.basis }).first();
    assert.match(await link.getAttribute("href"), /^https?:\/\//);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= viewport.width, `nothing stands out to the side: ${width}`);
    const box = await visitor.panel.boundingBox();
    assert.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= viewport.width + 0.5, JSON.stringify(box));
    assert.ok(box.y + box.height <= viewport.height + 0.5, JSON.stringify(box));
    await screenshot(page, `widget-answer-${size}`);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

describe("a question that the knowledge base cannot answer", () => {
  let visitor, expert;
  const ticket = 1001;
  before(async () => {
    visitor = await new Visitor(await newPage(browser), server).visit();
    expert = await new Expert(await newPage(browser), server).visit();
  });
  after(() => {
    assert.deepEqual([...visitor.page.problems, ...expert.page.problems], []);
  });

  test("the expert logs in with the one-time password and must change it", async () => {
    await expert.logIn("lan", oneTime);
    await expert.setPassword(oneTime, "mật khẩu dài và dễ nhớ");
    await expert.page.getByText("Không có phiếu nào đang chờ.").waitFor();
  });

  test("the visitor gets a ticket number, the expert sees the ticket at once", async () => {
    await visitor.open();
    await visitor.say(inside.question);
    await visitor.sees(inside.title);
    await visitor.say(outside);
    await visitor.sees(`Phiếu #${ticket}`);
    await visitor.sees("Đang chờ chuyên viên trả lời");
    await expert.ticket(ticket).waitFor();
    await screenshot(visitor.page, "widget-handover");
  });

  test("the expert reads the conversation and answers; the open widget shows it at once", async () => {
    await expert.ticket(ticket).click();
    await expert.page.getByRole("list", { name: "Cuộc trò chuyện" }).getByText(outside).waitFor();
    await screenshot(expert.page, "console-ticket");
    await expert.reply(expertAnswer);
    await visitor.sees(expertAnswer);
    await visitor.sees("Nguyễn Thị Lan");
    await visitor.sees("Đã trả lời");
    await screenshot(visitor.page, "widget-expert-answer");
    await screenshot(expert.page, "console-answered");
  });

  test("a reload keeps the history", async () => {
    await visitor.page.reload();
    await visitor.open();
    for (const text of [inside.question, inside.title, outside, `Phiếu #${ticket}`, expertAnswer]) {
      await visitor.sees(text);
    }
    assert.equal(await visitor.own(outside), 1);
  });

  test("a restart of the server loses nothing", async () => {
    const how = await server.restart("SIGTERM");
    assert.deepEqual(how, { code: 0, signal: null });
    await visitor.say("cảm ơn nhé");
    await visitor.sees("cảm ơn nhé");
    await visitor.log.getByText("Đã gửi").last().waitFor();
    await visitor.page.reload();
    await visitor.open();
    for (const text of [inside.title, outside, expertAnswer, "cảm ơn nhé"]) await visitor.sees(text);
    assert.equal(await visitor.own("cảm ơn nhé"), 1);
    await expert.page.reload();
    await expert.page.getByRole("navigation", { name: "Trạng thái phiếu" }).waitFor(); // still logged in
  });

  test("the visitor's next message on the ticket reopens it", async () => {
    await expert.page.goto(`${server.origin}/console/#/open`);
    await visitor.say("Vậy tôi xem trang nào ạ?");
    await expert.ticket(ticket).waitFor();
    await expert.ticket(ticket).click();
    await expert.page.getByRole("list", { name: "Cuộc trò chuyện" }).getByText("Vậy tôi xem trang nào").waitFor();
    await expert.reply("Anh, chị xem trang của Hội Đầu bếp.");
    await visitor.sees("Anh, chị xem trang của Hội Đầu bếp.");
  });

  test("an answer given while the visitor is away waits for the return", async () => {
    const { page } = visitor;
    await visitor.say("Địa chỉ trang là gì?");
    await expert.page.goto(`${server.origin}/console/#/open`);
    await expert.ticket(ticket).click();
    await expert.page.getByRole("list", { name: "Cuộc trò chuyện" }).getByText("Địa chỉ trang là gì?").waitFor();
    await page.goto("about:blank");
    await expert.reply("Anh, chị tìm theo tên của Hội là thấy.");
    await expert.page.getByRole("list", { name: "Cuộc trò chuyện" }).getByText("Anh, chị tìm theo tên của Hội là thấy.").waitFor();
    await visitor.visit();
    await visitor.page.getByRole("button", { name: /1 tin nhắn mới/ }).waitFor();
    await visitor.open();
    await visitor.sees("Anh, chị tìm theo tên của Hội là thấy.");
  });
});
