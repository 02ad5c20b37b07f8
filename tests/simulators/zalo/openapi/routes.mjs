// Every address of the OA OpenAPI that the simulator knows, and the way of a call: token, limit, parameters, envelope.
import { ApiError, invalid, errorText } from "./errors.mjs";
import { isObject } from "./content.mjs";

/// Method and path to [object, method of it]. What is asked of data: "body" JSON, "data" JSON in the query, "query",
/// "parts" multipart.
function table({ messages, uploads, profiles, history, groupApi }) {
  return {
    "POST /v3.0/oa/message/cs": ["body", (call) => messages.consultation(call)],
    "POST /v2.0/oa/message": ["body", (call) => messages.version2(call)],
    "POST /v3.0/oa/quota/message": ["body", (call) => messages.quota(call)],
    "POST /v2.0/oa/upload/image": ["parts", (call) => uploads.image(call)],
    "POST /v2.0/oa/upload/gif": ["parts", (call) => uploads.gif(call)],
    "POST /v2.0/oa/upload/file": ["parts", (call) => uploads.file(call)],
    "GET /v3.0/oa/user/detail": ["data", (call) => profiles.detail(call)],
    "GET /v3.0/oa/user/getlist": ["data", (call) => profiles.list(call)],
    "GET /v2.0/oa/getoa": ["query", (call) => profiles.oaItself(call)],
    "GET /v2.0/oa/listrecentchat": ["data", (call) => history.recent(call)],
    "GET /v2.0/oa/conversation": ["data", (call) => history.conversation(call)],
    "POST /v3.0/oa/group/message": ["body", (call) => groupApi.message(call)],
    "GET /v3.0/oa/group/getgroup": ["query", (call) => groupApi.get(call)],
    "GET /v3.0/oa/group/getgroupsofoa": ["query", (call) => groupApi.ofOa(call)],
    "GET /v3.0/oa/group/listmember": ["query", (call) => groupApi.members(call)],
    "GET /v3.0/oa/group/listpendinginvite": ["query", (call) => groupApi.pending(call)],
    "GET /v3.0/oa/group/listrecentchat": ["query", (call) => history.recentOfGroups(call)],
    "GET /v3.0/oa/group/conversation": ["query", (call) => history.groupConversation(call)],
    "POST /v3.0/oa/group/creategroupwithoa": ["body", (call) => groupApi.create(call)],
    "POST /v3.0/oa/group/updateinfo": ["body", (call) => groupApi.update(call)],
    "POST /v3.0/oa/group/updateasset": ["body", (call) => groupApi.updateAsset(call)],
    "POST /v3.0/oa/group/invite": ["body", (call) => groupApi.invite(call)],
    "POST /v3.0/oa/group/acceptpendinginvite": ["body", (call) => groupApi.acceptPending(call)],
    "POST /v3.0/oa/group/rejectpendinginvite": ["body", (call) => groupApi.rejectPending(call)],
    "POST /v3.0/oa/group/addadmins": ["body", (call) => groupApi.addAdmins(call)],
    "POST /v3.0/oa/group/removeadmins": ["body", (call) => groupApi.removeAdmins(call)],
    "POST /v3.0/oa/group/removemembers": ["body", (call) => groupApi.removeMembers(call)],
    "POST /v3.0/oa/group/delete": ["body", (call) => groupApi.remove(call)],
    "POST /v3.0/oa/quota/group": ["body", (call) => groupApi.quota(call)],
  };
}

/// Shut down in 2026: the promotional and the transactional message.
const shutDown = ["/v3.0/oa/message/transaction", "/v3.0/oa/message/promotion"];

export class OpenApi {
  #table;

  constructor({ access, ...parts }) {
    this.access = access;
    this.#table = table(parts);
  }

  /// `request` is {method, path, query, headers, body, parts}; gives {status, headers, body, message_id?}.
  answer(request) {
    const { headers, over } = this.access.count();
    try {
      if (over) throw new ApiError(-32);
      if (shutDown.includes(request.path)) throw new ApiError(-233);
      const route = this.#table[`${request.method} ${request.path}`];
      if (!route) return { status: 404, headers, body: { error: 404, message: "Empty api" } };
      this.access.check(request.headers);
      const { data, message_id } = route[1](read(route[0], request));
      const body = { ...(data !== undefined && { data }), error: 0, message: "Success" };
      return { status: 200, headers, body, message_id };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return { status: 200, headers, body: { error: error.code, message: error.message } };
    }
  }
}

/// The envelope of an error that a fault asks for.
export function errorBody(code, message) {
  return { error: code, message: message ?? errorText(code) };
}

function read(what, { query, body, parts }) {
  switch (what) {
    case "body":
      return { body: objectIn(body, "body") };
    case "data":
      return { data: objectIn(query.get("data") ?? "{}", "data") };
    case "parts":
      return { parts };
    default:
      return { query };
  }
}

function objectIn(text, field) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    throw invalid(field);
  }
  if (!isObject(value)) throw invalid(field);
  return value;
}
