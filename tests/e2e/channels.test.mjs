// The page about Zalo, over the simulator: an administrator grants access, an expert links their own account, a group is
// set, and a reply that failed is sent again.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible, desktop, Expert, launch, newPage, phone, screenshot } from "./lib/browser.mjs";
import { TestServer } from "./lib/server.mjs";
import { Zalo } from "./lib/zalo.mjs";

const password = "mật khẩu dài và dễ nhớ";
let server, zalo, browser, chief, expert;

async function enter(name, role, displayName) {
  const oneTime = await server.addUser(name, role, displayName);
  const person = await new Expert(await newPage(browser), server).visit();
  await person.logIn(name, oneTime);
  await person.setPassword(oneTime, password);
  await person.page.getByText("Không có phiếu nào đang chờ.").waitFor();
  return person;
}

before(async () => {
  server = await TestServer.prepare();
  zalo = await Zalo.join(server);
  await server.start();
  browser = await launch();
  chief = await enter("quantri", "administrator", "Trần Quốc Trị");
  expert = await enter("lan", "expert", "Nguyễn Thị Lan");
});
after(async () => {
  // The pages of Zalo's simulator stand on another port of this machine and are no part of the product.
  assert.deepEqual(chief?.page.problems, []);
  assert.deepEqual(expert?.page.problems, []);
  await browser?.close();
  await server?.finish();
  await zalo?.stop();
});

const part = (person, name) => person.page.getByRole("region", { name });

describe("an Official Account", () => {
  test("that nobody granted access is named with what to do", async () => {
    await chief.page.keyboard.press("g");
    await chief.page.keyboard.press("k");
    await part(chief, "Zalo OA").getByText("Chưa được cấp quyền, nên câu trả lời chưa gửi đi được.").waitFor();
    await part(chief, "Zalo OA").getByText(`${server.origin}/webhooks/zalo/oa`).waitFor();
    await part(chief, "Tin chưa gửi được").getByText("Mọi tin đều đã gửi được.").waitFor();
    await part(chief, "Nhóm Zalo").getByText("Chưa có nhóm nào.").waitFor();
  });

  test("is granted access on Zalo's page, and the way leads back", async () => {
    const { page } = chief;
    await page.getByRole("button", { name: "Cấp quyền cho Zalo OA" }).click();
    await page.waitForURL(/\/v4\/oa\/permission/);
    await page.goto(`${page.url()}&auto=1`);
    await page.getByRole("heading", { name: "Đã cấp quyền cho Zalo OA" }).waitFor();
    await assertAccessible(page, "the page of the result");
    await screenshot(page, "consent-result");
    await page.reload();
    await page.getByRole("heading", { name: "Chưa cấp quyền được" }).waitFor();
    await page.getByRole("link", { name: "Về trang Kết nối" }).click();
    await part(chief, "Zalo OA").getByText("Đã được cấp quyền; máy chủ tự gia hạn.").waitFor();
  });

  test("shows what comes in, and what is refused", async () => {
    await zalo.say(await zalo.addUser("Anh Minh"), "Xin chào");
    const check = part(chief, "Zalo OA").getByRole("button", { name: "Kiểm tra lại" });
    await check.click();
    await part(chief, "Zalo OA").getByText(/Tin gần nhất được nhận lúc/).waitFor();
    const forged = await fetch(`${server.origin}/webhooks/zalo/oa`, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-ZEvent-Signature": "mac=00" },
      body: JSON.stringify({ event_name: "user_send_text" }),
    });
    assert.equal(forged.status, 401);
    await check.click();
    // Receipts of the greeting may still come in after it, so the sentence about it may be gone; the number stays.
    await part(chief, "Zalo OA").getByText("1 sai chữ ký").waitFor();
  });
});

