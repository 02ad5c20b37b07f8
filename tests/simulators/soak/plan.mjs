// Who asks what, where and when, and which expert answers when: all drawn from the seed before anything happens.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { root } from "../../e2e/lib/server.mjs";

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export const sizes = {
  quick: { people: 32, oneToOne: 40, groups: 4, bursts: 12 },
  full: { people: 160, oneToOne: 200, groups: 20, bursts: 40 },
};
const inEachGroup = 10;
const asking = 8 * hour;
const longAnswers = 0.1;
const longText = "Anh/chị mang theo bản chính để đối chiếu, và nhớ giữ giấy hẹn cho đến khi nhận kết quả. ".repeat(30);

/// The experts: two answer at the console, two in Zalo.
export const experts = [
  { name: "lan", displayName: "Nguyễn Thị Lan", inZalo: false },
  { name: "minh", displayName: "Trần Văn Minh", inZalo: false },
  { name: "hoa", displayName: "Lê Thị Hoa", inZalo: true },
  { name: "tuan", displayName: "Phạm Anh Tuấn", inZalo: true },
];

/// What becomes of an asker after the question, so that an answer can't reach them or only later.
export const fates = {
  silent: { after: 8 * day, reason: "window_closed" }, // says nothing for 8 days
  returning: { after: 8 * day, comesBack: 9 * day }, // the same, and then writes again
  blocked: { after: 2 * day, reason: "blocked" },
};

/// Real questions with one sentence each, that the knowledge base answers or not.
async function goldQuestions() {
  const lines = (await readFile(join(root, "kb_index/data/gold_questions.jsonl"), "utf8")).trim().split("\n");
  const all = lines.map((line) => JSON.parse(line)).filter(({ query }) => !/[?!.;\n]+\s/u.test(query));
  return {
    inside: all.filter(({ expected }) => expected.length > 0).map(({ query }) => query),
    outside: all.filter(({ expected }) => expected.length === 0).map(({ query }) => query),
  };
}

export async function makePlan(random, size) {
  const gold = await goldQuestions();
  const unused = { inside: random.shuffled(gold.inside), outside: random.shuffled(gold.outside) };
  const plan = { questions: [], groups: [], burst: asking / size.bursts };

  // Of two questions of one thread, the second is the one that the bot can't answer. Whoever has a part to play asks for
  // a person, so that there surely is a ticket.
  const addThread = (group, person, kinds, { latest = size.bursts, fate } = {}) => {
    const wantsPerson = fate || (group !== null && plan.groups[group].dissolved);
    let burst = 0;
    for (const [at, kind] of kinds.entries()) {
      const last = latest - (kinds.length - at);
      burst = at === 0 ? random.below(last + 1) : burst + 1 + random.below(last - burst);
      const id = plan.questions.length + 1;
      const text = unused[kind].pop() + (wantsPerson ? ", cho tôi gặp chuyên viên" : "");
      plan.questions.push({ id, group, person, fate, text, burst });
    }
  };
  const kindsOfOne = () => [random.happens(0.6) ? "outside" : "inside"];

  const people = random.shuffled(Array.from({ length: size.people }, (_, at) => at));
  const twice = size.oneToOne / 4;
  for (let at = 0; at < twice; at += 1) addThread(null, people[at], ["inside", "outside"]);
  for (let at = twice; at < size.oneToOne - twice; at += 1) {
    const fate = Object.keys(fates)[at - twice];
    addThread(null, people[at], fate ? ["outside"] : kindsOfOne(), { fate });
  }

  for (let group = 0; group < size.groups; group += 1) {
    const dissolved = group === size.groups - 1;
    const members = random.shuffled(people).slice(0, inEachGroup - 2);
    plan.groups.push({ members, dissolved });
    for (let at = 0; at < 7; at += 1) {
      const kinds = at < 3 ? ["inside", "outside"] : kindsOfOne();
      addThread(group, members[at], kinds, { latest: dissolved ? Math.ceil(size.bursts / 2) : size.bursts });
    }
  }
  for (const question of plan.questions) {
    question.at = question.burst * plan.burst;
    question.viaPrefix = question.group !== null && random.happens(0.3);
    planAnswer(question, plan, random);
  }
  for (const question of plan.questions) {
    // An answer to the first of two comes after the second: what is written after it would be a reply to it.
    const { group, person, at } = question;
    const later = plan.questions.find((other) => other.group === group && other.person === person && other.at > at);
    if (later) question.answer.delay += later.at - at;
  }
  plan.dissolvedAt = asking + 2 * hour;
  return plan;
}

/// Carried out when the question becomes a ticket.
function planAnswer(question, plan, random) {
  const dissolved = question.group !== null && plan.groups[question.group].dissolved;
  const delay = question.fate
    ? fates[question.fate].after + hour
    : dissolved
      ? random.between(day, 5 * day)
      : random.logarithmic(minute, 5 * day);
  const long = random.happens(longAnswers);
  const [first, last] = [`[TL-${question.id}-A]`, `[TL-${question.id}-Z]`];
  question.answer = {
    delay,
    first,
    last,
    text: `${first} Nội dung này anh/chị làm tại nơi đã nộp hồ sơ. ${long ? longText : ""}Xin cảm ơn. ${last}`,
    expert: question.fate || dissolved ? random.below(2) : random.below(experts.length),
    quoting: random.happens(0.5),
  };
}
