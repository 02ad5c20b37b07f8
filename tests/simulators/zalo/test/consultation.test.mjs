// POST /v3.0/oa/message/cs and what belongs to it: texts, quotes, attachments, windows, money, reactions, anonymous.
import assert from "node:assert/strict";
import test from "node:test";
import { day, hour, minute, pair, simulator } from "./lib.mjs";

const png = Buffer.from("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==", "base64");

async function upload(client, kind, bytes, name) {
  const form = new FormData();
  form.set("file", new Blob([bytes]), name);
  return (await client.call("POST", `/v2.0/oa/upload/${kind}`, { form })).body;
}

const media = (element) => ({
  attachment: { type: "template", payload: { template_type: "media", elements: [element] } },
});

test("a text of 1 to 2000 characters", async (t) => {
  const client = await simulator(t);
  const user = await client.user();
  assert.equal((await client.consult(user, "x")).error, 0);
  assert.equal((await client.consult(user, "ữ".repeat(2000))).error, 0);
  assert.equal((await client.consult(user, "ữ".normalize("NFD").repeat(2000))).error, 0, "counted in NFC");
  assert.equal((await client.consult(user, "x".repeat(2001))).error, -210);
  assert.equal((await client.consult(user, "")).error, -201);
  assert.equal((await client.consult(user, { text: 5 })).error, -201);
  assert.equal((await client.consult(user, {})).error, -201);
});

test("whether an emoji counts once or twice is a switch", async (t) => {
  const client = await simulator(t);
  const user = await client.user();
  const text = "😀".repeat(1001);
  assert.equal((await client.consult(user, text)).error, -210);
  await client.switch({ text_length_unit: "code_points" });
  assert.equal((await client.consult(user, text)).error, 0);
});

test("the recipient must be someone", async (t) => {
  const client = await simulator(t);
  const send = (body) => client.post("/v3.0/oa/message/cs", body);
  for (const recipient of [undefined, {}, { user_id: "1" }, { user_id: 12 }, "x"]) {
    const { error, message } = await send({ recipient, message: { text: "x" } });
    assert.equal(error, -201);
    assert.match(message, /user_id is invalid/);
  }
  for (const body of ["", "{", "[]", "null"]) assert.equal((await send(body)).error, -201, body);
});

test("a quote must stand in the same chat", async (t) => {
  const client = await simulator(t);
  const [hanh, dung] = [await client.user(), await client.user()];
  const own = await client.say(hanh, "Câu hỏi");
  const other = await client.say(dung, "Câu khác");
  const quoting = (quote_message_id) => client.consult(hanh, { text: "Trả lời", quote_message_id });
  assert.equal((await quoting(own.message_id)).error, 0);
  for (const unknown of [other.message_id, "0000", 7, ""]) {
    const answer = await quoting(unknown);
    assert.equal(answer.error, -201);
    assert.match(answer.message, /quote_message_id is invalid/);
    assert.equal(answer.data, undefined);
  }
});

test("images by upload or address, exactly one of them", async (t) => {
  const client = await simulator(t);
  const user = await client.user();
  const { data } = await upload(client, "image", png, "a.png");
  const image = { media_type: "image" };
  const sent = [
    [{ ...image, attachment_id: data.attachment_id }, 0],
    [{ ...image, url: "https://example.org/a.png" }, 0],
    [{ media_type: "sticker", attachment_id: "bfe458bf64fa8da4d4eb" }, 0],
    [image, -201],
    [{ ...image, url: "https://example.org/a.png", attachment_id: data.attachment_id }, -201],
    [{ ...image, attachment_id: "unknown" }, -201],
    [{ ...image, url: "no address" }, -201],
    [{ media_type: "video", url: "https://example.org/a.mp4" }, -201],
  ];
  for (const [element, error] of sent) assert.equal((await client.consult(user, media(element))).error, error);
  assert.equal((await client.consult(user, { text: "Chú thích", ...media({ ...image, url: "https://e.org/a" }) })).error, 0);
  const plain = { attachment: { type: "image", payload: { attachment_id: data.attachment_id } } };
  assert.equal((await client.consult(user, plain)).error, -201);
  const shown = (await client.transcript(`user:${user.id}`)).filter((message) => message.attachments.length > 0);
  const bytes = await (await fetch(shown[0].attachments[0].payload.url)).arrayBuffer();
  assert.deepEqual(Buffer.from(bytes), png);
});

