// A document is replaced while the server runs: editors find the articles that rest on it, and mark them as done.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { assertAccessible, desktop, Expert, launch, newPage, phone, screenshot, Visitor } from "./lib/browser.mjs";
import { eventually, TestServer } from "./lib/server.mjs";

const ended = { number: "10/2020/NĐ-CP", title: "Về giờ mở cửa của thư viện" };
const ending = { number: "11/2020/NĐ-CP", title: "Về giá làm thẻ thư viện" };
const hours = {
  id: "gio/lam viec",
  question: "Thư viện huyện mở cửa mượn sách những giờ nào?",
  phrasings: ["may gio thu vien huyen cho muon sach"],
  answer: "Từ **7:15** đến 16:45 các ngày làm việc.",
  sources: [{ document: ended.number, clause: "Điều 4", url: "https://vanban.example/10-2020" }],
};
const saturday = {
  id: "thu-bay",
  question: "Thứ Bảy thư viện huyện có cho mượn sách không?",
  answer: "Chỉ mở cửa buổi sáng.",
  sources: [{ document: ended.number }],
};
const fees = {
  id: "le-phi",
  question: "Làm thẻ thư viện huyện mất bao nhiêu tiền?",
  answer: "8.000 đồng một thẻ.",
  sources: [{ document: ending.number }],
};

let server, browser, expert;

async function importLines(name, lines) {
  const file = join(server.folder, name);
  await writeFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  await server.mustRun("kb", "import", file);
}

before(async () => {
  server = await TestServer.prepare();
  await importLines("documents.jsonl", [ended, ending]);
  await importLines("articles.jsonl", [hours, saturday, fees]);
  const oneTime = await server.addUser("lan", "expert", "Nguyễn Thị Lan");
  await server.start();
  browser = await launch();
  expert = await new Expert(await newPage(browser), server).visit();
  await expert.logIn("lan", oneTime);
  await expert.setPassword(oneTime, "mật khẩu dài và dễ nhớ");
  await expert.page.getByText("Không có phiếu nào đang chờ.").waitFor();
});
after(async () => {
  assert.deepEqual(expert?.page.problems, []);
  await browser?.close();
  await server?.finish();
});

const navigation = () => expert.page.getByRole("navigation", { name: "Trang chính" });
const tab = (name) =>
  expert.page.getByRole("navigation", { name: "Danh sách rà soát" }).getByRole("link", { name });
const row = (article) => expert.page.getByRole("listitem").filter({ hasText: article.question });
const button = (name, article) => expert.page.getByRole("button", { name: `${name}: ${article.question}` }).first();

