// More than one question and answer: several questions at once, follow-ups, and replies to a clarification.
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";

import { assertAccessible, desktop, Expert, launch, newPage, phone, screenshot, Visitor } from "./lib/browser.mjs";
import { ChatClient, history } from "./lib/chat.mjs";
import { TestServer } from "./lib/server.mjs";

const salary = "Mức lương cơ sở hiện nay là bao nhiêu?";
const fee = "Lệ phí làm thẻ căn cước và hộ chiếu hiện nay là bao nhiêu?";
const unknown = "Cách nấu phở bò tại nhà ra sao?";
const discipline = "Cán bộ, công chức bị xử lý kỷ luật bằng những hình thức nào?";
const unclear = "kỷ luật viên chức và công chức"; // asked of both, and by several articles

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

async function ask(text, conversation, key) {
  const response = await fetch(`${server.origin}/api/v1/ask`, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...(key ? { "Idempotency-Key": key } : {}) },
    body: JSON.stringify({ text, ...(conversation ? { conversation } : {}) }),
  });
  assert.equal(response.status, 200);
  return response.json();
}

const conversationOf = (name) => `${name}-0123456789abcdefghij`;

describe("over the API", () => {
  test("each question of a message is a part, and nothing is stored", async () => {
    const answer = await ask(`${salary} ${fee} ${unknown}`);
    assert.equal(answer.decision, "answer");
    assert.equal(answer.answer.title, salary);
    assert.deepEqual(answer.parts.map((part) => part.answer?.title ?? part.decision), [salary, fee, "escalate"]);
    assert.equal(answer.ticket, null);
  });

  test("what is left unanswered is one ticket; sent again, all is the same", async () => {
    const message = `${unknown} ${salary} Ngày mai ở Nha Trang trời có mưa không?`;
    const conversation = conversationOf("parts");
    const first = await ask(message, conversation, "k-1");
    assert.deepEqual(first.parts.map((part) => part.decision), ["answer", "escalate"]);
    assert.equal(first.ticket.number, first.parts[1].ticket.number);
    assert.deepEqual(await ask(message, conversation, "k-1"), first);
  });

  test("a follow-up is read with the answer before it, a question of its own is not", async () => {
    const conversation = conversationOf("follow-up");
    assert.equal((await ask(discipline, conversation)).answer.title, discipline);
    assert.equal((await ask("cảm ơn", conversation)).decision, "smalltalk");
    const followed = await ask("con vien chuc thi sao", conversation);
    assert.match((followed.answer ?? followed.choices[0]).title, /^Viên chức bị xử lý kỷ luật/);
    assert.equal((await ask(salary, conversation)).answer.title, salary);
  });
});

describe("over the chat socket", () => {
  for (const [reply, position] of [["2", 1], ["cái thứ hai", 1], ["cai dau tien", 0], ["cái cuối cùng nhé", -1]]) {
    test(`"${reply}" picks a choice of the clarification`, async () => {
      const client = await ChatClient.open(server);
      await client.hello();
      await client.message("clarified-1", unclear);
      const { choices } = await client.entry(({ kind }) => kind === "clarification", "a clarification");
      await client.message("clarified-2", reply);
      const { answer } = await client.entry(({ kind }) => kind === "answer", "an answer");
      assert.equal(answer.article, choices.at(position).choice);
      await client.close();
    });
  }

  test("none of the choices goes to an expert, once", async () => {
    const client = await ChatClient.open(server);
    const { visitor } = await client.hello();
    await client.message("none-0001", unclear);
    await client.entry(({ kind }) => kind === "clarification", "a clarification");
    await client.message("none-0002", "không cái nào");
    await client.message("none-0002", "không cái nào");
    await client.entry(({ kind }) => kind === "handover", "a ticket");
    await client.close();
    const { entries, tickets } = await history(server, visitor);
    assert.deepEqual(entries.map(({ kind }) => kind), ["question", "clarification", "question", "handover"]);
    assert.equal(tickets[0].question, unclear);
  });
});

for (const [size, viewport] of Object.entries({ desktop, phone })) {
  test(`the widget shows every answer, the ticket and the choices (${size})`, async () => {
    const page = await newPage(browser, viewport);
    const visitor = await new Visitor(page, server).visit();
    await visitor.open();
    await visitor.say(`${salary} ${unknown} ${unclear}?`);
    await visitor.sees(salary);
    await visitor.sees(/^Riêng câu/);
    await visitor.sees(/^Với câu/);
    await screenshot(page, `conversation-parts-${size}`);
    await visitor.log.locator(".from-clarification .choice").last().scrollIntoViewIfNeeded();
    await screenshot(page, `conversation-choices-${size}`);
    await visitor.say("cái đầu tiên");
    await visitor.log.locator(".from-answer").nth(1).waitFor();
    await screenshot(page, `conversation-picked-${size}`);
    await visitor.say(discipline);
    await visitor.log.locator(".from-answer").nth(2).waitFor();
    await visitor.say("còn viên chức?");
    await visitor.log.locator(".from-clarification").last().getByText(/Viên chức bị xử lý kỷ luật/).click();
    await visitor.log.locator(".from-answer").nth(3).getByText(/^Viên chức bị xử lý kỷ luật/).waitFor();
    await screenshot(page, `conversation-follow-up-${size}`);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= viewport.width, `nothing stands out to the side: ${width}`);
    await assertAccessible(page, `conversation ${size}`);
    assert.deepEqual(page.problems, []);
    await page.context().close();
  });
}

describe("an expert", () => {
  let expert;
  before(async () => {
    expert = await new Expert(await newPage(browser), server).visit();
    await expert.logIn("lan", oneTime);
    await expert.setPassword(oneTime, "mật khẩu dài và dễ nhớ");
  });

  test("reads what a follow-up follows", async () => {
    const conversation = conversationOf("expert");
    await ask(fee, conversation);
    const { ticket } = await ask("bao lâu vậy", conversation);
    await expert.ticket(ticket.number).click();
    await expert.page.getByText(`Câu hỏi trước: ${fee}`).first().waitFor();
    await screenshot(expert.page, "conversation-console");
    assert.deepEqual(expert.page.problems, []);
  });

  for (const [size, viewport] of Object.entries({ phone, desktop })) {
    test(`reads long questions line by line, and in the queue on one (${size})`, async () => {
      const dishes = ["bún chả", "nem rán", "bánh cuốn", "xôi gấc", "chè sen", "chả cá"];
      const lines = dishes.map((dish) => `Cách nấu ${dish} tại nhà ra sao?`);
      const { ticket } = await ask(lines.join("\n"), conversationOf(`lines-${size}`));
      await expert.page.setViewportSize(viewport);
      await expert.page.goto(`${server.origin}/console/#/open`);
      await expert.ticket(ticket.number).getByText(lines.join(" · ")).waitFor();
      await screenshot(expert.page, `conversation-console-queue-${size}`);
      await expert.ticket(ticket.number).click();
      const pane = expert.page.getByRole("region", { name: `Phiếu #${ticket.number}` });
      const question = pane.locator(".ticket-question");
      assert.equal(await question.innerText(), lines.join("\n"));
      await assertAccessible(expert.page, `long question ${size}`);
      await screenshot(expert.page, `conversation-console-lines-${size}`);
      assert.deepEqual(expert.page.problems, []);
    });
  }
});
