// Everything that goes wrong at random, and what an answer that got lost after its effect looks like.

const send = (probability, action, more = {}) => ({ match: { service: "openapi" }, probability, action, ...more });
const grant = (probability, action, more = {}) => ({ match: { path: "/v4/oa/access_token" }, probability, action, ...more });
const event = (probability, action, more = {}) => ({ match: { service: "webhook" }, probability, action, ...more });

/// About one in five calls is struck.
export const faults = [
  send(0.03, "slow", { ms: 400 }),
  send(0.02, "slow", { ms: 700, after_effect: true }),
  send(0.02, "trickle", { bytes: 32, ms: 20 }),
  send(0.02, "status", { status: 500 }),
  send(0.02, "status", { status: 503 }),
  send(0.01, "html", { status: 502 }),
  send(0.01, "html"),
  send(0.02, "cut"),
  send(0.03, "cut_after"),
  send(0.015, "truncate"),
  send(0.01, "hang_after", { count: 1 }),
  send(0.01, "error", { code: -200 }),
  send(0.01, "error", { code: -32 }),
  send(0.01, "error", { code: -214 }),
  send(0.005, "error", { code: -218 }),
  send(0.01, "error", { code: -9999 }),
  send(0.003, "error", { code: -216 }),

  grant(0.1, "slow", { ms: 500 }),
  grant(0.1, "status", { status: 503 }),
  grant(0.05, "html"),
  grant(0.05, "cut"),
  grant(0.05, "cut_after"),

  event(0.05, "duplicate", { delay_ms: 300 }),
  event(0.05, "duplicate", { changed: "timestamp", delay_ms: 1_500 }),
  event(0.05, "duplicate", { changed: "body", delay_ms: 40_000 }),
  event(0.08, "reorder", { delay_ms: 900 }),
  event(0.03, "ignore_answer"),
  event(0.05, "clock_skew", { ms: 90_000 }),
  event(0.05, "clock_skew", { ms: -90_000 }),
];

/// Nobody can know whether such a call had an effect; of these, some had.
export const unanswered = ["status", "html", "cut", "cut_after", "truncate", "hang_after"];