describe("articles whose documents end", () => {
  test("nothing waits at first", async () => {
    await expert.page.keyboard.press("g");
    await expert.page.keyboard.press("r");
    await expert.page.getByText("Không có bài nào cần rà soát.").waitFor();
    assert.equal(await navigation().getByRole("link", { name: "Cần rà soát" }).innerText(), "Cần rà soát");
  });

  test("a replaced document brings its articles, counted and under its name", async () => {
    await server.mustRun("kb", "supersede", ended.number, "20/2025/NĐ-CP", "--from", "2025-07-01");
    await server.mustRun("kb", "supersede", ending.number, "21/2099/NĐ-CP", "--from", "2099-01-01");
    await expert.page.reload();
    await navigation().getByRole("link", { name: "Cần rà soát 3" }).waitFor();
    const group = expert.page.locator(".review-group").filter({ hasText: ended.number });
    for (const text of [ended.title, "Hết hiệu lực từ 01/7/2025", "20/2025/NĐ-CP", hours.question, saturday.question]) {
      await group.getByText(text).waitFor();
    }
    await expert.page.getByText("Còn hiệu lực đến 31/12/2098").waitFor();
  });

  test("askers get the old rule for the time when it held only, marked", async () => {
    await eventually(() => server.ready(), "the index follows");
    const visitor = await new Visitor(await newPage(browser), server).visit();
    await visitor.open();
    await visitor.say(`Trước ngày 01/7/2025, ${hours.question}`);
    await visitor.sees("7:15");
    await visitor.sees("Hết hiệu lực từ 01/7/2025, được thay bằng 20/2025/NĐ-CP");
    await screenshot(visitor.page, "widget-past-law");
    await visitor.say(hours.question);
    await visitor.sees(/Phiếu #\d+/);
    assert.equal(await visitor.log.getByText("7:15").count(), 1);
    await visitor.say(fees.question);
    await visitor.sees("Còn hiệu lực đến 31/12/2098, sau đó được thay bằng 21/2099/NĐ-CP");
    assert.deepEqual(visitor.page.problems, []);
    await visitor.page.context().close();
  });

  test("an article is read and marked by keyboard alone, and the mark is undone", async () => {
    const { page } = expert;
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: hours.question }).waitFor();
    for (const text of [hours.phrasings[0], "Hết hiệu lực từ 01/7/2025, được thay bằng 20/2025/NĐ-CP"]) {
      await page.getByText(text).waitFor();
    }
    const link = page.getByRole("link", { name: `Điều 4, ${ended.number}` });
    assert.equal(await link.getAttribute("href"), hours.sources[0].url);
    await page.keyboard.press("d");
    await button("Hoàn tác", hours).waitFor();
    await navigation().getByRole("link", { name: "Cần rà soát 2" }).waitFor();
    await button("Hoàn tác", hours).focus();
    await page.keyboard.press("Enter");
    await navigation().getByRole("link", { name: "Cần rà soát 3" }).waitFor();
    await page.keyboard.press("Enter");
    await navigation().getByRole("link", { name: "Cần rà soát 2" }).waitFor();
  });

  for (const [size, viewport] of Object.entries({ desktop, phone })) {
    test(`list and article can be used by everybody (${size})`, async () => {
      const { page } = expert;
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await page.goto(`${server.origin}/console/#/reviews/open`);
        await row(saturday).waitFor();
        await assertAccessible(page, `the list, ${colorScheme}`);
        await screenshot(page, `console-reviews-${size}-${colorScheme}`);
        await row(saturday).getByRole("link").click();
        await page.getByRole("heading", { name: saturday.question }).waitFor();
        await assertAccessible(page, `the article, ${colorScheme}`);
        await screenshot(page, `console-article-${size}-${colorScheme}`);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= viewport.width, `nothing stands out to the side: ${width}`);
      }
      await page.emulateMedia({ colorScheme: "light" });
      await page.setViewportSize(desktop);
    });
  }

  test("on a phone the way back leads to the article that one comes from", async () => {
    const { page } = expert;
    await page.setViewportSize(phone);
    await page.getByRole("link", { name: "← Danh sách" }).click();
    await row(saturday).getByRole("link").and(page.locator(":focus")).waitFor();
    await page.setViewportSize(desktop);
  });

  test("an article that was imported anew is told apart", async () => {
    await importLines("articles.jsonl", [{ ...saturday, answer: "Không mở cửa.", sources: [] }]);
    await expert.page.reload();
    await row(saturday).getByText("Đã nhập bản mới").waitFor();
    assert.equal(await row(fees).getByText("Đã nhập bản mới").count(), 0);
  });

  test("what is done stays done after a reload, with the name of who did it", async () => {
    assert.equal(await row(hours).count(), 0);
    await tab("Đã rà soát").click();
    await row(hours).getByText(/^✓ lan, /).waitFor();
    await button("Hoàn tác", hours).click();
    await navigation().getByRole("link", { name: "Cần rà soát 3" }).waitFor();
  });

  test("another console that did the same is not overwritten", async () => {
    const { page } = expert;
    await page.goto(`${server.origin}/console/#/reviews/open`);
    await button("Đã rà soát", fees).waitFor();
    const other = await page.context().newPage();
    await other.goto(`${server.origin}/console/#/reviews/open`);
    await other.getByRole("button", { name: `Đã rà soát: ${fees.question}` }).click();
    await other.getByRole("button", { name: `Hoàn tác: ${fees.question}` }).waitFor();
    await other.close();
    await button("Đã rà soát", fees).click();
    await button("Hoàn tác", fees).waitFor();
    await navigation().getByRole("link", { name: "Cần rà soát 2" }).waitFor();
  });
});

test("the API lets nobody in without a session, and no path out of its folder", async () => {
  for (const path of ["reviews", "articles/thu-bay", "articles/%2e%2e/session", "articles/%00", "articles/"]) {
    const answer = await fetch(`${server.origin}/api/v1/kb/${path}`);
    assert.ok([400, 401, 404].includes(answer.status), `${path}: ${answer.status}`);
  }
  const close = await fetch(`${server.origin}/api/v1/kb/reviews/1/close`, { method: "POST" });
  assert.equal(close.status, 401);
  const statuses = await expert.page.evaluate(async () => {
    const ask = async (path, options) => (await fetch(`/api/v1/kb/${path}`, options)).status;
    return {
      article: await ask("articles/gio/lam%20viec"),
      escaped: await ask("articles/gio%2Flam%20viec"),
      unknown: await ask("articles/khong-co"),
      list: await ask("reviews?limit=999"),
      close: await ask("reviews/1/close", { method: "POST" }),
      large: await ask("reviews/1/close", { method: "POST", body: "x".repeat(10_000) }),
    };
  });
  assert.deepEqual(statuses, { article: 200, escaped: 400, unknown: 404, list: 400, close: 403, large: 413 });
});
