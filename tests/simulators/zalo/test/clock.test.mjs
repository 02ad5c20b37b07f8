// Simulated time: it flows, it jumps, timers fire in order, and a jump waits for what it starts.
import assert from "node:assert/strict";
import test from "node:test";
import { Clock } from "../core/clock.mjs";
import { hour, minute, simulator } from "./lib.mjs";

function clock(t) {
  const made = new Clock({ offset: 0 });
  t.after(() => made.stop());
  return made;
}

test("real time flows on it", async (t) => {
  const time = clock(t);
  const before = time.now();
  await time.sleep(20);
  assert.ok(time.now() - before >= 20);
});

test("timers fire in order of their times, each at its own time", async (t) => {
  const time = clock(t);
  const begin = time.now();
  const fired = [];
  for (const wait of [3 * hour, minute, hour, 2 * minute, minute + 1]) {
    time.after(wait, () => fired.push([wait, time.now() - begin - wait]));
  }
  await time.advance(2 * hour);
  assert.deepEqual(fired.map(([wait]) => wait), [minute, minute + 1, 2 * minute, hour]);
  for (const [, late] of fired) assert.ok(late >= 0 && late < 1000, `${late} ms late`);
  assert.ok(time.now() - begin >= 2 * hour);
});

test("a timer that is set during a jump fires in the same jump", async (t) => {
  const time = clock(t);
  let fired = 0;
  const again = () => {
    fired += 1;
    time.after(minute, again);
  };
  time.after(minute, again);
  await time.advance(10 * minute + 500);
  assert.equal(fired, 10);
});

test("a jump waits for the work that a timer starts, and not when told not to", async (t) => {
  const time = clock(t);
  let done = false;
  const work = () => new Promise((resolve) => setTimeout(resolve, 30)).then(() => (done = true));
  time.after(minute, work);
  await time.advance(hour);
  assert.equal(done, true);
  done = false;
  time.after(minute, work);
  await time.advance(hour, { wait: false });
  assert.equal(done, false);
});

test("a cancelled timer does nothing", async (t) => {
  const time = clock(t);
  let fired = false;
  const cancel = time.after(minute, () => (fired = true));
  cancel();
  await time.advance(hour);
  assert.equal(fired, false);
});

test("many timers at equal times keep their order", async (t) => {
  const time = clock(t);
  const fired = [];
  const at = time.now() + minute;
  for (let index = 0; index < 500; index += 1) {
    time.at(at + (index % 5) * 1000, () => fired.push(index));
  }
  await time.advance(hour);
  const groups = [0, 1, 2, 3, 4].map((rest) => fired.filter((index) => index % 5 === rest));
  assert.deepEqual(fired, groups.flat());
  for (const group of groups) assert.deepEqual(group, [...group].sort((a, b) => a - b));
});

test("it can be set, ahead and back", async (t) => {
  const client = await simulator(t);
  const ahead = await client.sim("POST", "/clock", { set: "2030-01-02T03:04:05Z" });
  assert.match(ahead.iso, /^2030-01-02T03:04:0/);
  const back = await client.sim("POST", "/clock", { set: Date.parse("2029-12-31T00:00:00Z") });
  assert.match(back.iso, /^2029-12-31T00:00:0/);
  await assert.rejects(client.sim("POST", "/clock", { advance_ms: -5 }), /400/);
  await assert.rejects(client.sim("POST", "/clock", {}), /400/);
});
