// Holds the evidence against the plan. Every problem is one line; none means that the soak is passed.
import { distinct, isExplained, isLostTwice } from "./copies.mjs";
import { messagesTo } from "./evidence.mjs";
import { fates } from "./plan.mjs";

const mark = /\[TL-(\d+)-[AZ]\]/;
const kinds = [
  ["answer", /Trả lời tự động\. Chưa đúng ý\?/],
  ["clarification", /để chọn\.$/],
  ["handover", /phiếu #\d+\. Câu trả lời sẽ đến ngay tại đây/],
];

export class Examination {
  constructor(world, soak, evidence) {
    Object.assign(this, { world, soak, evidence, problems: [] });
    this.replies = {};
    this.delivered = 0;
    this.extra = [];
    this.undeliverable = {};
    this.lookedUp = 0;
  }

  run() {
    this.#examineThreads();
    this.#examineGroups();
    this.#examineParts();
    for (const [ticket, question] of this.soak.byTicket) this.#examineAnswer(ticket, question);
    for (const expert of this.world.experts.filter(({ inZalo }) => inZalo)) this.#examineExpert(expert);
    this.#examineWebhook();
    return this;
  }

  #problem(text) {
    this.problems.push(text);
  }

  #placeOf({ person, group }) {
    return { person: this.world.people[person], group: group === null ? null : this.world.groups[group] };
  }

  /// Each once; copies that could not be helped are counted, others are problems.
  #once(messages, whose) {
    return distinct(messages).map((each) => {
      if (each.extra.length > 0) {
        this.extra.push(...each.extra);
        if (!isExplained(this.evidence.requests, each)) {
          this.#problem(`${whose}: ${each.extra.length + 1} times: ${excerpt(each.first)}`);
        }
      }
      return each.first;
    });
  }

  // ---- every question has one reply, in its place and to its asker

  #examineThreads() {
    const threads = new Map();
    for (const question of this.soak.plan.questions) {
      const key = `${question.group}/${question.person}`;
      threads.set(key, [...(threads.get(key) ?? []), question]);
    }
    for (const questions of threads.values()) this.#examineThread(questions);
  }

  #examineThread(questions) {
    const whose = `asker ${questions[0].person}${questions[0].group === null ? "" : ` in group ${questions[0].group}`}`;
    const messages = this.#once(messagesTo(this.evidence, this.#placeOf(questions[0])), whose);
    const heads = messages.filter(({ text, quote }) => !mark.test(text) && (questions[0].group !== null || quote));
    const own = questions.flatMap(({ messageId, thanksId }) => [messageId, thanksId ?? []].flat());
    let expected = 0;
    for (const id of own) {
      const due = this.evidence.repliesTo.get(id) ?? 0;
      const quoting = heads.filter(({ quote }) => quote?.message_id === id).length;
      if (due === 0) this.#problem(`${whose}: no reply to ${id}`);
      if (quoting > due || (questions[0].group === null && quoting < due)) {
        this.#problem(`${whose}: ${quoting} replies quote ${id}, and not ${due}`);
      }
      expected += due;
    }
    if (heads.length !== expected) {
      this.#problem(`${whose}: ${heads.length} replies and not ${expected}: ${heads.map(excerpt).join(" | ")}`);
    }
    const foreign = messages.filter(({ quote }) => quote && !own.includes(quote.message_id));
    if (foreign.length > 0) this.#problem(`${whose}: a reply quotes somebody else's message`);
    for (const head of heads) this.#count(this.replies, kindOf(head));
  }

  /// Who did not speak to the account gets nothing.
  #examineGroups() {
    for (const [at, id] of this.world.groups.entries()) {
      const asked = this.soak.plan.questions.filter(({ group }) => group === at);
      const askers = new Set(asked.map(({ person }) => this.world.people[person]));
      for (const message of this.evidence.chats.get(`group:${id}`) ?? []) {
        const mentioned = /^\[@([^\]]+)\] /.exec(message.text)?.[1];
        if (!askers.has(mentioned)) this.#problem(`group ${at}: to nobody who asked: ${excerpt(message)}`);
      }
    }
  }

  /// What was to happen did.
  #examineParts() {
    const { plan, kills, consents } = this.soak;
    const tickets = (filter) => plan.questions.filter((question) => question.ticket && filter(question)).length;
    for (const fate of Object.keys(fates)) {
      if (tickets((question) => question.fate === fate) !== 1) this.#problem(`nobody was ${fate}`);
    }
    if (tickets(({ group }) => group !== null && plan.groups[group].dissolved) === 0) this.#problem("no group was missed");
    if (kills.length !== 2) this.#problem(`${kills.length} kills`);
    if (consents === 0) this.#problem("no new consent was asked for");
  }

  // ---- every expert's answer arrives once, or is listed and can be looked up

  #examineAnswer(ticket, question) {
    const { answer } = question;
    const whose = `ticket ${ticket} (question ${question.id}, answered by ${answer.given})`;
    if (!answer.given) this.#problem(`${whose}: nobody answered`);
    const copies = this.#everywhere(answer.first);
    const place = this.#placeOf(question);
    const right = messagesTo(this.evidence, place).filter(({ text }) => text.includes(answer.first));
    if (right.length !== copies) this.#problem(`${whose}: ${copies - right.length} copies went to somebody else`);
    const reached = distinct(right).length;
    const failed = this.evidence.troubled.filter((each) => each.finished && each.ticket === ticket);
    const expected = this.#reasonFor(question);
    if (expected) {
      if (reached !== 0) this.#problem(`${whose}: arrived, though it can't have`);
      this.#examineFailure(whose, failed, expected);
    } else if (failed.length > 0) {
      if (!isLostTwice(this.evidence.requests, answer.first)) this.#problem(`${whose}: failed: ${failed[0].detail}`);
      this.#count(this.undeliverable, failed[0].reason);
    } else if (reached !== 1) {
      this.#problem(`${whose}: arrived ${reached} times`);
    } else {
      this.#examineEnd(whose, question, right);
      this.delivered += 1;
    }
    this.#examineLookup(whose, ticket, answer);
  }

  #reasonFor({ fate, group }) {
    if (group !== null && this.soak.plan.groups[group].dissolved) return "group_gone";
    return fates[fate]?.reason ?? null;
  }

  #examineFailure(whose, failed, reason) {
    if (failed.length !== 1) return this.#problem(`${whose}: listed ${failed.length} times as failed`);
    if (failed[0].reason !== reason) {
      this.#problem(`${whose}: failed for ${failed[0].reason}, not for ${reason}: ${failed[0].detail}`);
    }
    this.#count(this.undeliverable, failed[0].reason);
  }

  /// A long answer comes in parts; in a group it is cut, and says where the rest stands.
  #examineEnd(whose, { answer, group }, messages) {
    const cut = group !== null && messages[0].text.includes("Xem đầy đủ tại: ");
    if (!cut && this.#everywhere(answer.last) < 1) this.#problem(`${whose}: the end is missing`);
  }

  #everywhere(text) {
    const inChat = (messages) => messages.filter((message) => message.text.includes(text)).length;
    return [...this.evidence.chats.values()].reduce((sum, messages) => sum + inChat(messages), 0);
  }

  #examineLookup(whose, ticket, answer) {
    const found = this.evidence.lookups.get(ticket);
    if (!found) return this.#problem(`${whose}: the asker has no lookup code`);
    const shown = found.status === 200 && found.number === ticket && found.answers.length === 1;
    if (!shown || !found.answers[0].text.includes(answer.first)) {
      this.#problem(`${whose}: the code finds ${JSON.stringify(found).slice(0, 200)}`);
    }
    this.lookedUp += 1;
  }

  // ---- experts in Zalo hear once of each ticket, and once of each answer

  #examineExpert({ person, console }) {
    const messages = this.#once(this.evidence.chats.get(`user:${person}`) ?? [], console.name);
    for (const [ticket, { answer }] of this.soak.byTicket) {
      const notices = messages.filter(({ text }) => text.startsWith(`#${ticket} `));
      if (notices.length !== 1) this.#problem(`${console.name}: ${notices.length} notices of ticket ${ticket}`);
      const mine = answer.given !== "console" && this.world.experts[answer.expert].person === person;
      const confirmed = messages.filter(({ text }) => text.includes(`câu trả lời của phiếu #${ticket} và`));
      if (confirmed.length !== (mine ? 1 : 0)) {
        this.#problem(`${console.name}: ${confirmed.length} confirmations of ticket ${ticket}`);
      }
    }
  }

  #examineWebhook() {
    const { unsubscribed = 0, failed = 0, abandoned = 0 } = this.evidence.counters.webhook;
    if (unsubscribed + failed + abandoned > 0) this.#problem("Zalo gave events up");
    for (const { name, outcome, reason, count } of this.evidence.events) {
      if (outcome === "" || outcome === "malformed") this.#problem(`${count} ${name}: ${outcome} ${reason}`);
    }
  }

  #count(counts, what) {
    counts[what] = (counts[what] ?? 0) + 1;
  }
}

function kindOf({ text }) {
  return kinds.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
}

function excerpt({ text }) {
  return text.replaceAll("\n", " ").slice(0, 100);
}
