// The widget under bad conditions and for people who use no mouse; hostile text in widget and console.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible, desktop, Expert, launch, newPage, phone, screenshot, Visitor } from "./lib/browser.mjs";
import { TestServer } from "./lib/server.mjs";

const question = "nghi dinh 61/2018 ve mot cua con hieu luc khong";
const outside = "cách nấu phở bò ngon tại nhà";
const several =
  "Mức lương cơ sở hiện nay là bao nhiêu? Cách nấu phở bò tại nhà ra sao? " +
  "Cán bộ, công chức bị xử lý kỷ luật bằng những hình thức nào?";
const hostile = '<img src=x onerror="window.hacked=1"><script>window.hacked=1</script>';

let server, browser, oneTime;
before(async () => {
  server = await TestServer.prepare();
  oneTime = await server.addUser("admin", "administrator", "Quản trị viên");
  await server.start();
  browser = await launch();
});
after(async () => {
  await browser?.close();
  await server?.finish();
});

async function newVisitor(viewport) {
  const visitor = await new Visitor(await newPage(browser, viewport), server).visit();
  await visitor.open();
  return visitor;
}

async function leave({ page }) {
  assert.deepEqual(page.problems, []);
  await page.context().close();
}

describe("bad connections", () => {
  test("a message typed offline is sent once afterwards", async () => {
    const visitor = await newVisitor();
    await visitor.say("xin chào");
    await visitor.log.getByText("Đã gửi").waitFor();
    await visitor.page.context().setOffline(true);
    await visitor.say(question);
    await visitor.log.getByText("Chờ gửi").waitFor();
    await visitor.page.context().setOffline(false);
    await visitor.sees("Căn cứ pháp lý");
    await visitor.page.reload();
    await visitor.open();
    await visitor.sees("Căn cứ pháp lý");
    assert.equal(await visitor.own(question), 1);
    assert.equal(await visitor.log.getByText("Căn cứ pháp lý").count(), 1);
    await leave(visitor);
  });

  test("messages typed while the server is down are sent once, in order, after a reload too", async () => {
    const visitor = await newVisitor();
    await visitor.say("xin chào");
    await visitor.log.getByText("Đã gửi").waitFor();
    await server.end("SIGKILL");
    const typed = ["chỉ số par index là gì", "sipas là gì"];
    for (const text of typed) await visitor.say(text);
    await visitor.log.getByText("Chờ gửi").last().waitFor();
    await server.start();
    await visitor.page.reload();
    await visitor.open();
    await visitor.log.locator(".row:not(.own)").nth(typed.length).waitFor();
    const own = await visitor.log.locator(".row.own .bubble").allInnerTexts();
    assert.deepEqual(own, ["xin chào", ...typed]);
    await leave(visitor);
  });

  test("two tabs show the same conversation", async () => {
    const visitor = await newVisitor();
    await visitor.say("xin chào");
    await visitor.log.getByText("Đã gửi").waitFor();
    const page = await visitor.page.context().newPage();
    const second = await new Visitor(page, server).visit();
    await second.open();
    await second.sees("xin chào");
    await second.say("cảm ơn");
    await visitor.sees("cảm ơn");
    assert.equal(await visitor.own("cảm ơn"), 1);
    assert.equal(await second.own("cảm ơn"), 1);
    await leave(visitor);
  });
});