test("files by their token; by attachment_id only where switched on", async (t) => {
  const client = await simulator(t);
  const user = await client.user();
  const { data } = await upload(client, "file", Buffer.from("%PDF-1.4"), "mau-don.pdf");
  const file = (payload) => client.consult(user, { attachment: { type: "file", payload } });
  assert.equal((await file({ token: data.token })).error, 0);
  assert.equal((await file({ token: "unknown" })).error, -201);
  assert.equal((await file({ attachment_id: data.token })).error, -201);
  await client.switch({ file_by_attachment_id: true });
  assert.equal((await file({ attachment_id: data.token })).error, 0);
});

test("uploads end after seven days", async (t) => {
  const client = await simulator(t);
  const user = await client.user();
  const image = (await upload(client, "image", png, "a.png")).data.attachment_id;
  const file = (await upload(client, "file", Buffer.from("x"), "a.csv")).data.token;
  await client.advance(7 * day + minute);
  await client.renew();
  await client.say(user, "vẫn ở đây");
  assert.equal((await client.consult(user, media({ media_type: "image", attachment_id: image }))).error, -100);
  const sent = await client.consult(user, { attachment: { type: "file", payload: { token: file } } });
  assert.equal(sent.error, -100);
});

test("what may be uploaded", async (t) => {
  const client = await simulator(t);
  const gif = Buffer.from("GIF89a0000");
  const error = async (kind, bytes, name) => (await upload(client, kind, bytes, name)).error;
  assert.equal(await error("image", Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), png]), "a.jpg"), 0);
  assert.equal(await error("image", gif, "a.gif"), -201);
  assert.equal(await error("image", Buffer.concat([png, Buffer.alloc(1024 * 1024)]), "a.png"), -210);
  assert.equal(await error("gif", gif, "a.gif"), 0);
  assert.equal(await error("gif", png, "a.png"), -201);
  for (const name of ["a.pdf", "a.DOC", "a.docx", "a.csv"]) assert.equal(await error("file", Buffer.from("x"), name), 0);
  assert.equal(await error("file", Buffer.from("x"), "a.exe"), -201);
  assert.equal(await error("file", Buffer.alloc(5 * 1024 * 1024 + 1), "a.pdf"), -210);
  assert.equal(await error("file", Buffer.alloc(0), "a.pdf"), -201);
  assert.equal((await client.call("POST", "/v2.0/oa/upload/image", { form: new FormData() })).body.error, -201);
  await client.switch({ uploads_per_month: 6 });
  assert.equal(await error("image", png, "a.png"), -211);
  await client.advance(31 * day);
  await client.renew();
  assert.equal(await error("image", png, "a.png"), 0);
});

test("a request for information, and buttons only where switched on", async (t) => {
  const { client, receiver } = await pair(t);
  const user = await client.user();
  const template = (payload) => client.consult(user, { attachment: { type: "template", payload } });
  const element = { title: "Thông tin liên hệ", subtitle: "Để chuyên viên gọi lại", image_url: "https://e.org/a.png" };
  assert.equal((await template({ template_type: "request_user_info", elements: [element] })).error, 0);
  assert.equal((await template({ template_type: "request_user_info", elements: [element, element] })).error, -201);
  assert.equal((await template({ template_type: "unknown" })).error, -201);
  const buttons = [
    { title: "Gặp chuyên viên", type: "oa.query.show", payload: "gap chuyen vien" },
    { title: "Ẩn", type: "oa.query.hide", payload: "#an" },
  ];
  const list = { template_type: "list", elements: [{ title: "Anh/chị cần gì?" }], buttons };
  assert.equal((await template(list)).error, -233);
  await client.switch({ button_templates: "accept" });
  const sent = await template(list);
  assert.equal(sent.error, 0);
  assert.equal((await template({ ...list, buttons: Array(6).fill(buttons[0]) })).error, -210);
  assert.equal((await template({ ...list, buttons: [{ ...buttons[0], payload: "x".repeat(1001) }] })).error, -210);
  receiver.clear();
  for (const button of [0, 1]) {
    await client.sim("POST", `/users/${user.id}/press`, { message_id: sent.data.message_id, button, wait: true });
  }
  assert.deepEqual(receiver.events("user_send_text").map(({ message }) => message.text), ["gap chuyen vien", "#an"]);
  const [shown, hidden] = (await client.transcript(`user:${user.id}`)).slice(-2);
  assert.equal(shown.hidden, undefined);
  assert.equal(hidden.hidden, true);
});

