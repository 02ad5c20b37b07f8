// Any event that Zalo documents, by its name, with sensible contents: for POST /sim/events. What people do by itself
// (say, follow, …) sends its event anyway; this is for those that have no act, and for odd ones.
import { WorldError } from "../world/people.mjs";

const reception = { call_id: "c0ffee0123456789abcd", call_type: "audio" };
const call = { ...reception, call_duration: 12_000, status_code: 0 };
const attachmentTypes = ["image", "link", "audio", "video", "sticker", "location", "business_card", "file", "gif"];

/// `what` is {event_name, user_id?, group_id?, text?, attachment?, fields?}; `fields` go over the event at the end.
export function eventFor(simulator, { fields = {}, ...what }) {
  return { ...build(simulator, what), ...fields };
}

export const eventNames = [
  ...["text", ...attachmentTypes].map((kind) => `user_send_${kind}`),
  ...["text", "image", "gif", "list", "file", "sticker"].map((kind) => `oa_send_${kind}`),
  ...["text", "image", "file", "sticker"].flatMap((kind) => [`anonymous_send_${kind}`, `oa_send_anonymous_${kind}`]),
  ...["text", ...attachmentTypes].flatMap((kind) => [`user_send_group_${kind}`, `oa_send_group_${kind}`]),
  "user_seen_message", "user_received_message", "user_reacted_message", "oa_reacted_message",
  "follow", "unfollow", "user_click_chatnow", "user_submit_info",
  "add_user_to_tag", "remove_user_from_tag", "remove_tag", "update_user_info", "user_withdraw",
  "user_feedback", "user_click_response_button", "change_template_status", "change_template_quality",
  "change_oa_daily_quota", "oa_send_consent", "user_reply_consent", "user_call_oa", "oa_call_user",
  "widget_interaction_accepted", "widget_failed_to_sync_user_external_id",
  "create_group", "user_join_group", "user_request_join_group", "add_group_admin", "remove_group_admin",
  "update_group_info", "delete_group", "accept_request_join_group", "reject_request_join_group",
  "react_request_join_group_accept", "react_request_join_group_reject", "user_out_group", "user_leave_group",
];

function build(simulator, { event_name, user_id, group_id, text, attachment, phone }) {
  const { people, groups, events, ids, acts } = simulator;
  if (!eventNames.includes(event_name)) throw new WorldError(`there is no event ${event_name}`);
  const user = () => (user_id ? people.must(user_id) : people.all()[0] ?? people.create());
  const group = () => (group_id ? groups.must(group_id) : groups.all()[0] ?? groups.create({ members: [user().id] }));
  const message = (kind) => ({
    message_id: ids.hex(),
    text: text ?? (kind === "text" ? "Xin chào" : ""),
    attachments: kind === "text" || kind === "list" ? [] : [acts.attachment({ type: kind, ...attachment })],
    card: kind === "business_card",
  });
  const named = (event) => ({ ...event, event_name });
  const kindAfter = (prefix) => event_name.slice(prefix.length);

  if (event_name.startsWith("user_send_group_")) {
    return named(events.groupUserMessage(group(), user(), message(kindAfter("user_send_group_"))));
  }
  if (event_name.startsWith("oa_send_group_")) {
    return named(events.groupOaMessage(group(), message(kindAfter("oa_send_group_"))));
  }
  if (event_name.startsWith("user_send_")) return named(events.userMessage(user(), message(kindAfter("user_send_"))));
  if (event_name.startsWith("anonymous_send_") || event_name.startsWith("oa_send_anonymous_")) {
    const person = user();
    const anonymous = { ...person, anonymous: true, conversation_id: person.conversation_id ?? ids.hex() };
    return event_name.startsWith("oa_")
      ? named(events.oaMessage(anonymous, message(kindAfter("oa_send_anonymous_"))))
      : named(events.anonymousMessage(anonymous, message(kindAfter("anonymous_send_"))));
  }
  switch (event_name) {
    case "user_seen_message":
      return events.seen(user(), [ids.hex()]);
    case "user_received_message":
      return phone ? notificationReceived(simulator, phone) : events.received(user(), ids.hex());
    case "user_reacted_message":
      return events.reaction(user(), ids.hex(), "/-heart");
    case "oa_reacted_message":
      return events.oaReaction(user(), ids.hex(), "/-strong");
    case "follow":
    case "unfollow":
      return events.contact(event_name, user(), "oa_profile");
    case "user_submit_info":
      return events.submitInfo(user(), { name: user().name, phone: "84912345678", city: "Khánh Hòa" });
    case "add_user_to_tag":
    case "remove_user_from_tag":
      return events.tag(event_name, user(), { user_ids: [user().id], name: "mau-the" });
    case "remove_tag":
      return events.tag(event_name, null, { name: "mau-the" });
    case "update_user_info":
      return events.aboutUser(event_name, user(), { data: { method: "user_update" } });
    case "user_click_chatnow":
    case "user_withdraw":
      return events.aboutUser(event_name, user());
    case "oa_send_consent":
      return events.call(event_name, user(), true, reception);
    case "user_reply_consent":
      return events.call(event_name, user(), false, { user_consent: "ALLOW" });
    case "user_call_oa":
      return events.call(event_name, user(), false, call);
    case "oa_call_user":
      return events.call(event_name, user(), true, call);
    case "user_feedback":
    case "user_click_response_button":
      return events.call(event_name, user(), false, { message: { msg_id: ids.hex() } });
    case "create_group":
    case "update_group_info":
    case "delete_group":
      return events.group(event_name, group());
    default:
      if (event_name.startsWith("oa_send_")) return named(events.oaMessage(user(), message(kindAfter("oa_send_"))));
      if (event_name.includes("group")) return events.group(event_name, group(), [user()]);
      return events.aboutOa(event_name, { data: {} });
  }
}

/// Of a notification to a phone number: the OA is the sender, the number the recipient.
function notificationReceived({ state, ids, clock }, phone) {
  return {
    sender: { id: state.oa.id },
    recipient: { id: phone },
    event_name: "user_received_message",
    message: { delivery_time: String(clock.now()), msg_id: ids.hex(), tracking_id: "thong-bao-1" },
    app_id: state.app.id,
  };
}
