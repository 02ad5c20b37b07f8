// The start state of --demo: an OA, five people, two groups, a chat with a bot.

const names = ["Nguyễn Thị Hạnh", "Trần Văn Dũng", "Lê Minh Tâm", "Phạm Thu Hà", "Võ Quốc Bảo"];

export function setUpDemo({ state, people, groupActs, acts, bots, chats }) {
  state.oa.name = "Cải cách hành chính Khánh Hòa";
  state.oa.description = "Hỏi đáp về cải cách hành chính của tỉnh Khánh Hòa";
  const all = names.map((name, index) => people.create({ name, follows: index < 4 }));
  const [hanh, dung, tam, ha, bao] = all;
  for (const user of all.slice(0, 4)) chats.notice(chats.withUser(user), `${user.name} đã quan tâm ${state.oa.name}`);
  chats.withUser(bao);

  const bot = bots.all()[0] ?? bots.create();
  bot.display_name = "Bot Cải cách hành chính";
  acts.say(ha, { to: bot.id, text: "Xin chào" });

  const ids = (...users) => users.map(({ id }) => id);
  groupActs.create({ name: "Tổ công tác CCHC tỉnh", members: ids(hanh, dung, tam, ha) });
  groupActs.create({ name: "Một cửa phường Nha Trang", members: ids(dung, tam, bao), bots: [bot.id] });
}
