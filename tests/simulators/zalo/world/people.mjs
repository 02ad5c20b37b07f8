// The people who use Zalo, and what an Official Account may do to them by their last interaction.

const hour = 3_600_000;
export const freeWindow = 48 * hour;
export const openWindow = 7 * 24 * hour;

export class WorldError extends Error {}

export class People {
  constructor({ state, clock, ids }) {
    this.users = state.users;
    this.clock = clock;
    this.ids = ids;
  }

  /// `details`: name, follows, phone, anonymous, refuse_with (an error code for whatever is sent), and ids of one's own.
  create(details = {}) {
    const id = details.id ?? this.ids.digits();
    if (this.users[id]) throw new WorldError(`there is a user ${id} already`);
    const user = {
      id,
      id_by_app: details.id_by_app ?? this.ids.digits(),
      bot_user_id: details.bot_user_id ?? this.ids.hex(),
      name: details.name ?? `Người dùng ${Object.keys(this.users).length + 1}`,
      alias: details.alias ?? "",
      phone: details.phone ?? null,
      follows: details.follows ?? false,
      last_interaction: details.follows ? this.clock.now() : null,
      anonymous: details.anonymous ?? false,
      conversation_id: details.anonymous ? this.ids.hex() : null,
      refuse_with: details.refuse_with ?? null,
      blocks_invitations: details.blocks_invitations ?? false,
      shared_info: null,
      tags: [],
      notes: [],
    };
    if (details.last_interaction !== undefined) user.last_interaction = details.last_interaction;
    this.users[id] = user;
    return user;
  }

  /// Changes what a test may change; unknown keys are refused.
  change(user, changes) {
    const changeable = ["name", "alias", "phone", "follows", "last_interaction", "refuse_with", "blocks_invitations", "tags", "notes"];
    for (const key of Object.keys(changes)) {
      if (!changeable.includes(key)) throw new WorldError(`a user has no changeable ${key}`);
    }
    return Object.assign(user, changes);
  }

  /// By the OA's id for the person, or undefined.
  find(id) {
    return Object.hasOwn(this.users, id) ? this.users[id] : undefined;
  }

  must(id) {
    const user = this.find(id);
    if (!user) throw new WorldError(`there is no user ${id}`);
    return user;
  }

  byBotUserId(id) {
    return Object.values(this.users).find((user) => user.bot_user_id === id);
  }

  all() {
    return Object.values(this.users);
  }

  /// A message, a follow, a call or a press on a menu: what opens the windows again.
  interact(user) {
    user.last_interaction = this.clock.now();
  }

  /// "free" for 48 hours, "billed" up to 7 days, then "closed"; "never" without any interaction.
  window(user) {
    if (user.last_interaction === null) return "never";
    const age = this.clock.now() - user.last_interaction;
    if (age <= freeWindow) return "free";
    return age <= openWindow ? "billed" : "closed";
  }

  /// Whom the OA may put into a group: followers and those of the last 7 days.
  invitable(user) {
    return user.follows || ["free", "billed"].includes(this.window(user));
  }
}
