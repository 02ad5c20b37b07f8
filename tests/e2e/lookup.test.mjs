// Who asked in Zalo follows the link to the web: a ticket from its opening to its answer, and a whole article.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { assertAccessible, desktop, Expert, launch, newPage, phone, screenshot } from "./lib/browser.mjs";
import { TestServer } from "./lib/server.mjs";
import { Zalo } from "./lib/zalo.mjs";

const outside = "cách nấu phở bò ngon tại nhà";
const inside = "nghi dinh 61/2018 ve mot cua con hieu luc khong";
const password = "mật khẩu dài và dễ nhớ";

let server, zalo, browser, oneTime, hanh, page, link;
before(async () => {
  server = await TestServer.prepare();
  zalo = await Zalo.join(server);
  oneTime = await server.addUser("lan", "expert", "Nguyễn Thị Lan");
  await zalo.grant();
  await server.start();
  browser = await launch();
  hanh = await zalo.addUser("Nguyễn Thị Hạnh");
  page = await newPage(browser, phone);
});
after(async () => {
  await browser?.close();
  await server?.finish();
  await zalo?.stop();
});

const heading = (name) => page.getByRole("heading", { name, exact: true }).waitFor();

test("the message about a ticket leads to a page that says who answers, and by when", async () => {
  await zalo.say(hanh, outside);
  const said = await zalo.sees(hanh, /Xem lại phiếu tại/);
  link = /https?:\/\/\S+\/tra-cuu\/\?ma=\S+/.exec(said)[0];
  await page.goto(link);
  await heading("Phiếu #1001");
  await page.getByText("Đang chờ chuyên viên trả lời").waitFor();
  await page.getByText(outside, { exact: true }).waitFor();
  const time = /trong giờ làm việc \([^)]*\)/.exec(said)[0];
  await page.getByText(time).waitFor();
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= phone.width, `nothing stands out to the side: ${width}`);
  await assertAccessible(page, "an open ticket");
  await screenshot(page, "lookup-open-phone");
});

test("the expert's answer is there after a reload, with its formatting", async () => {
  const expert = await new Expert(await newPage(browser), server).visit();
  await expert.logIn("lan", oneTime);
  await expert.setPassword(oneTime, password);
  await expert.ticket(1001).click();
  await expert.reply("Nấu ăn **không thuộc** cải cách hành chính.");
  await zalo.sees(hanh, /Chuyên viên Nguyễn Thị Lan trả lời phiếu #1001/);
  await page.reload();
  await page.getByText("Đã có câu trả lời của chuyên viên").waitFor();
  await page.getByRole("heading", { name: "Chuyên viên Nguyễn Thị Lan trả lời" }).waitFor();
  assert.equal(await page.locator(".answer strong").textContent(), "không thuộc");
  await assertAccessible(page, "an answered ticket");
  await screenshot(page, "lookup-answered-phone");
  assert.deepEqual(expert.page.problems, []);
});

test("a code is typed by keyboard, in any case; a wrong one says so; back leads back", async () => {
  const code = new URL(link).searchParams.get("ma");
  await page.goto(`${server.origin}/tra-cuu/`);
  await assertAccessible(page, "the form");
  await screenshot(page, "lookup-form-phone");
  const input = page.getByLabel("Mã tra cứu");
  await input.fill("1001-00000000");
  await input.press("Enter");
  await page.getByText("Không có phiếu nào với mã này.").waitFor();
  await assertAccessible(page, "no such ticket");
  await input.fill(` ${code.toLowerCase()} `);
  await input.press("Enter");
  await heading("Phiếu #1001");
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Phiếu #1001");
  await page.goBack();
  await page.getByText("Không có phiếu nào với mã này.").waitFor();
  await page.goBack();
  await page.getByText("Không có phiếu nào").waitFor({ state: "hidden" });
});

test("an article is shown whole, with what it rests on", async () => {
  const dung = await zalo.addUser("Trần Văn Dũng");
  await zalo.say(dung, inside);
  await zalo.sees(dung, /Trả lời tự động/);
  const asked = await fetch(`${server.origin}/api/v1/ask`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ text: inside }),
  });
  const { answer } = await asked.json();
  await page.goto(`${server.origin}/tra-cuu?bai=${encodeURIComponent(answer.article)}`);
  await heading(answer.title);
  await heading("Căn cứ pháp lý");
  await page.getByText(/^(Còn|Hết) hiệu lực/).waitFor();
  await assertAccessible(page, "an article");
  await page.setViewportSize(desktop);
  await screenshot(page, "lookup-article-desktop");
  await page.setViewportSize(phone);
  await page.goto(`${server.origin}/tra-cuu/?bai=khong-co`);
  await page.getByText("Không có bài này trong kho tri thức").waitFor();
});

test("without a network it says so, and trying again works", async () => {
  await page.goto(`${server.origin}/tra-cuu/`);
  await page.context().setOffline(true);
  const input = page.getByLabel("Mã tra cứu");
  await input.fill(new URL(link).searchParams.get("ma"));
  await input.press("Enter");
  await page.getByText("Chưa kết nối được với máy chủ.").waitFor();
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Thử lại" }).click();
  await heading("Phiếu #1001");
});

test("who tries codes is slowed down and told how long", async () => {
  for (let tried = 0; tried < 25; ++tried) await fetch(`${server.origin}/api/v1/lookup/tickets/1001-0000000${tried % 10}`);
  await page.goto(link);
  await page.getByText(/Vui lòng thử lại sau \d+ giây\./).waitFor();
  await assertAccessible(page, "too fast");
});

test("the widget stands in the page's corner", async () => {
  await page.getByRole("button", { name: "Mở hộp hỏi đáp" }).click();
  await page.getByRole("dialog", { name: "Hỏi đáp cải cách hành chính" }).waitFor();
  assert.deepEqual(page.problems, []);
});
