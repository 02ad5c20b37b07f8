// The part of the control API that is about Zalo's side: clock, switches, faults, tokens, webhook, journal.
import { changeSettings, switches } from "../core/settings.mjs";
import { WorldError } from "../world/people.mjs";
import { eventFor } from "./any_event.mjs";

export function routesOfZalo(simulator) {
  const { state, settings, clock, faults, oauth, webhook, journal, bots } = simulator;
  const time = () => ({ now: clock.now(), iso: new Date(clock.now()).toISOString(), ahead_ms: state.clock.offset });

  return [
    ["GET", "/keys", () => simulator.keys()],
    ["POST", "/reset", () => simulator.reset()],
    ["POST", "/save", () => simulator.save()],

    ["GET", "/clock", time],
    ["POST", "/clock", async ({ body }) => {
      const { advance_ms, set, wait = true } = body;
      if (Number.isFinite(advance_ms) && advance_ms >= 0) await clock.advance(advance_ms, { wait });
      else if (set !== undefined && Number.isFinite(timeOf(set))) await clock.set(timeOf(set), { wait });
      else throw new WorldError("give advance_ms (0 or more) or set (milliseconds or an ISO date)");
      return time();
    }],
    ["POST", "/idle", () => clock.idle()],

    ["GET", "/switches", () => ({ values: settings, known: switches })],
    ["PUT", "/switches", ({ body }) => {
      changeSettings(settings, body);
      return { values: settings };
    }],

    ["GET", "/faults", () => ({ faults: state.faults.list })],
    ["POST", "/faults", ({ body }) => {
      if (body.seed !== undefined) faults.reseed(body.seed);
      const wanted = body.faults ?? (body.action ? [body] : []);
      return { ids: wanted.map((fault) => faults.add(fault)) };
    }],
    ["DELETE", "/faults", () => faults.clear()],
    ["DELETE", "/faults/:id", ({ id }) => {
      if (!faults.remove(id)) throw new WorldError(`there is no fault ${id}`);
    }],

    ["POST", "/tokens", () => oauth.issue()],
    ["GET", "/tokens", () => state.grants],
    ["POST", "/tokens/revoke", ({ body }) => (body.access_token ? oauth.revoke(body.access_token) : oauth.revokeAll())],
    ["PATCH", "/app", ({ body }) => {
      if (body.callback !== undefined) state.app.callback = body.callback;
      return state.app;
    }],
    ["PATCH", "/oa", ({ body }) => {
      const { name = state.oa.name, verified = state.oa.verified, package: level = state.oa.package, zca = {} } = body;
      Object.assign(state.oa, { name, verified, package: level });
      Object.assign(state.oa.zca, zca);
      return state.oa;
    }],

    ["GET", "/webhook", () => {
      const { url, subscribed, events_off, hash_only, notices } = webhook.webhook;
      return { url, subscribed, events_off, hash_only, notices };
    }],
    ["POST", "/webhook", ({ body }) => webhook.register(body.url, { force: body.force ?? false })],
    ["PATCH", "/webhook", ({ body }) => {
      const { events_off = webhook.webhook.events_off, hash_only = webhook.webhook.hash_only } = body;
      Object.assign(webhook.webhook, { events_off, hash_only });
    }],
    ["DELETE", "/webhook", () => webhook.unregister()],
    ["POST", "/webhook/resubscribe", () => webhook.resubscribe()],
    ["GET", "/deliveries", ({ query }) => {
      const wanted = ["state", "event_name"].filter((key) => query.has(key));
      const fits = (delivery) => wanted.every((key) => delivery[key] === query.get(key));
      return { deliveries: webhook.webhook.deliveries.filter(fits) };
    }],
    ["GET", "/deliveries/:id", ({ id }) => {
      const delivery = webhook.delivery(id);
      if (!delivery) throw new WorldError(`there is no delivery ${id}`);
      return delivery;
    }],
    ["POST", "/events", async ({ body }) => {
      const deliveries = webhook.send(eventFor(simulator, body));
      if (body.wait) await clock.idle();
      return { deliveries };
    }],
    ["POST", "/events/raw", async ({ body }) => {
      if (typeof body.body !== "string") throw new WorldError("body is the text to send");
      const deliveries = webhook.sendRaw(body.body);
      if (body.wait) await clock.idle();
      return { deliveries };
    }],

    ["GET", "/requests", ({ query }) => ({ requests: journal.read(filters(query)) })],
    ["GET", "/sent", ({ query }) => ({ sent: journal.read({ ...filters(query), sent: true }) })],
    ["GET", "/counters", () => ({
      webhook: { ...webhook.webhook.counters, subscribed: webhook.webhook.subscribed },
      bots: Object.fromEntries(bots.all().map((bot) => [bot.id, bot.counters])),
      requests: countBy(journal.read(), (entry) => `${entry.method} ${entry.path}`),
      errors: countBy(
        journal.read().filter((entry) => entry.answer?.error || entry.answer?.error_code),
        (entry) => entry.answer.error || entry.answer.error_code,
      ),
    })],
  ];
}

function timeOf(value) {
  return typeof value === "number" ? value : Date.parse(value);
}

function filters(query) {
  return {
    service: query.get("service") ?? undefined,
    path: query.get("path") ?? undefined,
    after: Number(query.get("after") ?? 0),
  };
}

function countBy(entries, keyOf) {
  const counts = {};
  for (const entry of entries) counts[keyOf(entry)] = (counts[keyOf(entry)] ?? 0) + 1;
  return counts;
}
