// Messages that arrived more than once, and whether that could not be helped.
import { unanswered } from "./faults.mjs";

const historyPaths = ["/v2.0/oa/conversation", "/v3.0/oa/group/conversation"];
const lookupsBeforeSendingBlindly = 3;

/// The distinct messages, and of each the further copies: [{first, extra: […]}].
export function distinct(messages) {
  const found = new Map();
  for (const message of messages) {
    const key = `${message.quote?.message_id ?? ""}\n${message.text}`;
    if (found.has(key)) found.get(key).extra.push(message);
    else found.set(key, { first: message, extra: [] });
  }
  return [...found.values()];
}

/// One copy more is allowed where an answer was lost after its effect and Zalo's history could not be read three times;
/// connectors/zalo_oa/README.md says so.
export function isExplained(requests, { first, extra }) {
  if (extra.length > 1) return false;
  const at = (message) => requests.findIndex(({ message_id }) => message_id === message.message_id);
  const [sent, again] = [at(first), at(extra[0])];
  if (sent < 0 || again < sent || !isLost(requests[sent])) return false;
  const recipient = recipientOf(requests[sent]);
  const lookups = requests.slice(sent, again).filter((request) => readsHistoryOf(request, recipient) && isLost(request));
  return lookups.length >= lookupsBeforeSendingBlindly;
}

/// Sends of which the server could not know whether they arrived.
export function lostSends(requests) {
  const sends = requests.filter(({ method, path }) => method === "POST" && !historyPaths.includes(path));
  const lost = sends.filter(isLost);
  return { lost: lost.length, withEffect: lost.filter(({ message_id }) => message_id).length };
}

/// The same text was sent twice without an answer.
export function isLostTwice(requests, text) {
  return requests.filter((request) => request.body?.message?.text?.includes(text) && isLost(request)).length >= 2;
}

const isLost = ({ faults = [] }) => faults.some((action) => unanswered.includes(action));

function recipientOf({ body }) {
  return body.recipient.group_id ?? body.recipient.user_id;
}

function readsHistoryOf({ path, query }, recipient) {
  return historyPaths.includes(path) && (query.group_id === recipient || (query.data ?? "").includes(recipient));
}
