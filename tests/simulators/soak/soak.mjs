// Carries out a plan in simulated time: from one thing that is planned or due to the next.
import { fates, hour, minute } from "./plan.mjs";
import { faults } from "./faults.mjs";

const longest = 12 * minute; // of real time
const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

export class Soak {
  #agenda = [];

  constructor(world, plan, random) {
    Object.assign(this, { world, plan, random, zalo: world.zalo });
    this.byTicket = new Map();
    this.kills = [];
    this.consents = 0;
    this.jumps = 0;
    this.waitedForOperator = 0;
  }

  async run(seed) {
    this.began = this.world.time.now();
    const started = Date.now();
    await this.zalo.call("POST", "/faults", { seed: String(seed), faults });
    this.#planAll();
    for (;;) {
      await this.#actOnWhatIsDue();
      const work = await this.world.settle();
      await this.#takeNewTickets();
      await this.#operate();
      const next = await this.#next(work);
      if (next === null) break;
      await this.world.advance(Math.max(next - this.world.time.now(), 0) + 1_000);
      this.jumps += 1;
      if (Date.now() - started > longest) throw new Error(`not over after ${longest} ms: ${JSON.stringify(work)}`);
    }
  }

  #at(after, act) {
    this.#agenda.push({ at: this.began + after, act });
    this.#agenda.sort((a, b) => a.at - b.at);
  }

  #planAll() {
    const { questions, dissolvedAt, groups, burst } = this.plan;
    for (const question of questions) {
      this.#at(question.at, () => this.#ask(question));
      if (question.fate) this.#planFate(question);
    }
    const bursts = Math.max(...questions.map((question) => question.burst)) + 1;
    for (const part of [0.3, 0.8]) this.#at(Math.floor(bursts * part) * burst, () => this.#kill());
    for (const [at, group] of groups.entries()) {
      this.#at(this.random.below(bursts) * burst, () => this.#chat(at));
      if (group.dissolved) this.#at(dissolvedAt, () => this.zalo.call("DELETE", `/groups/${this.world.groups[at]}`));
    }
    this.#at(bursts * burst * 0.4, () => this.zalo.call("PUT", "/switches", { rate_limit_per_minute: 15 }));
    this.#at(bursts * burst * 0.5, () => this.zalo.call("PUT", "/switches", { rate_limit_per_minute: 4000 }));
    this.#at(bursts * burst * 0.6, () => this.zalo.call("PUT", "/switches", { group_quotes: "refuse" }));
    this.#at(bursts * burst * 0.7, () => this.zalo.call("PUT", "/switches", { group_quotes: "accept" }));
    this.#at(3 * hour, () => this.#revokeAccessToken());
    this.#at(30 * hour, () => this.zalo.call("POST", "/tokens/revoke", {}));
  }

  async #actOnWhatIsDue() {
    const now = this.world.time.now();
    const due = this.#agenda.filter(({ at }) => at <= now);
    this.#agenda = this.#agenda.filter(({ at }) => at > now);
    await Promise.all(due.map(({ act }) => act()));
  }

  /// What is planned, what the outbox waits for, or what Zalo will deliver; null when there is nothing left.
  async #next({ next, unfinished }) {
    const times = [this.#agenda[0]?.at, unfinished > 0 ? next : null].filter((time) => time != null);
    if (times.length > 0) return Math.min(...times);
    const { deliveries } = await this.zalo.call("GET", "/deliveries?state=waiting");
    return deliveries.length === 0 ? null : Math.min(...deliveries.map(({ next_at }) => next_at));
  }

  // ---- people

  async #ask(question) {
    const group = question.group === null ? null : this.world.groups[question.group];
    const what =
      group === null
        ? { to: "oa", text: question.text }
        : question.viaPrefix
          ? { to: group, text: `/hoi ${question.text}` }
          : { to: group, text: question.text, mention: ["oa"] };
    question.messageId = await this.zalo.say(this.world.people[question.person], what);
  }

  #planFate(question) {
    const { fate, person, at } = question;
    const user = this.world.people[person];
    if (fate === "blocked") {
      this.#at(at + fates.blocked.after, () => this.zalo.call("PATCH", `/users/${user}`, { refuse_with: -227 }));
    }
    if (fate === "returning") {
      this.#at(at + fates.returning.comesBack, async () => {
        question.thanksId = await this.zalo.say(user, { to: "oa", text: "cảm ơn" });
      });
    }
  }

  /// Members talk with each other, which is none of the bot's business.
  async #chat(group) {
    const members = this.plan.groups[group].members.map((person) => this.world.people[person]);
    const [talker, other] = members.slice(-2);
    await this.zalo.say(talker, { to: this.world.groups[group], text: "Chiều nay họp lúc 14 giờ nhé cả nhà" });
    await this.zalo.say(talker, { to: this.world.groups[group], text: "nhớ mang hồ sơ nhé", mention: [other] });
  }

  // ---- experts

  async #takeNewTickets() {
    for (const ticket of await this.world.experts[0].console.openTickets()) {
      if (this.byTicket.has(ticket.number)) continue;
      const question = this.plan.questions.find(({ text }) => ticket.question.includes(text));
      if (!question || question.ticket) throw new Error(`ticket ${ticket.number} is nobody's: ${ticket.question}`);
      question.ticket = ticket.number;
      this.byTicket.set(ticket.number, question);
      const after = Math.max(question.at + question.answer.delay, this.world.time.now() - this.began);
      this.#at(after, () => this.#answer(question));
    }
  }

  async #answer(question) {
    const { answer, ticket } = question;
    const expert = this.world.experts[answer.expert];
    if (!expert.inZalo) {
      await expert.console.answer(ticket, answer.text);
      answer.given = "console";
      return;
    }
    const notice = answer.quoting ? await this.#noticeOf(ticket, expert) : null;
    if (answer.quoting && !notice) {
      this.#at(this.world.time.now() - this.began + 10 * minute, () => this.#answer(question)); // it is still on its way
      return;
    }
    const text = notice ? answer.text : `#${ticket} ${answer.text}`;
    await this.zalo.say(expert.person, { to: "oa", text, ...(notice && { quote: notice.message_id }) });
    answer.given = notice ? "reply in Zalo" : "number in Zalo";
  }

  async #noticeOf(ticket, { person }) {
    const messages = await this.zalo.transcript(`user:${person}`);
    return messages.find(({ from, text }) => from.kind === "oa" && text.startsWith(`#${ticket} `));
  }

  // ---- operators, and what they have to mend

  /// In the middle of its work, if there is any.
  async #kill() {
    for (let look = 0; look < 20; look += 1) {
      const { events, underWay } = await this.world.work();
      if (events + underWay > 0) break;
    }
    await pause(this.random.between(0, 30));
    this.kills.push(await this.world.kill());
  }

  async #revokeAccessToken() {
    const { access } = await this.zalo.call("GET", "/tokens");
    await this.zalo.call("POST", "/tokens/revoke", { access_token: Object.keys(access).pop() });
  }

  /// Whoever looks at the console's page of channels, and grants access again when it asks for it.
  async #operate() {
    const { zalo_oa } = await this.world.administrator.must("GET", "/channels");
    if (zalo_oa.token?.state !== "needs_operator") return;
    const { deliveries } = await this.world.administrator.must("GET", "/channels/deliveries?limit=200");
    this.waitedForOperator += deliveries.filter(({ finished }) => !finished).length;
    if (await this.world.administrator.consent()) this.consents += 1;
  }
}
