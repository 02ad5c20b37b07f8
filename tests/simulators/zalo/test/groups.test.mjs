// Group chats of the OA (GMF): every endpoint, who may join, what stops, and the events that follow.
import assert from "node:assert/strict";
import test from "node:test";
import { day, pair, simulator } from "./lib.mjs";

const at = (name) => `/v3.0/oa/group/${name}`;

/// A simulator with three followers and a group of the first two, made by the API.
async function withGroup(t) {
  const { client, receiver } = await pair(t);
  const users = [];
  for (const name of ["Hạnh", "Dũng", "Tâm"]) users.push(await client.user({ name, follows: true }));
  const asset = await client.sim("POST", "/assets", { type: "gmf10" });
  const { data } = await client.post(at("creategroupwithoa"), {
    group_name: "Tổ một cửa",
    group_description: "Hỗ trợ",
    asset_id: asset.id,
    member_user_ids: users.slice(0, 2).map(({ id }) => id),
  });
  await client.sim("POST", "/idle");
  return { client, receiver, users, asset, group: { id: data.group_info.group_id, ...data } };
}

test("a group is made with an asset and members", async (t) => {
  const { client, receiver, users, asset, group } = await withGroup(t);
  assert.match(group.id, /^[0-9a-f]{20}$/);
  assert.deepEqual(
    [group.group_info.name, group.group_info.status, group.group_info.total_member, group.group_info.max_member],
    ["Tổ một cửa", "enabled", 3, 10],
  );
  assert.equal(group.asset_info.asset_id, asset.id);
  assert.deepEqual(Object.keys(group.group_setting), ["lock_send_msg", "join_appr", "enable_msg_history", "enable_link_join"]);
  assert.equal(receiver.events("create_group")[0].group_id, group.id);
  assert.deepEqual(receiver.events("user_join_group")[0].users, users.slice(0, 2).map(({ id }) => ({ id })));
  const quota = await client.post("/v3.0/oa/quota/group", { product_type: "gmf10", quota_type: "sub_quota" });
  assert.deepEqual(quota.data.map(({ status, used_id }) => [status, used_id]), [["used", group.id]]);
});

test("what a new group needs", async (t) => {
  const { client, users, asset } = await withGroup(t);
  const create = (changes) =>
    client.post(at("creategroupwithoa"), {
      group_name: "x", asset_id: "none", member_user_ids: [users[0].id], ...changes,
    });
  const free = async (more) => (await client.sim("POST", "/assets", more)).id;
  assert.equal((await create({})).error, -201);
  assert.equal((await create({ asset_id: asset.id })).error, -241);
  assert.equal((await create({ asset_id: await free({ disabled: true }) })).error, -238);
  assert.equal((await create({ asset_id: await free(), group_name: "" })).error, -201);
  assert.equal((await create({ asset_id: await free(), member_user_ids: [] })).error, -201);
  assert.equal((await create({ asset_id: await free(), member_user_ids: ["1"] })).error, -201);
  assert.equal((await create({ asset_id: await free(), member_user_ids: Array(100).fill(users[0].id) })).error, -210);
  const stranger = await client.user({ name: "Người lạ" });
  assert.equal((await create({ asset_id: await free(), member_user_ids: [stranger.id] })).error, -213);
  await client.say(stranger, "Xin chào");
  assert.equal((await create({ asset_id: await free(), member_user_ids: [stranger.id] })).error, 0);
  await client.sim("PATCH", `/users/${stranger.id}`, { blocks_invitations: true });
  assert.equal((await create({ asset_id: await free(), member_user_ids: [stranger.id] })).error, -217);
  await client.sim("PATCH", "/oa", { package: "basic" });
  assert.equal((await create({})).error, -224);
  await client.sim("PATCH", "/oa", { verified: false });
  assert.equal((await create({})).error, -221);
});

test("groups are read: one, all by pages, members, changes of information", async (t) => {
  const { client, receiver, users, group } = await withGroup(t);
  assert.equal((await client.get(at("getgroup"), { group_id: group.id })).data.group_info.name, "Tổ một cửa");
  assert.equal((await client.get(at("getgroup"), { group_id: "none" })).error, -201);
  for (let index = 0; index < 6; index += 1) await client.sim("POST", "/groups", { name: `Nhóm ${index}` });
  const { data } = await client.get(at("getgroupsofoa"), {});
  assert.deepEqual([data.total, data.count, data.groups.length], [7, 5, 5]);
  assert.equal((await client.get(at("getgroupsofoa"), { offset: 5, count: 50 })).data.count, 2);
  assert.equal((await client.get(at("getgroupsofoa"), { count: 51 })).error, -210);

  const { members, total } = (await client.get(at("listmember"), { group_id: group.id, offset: 0, count: 50 })).data;
  assert.equal(total, 3);
  assert.deepEqual(members.map(({ oa_id, user_id, name }) => oa_id ?? `${user_id} ${name}`), [
    client.keys.oa_id, `${users[0].id} Hạnh`, `${users[1].id} Dũng`,
  ]);

  const renamed = await client.post(at("updateinfo"), { group_id: group.id, group_name: "Tên mới", join_appr: true });
  assert.equal(renamed.data.group_info.name, "Tên mới");
  assert.equal(renamed.data.group_setting.join_appr, true);
  assert.equal((await client.post(at("updateinfo"), { group_id: group.id, join_appr: "yes" })).error, -201);
  await client.sim("POST", "/idle");
  assert.equal(receiver.events("update_group_info").length, 1);
});

