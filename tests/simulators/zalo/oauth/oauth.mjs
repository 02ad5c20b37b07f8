// OAuth v4: consent on a page, a code for it, tokens for the code, new tokens for a refresh token.
import { createHash } from "node:crypto";
import { consentPage, refusalPage } from "./consent_page.mjs";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
export const codeLifetime = 10 * minute;
export const accessLifetime = 25 * hour;
export const refreshLifetime = 90 * day;

const errors = {
  [-14002]: ["Invalid appId", "App id is invalid or the app is not active"],
  [-14003]: ["Invalid redirect uri", "Redirect uri does not match the registered one"],
  [-14004]: ["Invalid secret key", "Secret key is invalid"],
  [-14005]: ["Invalid authorized code", "Authorized code is invalid, expired or already used"],
  [-14014]: ["Invalid refresh token", "Refresh token is invalid, expired or already used"],
  [-118]: ["Invalid refresh token", "Refresh token is invalid"],
  [-14018]: ["Invalid grant type", "Grant type is invalid"],
  [-14010]: ["Invalid code challenge", "Code challenge is required"],
  [-14011]: ["Invalid code verifier", "Code verifier does not match the code challenge"],
};

export class OAuth {
  constructor({ state, clock, ids, settings }) {
    Object.assign(this, { clock, ids, settings });
    this.app = state.app;
    this.oa = state.oa;
    this.grants = state.grants;
  }

  /// The consent page, or with `auto=1` or `accept=1` what pressing "Đồng ý" does. Gives an answer for the server.
  permission(query) {
    const asked = Object.fromEntries(query);
    const wrong = this.#wrongRequest(asked);
    if (wrong) return { status: 200, html: refusalPage(wrong, errors[wrong][1]) };
    if (asked.deny === "1") return { status: 302, location: this.#back(asked, { error: "access_denied" }) };
    if (asked.auto !== "1" && asked.accept !== "1") return { status: 200, html: consentPage(this.oa, asked) };
    const code = this.ids.token(64);
    this.grants.codes[code] = { at: this.clock.now(), challenge: asked.code_challenge ?? null, used: false };
    return { status: 302, location: this.#back(asked, { code, oa_id: this.oa.id }) };
  }

  #wrongRequest({ app_id, redirect_uri, code_challenge }) {
    if (app_id !== this.app.id) return -14002;
    if (!/^https?:\/\//.test(redirect_uri ?? "")) return -14003;
    if (this.app.callback && redirect_uri !== this.app.callback) return -14003;
    if (this.settings.require_code_challenge && !code_challenge) return -14010;
    return null;
  }

  #back({ redirect_uri, state }, more) {
    const url = new URL(redirect_uri);
    for (const [key, value] of Object.entries(more)) url.searchParams.append(key, value);
    if (state !== undefined) url.searchParams.append("state", state);
    return url.href;
  }

  /// POST access_token: `form` and the header secret_key. Always an object; errors too come with HTTP 200.
  token(form, secret_key) {
    if (form.get("app_id") !== this.app.id) return failure(-14002);
    if (secret_key !== this.app.secret) return failure(-14004);
    switch (form.get("grant_type")) {
      case "authorization_code":
        return this.#exchange(form.get("code"), form.get("code_verifier"));
      case "refresh_token":
        return this.#refresh(form.get("refresh_token"));
      default:
        return failure(-14018);
    }
  }

  #exchange(code, verifier) {
    const grant = Object.hasOwn(this.grants.codes, code) ? this.grants.codes[code] : undefined;
    if (!grant || grant.used || this.clock.now() - grant.at > codeLifetime) return failure(-14005);
    if (grant.challenge !== null && challengeOf(verifier ?? "") !== grant.challenge) return failure(-14011);
    grant.used = true;
    return this.issue();
  }

  #refresh(token) {
    const grant = Object.hasOwn(this.grants.refresh, token) ? this.grants.refresh[token] : undefined;
    if (!grant || grant.used || this.clock.now() - grant.at > refreshLifetime) {
      return failure(this.settings.dead_refresh_error);
    }
    grant.used = true;
    if (this.settings.refresh_kills_access_token) this.revoke(grant.access);
    return this.issue();
  }

  /// A new pair, as consent or a refresh gives it.
  issue() {
    const access_token = this.ids.token(64);
    const refresh_token = this.ids.token(64);
    const at = this.clock.now();
    this.grants.access[access_token] = { at, revoked: false };
    this.grants.refresh[refresh_token] = { at, used: false, access: access_token };
    return {
      access_token,
      refresh_token,
      expires_in: String(accessLifetime / 1000),
      ...(this.settings.refresh_token_expires_in && { refresh_token_expires_in: String(refreshLifetime / 1000) }),
    };
  }

  /// "live", "expired" or "unknown"; a revoked token is "expired" too ("expired or removed").
  status(access_token) {
    const grant = Object.hasOwn(this.grants.access, access_token) ? this.grants.access[access_token] : undefined;
    if (!grant) return "unknown";
    return grant.revoked || this.clock.now() - grant.at > accessLifetime ? "expired" : "live";
  }

  revoke(access_token) {
    const grant = this.grants.access[access_token];
    if (grant) grant.revoked = true;
  }

  /// As when another app was linked to the OA: every token is dead.
  revokeAll() {
    for (const grant of Object.values(this.grants.access)) grant.revoked = true;
    for (const grant of Object.values(this.grants.refresh)) grant.used = true;
  }
}

/// base64url of the SHA-256, without padding.
export function challengeOf(verifier) {
  return createHash("sha256").update(verifier).digest("base64url");
}

function failure(error) {
  const [error_name, error_description] = errors[error];
  return {
    error_name,
    error_reason: error_description,
    ref_doc: "https://developers.zalo.me/docs/official-account/bat-dau/xac-thuc-va-uy-quyen-cho-ung-dung-new",
    error_description,
    error,
  };
}
