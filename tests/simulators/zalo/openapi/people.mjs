// What the OA may read about people and about itself.
import { ApiError, invalid, tooMuch } from "./errors.mjs";

const hour = 3_600_000;
const vietnam = 7 * hour;
const avatar = "https://s120-ava-talk.zadn.vn/default";

export class Profiles {
  constructor({ state, settings, people }) {
    Object.assign(this, { settings, people });
    this.oa = state.oa;
  }

  /// GET /v3.0/oa/user/detail?data={"user_id"}
  detail({ data }) {
    const user = typeof data.user_id === "string" ? this.people.find(data.user_id) : undefined;
    if (!user || user.anonymous) throw invalid("user_id");
    if (!user.follows && this.settings.detail_of_non_follower === "refuse") throw new ApiError(-213);
    return {
      data: {
        user_id: user.id,
        user_id_by_app: user.id_by_app,
        user_external_id: "",
        display_name: user.name,
        user_alias: user.alias,
        is_sensitive: false,
        user_last_interaction_date: user.last_interaction === null ? "" : localDate(user.last_interaction),
        user_is_follower: user.follows,
        avatar,
        avatars: { 120: avatar, 240: avatar },
        dynamic_param: "",
        tags_and_notes_info: { notes: user.notes, tag_names: user.tags },
        ...(user.shared_info && { shared_info: user.shared_info }),
      },
    };
  }

  /// GET /v3.0/oa/user/getlist?data={"offset","count","tag_name"?,"is_follower"?}
  list({ data }) {
    const { offset = 0, count = 50 } = data;
    if (!Number.isInteger(offset) || offset < 0) throw invalid("offset");
    if (!Number.isInteger(count) || count < 1) throw invalid("count");
    if (offset > 9951) throw tooMuch("offset");
    if (count > 50) throw tooMuch("count");
    const follower = data.is_follower === undefined ? undefined : String(data.is_follower) === "true";
    const all = this.people.all().filter(
      (user) =>
        !user.anonymous &&
        (user.follows || user.last_interaction !== null) &&
        (follower === undefined || user.follows === follower) &&
        (!data.tag_name || user.tags.includes(data.tag_name)),
    );
    const users = all.slice(offset, offset + count).map(({ id }) => ({ user_id: id }));
    return { data: { total: all.length, count: users.length, offset, users } };
  }

  /// GET /v2.0/oa/getoa
  oaItself() {
    const { id, name, description, verified } = this.oa;
    return {
      data: {
        oa_id: id,
        name,
        description,
        oa_alias: "",
        is_verified: verified,
        oa_type: 4,
        cate_name: "Cơ quan nhà nước",
        num_follower: this.people.all().filter((user) => user.follows).length,
        avatar,
        cover: "",
        package_name: this.oa.package,
        package_valid_through_date: "31/12/2099",
        package_auto_renew_date: "",
        linked_ZCA: this.oa.zca.linked ? "ZCA thử nghiệm" : "",
      },
    };
  }
}

/// DD/MM/YYYY as it is in Viet Nam at that moment.
function localDate(time) {
  const [year, month, day] = new Date(time + vietnam).toISOString().slice(0, 10).split("-");
  return `${day}/${month}/${year}`;
}