test("members are invited, made admins, and removed", async (t) => {
  const { client, receiver, users, group } = await withGroup(t);
  const [hanh, , tam] = users;
  const act = (name, ...people) =>
    client.post(at(name), { group_id: group.id, member_user_ids: people.map(({ id }) => id) });
  assert.equal((await act("addadmins", tam)).error, -201, "not a member yet");
  assert.equal((await act("invite", tam)).error, 0);
  assert.equal((await act("addadmins", tam)).error, 0);
  assert.equal((await act("removeadmins", tam)).error, 0);
  assert.equal((await act("removemembers", hanh)).error, 0);
  assert.equal((await act("removemembers", hanh)).error, -201);
  await client.sim("POST", "/idle");
  const names = receiver.events().map((event) => event.event_name).slice(2);
  assert.deepEqual(names, ["user_join_group", "add_group_admin", "remove_group_admin", "user_out_group"]);
  await client.switch({ leave_event: "user_leave_group" });
  await client.sim("POST", `/groups/${group.id}/leave`, { user_id: tam.id, wait: true });
  assert.deepEqual(receiver.events("user_leave_group")[0].users, [{ id: tam.id }]);
});

test("a full group takes nobody more", async (t) => {
  const { client, group } = await withGroup(t);
  const more = [];
  for (let index = 0; index < 8; index += 1) more.push((await client.user({ follows: true })).id);
  assert.equal((await client.post(at("invite"), { group_id: group.id, member_user_ids: more })).error, -210);
  assert.equal((await client.post(at("invite"), { group_id: group.id, member_user_ids: more.slice(1) })).error, 0);
});

test("who asks to join waits until accepted or rejected", async (t) => {
  const { client, receiver, users, group } = await withGroup(t);
  const dung = users[2];
  const other = await client.user({ name: "Hà", follows: true });
  await client.post(at("updateinfo"), { group_id: group.id, join_appr: true });
  for (const user of [dung, other]) await client.sim("POST", `/groups/${group.id}/ask`, { user_id: user.id, wait: true });
  const pending = async () => (await client.get(at("listpendinginvite"), { group_id: group.id })).data;
  assert.deepEqual((await pending()).members.map(({ user_id }) => user_id), [dung.id, other.id]);
  const answer = (name, user) => client.post(at(name), { group_id: group.id, member_user_ids: [user.id] });
  assert.equal((await answer("acceptpendinginvite", dung)).error, 0);
  await client.switch({ join_answer_events: "react" });
  assert.equal((await answer("rejectpendinginvite", other)).error, 0);
  assert.equal((await answer("acceptpendinginvite", other)).error, -201);
  assert.equal((await pending()).total, 0);
  await client.sim("POST", "/idle");
  assert.equal(receiver.events("user_request_join_group").length, 2);
  assert.equal(receiver.events("accept_request_join_group").length, 1);
  assert.equal(receiver.events("react_request_join_group_reject").length, 1);
});

test("messages into a group, and when they are refused", async (t) => {
  const { client, receiver, users, group } = await withGroup(t);
  await client.switch({ echo_group_sends: true });
  const sent = await client.groupMessage(group, `Mời [@${users[0].id}] và [@${group.id}]`);
  assert.equal(sent.error, 0);
  await client.sim("POST", "/idle");
  const [echo] = receiver.events("oa_send_group_text");
  assert.deepEqual([echo.recipient.id, echo.sender, echo.message.msg_id], [
    group.id, { id: client.keys.oa_id }, sent.data.message_id,
  ]);
  const [, message] = (await client.transcript(`group:${group.id}`)).slice(-2);
  assert.equal(message.shown_text, "Mời @Hạnh và @Tất cả");

  assert.equal((await client.groupMessage(group, "x".repeat(2001))).error, -210);
  assert.equal((await client.groupMessage({ id: "none" }, "x")).error, -201);
  const list = { attachment: { type: "template", payload: { template_type: "list", elements: [], buttons: [] } } };
  await client.switch({ button_templates: "accept" });
  assert.equal((await client.groupMessage(group, list)).error, -233);
  await client.sim("POST", `/groups/${group.id}/remove_oa`);
  assert.equal((await client.groupMessage(group, "x")).error, -403);
});

