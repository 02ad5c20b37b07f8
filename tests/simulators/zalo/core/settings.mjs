// The switches: what public sources leave open about Zalo, and limits that tests want smaller. One table, so that the
// README, the control API and the checks agree.

const oneOf = (...values) => ({ values, fallback: values[0] });
const flag = (fallback) => ({ values: [true, false], fallback });
const number = (fallback) => ({ number: true, fallback });
const numberOrNone = (fallback = null) => ({ number: true, none: true, fallback });

export const switches = {
  // Messages by the OpenAPI
  text_length_unit: { ...oneOf("utf16", "code_points"), what: "what one of the 2000 characters is" },
  text_max: { ...number(2000), what: "longest text" },
  button_templates: { ...oneOf("refuse", "accept"), what: "list and button templates in message/cs" },
  file_by_attachment_id: { ...flag(false), what: "attachment_id is taken in place of a file's token" },
  group_quotes: { ...oneOf("ignore", "accept", "refuse"), what: "quote_message_id in group/message" },
  response_quota: { ...flag(true), what: "the quota fields in the answer to message/cs" },
  closed_window_error: { ...oneOf(-230, -232), what: "error when the last interaction is over 7 days old" },
  detail_of_non_follower: { ...oneOf("answer", "refuse"), what: "user/detail of people who don't follow" },
  history_hours: { ...numberOrNone(), what: "how far back conversation and listrecentchat read" },
  group_history_max: { ...number(50), what: "largest count of group conversation" },

  // Limits and money
  rate_limit_per_minute: { ...number(4000), what: "calls of the app" },
  oa_rate_limit_per_minute: { ...numberOrNone(), what: "calls of the OA, by its package" },
  message_quota: { ...numberOrNone(), what: "messages left, -211 at none; none: no end" },
  uploads_per_month: { ...number(5000), what: "uploads in 30 days" },
  image_max_bytes: { ...number(1024 * 1024), what: "largest image" },
  gif_max_bytes: { ...number(5 * 1024 * 1024), what: "largest GIF" },
  file_max_bytes: { ...number(5 * 1024 * 1024), what: "largest file" },
  file_types: { ...oneOf("pdf,doc,docx,csv", "pdf,doc,docx"), what: "extensions that upload/file takes" },

  // Tokens
  require_code_challenge: { ...flag(false), what: "consent without code_challenge is refused" },
  require_appsecret_proof: { ...flag(false), what: "calls without a right appsecret_proof get -242" },
  token_invalid_error: { ...oneOf(-216, 216, 401, -401), what: "error for an unknown access token" },
  dead_refresh_error: { ...oneOf(-14014, -118), what: "error for a used or expired refresh token" },
  refresh_token_expires_in: { ...flag(false), what: "the answer tells the refresh token's lifetime" },
  refresh_kills_access_token: { ...flag(false), what: "a refresh ends the older access token" },

  // Webhook of the OA
  signature_format: { ...oneOf("mac=", "mac = ", ""), what: "what stands before the digest" },
  signature_subject: { ...oneOf("app_id", "oa_id"), what: "first term of the digest" },
  signature_timestamp: { ...oneOf("body", "header"), what: "header: X-ZEvent-Timestamp is sent and signed" },
  signature_secret: { ...oneOf("oa_secret", "app_secret"), what: "last term of the digest" },
  retry_on: { ...oneOf("no_200", "no_connection"), what: "what starts the retries" },
  retry_body: { ...oneOf("same", "new_timestamp"), what: "what a retry carries" },
  timestamp_form: { ...oneOf("string", "number", "seconds"), what: "the events' timestamp" },
  message_id_key: { ...oneOf("msg_id", "message_id"), what: "name of the message's id in events" },
  anonymous_id_key: { ...oneOf("id", "anonymous_id"), what: "key in sender of anonymous events" },
  leave_event: { ...oneOf("user_out_group", "user_leave_group"), what: "name of the event" },
  join_answer_events: { ...oneOf("accept_reject", "react"), what: "accept_request_join_group or react_…_accept" },
  group_location_events: { ...flag(true), what: "user_send_group_location exists" },
  gif_events: { ...flag(true), what: "user_send_gif exists; else it comes as an image" },
  echo_api_sends: { ...flag(true), what: "oa_send_* for one's own sends" },
  echo_group_sends: { ...flag(true), what: "oa_send_group_* for one's own sends" },
  receipts: { ...oneOf("received", "none", "seen"), what: "receipts at once after a send" },

  // Bot Platform
  bot_payload: { ...oneOf("live", "documented"), what: "flat with photo_url, or wrapped with photo" },
  bot_http_status: { ...oneOf("always_200", "as_error_code"), what: "HTTP status of error answers" },
  bot_url: { ...oneOf("https_or_loopback", "https"), what: "what setWebhook takes" },
  bot_webhook_retries: { ...number(0), what: "how often an event is sent again" },
  bot_rate_limit_per_minute: { ...numberOrNone(), what: "sends of a bot; 429 over it" },
  bot_tests_per_day: { ...number(10), what: "testWebhook calls of a bot; 426 over it" },
};

export class SettingError extends Error {}

/// A plain object with every switch at its default.
export function defaultSettings() {
  return Object.fromEntries(Object.entries(switches).map(([name, { fallback }]) => [name, fallback]));
}

/// Changes `settings`; all or nothing.
export function changeSettings(settings, changes) {
  for (const [name, value] of Object.entries(changes)) {
    const known = switches[name];
    if (!known) throw new SettingError(`no such switch: ${name}`);
    const right = known.number
      ? (known.none && value === null) || (Number.isFinite(value) && value >= 0)
      : known.values.includes(value);
    if (!right) {
      const allowed = known.number ? (known.none ? "a number or null" : "a number") : JSON.stringify(known.values);
      throw new SettingError(`${name} takes ${allowed}`);
    }
  }
  Object.assign(settings, changes);
}
