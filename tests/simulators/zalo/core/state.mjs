// All that the simulator knows, as one plain object, so that it can be written to a file and read back.
import { randomBytes } from "node:crypto";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { Ids } from "./ids.mjs";
import { defaultSettings } from "./settings.mjs";

const version = 1;

/// `keys` may give app_id, app_secret, oa_id, oa_secret, oa_name; what is missing is drawn from the seed.
export function newState({ seed = randomBytes(8).toString("hex"), keys = {} } = {}) {
  const ids = { seed: String(seed), drawn: 0 };
  const draw = new Ids(ids);
  return {
    version,
    ids,
    clock: { offset: 0 },
    settings: defaultSettings(),
    faults: { seed: String(seed), drawn: 0, list: [], last: 0 },
    app: { id: keys.app_id ?? draw.digits(), secret: keys.app_secret ?? draw.token(20), callback: null },
    oa: {
      id: keys.oa_id ?? draw.digits(),
      secret: keys.oa_secret ?? draw.token(20),
      name: keys.oa_name ?? "Official Account thử nghiệm",
      description: "Tài khoản chính thức dùng để thử nghiệm",
      verified: true,
      package: "premium",
      zca: { linked: true, balance: 1_000_000 },
    },
    grants: { codes: {}, access: {}, refresh: {} },
    users: {},
    groups: {},
    assets: {},
    chats: {},
    uploads: {},
    media: {},
    bots: {},
    minutes: {},
    webhook: { url: null, subscribed: true, events_off: [], hash_only: false, notices: [], deliveries: [], counters: {} },
    journal: { last: 0, entries: [] },
  };
}

/// Null when there is no such file yet.
export function readState(file) {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return null;
    throw error;
  }
  const state = JSON.parse(text);
  if (state.version !== version) throw new Error(`${file}: written by another version of the simulator`);
  return state;
}

/// Whole or not at all: written beside, then renamed.
export function writeState(file, state) {
  writeFileSync(`${file}.new`, JSON.stringify(state));
  renameSync(`${file}.new`, file);
}
