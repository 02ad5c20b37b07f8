// Between HTTP and the services: what a request says is brought into the form that each of them takes.
import { isObject } from "../openapi/content.mjs";

export function oauthAnswer(oauth, { method, path, query, headers, body }) {
  if (method === "GET" && path === "/v4/oa/permission") return oauth.permission(query);
  if (method === "POST" && path === "/v4/oa/access_token") {
    return { status: 200, body: oauth.token(new URLSearchParams(body), headers.secret_key) };
  }
  return { status: 404, text: "Not Found" };
}

/// {token, method, parameters, signal}: parameters from the query, and from a form, JSON or multipart body.
export function botRequest(request) {
  const [, token, method] = /^\/bot([^/]+)\/([^/]*)$/.exec(request.path) ?? [];
  const parameters = { ...Object.fromEntries(request.query), ...botBody(request) };
  return { token: token && decodeURIComponent(token), method: method ?? "", parameters, signal: request.signal };
}

function botBody({ headers, body, parts }) {
  const type = headers["content-type"] ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) return Object.fromEntries(new URLSearchParams(body));
  if (type.startsWith("multipart/")) {
    return Object.fromEntries((parts ?? []).map((part) => [part.name, part.bytes.toString("utf8")]));
  }
  if (body === "") return {};
  try {
    const value = JSON.parse(body);
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

export function mediaAnswer(media, { path }) {
  const kept = media.read(path.split("/")[2] ?? "");
  if (!kept) return { status: 404, text: "Not Found" };
  return { status: 200, bytes: kept.bytes, type: kept.type };
}
