// Debian's Chromium, pages that remember what went wrong in them, and the two people who use them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { chromium } from "playwright-core";

const require = createRequire(import.meta.url);

export const desktop = { width: 1280, height: 800 };
export const phone = { width: 360, height: 640 };

export function launch() {
  // Chromium's own sandbox does not start for root, as which CI runs.
  const args = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });
}

/// A page in a context of its own (no shared storage); `page.problems` collects script errors and policy violations.
export async function newPage(browser, viewport = desktop) {
  const context = await browser.newContext({ viewport, locale: "vi-VN", timezoneId: "Asia/Ho_Chi_Minh" });
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  page.problems = [];
  page.on("pageerror", (error) => page.problems.push(String(error)));
  page.on("console", (message) => {
    if (/Content Security Policy|Refused to/.test(message.text())) page.problems.push(message.text());
  });
  page.on("request", (request) => {
    const { hostname, protocol } = new URL(request.url());
    if (protocol.startsWith("http") && hostname !== "127.0.0.1") page.problems.push(`asks ${request.url()}`);
  });
  return page;
}

/// No violation of WCAG 2.1 A and AA, nor of axe's best practices; shadow trees included.
export async function assertAccessible(page, what) {
  await page.evaluate(await readFile(require.resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const found = violations.map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map((n) => n.target).join("\n  ")}`);
  assert.deepEqual(found, [], what);
}

/// Written where SCREENSHOTS says; to be looked at, and for the README.
export async function screenshot(page, name) {
  if (process.env.SCREENSHOTS) await page.screenshot({ path: `${process.env.SCREENSHOTS}/${name}.png` });
}

export class Visitor {
  constructor(page, server) {
    this.page = page;
    this.server = server;
    this.launcher = page.getByRole("button", { name: "Mở hộp hỏi đáp" });
    this.panel = page.getByRole("dialog", { name: "Hỏi đáp cải cách hành chính" });
    this.log = page.getByRole("log");
    this.input = page.getByRole("textbox", { name: "Câu hỏi của anh/chị" });
  }

  async visit() {
    await this.page.goto(`${this.server.origin}/demo`);
    return this;
  }

  async open() {
    await this.launcher.click();
    await this.panel.waitFor();
  }

  async say(text) {
    await this.input.fill(text);
    await this.input.press("Enter");
  }

  /// Waits until the log shows this text; `exact` when other texts contain it.
  sees(text, { exact = false } = {}) {
    return this.log.getByText(text, { exact }).last().waitFor();
  }

  /// How many of the visitor's own messages have exactly this text.
  own(text) {
    return this.log.locator(".row.own .bubble").getByText(text, { exact: true }).count();
  }
}

export class Expert {
  constructor(page, server) {
    this.page = page;
    this.server = server;
    this.answer = page.getByRole("textbox", { name: /trả lời/i });
  }

  async visit() {
    await this.page.goto(`${this.server.origin}/console/`);
    return this;
  }

  async logIn(name, password) {
    await this.page.getByLabel("Tên đăng nhập").fill(name);
    await this.page.getByLabel("Mật khẩu", { exact: true }).fill(password);
    await this.page.getByRole("button", { name: "Đăng nhập" }).click();
  }

  async setPassword(oneTime, password) {
    await this.page.getByLabel("Mật khẩu dùng một lần").fill(oneTime);
    await this.page.getByLabel("Mật khẩu mới", { exact: true }).fill(password);
    await this.page.getByLabel("Nhập lại mật khẩu mới").fill(password);
    await this.page.getByRole("button", { name: "Lưu mật khẩu" }).click();
  }

  ticket(number) {
    return this.page.getByRole("region", { name: "Danh sách phiếu" }).getByRole("link", { name: `#${number}` });
  }

  async reply(text) {
    await this.answer.fill(text);
    await this.page.getByRole("button", { name: /^Gửi/ }).first().click();
  }
}
