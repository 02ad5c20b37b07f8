// The simulator as a whole: builds everything in order, listens, and stops. The only file that knows all parts.
import { BotApi } from "./bot/methods.mjs";
import { Bots } from "./bot/bots.mjs";
import { Control } from "./control/control.mjs";
import { Clock } from "./core/clock.mjs";
import { Faults } from "./core/faults.mjs";
import { Ids } from "./core/ids.mjs";
import { Journal } from "./core/journal.mjs";
import { newState, readState, writeState } from "./core/state.mjs";
import { Server } from "./http/server.mjs";
import { botRequest, mediaAnswer, oauthAnswer } from "./http/services.mjs";
import { OAuth } from "./oauth/oauth.mjs";
import { Access } from "./openapi/access.mjs";
import { Content } from "./openapi/content.mjs";
import { GroupApi } from "./openapi/groups.mjs";
import { History } from "./openapi/history.mjs";
import { Messages } from "./openapi/messages.mjs";
import { Profiles } from "./openapi/people.mjs";
import { OpenApi } from "./openapi/routes.mjs";
import { Uploads } from "./openapi/uploads.mjs";
import { Events } from "./webhook/events.mjs";
import { WebhookSender } from "./webhook/sender.mjs";
import { Acts } from "./world/acts.mjs";
import { Chats } from "./world/chats.mjs";
import { GroupActs } from "./world/group_acts.mjs";
import { Groups } from "./world/groups.mjs";
import { Media } from "./world/media.mjs";
import { People } from "./world/people.mjs";
import { setUpDemo } from "./demo.mjs";

const savedEvery = 1000;

export class Simulator {
  /// Options: port (0 picks one), address, public_url, webhook, state (a file), seed, keys, demo, grant (false: no app
  /// is linked to the OA yet), log. Gives a simulator that listens.
  static async start(options = {}) {
    const simulator = new Simulator();
    const { address = "127.0.0.1", port = 0, state: file, log = () => {} } = options;
    const earlier = file ? readState(file) : null;
    simulator.file = file;
    simulator.#build(earlier ?? newState(options), log);
    simulator.port = await simulator.server.listen(port, address);
    simulator.origin = `http://127.0.0.1:${simulator.port}`;
    simulator.address.base = options.public_url ?? simulator.origin;
    simulator.options = options;
    if (!earlier) simulator.#begin(options);
    else if (options.webhook) await simulator.webhook.register(options.webhook, { force: true });
    if (file) simulator.saving = setInterval(() => simulator.save(), savedEvery);
    return simulator;
  }

  #build(state, log) {
    this.state = state;
    this.address = { base: "" };
    const { settings } = state;
    const ids = new Ids(state.ids);
    const clock = new Clock(state.clock);
    const faults = new Faults(state.faults);
    const journal = new Journal(state.journal);
    const base = { state, settings, ids, clock, faults, journal, address: this.address };

    const people = new People(base);
    const chats = new Chats(base);
    const groups = new Groups({ ...base, chats });
    const media = new Media(base);
    const events = new Events(base);
    const webhook = new WebhookSender(base);
    const bots = new Bots(base);
    const world = { ...base, people, chats, groups, media, events, webhook, bots };
    const acts = new Acts(world);
    const groupActs = new GroupActs(world);

    const oauth = new OAuth(base);
    const api = { ...world, groupActs, content: new Content(world) };
    const openApi = new OpenApi({
      access: new Access({ ...base, oauth }),
      messages: new Messages(api),
      uploads: new Uploads(api),
      profiles: new Profiles(api),
      history: new History(api),
      groupApi: new GroupApi(api),
    });
    const botApi = new BotApi(world);

    Object.assign(this, world, { acts, groupActs, oauth });
    const control = new Control(this);
    this.server = new Server({
      services: {
        openapi: (request) => openApi.answer(request),
        oauth: (request) => oauthAnswer(oauth, request),
        "bot-api": (request) => botApi.answer(botRequest(request)),
        media: (request) => mediaAnswer(media, request),
      },
      own: (request, outgoing) => control.answer(request, outgoing),
      faults, journal, clock, log,
      revoke: (token) => oauth.revoke(token),
    });
  }

  #begin({ webhook, demo = false, grant = true }) {
    this.tokens = grant ? this.oauth.issue() : null;
    if (demo) setUpDemo(this);
    else this.bots.create({ display_name: "Bot thử nghiệm" });
    if (webhook) this.webhook.register(webhook, { force: true });
  }

  /// Back to the start, without people, chats, events and faults; keys, tokens, bots and the webhook stay.
  reset() {
    const fresh = newState({ seed: this.state.ids.seed });
    for (const name of ["users", "groups", "assets", "chats", "uploads", "media", "minutes"]) empty(this.state[name]);
    Object.assign(this.settings, fresh.settings);
    this.faults.clear();
    this.journal.clear();
    this.webhook.clear();
    this.chats.clear();
    for (const bot of this.bots.all()) bot.updates = [];
    if (this.options.demo) setUpDemo(this);
  }

  /// What a product needs to know to talk to this simulator.
  keys() {
    const { app, oa, webhook } = this.state;
    const fresh = Object.entries(this.state.grants.refresh).filter(([, grant]) => !grant.used).pop();
    return {
      port: this.port,
      openapi_url: `${this.address.base}/openapi`,
      oauth_url: `${this.address.base}/oauth`,
      bot_api_url: `${this.address.base}/bot-api`,
      page: `${this.address.base}/sim/`,
      app_id: app.id,
      app_secret: app.secret,
      oa_id: oa.id,
      oa_secret: oa.secret,
      access_token: fresh?.[1].access ?? null,
      refresh_token: fresh?.[0] ?? null,
      webhook: webhook.url,
      bots: this.bots.all().map(({ id, token, display_name }) => ({ id, token, display_name })),
    };
  }

  save() {
    if (this.file) writeState(this.file, this.state);
  }

  async stop() {
    clearInterval(this.saving);
    this.clock.stop();
    await this.server.close();
    this.save();
  }
}

function empty(object) {
  for (const key of Object.keys(object)) delete object[key];
}
