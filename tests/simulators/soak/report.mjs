// The counts of a run, for people.
import { lostSends } from "./copies.mjs";

const counts = (of) =>
  Object.entries(of)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ") || "none";

const times = (list) => list.reduce((sum, name) => ({ ...sum, [name]: (sum[name] ?? 0) + 1 }), {});

export function report(world, soak, evidence, examination, seconds) {
  const { plan, byTicket, kills, jumps, consents, waitedForOperator } = soak;
  const { webhook, requests, errors } = evidence.counters;
  const inGroups = plan.questions.filter(({ group }) => group !== null).length;
  const answered = [...byTicket.values()].map(({ answer }) => answer.given);
  const { lost, withEffect } = lostSends(evidence.requests);
  const days = ((world.time.now() - soak.began) / 86_400_000).toFixed(1);
  const { deliveries, retries = 0, duplicates = 0, statuses } = webhook;
  const struck = evidence.faults.reduce(
    (sum, { action, match, applied }) => {
      const name = `${match.service ?? "token"} ${action}`;
      return { ...sum, [name]: (sum[name] ?? 0) + applied };
    },
    {},
  );
  return [
    `${days} days in ${seconds} s and ${jumps} jumps of the clock`,
    `asked: ${plan.questions.length - inGroups} one to one, ${inGroups} in ${plan.groups.length} groups`,
    `replied: ${counts(examination.replies)}`,
    `experts answered: ${counts(times(answered))}`,
    `answers delivered exactly once, to the right asker: ${examination.delivered} of ${byTicket.size}`,
    `undeliverable: ${counts(examination.undeliverable)}; found by lookup code: ${examination.lookedUp}`,
    `sends without an answer: ${lost}, of which ${withEffect} had arrived; extra copies: ${examination.extra.length}`,
    `webhook: ${webhook.events} events, ${deliveries} deliveries, ${retries} retries, ${duplicates} duplicates; `
      + `answers ${counts(statuses)}`,
    `calls: ${counts(requests)}`,
    `errors: ${counts(errors)}`,
    `faults: ${counts(struck)}`,
    `kills: ${kills.map(({ underWay, events }) => `${underWay} sends and ${events} events under way`).join("; ")}`,
    `tokens: ${Object.keys(evidence.tokens.refresh).length} pairs, ${consents} new consents, `
      + `${waitedForOperator} deliveries listed while they waited for one`,
  ];
}
