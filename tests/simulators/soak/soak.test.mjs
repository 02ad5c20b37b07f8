// 8 days of questions in groups and one to one, with everything wrong at random that can be: each answer that can be
// delivered arrives once, at the one who asked, and the others are listed and can be looked up. See the README.
import assert from "node:assert/strict";
import { join } from "node:path";
import { after, test } from "node:test";

import { gather } from "./evidence.mjs";
import { Examination } from "./examine.mjs";
import { makePlan, sizes } from "./plan.mjs";
import { Random } from "./random.mjs";
import { report } from "./report.mjs";
import { Soak } from "./soak.mjs";
import { World } from "./world.mjs";
import { root } from "../../e2e/lib/server.mjs";

const name = process.env.SOAK ?? "quick";
const seed = Number(process.env.SOAK_SEED ?? Math.floor(Math.random() * 2 ** 31));
const log = join(root, "build/test-logs", `soak-${name}.log`);

let world;
after(() => world?.dispose());

async function live(plan, random) {
  world = await World.start(plan, seed);
  const soak = new Soak(world, plan, random);
  await soak.run(seed);
  return { soak, evidence: await gather(world, soak) };
}

test(`a ${name} soak, seed ${seed}`, { timeout: 900_000 }, async (t) => {
  t.diagnostic(`repeat with SOAK=${name} SOAK_SEED=${seed}`);
  assert.ok(sizes[name], `SOAK is one of ${Object.keys(sizes).join(", ")}`);
  const random = new Random(seed);
  const plan = await makePlan(random, sizes[name]);
  const started = Date.now();
  const { soak, evidence } = await live(plan, random).finally(() => world?.keepLog(log));
  const examination = new Examination(world, soak, evidence).run();
  const seconds = Math.round((Date.now() - started) / 1000);
  for (const line of report(world, soak, evidence, examination, seconds)) t.diagnostic(line);
  assert.deepEqual(examination.problems, []);
  await world.server.finish();
});