test("no window closes for groups", async (t) => {
  const { client, group } = await withGroup(t);
  await client.advance(30 * day);
  await client.renew();
  assert.equal((await client.groupMessage(group, "Một tháng sau")).error, 0);
});

test("whether a group message may quote is a switch", async (t) => {
  const { client, users, group } = await withGroup(t);
  const { message_id } = await client.say(users[0], "Câu hỏi", { to: group.id });
  const quote = async () => {
    const { error } = await client.groupMessage(group, { text: "x", quote_message_id: message_id });
    return [error, (await client.transcript(`group:${group.id}`)).pop().quote?.message_id];
  };
  assert.deepEqual(await quote(), [0, undefined]);
  await client.switch({ group_quotes: "accept" });
  assert.deepEqual(await quote(), [0, message_id]);
  await client.switch({ group_quotes: "refuse" });
  assert.equal((await quote())[0], -201);
});

test("an asset that ends disables the group, and 45 days later it is gone; a new asset saves it", async (t) => {
  const { client, asset, group } = await withGroup(t);
  const { now } = await client.sim("GET", "/clock");
  await client.sim("PATCH", `/assets/${asset.id}`, { valid_through: now + day });
  await client.advance(day + 1000);
  await client.renew();
  assert.equal((await client.groupMessage(group, "x")).error, -237);
  assert.equal((await client.get(at("getgroup"), { group_id: group.id })).data.group_info.status, "disabled");
  const next = await client.sim("POST", "/assets", { type: "gmf50" });
  const saved = await client.post(at("updateasset"), { group_id: group.id, asset_id: next.id });
  assert.equal(saved.data.group_info.max_member, 50);
  assert.equal((await client.groupMessage(group, "x")).error, 0);
  await client.sim("PATCH", `/assets/${next.id}`, { valid_through: now });
  await client.advance(45 * day);
  await client.renew();
  assert.equal((await client.groupMessage(group, "x")).error, -201);
});

test("a group is dissolved and its asset is free again", async (t) => {
  const { client, receiver, asset, group } = await withGroup(t);
  assert.equal((await client.post(at("delete"), { group_id: group.id })).error, 0);
  assert.equal((await client.post(at("delete"), { group_id: group.id })).error, -201);
  await client.sim("POST", "/idle");
  assert.equal(receiver.events("delete_group")[0].group_id, group.id);
  const { data } = await client.post("/v3.0/oa/quota/group", {});
  assert.equal(data.find(({ asset_id }) => asset_id === asset.id).status, "available");
});

test("the history of one group and of all", async (t) => {
  const { client, users, group } = await withGroup(t);
  const other = await client.sim("POST", "/groups", { name: "Khác", members: [users[0].id] });
  await client.say(users[0], "Câu một", { to: group.id });
  await client.advance(1000);
  await client.groupMessage(group, "Câu hai");
  await client.advance(1000);
  await client.say(users[0], "Câu ba", { to: other.id });
  const one = (await client.get(at("conversation"), { group_id: group.id, offset: 0, count: 50 })).data;
  assert.deepEqual(one.map(({ message, src, group_id }) => [message, src, group_id]), [
    ["Câu hai", 0, group.id], ["Câu một", 1, group.id],
  ]);
  const all = (await client.get(at("listrecentchat"), { offset: 0, count: 2 })).data;
  assert.deepEqual(all.map(({ message }) => message), ["Câu ba", "Câu hai"]);
  assert.equal((await client.get(at("conversation"), { group_id: "none" })).error, -201);
  assert.equal((await client.get(at("conversation"), { group_id: group.id, count: 51 })).error, -210);
});

test("people write into groups only as members, and not into locked ones", async (t) => {
  const client = await simulator(t);
  const [hanh, dung] = [await client.user(), await client.user()];
  const group = await client.sim("POST", "/groups", { name: "Nhóm", members: [hanh.id] });
  await assert.rejects(client.say(dung, "x", { to: group.id }), /is not in/);
  await client.sim("PATCH", `/groups/${group.id}`, { lock_send_msg: true });
  await assert.rejects(client.say(hanh, "x", { to: group.id }), /is locked/);
  await client.sim("POST", `/groups/${group.id}/admins`, { user_id: hanh.id });
  await client.say(hanh, "x", { to: group.id });
});
