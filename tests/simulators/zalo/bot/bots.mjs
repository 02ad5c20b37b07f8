// Bots of the Bot Platform: what they hear waits for getUpdates, or goes to their webhook once one is set.
import { post } from "../webhook/post.mjs";
import { WorldError } from "../world/people.mjs";

const mostUpdates = 1000;
const retryAfter = 30_000;
const answerWithin = 5_000;
const userAgent = "Java/21.0.2";

export class Bots {
  #polls = new Map();

  constructor({ state, clock, ids, faults, settings }) {
    Object.assign(this, { clock, ids, faults, settings });
    this.bots = state.bots;
  }

  create({ id = this.ids.digits(), display_name = "Bot thử nghiệm", token, can_join_groups = true } = {}) {
    const bot = {
      id,
      token: token ?? `${id}:${this.ids.token(40)}`,
      account_name: `bot.${this.ids.token(9)}`,
      account_type: "BASIC",
      display_name,
      can_join_groups,
      webhook: null,
      updates: [],
      tests: { day: 0, count: 0 },
      counters: { updates: 0, delivered: 0, failed: 0, statuses: {} },
    };
    this.bots[id] = bot;
    return bot;
  }

  find(id) {
    return Object.hasOwn(this.bots, id) ? this.bots[id] : undefined;
  }

  must(id) {
    const bot = id === "bot" ? Object.values(this.bots)[0] : this.find(id);
    if (!bot) throw new WorldError(`there is no bot ${id}`);
    return bot;
  }

  byToken(token) {
    return Object.values(this.bots).find((bot) => bot.token === token);
  }

  all() {
    return Object.values(this.bots);
  }

  /// A message for the bot: in a group when one is given, else from the person alone.
  hears(bot, user, message, group) {
    const at = message.time + this.faults.skew({ service: "bot-webhook" });
    const update = this.#update(user, message, group, at);
    bot.counters.updates += 1;
    if (bot.webhook) {
      this.clock.track(this.#send(bot, update, 0));
      return;
    }
    const poll = this.#polls.get(bot.id)?.shift();
    if (poll) return poll(update);
    bot.updates.push(update);
    if (bot.updates.length > mostUpdates) bot.updates.shift();
  }

  /// The next update, or undefined after `within` milliseconds, when `signal` aborts, or while a webhook is set.
  async next(bot, within, signal) {
    if (!bot.webhook && bot.updates.length > 0) return bot.updates.shift();
    return new Promise((resolve) => {
      const waiting = this.#polls.get(bot.id) ?? [];
      this.#polls.set(bot.id, waiting);
      const end = (update) => {
        cancel();
        signal?.removeEventListener("abort", none);
        const at = waiting.indexOf(end);
        if (at >= 0) waiting.splice(at, 1);
        resolve(update);
      };
      const none = () => end(undefined);
      const cancel = this.clock.after(within, none);
      signal?.addEventListener("abort", none);
      waiting.push(end);
    });
  }

  /// Sets it and asks the address whether it is there; kept in any case. Gives Zalo's `result`.
  async setWebhook(bot, url, secret_token) {
    bot.webhook = { url, secret_token, updated_at: this.clock.now() };
    for (const poll of this.#polls.get(bot.id) ?? []) this.clock.after(0, () => poll(undefined));
    return { url, updated_at: bot.webhook.updated_at, verification: await this.verify(bot) };
  }

  /// An empty request without a content type, as Zalo sends it.
  async verify(bot) {
    const { url } = bot.webhook;
    const answer = await post(url, null, this.#headers(bot, {}), { clock: this.clock, within: answerWithin });
    const outcome = outcomeOf(answer, url);
    return { ok: outcome === "webhook.ok", url, outcome, hint: hints[outcome] };
  }

  #headers(bot, more) {
    return { "User-Agent": userAgent, "X-Bot-Api-Secret-Token": bot.webhook.secret_token, ...more };
  }

  async #send(bot, update, retry) {
    if (!bot.webhook) return;
    const struck = retry > 0 ? [] : this.faults.strike(
      { service: "bot-webhook", event: update.event_name }, ["duplicate", "reorder", "drop"],
    );
    for (const fault of struck) {
      if (fault.action === "drop") return;
      if (fault.action === "reorder") await this.clock.sleep(fault.delay_ms ?? 500);
      if (fault.action === "duplicate") this.clock.after(fault.delay_ms ?? 0, () => this.#deliver(bot, update));
    }
    const delivered = await this.#deliver(bot, update);
    if (!delivered && retry < this.settings.bot_webhook_retries) {
      this.clock.after(retryAfter, () => this.#send(bot, update, retry + 1));
    }
  }

  async #deliver(bot, update) {
    if (!bot.webhook) return false;
    const body = JSON.stringify(this.settings.bot_payload === "documented" ? { ok: true, result: update } : update);
    const headers = this.#headers(bot, { "Content-Type": "application/json" });
    const answer = await post(bot.webhook.url, body, headers, { clock: this.clock, within: answerWithin });
    const key = answer.status ?? answer.error;
    bot.counters.statuses[key] = (bot.counters.statuses[key] ?? 0) + 1;
    const delivered = answer.status === 200;
    bot.counters[delivered ? "delivered" : "failed"] += 1;
    return delivered;
  }

  #update(user, message, group, date) {
    const about = {
      date,
      chat: { chat_type: group ? "GROUP" : "PRIVATE", id: group ? group.id : user.bot_user_id },
      message_id: message.message_id,
      from: { id: user.bot_user_id, is_bot: false, display_name: user.name },
    };
    const [attachment] = message.attachments;
    const url = attachment?.payload.url;
    switch (attachment?.type) {
      case undefined:
        return { event_name: "message.text.received", message: { ...about, text: message.text } };
      case "image":
      case "gif": {
        const photo = this.settings.bot_payload === "documented" ? { photo: url } : { photo_url: url };
        const image = { ...photo, caption: message.text, message_type: "CHAT_PHOTO" };
        return { event_name: "message.image.received", message: { ...about, ...image } };
      }
      case "sticker":
        return { event_name: "message.sticker.received", message: { ...about, sticker: attachment.payload.id, url } };
      case "audio":
        return {
          event_name: "message.voice.received",
          message: { ...about, voice_url: url, message_type: "CHAT_VOICE" },
        };
      default:
        return { event_name: "message.unsupported.received", message: about };
    }
  }
}

function outcomeOf({ status, error }, url) {
  if (error === "connection lost" && url.startsWith("https:")) return "webhook.err.tls";
  if (error) return "webhook.err.unreachable";
  if (status === 200) return "webhook.ok";
  if (status === 403 || status === 404) return `webhook.http.${status}`;
  return status >= 500 ? "webhook.http.5xx" : "webhook.http.other";
}

const hints = {
  "webhook.ok": "Your endpoint responded successfully.",
  "webhook.http.403":
    "Your server or CDN rejected the request with 403. Check WAF / Cloudflare rules, any IP allowlist, and that the " +
    'User-Agent "Java/<version>" is permitted.',
  "webhook.http.404": "Your server answered 404. Check the path of the webhook URL.",
  "webhook.http.5xx": "Your server failed with a 5xx status.",
  "webhook.http.other": "Your server answered with an unexpected status.",
  "webhook.err.tls": "The TLS handshake failed. Check the certificate chain.",
  "webhook.err.unreachable": "Your endpoint could not be reached.",
};
