// kill -9 three times while 50 visitors send 2,000 messages: what was acknowledged is there once, and so is each of its
// replies.
// CRASH_SEED repeats a run.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { history } from "../e2e/lib/chat.mjs";
import { eventually, root, TestServer } from "../e2e/lib/server.mjs";
import { Visitor } from "./visitor.mjs";

const visitors = 50;
const messagesEach = 40;
const kills = 3;
const replies = new Set(["answer", "clarification", "handover", "small_talk", "notice"]);
const smallTalk = ["xin chào", "chào em", "cảm ơn nhé", "cám ơn bạn nhiều", "tạm biệt", "bạn là ai", "hi"];

/// mulberry32: small, and the same on every machine.
function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const seed = Number(process.env.CRASH_SEED ?? Math.floor(Math.random() * 2 ** 31));
const random = seeded(seed);
const pick = (list) => list[Math.floor(random() * list.length)];

let server;
before(async () => {
  server = await TestServer.start({ web_chat: { messages_per_minute: 100_000 } });
});
after(() => server?.dispose());

async function prepareMessages() {
  const lines = (await readFile(join(root, "kb_index/data/gold_questions.jsonl"), "utf8")).trim().split("\n");
  const questions = lines.map((line) => JSON.parse(line));
  const inside = questions.filter(({ expected }) => expected.length > 0).map(({ query }) => query);
  const outside = questions.filter(({ expected }) => expected.length === 0).map(({ query }) => query);
  return (visitor) =>
    Array.from({ length: messagesEach }, (_, number) => {
      const kind = random();
      const text = kind < 0.5 ? pick(inside) : kind < 0.8 ? pick(outside) : pick(smallTalk);
      // A few distinct words keep every text apart from the others, as tickets quote them.
      return { id: `crash-${visitor}-${number}`, text: kind < 0.8 ? `${text} (${visitor}.${number})` : text };
    });
}

/// Numbers of accepted messages at which to kill: spread, but at random.
function moments() {
  const total = visitors * messagesEach;
  return Array.from({ length: kills }, (_, n) => Math.floor(total * ((n + 0.1 + 0.8 * random()) / kills)));
}

/// The most that a message can ask: it has a reply for each of its questions.
const sentences = (text) => text.split(/[?!.;\n]+\s/u).length;

const settled = ({ entries }) => {
  const replied = new Set(entries.map(({ reply_to }) => reply_to));
  const questions = entries.filter(({ kind }) => kind === "question");
  return questions.length === messagesEach && questions.every(({ sequence }) => replied.has(sequence));
};

function examine(visitor, number, { entries, tickets }) {
  const who = `visitor ${number}`;
  const questions = entries.filter(({ kind }) => kind === "question");
  const answered = entries.filter(({ kind }) => replies.has(kind));
  assert.deepEqual(entries.map(({ sequence }) => sequence), entries.map((_, n) => n + 1), `${who}: no gaps`);
  assert.deepEqual(visitor.conflicts, [], `${who}: one sequence for one id`);
  assert.deepEqual(
    questions.map(({ id }) => id).sort(),
    visitor.messages.map(({ id }) => id).sort(),
    `${who}: every acknowledged message once`,
  );
  for (const { id, sequence, text } of questions) {
    assert.equal(sequence, visitor.acknowledged.get(id), `${who}: ${id} stands where it was acknowledged`);
    assert.equal(text, visitor.messages.find((message) => message.id === id).text);
  }
  assert.equal(answered.length + questions.length, entries.length, `${who}: nothing else in the log`);
  const repliesTo = new Map(questions.map(({ sequence }) => [sequence, []]));
  for (const { reply_to, sequence, text } of answered) {
    assert.ok(reply_to < sequence, `${who}: a reply before its message`);
    repliesTo.get(reply_to).push(text);
  }
  for (const { id, sequence, text } of questions) {
    const replies = repliesTo.get(sequence);
    assert.equal(new Set(replies).size, replies.length, `${who}: ${id} has every reply once`);
    assert.ok(replies.length >= 1 && replies.length <= sentences(text), `${who}: ${id} has a reply for each question`);
  }
  const opened = entries.filter(({ kind }) => kind === "handover").map(({ ticket }) => ticket.number);
  const numbers = new Set(tickets.map((ticket) => ticket.number));
  assert.ok(opened.every((ticket) => numbers.has(ticket)), `${who}: every ticket named in the log exists`);
  assert.equal(new Set(tickets.map(({ question }) => question)).size, tickets.length, `${who}: no ticket twice`);
  return numbers;
}

test(`${kills} kills during ${visitors * messagesEach} messages, seed ${seed}`, { timeout: 900_000 }, async (t) => {
  const make = await prepareMessages();
  const killAt = moments();
  t.diagnostic(`seed ${seed}, kills after ${killAt.join(", ")} accepted messages`);
  let accepted = 0;
  let down = Promise.resolve();
  const onAccepted = () => {
    accepted += 1;
    if (killAt.length > 0 && accepted >= killAt[0]) {
      killAt.shift();
      down = down.then(() => server.restart("SIGKILL")).then(({ signal }) => assert.equal(signal, "SIGKILL"));
    }
  };
  const all = Array.from(
    { length: visitors },
    (_, number) =>
      new Visitor(server, make(number), { window: 1 + (number % 4), random, accepted: onAccepted }),
  );
  const started = Date.now();
  await Promise.all(all.map((visitor) => visitor.run()));
  await down;
  assert.equal(killAt.length, 0);
  t.diagnostic(`${accepted} acknowledgements, ${all.reduce((sum, { reconnects }) => sum + reconnects, 0)} reconnects, `
    + `${Math.round((Date.now() - started) / 1000)} s`);

  const tickets = new Set();
  let listed = 0;
  for (const [number, visitor] of all.entries()) {
    const found = await eventually(
      async () => {
        const now = await history(server, visitor.token);
        return settled(now) && now;
      },
      `visitor ${number} has a reply for every message`,
      60_000,
    );
    for (const ticket of examine(visitor, number, found)) {
      tickets.add(ticket);
      listed += 1;
    }
  }
  assert.equal(tickets.size, listed, "no ticket belongs to two visitors");
  await server.finish();
});