test("48 hours free, up to 7 days for money, then closed", async (t) => {
  const client = await simulator(t);
  const user = await client.user();
  const send = () => client.consult(user, "x");
  await client.say(user, "Xin chào");
  await client.advance(48 * hour - minute);
  await client.renew();
  assert.equal((await send()).data.quota.quota_type, "reply");
  await client.advance(2 * minute);
  assert.equal((await send()).data.quota.quota_type, "purchase_quota");
  await client.sim("PATCH", "/oa", { zca: { balance: 60 } });
  assert.equal((await send()).error, 0);
  assert.equal((await send()).error, -321);
  await client.sim("PATCH", "/oa", { zca: { linked: false } });
  assert.equal((await send()).error, -320);
  await client.advance(5 * day);
  await client.renew();
  const closed = await send();
  assert.deepEqual(closed, { error: -230, message: "User has not interacted with the OA in the past 7 days" });
  await client.switch({ closed_window_error: -232 });
  assert.equal((await send()).error, -232);
  await client.say(user, "Tôi đây");
  assert.equal((await send()).error, 0);
});

test("what opens the window: follow, message, the chat button, a form; nothing before", async (t) => {
  const client = await simulator(t);
  const acts = [
    ["follow", {}],
    ["chatnow", {}],
    ["say", { text: "x" }],
    ["submit_info", { info: { name: "x" } }],
  ];
  for (const [act, body] of acts) {
    const user = await client.user({ name: act });
    assert.equal((await client.consult(user, "x")).error, -232, `before ${act}`);
    await client.sim("POST", `/users/${user.id}/${act}`, body);
    assert.equal((await client.consult(user, "x")).error, 0, `after ${act}`);
  }
});

test("people may refuse, and the quota may end", async (t) => {
  const client = await simulator(t);
  const user = await client.user();
  for (const code of [-213, -217, -218, -227, -244, -248]) {
    await client.sim("PATCH", `/users/${user.id}`, { refuse_with: code });
    assert.equal((await client.consult(user, "x")).error, code);
  }
  await client.sim("PATCH", `/users/${user.id}`, { refuse_with: null });
  await client.switch({ message_quota: 1 });
  assert.equal((await client.consult(user, "x")).data.quota.remain, "0");
  assert.equal((await client.consult(user, "x")).error, -211);
  await client.switch({ message_quota: null, response_quota: false });
  assert.equal("quota" in (await client.consult(user, "x")).data, false);
});

test("reactions by the OA", async (t) => {
  const client = await simulator(t);
  const user = await client.user();
  const { message_id } = await client.say(user, "Cảm ơn");
  const react = (react_icon, react_message_id = message_id) =>
    client.post("/v2.0/oa/message", {
      recipient: { user_id: user.id }, sender_action: { react_icon, react_message_id },
    });
  assert.equal((await react("/-strong")).error, 0);
  assert.equal((await react("/-heart", "unknown")).error, -201);
  assert.equal((await react("👍")).error, -201);
  for (let index = 1; index < 50; index += 1) assert.equal((await react("/-heart")).error, 0);
  assert.equal((await react("/-heart")).error, -210);
  assert.equal((await react("/-remove")).error, 0);
  assert.equal((await react("/-heart")).error, 0);
});

test("anonymous people by version 2, everyone else not any more", async (t) => {
  const { client, receiver } = await pair(t);
  const anonymous = await client.user({ name: "Ẩn danh", anonymous: true });
  await client.say(anonymous, "Cho tôi hỏi");
  const [event] = receiver.events("anonymous_send_text");
  assert.equal(event.sender.id, anonymous.id);
  assert.equal(event.message.conversation_id, anonymous.conversation_id);
  const { conversation_id } = anonymous;
  const send = (recipient) => client.post("/v2.0/oa/message", { recipient, message: { text: "Dạ" } });
  assert.equal((await send({ anonymous_id: anonymous.id, conversation_id })).error, 0);
  assert.equal((await send({ anonymous_id: anonymous.id, conversation_id: "other" })).error, -201);
  assert.equal((await send({ anonymous_id: "other", conversation_id })).error, -201);
  assert.equal((await send({ user_id: (await client.user()).id })).error, -240);
  assert.equal((await client.consult(anonymous, "x")).error, -201);
  assert.equal((await client.post("/v3.0/oa/message/promotion", {})).error, -233);
});
