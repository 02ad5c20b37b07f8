// Start here: a person writes, the webhook hears of it, the OA answers, the person sees the answer.
import assert from "node:assert/strict";
import test from "node:test";
import { pair } from "./lib.mjs";

test("a question in a one-to-one chat and its answer", async (t) => {
  const { client, receiver } = await pair(t);
  const hanh = await client.user({ name: "Nguyễn Thị Hạnh", follows: true });

  const said = await client.say(hanh, "Thủ tục khai sinh mất bao lâu?");
  const [event] = receiver.events("user_send_text");
  assert.deepEqual(event, {
    app_id: client.keys.app_id,
    sender: { id: hanh.id },
    user_id_by_app: hanh.id_by_app,
    recipient: { id: client.keys.oa_id },
    event_name: "user_send_text",
    message: { text: "Thủ tục khai sinh mất bao lâu?", msg_id: said.message_id },
    timestamp: event.timestamp,
  });
  assert.match(event.timestamp, /^\d{13}$/);

  const answer = await client.consult(hanh, { text: "Trong ngày.", quote_message_id: said.message_id });
  assert.equal(answer.error, 0);
  const reply = (await client.transcript(`user:${hanh.id}`)).pop();
  assert.equal(reply.message_id, answer.data.message_id);
  assert.equal(reply.from.kind, "oa");
  assert.equal(reply.quote.text, "Thủ tục khai sinh mất bao lâu?");
});

test("a question in a group that mentions the OA, and the answer that mentions the asker", async (t) => {
  const { client, receiver } = await pair(t);
  const [hanh, dung] = [await client.user({ name: "Hạnh" }), await client.user({ name: "Dũng" })];
  const group = await client.sim("POST", "/groups", { name: "Tổ CCHC", members: [hanh.id, dung.id] });

  const said = await client.say(hanh, "[@oa] hạn trả hồ sơ?", { to: group.id });
  const [event] = receiver.events("user_send_group_text");
  assert.equal(event.recipient.id, group.id);
  assert.equal(event.oa_id, client.keys.oa_id);
  assert.equal(event.message.text, `[@${client.keys.oa_id}] hạn trả hồ sơ?`);
  assert.equal(event.message.msg_id, said.message_id);

  const sent = await client.groupMessage(group, `[@${hanh.id}] 5 ngày làm việc.`);
  assert.deepEqual(sent.data, { message_id: sent.data.message_id, group_id: group.id });
  const [question, answer] = (await client.transcript(said.chat)).slice(-2);
  assert.equal(question.shown_text, "@Official Account thử nghiệm hạn trả hồ sơ?");
  assert.equal(answer.shown_text, "@Hạnh 5 ngày làm việc.");
});
