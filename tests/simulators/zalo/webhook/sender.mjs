// Sends signed events to the registered address: two seconds for an answer, five retries in a ladder, then the app is
// unsubscribed. All times are the simulated clock's.
import { post } from "./post.mjs";
import { signatureHeaders } from "./signature.mjs";
import { Gate } from "../core/gate.mjs";
import { webhookActions } from "../core/faults.mjs";

const second = 1000;
const minute = 60 * second;
export const answerWithin = 2 * second;
export const ladder = [30 * second, 5 * minute, 15 * minute, 30 * minute, 60 * minute];
const mostDeliveries = 20_000;
const mostAtOnce = 32;
const userAgent = "Java/1.8.0_292";

export class WebhookSender {
  #index = new Map();
  #gate = new Gate(mostAtOnce);

  constructor({ state, clock, ids, faults }) {
    this.state = state;
    this.webhook = state.webhook;
    this.settings = state.settings;
    this.clock = clock;
    this.ids = ids;
    this.faults = faults;
    for (const delivery of this.webhook.deliveries) {
      this.#index.set(delivery.id, delivery);
      if (delivery.state === "waiting") this.#schedule(delivery, Math.max(0, delivery.next_at - clock.now()));
    }
  }

  /// Saves an address. Unless `force`, it must answer an unsigned `{}` with 200 first, as Zalo's console asks.
  /// Gives {saved, status?, error?}.
  async register(url, { force = false } = {}) {
    if (!force) {
      const answer = await post(url, "{}", { "Content-Type": "application/json", "User-Agent": userAgent }, {
        clock: this.clock, within: answerWithin,
      });
      this.#count("probes");
      if (answer.status !== 200) return { saved: false, ...answer };
    }
    this.webhook.url = url;
    this.webhook.subscribed = true;
    return { saved: true };
  }

  unregister() {
    this.webhook.url = null;
  }

  resubscribe() {
    this.webhook.subscribed = true;
  }

  /// Forgets what was sent and what waits.
  clear() {
    for (const delivery of this.webhook.deliveries) delivery.state = "abandoned";
    this.webhook.deliveries.length = 0;
    this.webhook.notices.length = 0;
    this.webhook.counters = {};
    this.webhook.subscribed = true;
    this.#index.clear();
  }

  delivery(id) {
    return this.#index.get(id);
  }

  /// `event` without its timestamp. Gives the deliveries that it makes: more than one where a fault doubles it.
  send(event) {
    const at = this.clock.now() + this.faults.skew({ service: "webhook", event: event.event_name });
    return this.#submit(event, this.#write(event, at));
  }

  /// A body as it is; the timestamp that is signed is the one in it.
  sendRaw(body) {
    let event = {};
    try {
      event = JSON.parse(body);
    } catch {
      // Not JSON, and sent all the same.
    }
    return this.#submit(event ?? {}, { body, timestamp: String(event?.timestamp ?? "") });
  }

  #submit(event, written) {
    this.#count("events");
    const name = event.event_name ?? "";
    const delivery = this.#create(name, written);
    const reason = this.#suppressed(event);
    if (reason) {
      delivery.state = "suppressed";
      delivery.reason = reason;
      this.#count("suppressed");
      return [delivery];
    }
    const deliveries = [delivery];
    let wait = 0;
    for (const fault of this.faults.strike({ service: "webhook", event: name }, webhookActions)) {
      if (fault.action === "drop") return this.#drop(delivery);
      if (fault.action === "reorder") wait = fault.delay_ms ?? 500;
      if (fault.action === "bad_signature") delivery.bad_signature = true;
      if (fault.action === "ignore_answer") delivery.ignore_answers = fault.answers ?? 1;
      if (fault.action === "duplicate") deliveries.push(this.#duplicate(delivery, event, fault));
    }
    this.#schedule(delivery, wait);
    return deliveries;
  }