describe("without a mouse", () => {
  test("everything is reached with the keyboard, and Escape gives the focus back", async () => {
    const page = await newPage(browser);
    const visitor = await new Visitor(page, server).visit();
    await visitor.launcher.waitFor();
    const focused = () => page.evaluate(() => {
      let active = document.activeElement;
      while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
      return active?.getAttribute("aria-label") ?? active?.textContent ?? "";
    });
    for (let presses = 0; presses < 30 && (await focused()) !== "Mở hộp hỏi đáp"; presses += 1) {
      await page.keyboard.press("Tab");
    }
    assert.equal(await focused(), "Mở hộp hỏi đáp");
    await page.keyboard.press("Enter");
    await visitor.panel.waitFor();
    assert.equal(await focused(), "Câu hỏi của anh/chị");
    await page.keyboard.type(question);
    await page.keyboard.press("Enter");
    await visitor.sees("Căn cứ pháp lý");
    const askPerson = "Chưa đúng ý? Gặp chuyên viên";
    for (let presses = 0; presses < 10 && (await focused()) !== askPerson; presses += 1) {
      await page.keyboard.press("Shift+Tab");
    }
    await page.keyboard.press("Enter");
    await visitor.sees(/Phiếu #\d+/);
    await page.keyboard.press("Escape");
    assert.equal(await visitor.panel.isVisible(), false);
    assert.match(await focused(), /^Mở hộp hỏi đáp/);
    await leave(visitor);
  });

  test("the log is announced, in Vietnamese", async () => {
    const visitor = await newVisitor();
    assert.equal(await visitor.log.getAttribute("aria-label"), "Nội dung trò chuyện");
    const language = await visitor.log.evaluate((node) => node.closest("[lang]")?.getAttribute("lang"));
    assert.equal(language, "vi");
    await leave(visitor);
  });
});

describe("messages below the screen", () => {
  const more = ({ page }) => page.getByRole("button", { name: "Tin mới bên dưới" });
  const press = async ({ page, input }) => {
    await input.press("Shift+Tab");
    await page.keyboard.press("Enter");
  };

  for (const [size, viewport] of Object.entries({ desktop, phone })) {
    test(`several replies are shown from the first on, and a button leads to the others (${size})`, async () => {
      const visitor = await newVisitor(viewport);
      await visitor.page.emulateMedia({ reducedMotion: "reduce" });
      await visitor.say(several);
      await more(visitor).waitFor();
      const [button, input, first] = await Promise.all(
        [more(visitor), visitor.input, visitor.log.locator(".from-answer").first()].map((node) => node.boundingBox()),
      );
      assert.ok(first.y + first.height / 2 < button.y, "the first reply is on the screen");
      assert.ok(button.y + button.height < input.y, "the input is not covered");
      assert.ok(button.x >= 0 && button.x + button.width <= viewport.width, "the whole button is on the screen");
      await assertAccessible(visitor.page, "more below");
      await screenshot(visitor.page, `widget-more-below-${size}`);
      await press(visitor);
      await visitor.log.locator(".from-answer:focus").getByText(/bị xử lý kỷ luật/).first().waitFor();
      await press(visitor);
      await more(visitor).waitFor({ state: "hidden" });
      const last = await visitor.log.locator(".from-handover").boundingBox();
      assert.ok(last.y + last.height <= input.y, "the last reply is on the screen");
      await leave(visitor);
    });
  }

  test("who reads further up is not torn away, and the end puts the button away", async () => {
    const visitor = await newVisitor();
    await visitor.say(question);
    await visitor.sees("Căn cứ pháp lý");
    const elsewhere = await new Visitor(await visitor.page.context().newPage(), server).visit();
    await elsewhere.open();
    await visitor.page.getByText(/^Xin chào!/).scrollIntoViewIfNeeded();
    await elsewhere.say(outside);
    await more(visitor).waitFor();
    const last = visitor.log.locator(".from-handover");
    await last.waitFor();
    const { y } = await last.boundingBox();
    assert.ok(y > (await visitor.input.boundingBox()).y, "the reply is below the screen");
    await last.scrollIntoViewIfNeeded();
    await more(visitor).waitFor({ state: "hidden" });
    await leave(visitor);
  });
});

describe("accessibility", () => {
  for (const [size, viewport] of Object.entries({ desktop: undefined, phone })) {
    test(`axe finds nothing in the widget (${size})`, async () => {
      const visitor = await newVisitor(viewport);
      await assertAccessible(visitor.page, "empty");
      await visitor.say(question);
      await visitor.sees("Căn cứ pháp lý");
      await visitor.say(outside);
      await visitor.sees(/Phiếu #\d+/);
      await assertAccessible(visitor.page, "conversation");
      await leave(visitor);
    });
  }

  test("axe finds nothing in the API page", async () => {
    const page = await newPage(browser);
    await page.goto(`${server.origin}/api`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await assertAccessible(page, "API");
    await leave({ page });
  });
});

describe("hostile text", () => {
  test("is shown as text to the visitor and to the expert, from either side", async () => {
    const visitor = await newVisitor();
    await visitor.say(hostile);
    await visitor.log.getByText(hostile, { exact: true }).waitFor();
    await visitor.say("Gặp chuyên viên");
    await visitor.sees(/Phiếu #\d+/);
    const number = /#(\d+)/.exec(await visitor.log.getByText(/Phiếu #\d+/).last().innerText())[1];

    const expert = await new Expert(await newPage(browser), server).visit();
    await assertAccessible(expert.page, "login");
    await expert.logIn("admin", oneTime);
    await expert.page.getByLabel("Mật khẩu dùng một lần").waitFor();
    await assertAccessible(expert.page, "new password");
    await expert.setPassword(oneTime, "quản trị cẩn thận");
    await expert.ticket(number).waitFor();
    await assertAccessible(expert.page, "queue");
    await expert.ticket(number).click();
    await expert.page.getByRole("list", { name: "Cuộc trò chuyện" }).getByText(hostile, { exact: true }).waitFor();
    await assertAccessible(expert.page, "ticket");
    await expert.reply(`${hostile} [bấm](javascript:alert(1)) [xem](https://example.vn/"onclick=alert(1)) **đậm**`);
    await visitor.sees("đậm");
    for (const { page } of [visitor, expert]) {
      assert.equal(await page.evaluate(() => globalThis.hacked), undefined);
      const links = await page.locator("a").evaluateAll((all) => all.map((each) => each.href));
      assert.ok(links.every((href) => /^(https?:|$)/.test(href)), links.join());
      assert.equal(await page.locator('img[src="x"]').count(), 0);
    }
    await expert.page.goto(`${server.origin}/console/#/accounts`);
    await expert.page.getByText("Quản trị viên").first().waitFor();
    await assertAccessible(expert.page, "accounts");
    await leave(visitor);
    await leave(expert);
  });
});