describe("an expert's own account", () => {
  let lan;

  test("is linked by writing the code to the Official Account", async () => {
    const { page } = expert;
    await page.getByRole("link", { name: "Kết nối" }).click();
    await part(expert, "Zalo của tôi").getByRole("button", { name: "Lấy mã nối" }).click();
    const code = await page.locator(".issued code").innerText();
    assert.match(code, /^LK-[2-9A-HJ-NP-Z]{8}$/);
    lan = await zalo.addUser("Lan Zalo");
    await zalo.say(lan, code.toLowerCase());
    await zalo.sees(lan, /Nguyễn Thị Lan/);
    await part(expert, "Zalo của tôi").getByText("Đã nối").waitFor();
    assert.equal(await part(expert, "Nhóm Zalo").count(), 0);
  });

  test("is told of new tickets until it is unlinked", async () => {
    await zalo.say(await zalo.addUser("Chị Hoa"), "Thủ tục nuôi kỳ lân trong nhà cần giấy tờ gì?");
    await zalo.sees(lan, /#\d+ Thủ tục nuôi kỳ lân/);
    expert.page.once("dialog", (dialog) => dialog.accept());
    await part(expert, "Zalo của tôi").getByRole("button", { name: "Bỏ nối" }).click();
    await part(expert, "Zalo của tôi").getByRole("button", { name: "Lấy mã nối" }).waitFor();
  });
});

test("a group shows up, gets a name, and the bot is told to be silent in it", async () => {
  const member = await zalo.addUser("Chị Năm");
  const group = await zalo.control("POST", "/groups", { name: "Tổ", members: [member.id], with_oa: true });
  await zalo.control("POST", `/users/${member.id}/say`, { to: group.id, text: "Chào cả nhà", wait: true });
  await chief.page.reload();
  await part(chief, "Nhóm Zalo").getByLabel(/đặt tên/).fill("Tổ một cửa");
  await part(chief, "Nhóm Zalo").getByRole("button", { name: "Lưu tên" }).click();
  const choice = part(chief, "Nhóm Zalo").getByRole("combobox", { name: /Tổ một cửa/ });
  await choice.waitFor();
  const saved = chief.page.waitForResponse((response) => response.request().method() === "PUT");
  await choice.selectOption({ label: "Im lặng" });
  assert.equal((await saved).status(), 200);
  await chief.page.reload();
  await choice.waitFor();
  assert.equal(await choice.inputValue(), "silent");
});

test("a reply that Zalo refuses is shown with its reason, and sent again once that is mended", async () => {
  const asker = await zalo.addUser("Bác Tư");
  await zalo.say(asker, "Thủ tục nuôi rồng ba đầu trong nhà cần giấy tờ gì?");
  const [, number] = /#(\d+)/.exec(await zalo.sees(asker, /phiếu #\d+/i));
  await zalo.control("PATCH", `/users/${asker.id}`, { refuse_with: -213 });
  const { page } = expert;
  await page.goto(`${server.origin}/console/#/open`);
  await expert.ticket(number).click();
  await expert.reply("Nộp tại bộ phận một cửa.");
  await page.getByText("Nộp tại bộ phận một cửa.").first().waitFor();
  await page.goto(`${server.origin}/console/#/channels`);
  const failed = part(expert, "Tin chưa gửi được");
  for (let tries = 0; tries < 40 && (await failed.getByText("Nộp tại bộ phận một cửa.").count()) === 0; ++tries) {
    await failed.getByRole("button", { name: "Tải lại" }).click();
    await page.waitForTimeout(250);
  }
  await failed.getByText("Người hỏi không nhận tin của Official Account").waitFor();
  await failed.getByRole("link", { name: `Mở phiếu #${number}` }).waitFor();
  await zalo.control("PATCH", `/users/${asker.id}`, { refuse_with: null });
  await failed.getByRole("button", { name: /^Gửi lại/ }).click();
  await failed.getByText("Mọi tin đều đã gửi được.").waitFor();
  await zalo.sees(asker, /Nộp tại bộ phận một cửa/);
});

for (const [size, viewport] of Object.entries({ desktop, phone })) {
  test(`the page can be used by everybody (${size})`, async () => {
    const { page } = chief;
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await page.goto(`${server.origin}/console/#/channels`);
      await part(chief, "Nhóm Zalo").getByRole("combobox").waitFor();
      await assertAccessible(page, `${size}, ${colorScheme}`);
      await screenshot(page, `console-channels-${size}-${colorScheme}`);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= viewport.width, `nothing stands out to the side: ${width}`);
    }
    await page.emulateMedia({ colorScheme: "light" });
    await page.setViewportSize(desktop);
  });
}