  #drop(delivery) {
    delivery.state = "dropped";
    this.#count("dropped");
    return [delivery];
  }

  /// The same event once more; `changed` gives it another timestamp ("timestamp") or also another order of its fields
  /// ("body"), with the same message id.
  #duplicate(original, event, { changed = null, delay_ms = 0 }) {
    let written = { body: original.body, timestamp: original.timestamp };
    if (changed) {
      const fields = Object.entries(event).filter(([key]) => key !== "timestamp");
      const same = Object.fromEntries(changed === "body" ? fields.reverse() : fields);
      written = this.#write(same, this.clock.now() + 1);
    }
    const copy = this.#create(original.event_name, written);
    copy.duplicate_of = original.id;
    this.#count("duplicates");
    this.#schedule(copy, delay_ms);
    return copy;
  }

  #create(event_name, { body, timestamp }) {
    const delivery = {
      id: this.ids.hex(), event_name, body, timestamp, at: this.clock.now(), state: "waiting", attempts: [], next_at: 0,
    };
    this.webhook.deliveries.push(delivery);
    this.#index.set(delivery.id, delivery);
    this.#forgetOldest();
    return delivery;
  }

  #forgetOldest() {
    if (this.webhook.deliveries.length <= mostDeliveries) return;
    const forgotten = this.webhook.deliveries.splice(0, mostDeliveries / 2);
    const waiting = forgotten.filter((delivery) => delivery.state === "waiting");
    for (const { id, state } of forgotten) if (state !== "waiting") this.#index.delete(id);
    this.webhook.deliveries.unshift(...waiting);
  }

  #suppressed(event) {
    const { url, subscribed, events_off, hash_only } = this.webhook;
    if (!url) return "no address";
    if (!subscribed) return "unsubscribed";
    if (Object.keys(this.state.grants.access).length === 0) return "no grant";
    if (events_off.includes(event.event_name)) return "event is off";
    const text = event.message?.text;
    if (hash_only && text !== undefined && !String(text).startsWith("#")) return "text without #";
    return null;
  }

  /// The body, and the timestamp in it as it is signed. An event that brings its own timestamp keeps it.
  #write(event, at) {
    const form = this.settings.timestamp_form;
    const now = form === "number" ? at : String(form === "seconds" ? Math.floor(at / 1000) : at);
    const { timestamp = now, ...rest } = event;
    return { body: JSON.stringify({ ...rest, timestamp }), timestamp: String(timestamp) };
  }

  #schedule(delivery, wait) {
    delivery.state = "waiting";
    delivery.next_at = this.clock.now() + wait;
    const attempt = () => this.#gate.pass(() => this.#attempt(delivery));
    if (wait > 0) this.clock.after(wait, attempt);
    else this.clock.track(attempt());
  }

  async #attempt(delivery) {
    if (delivery.state !== "waiting") return;
    const number = delivery.attempts.length;
    if (!this.webhook.subscribed || !this.webhook.url) return this.#abandon(delivery);
    if (number > 0 && this.settings.retry_body === "new_timestamp") this.#renew(delivery);
    const attempt = { at: this.clock.now(), num_retry: number };
    delivery.attempts.push(attempt);
    this.#count("deliveries");
    if (number > 0) this.#count("retries");
    const answer = await post(this.webhook.url, delivery.body, this.#headers(delivery, number), {
      clock: this.clock, within: answerWithin,
    });
    Object.assign(attempt, answer, { took: this.clock.now() - attempt.at });
    this.#countStatus(answer);
    const ignored = delivery.ignore_answers > 0 && delivery.ignore_answers--;
    if (!ignored && (answer.status === 200 || !this.#retries(answer))) this.#end(delivery, answer.status === 200);
    else this.#later(delivery, number);
  }

  #retries(answer) {
    return this.settings.retry_on === "no_200" || answer.error === "no connection";
  }

  #later(delivery, number) {
    if (number < ladder.length) return this.#schedule(delivery, ladder[number]);
    this.#end(delivery, false);
    this.webhook.subscribed = false;
    const text = `Webhook đã bị tắt: ${this.webhook.url} không trả lời sau ${ladder.length} lần gửi lại.`;
    this.webhook.notices.push({ at: this.clock.now(), text });
    this.#count("unsubscribed");
  }

  #end(delivery, delivered) {
    delivery.state = delivered ? "delivered" : "failed";
    this.#count(delivery.state);
  }

  #abandon(delivery) {
    delivery.state = "abandoned";
    this.#count("abandoned");
  }

  #renew(delivery) {
    const { timestamp, ...event } = JSON.parse(delivery.body);
    Object.assign(delivery, this.#write(event, this.clock.now()));
  }

  #headers(delivery, number) {
    const headers = signatureHeaders({
      settings: this.settings, app: this.state.app, oa: this.state.oa,
      body: delivery.body, timestamp: delivery.timestamp, sentAt: this.clock.now(),
    });
    if (delivery.bad_signature) {
      headers["X-ZEvent-Signature"] = headers["X-ZEvent-Signature"].replace(/[0-9a-f]{4}$/, "0000");
    }
    return {
      "Content-Type": "application/json",
      "User-Agent": userAgent,
      ...headers,
      ...(number > 0 && { num_retry: String(number) }),
    };
  }

  #countStatus({ status, error }) {
    const by = (this.webhook.counters.statuses ??= {});
    const key = status ?? error;
    by[key] = (by[key] ?? 0) + 1;
  }

  #count(what) {
    this.webhook.counters[what] = (this.webhook.counters[what] ?? 0) + 1;
  }
}
