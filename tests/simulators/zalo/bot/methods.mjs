// The methods of the Bot Platform: /bot<TOKEN>/<method>, by GET or POST, in an envelope of {ok, result}.

const minute = 60_000;
const day = 86_400_000;

class BotError extends Error {
  constructor(code, description) {
    super(description);
    this.code = code;
  }
}

export class BotApi {
  constructor({ state, clock, bots, people, groups, chats, settings }) {
    Object.assign(this, { clock, bots, people, groups, chats, settings });
    this.minutes = state.minutes;
  }

  /// `call` is {token, method, parameters, signal}; gives {status, body, message_id?}.
  async answer({ token, method, parameters, signal }) {
    try {
      const bot = this.bots.byToken(token);
      if (!bot) throw new BotError(401, "Unauthorized");
      if (!Object.hasOwn(methods, method)) throw new BotError(404, "Not Found");
      const result = await methods[method].call(this, bot, parameters, signal);
      if (result?.envelope) return { status: 200, body: result.envelope };
      return { status: 200, body: { ok: true, result }, message_id: result?.message_id };
    } catch (error) {
      if (!(error instanceof BotError)) throw error;
      const status = this.settings.bot_http_status === "as_error_code" ? error.code : 200;
      return { status, body: { ok: false, error_code: error.code, description: error.message } };
    }
  }

  /// The chat that `chat_id` names for this bot.
  chatOf(bot, chat_id) {
    const group = this.groups.find(String(chat_id));
    if (group && group.bots.includes(bot.id)) return { chat: this.chats.ofGroup(group), group };
    const user = this.people.byBotUserId(String(chat_id));
    const chat = user && this.chats.find(`bot:${bot.id}:${user.id}`);
    if (!chat) throw new BotError(400, "Bad Request: chat_id is invalid");
    return { chat, group: null };
  }

  send(bot, chat, message) {
    const limit = this.settings.bot_rate_limit_per_minute;
    const current = Math.floor(this.clock.now() / minute);
    const key = `bot:${bot.id}`;
    if (this.minutes[key]?.minute !== current) this.minutes[key] = { minute: current, calls: 0 };
    if (limit !== null && this.minutes[key].calls >= limit) throw new BotError(429, "Too Many Requests");
    this.minutes[key].calls += 1;
    const from = { kind: "bot", id: bot.id, name: bot.display_name };
    const sent = this.chats.add(chat, { from, via: "api", ...message });
    return { message_id: sent.message_id, date: sent.time };
  }
}

const methods = {
  getMe(bot) {
    const { id, account_name, account_type, can_join_groups, display_name } = bot;
    return { id, account_name, account_type, can_join_groups, display_name };
  },

  async getUpdates(bot, { timeout = "30" }, signal) {
    const seconds = Number(timeout);
    if (!Number.isFinite(seconds) || seconds < 0) throw new BotError(400, "Bad Request: timeout is invalid");
    const update = await this.bots.next(bot, seconds * 1000, signal);
    if (!update) throw new BotError(408, "Request timeout");
    return update;
  },

  async setWebhook(bot, { url, secret_token }) {
    if (!webhookUrl(url, this.settings.bot_url)) throw new BotError(400, "Bad Request: url must be an HTTPS URL");
    if (typeof secret_token !== "string" || secret_token.length < 8 || secret_token.length > 256) {
      throw new BotError(400, "Bad Request: secret_token must have 8 to 256 characters");
    }
    return this.bots.setWebhook(bot, url, secret_token);
  },

  deleteWebhook(bot) {
    bot.webhook = null;
    return { url: "", updated_at: this.clock.now() };
  },

  getWebhookInfo(bot) {
    if (!bot.webhook) return { url: "", updated_at: 0 };
    return { url: bot.webhook.url, updated_at: bot.webhook.updated_at };
  },

  async testWebhook(bot) {
    const today = Math.floor(this.clock.now() / day);
    if (bot.tests.day !== today) bot.tests = { day: today, count: 0 };
    if (bot.tests.count >= this.settings.bot_tests_per_day) {
      return { envelope: { ok: false, errorCode: 426, description: "Daily limit of testWebhook exceeded" } };
    }
    if (!bot.webhook) throw new BotError(400, "Bad Request: no webhook is set");
    bot.tests.count += 1;
    return this.bots.verify(bot);
  },

  sendMessage(bot, { chat_id, text, parse_mode, text_styles }) {
    const { chat } = this.chatOf(bot, chat_id);
    if (typeof text !== "string" || text.length < 1 || text.length > 2000) {
      throw new BotError(400, "Bad Request: text must have 1 to 2000 characters");
    }
    if (parse_mode !== undefined && !["markdown", "html"].includes(parse_mode)) {
      throw new BotError(400, "Bad Request: parse_mode is invalid");
    }
    return this.send(bot, chat, { text, ...(parse_mode && { parse_mode }), ...(text_styles && { text_styles }) });
  },

  sendPhoto(bot, { chat_id, photo, caption = "" }) {
    const { chat } = this.chatOf(bot, chat_id);
    if (!/^https?:\/\/\S+$/.test(photo ?? "")) throw new BotError(400, "Bad Request: photo must be a URL");
    if (caption.length > 2000) throw new BotError(400, "Bad Request: caption is too long");
    return this.send(bot, chat, {
      text: caption,
      attachments: [{ type: "image", payload: { thumbnail: photo, url: photo } }],
    });
  },

  sendSticker(bot, { chat_id, sticker }) {
    const { chat } = this.chatOf(bot, chat_id);
    if (!sticker) throw new BotError(400, "Bad Request: sticker is required");
    return this.send(bot, chat, { attachments: [{ type: "sticker", payload: { id: String(sticker), url: "" } }] });
  },

  sendVoice(bot, { chat_id, voice_url }) {
    const { chat, group } = this.chatOf(bot, chat_id);
    if (group) throw new BotError(400, "Bad Request: voice messages are for private chats");
    if (!/^https?:\/\/\S+$/.test(voice_url ?? "")) throw new BotError(400, "Bad Request: voice_url must be a URL");
    return this.send(bot, chat, { attachments: [{ type: "audio", payload: { url: voice_url } }] });
  },

  sendChatAction(bot, { chat_id, action }) {
    const { chat } = this.chatOf(bot, chat_id);
    if (action !== "typing") throw new BotError(400, "Bad Request: action is invalid");
    this.chats.typing(chat);
    return { envelope: { ok: true } };
  },
};

function webhookUrl(text, rule) {
  let url;
  try {
    url = new URL(text);
  } catch {
    return false;
  }
  if (url.protocol === "https:") return true;
  return rule === "https_or_loopback" && url.protocol === "http:" && /^(127\.|localhost$|\[::1\]$)/.test(url.hostname);
}
