// Group chats: those that the OA made (GMF) and those into which a bot was put. A group is paid for by an asset of the
// OA, and is disabled when that ends.
import { WorldError } from "./people.mjs";

const day = 86_400_000;
const dissolvedAfter = 45 * day;
export const memberLimits = { gmf10: 10, gmf50: 50, gmf100: 100, gmf1000: 1000 };

export class Groups {
  constructor({ state, clock, ids, chats }) {
    this.groups = state.groups;
    this.assets = state.assets;
    this.clock = clock;
    this.ids = ids;
    this.chats = chats;
  }

  /// A right to have one group; `days` from now until it ends.
  createAsset({ type = "gmf100", quota = "sub_quota", days = 365, disabled = false, id = this.ids.hex() } = {}) {
    if (!memberLimits[type]) throw new WorldError(`type is one of ${Object.keys(memberLimits).join(", ")}`);
    const asset = {
      id, type, quota, valid_through: this.clock.now() + days * day, auto_renew: false, disabled, used_by: null,
    };
    this.assets[id] = asset;
    return asset;
  }

  asset(id) {
    return Object.hasOwn(this.assets, id) ? this.assets[id] : undefined;
  }

  freeAsset() {
    return Object.values(this.assets).find((asset) => !asset.used_by && !asset.disabled) ?? this.createAsset();
  }

  create({ id, name, description = "", members = [], with_oa = true, bots = [], asset = null }) {
    const group = {
      id: id ?? this.ids.hex(),
      name: name ?? "Nhóm mới",
      description,
      avatar: "https://s240-ava-grp-talk.zadn.vn/default",
      link: `https://zalo.me/g/${this.ids.token(9).toLowerCase().replace(/[^a-z0-9]/g, "x")}`,
      members: [...members],
      admins: [],
      pending: [],
      with_oa,
      bots: [...bots],
      asset_id: asset?.id ?? null,
      deleted: false,
      lock_send_msg: false,
      join_appr: false,
      enable_msg_history: false,
      enable_link_join: true,
    };
    if (asset) asset.used_by = group.id;
    this.groups[group.id] = group;
    this.chats.ofGroup(group);
    return group;
  }

  find(id) {
    return Object.hasOwn(this.groups, id) ? this.groups[id] : undefined;
  }

  must(id) {
    const group = this.find(id);
    if (!group || this.status(group) === "gone") throw new WorldError(`there is no group ${id}`);
    return group;
  }

  all() {
    return Object.values(this.groups).filter((group) => this.status(group) !== "gone");
  }

  ofOa() {
    return this.all().filter((group) => group.with_oa);
  }

  /// "enabled", "disabled" once the asset has ended, "gone" 45 days later or when deleted.
  status(group) {
    if (group.deleted) return "gone";
    const asset = group.asset_id && this.asset(group.asset_id);
    if (!asset) return "enabled";
    if (asset.disabled) return "disabled";
    const over = this.clock.now() - asset.valid_through;
    if (over <= 0) return "enabled";
    return over <= dissolvedAfter ? "disabled" : "gone";
  }

  dissolvesOn(group) {
    const asset = group.asset_id && this.asset(group.asset_id);
    return asset ? asset.valid_through + dissolvedAfter : null;
  }

  maxMembers(group) {
    const asset = group.asset_id && this.asset(group.asset_id);
    return asset ? memberLimits[asset.type] : 1000;
  }

  /// People and the OA.
  size(group) {
    return group.members.length + (group.with_oa ? 1 : 0);
  }

  join(group, user) {
    if (!group.members.includes(user.id)) group.members.push(user.id);
    group.pending = group.pending.filter((id) => id !== user.id);
  }

  leave(group, user) {
    group.members = group.members.filter((id) => id !== user.id);
    group.admins = group.admins.filter((id) => id !== user.id);
  }

  remove(group) {
    group.deleted = true;
    const asset = group.asset_id && this.asset(group.asset_id);
    if (asset) asset.used_by = null;
  }
}
