// What may go wrong, switched on from outside: each fault says where, how often, and what happens there.
import { Ids } from "./ids.mjs";

/// Those of requests to the simulator, and those of what its webhook senders send.
export const requestActions = [
  "slow", "status", "error", "html", "cut", "cut_after", "hang", "hang_after", "truncate", "trickle", "revoke_token",
];
export const webhookActions = ["duplicate", "reorder", "drop", "bad_signature", "ignore_answer"];
const actions = [...requestActions, ...webhookActions, "clock_skew"];
const services = ["openapi", "oauth", "bot-api", "media", "webhook", "bot-webhook"];

export class FaultError extends Error {}

export class Faults {
  #random;

  /// `state` is {seed, drawn, list, last}.
  constructor(state) {
    this.state = state;
    this.#random = new Ids(state);
  }

  reseed(seed) {
    this.state.seed = String(seed);
    this.state.drawn = 0;
  }

  /// {match: {service, host, path, method, event}, probability, count, action, …}: see the README. Gives its id.
  add(fault) {
    const { match = {}, action, probability = 1, count = null } = fault;
    if (!actions.includes(action)) throw new FaultError(`action is one of ${actions.join(", ")}`);
    if (match.service !== undefined && !services.includes(match.service)) {
      throw new FaultError(`service is one of ${services.join(", ")}`);
    }
    if (!(probability >= 0 && probability <= 1)) throw new FaultError("probability is from 0 to 1");
    if (count !== null && !Number.isInteger(count)) throw new FaultError("count is a whole number or null");
    const id = `fault-${++this.state.last}`;
    this.state.list.push({ ...fault, id, match, probability, count, applied: 0 });
    return id;
  }

  remove(id) {
    const left = this.state.list.filter((fault) => fault.id !== id);
    const found = left.length < this.state.list.length;
    this.state.list = left;
    return found;
  }

  clear() {
    this.state.list = [];
  }

  /// The faults that strike here, in the order in which they were added; `among` are the actions that make sense.
  strike(place, among) {
    const struck = [];
    for (const fault of this.state.list) {
      if (!among.includes(fault.action) || fault.count === 0 || !matches(fault.match, place)) continue;
      if (fault.probability < 1 && this.#random.fraction() >= fault.probability) continue;
      if (fault.count !== null) fault.count -= 1;
      fault.applied += 1;
      struck.push(fault);
    }
    return struck;
  }

  /// How wrong Zalo's clock is in what it writes, in milliseconds.
  skew(place) {
    return this.strike(place, ["clock_skew"]).reduce((sum, fault) => sum + (fault.ms ?? 0), 0);
  }
}

/// Each key of `match` that is given must fit; `*` stands for anything.
function matches(match, place) {
  return Object.entries(match).every(([key, pattern]) => fits(String(pattern), place[key] ?? ""));
}

function fits(pattern, value) {
  const escaped = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${escaped.join(".*")}$`, "s").test(value);
}
