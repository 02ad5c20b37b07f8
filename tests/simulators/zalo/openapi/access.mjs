// Who may call the OpenAPI, and how often.
import { createHmac } from "node:crypto";
import { ApiError } from "./errors.mjs";

const minute = 60_000;

export class Access {
  constructor({ state, clock, settings, oauth }) {
    Object.assign(this, { clock, settings, oauth });
    this.app = state.app;
    this.minutes = state.minutes;
  }

  /// Throws what the call is refused with.
  check(headers) {
    const token = headers.access_token ?? "";
    const status = this.oauth.status(token);
    if (status === "unknown") throw new ApiError(this.settings.token_invalid_error);
    if (status === "expired") throw new ApiError(-220);
    if (this.settings.require_appsecret_proof) {
      const proof = createHmac("sha256", this.app.secret).update(token).digest("hex");
      if (headers.appsecret_proof !== proof) throw new ApiError(-242);
    }
  }

  /// Counts one call; gives the headers that tell the limit, and whether the call is over it.
  count() {
    const current = Math.floor(this.clock.now() / minute);
    if (this.minutes.app?.minute !== current) this.minutes.app = { minute: current, calls: 0 };
    const calls = ++this.minutes.app.calls;
    const { rate_limit_per_minute: ofApp, oa_rate_limit_per_minute: ofOa } = this.settings;
    const limit = ofOa === null ? ofApp : Math.min(ofApp, ofOa);
    const headers = { "X-RateLimit-Limit": String(limit), "X-RateLimit-Remain": String(Math.max(0, limit - calls)) };
    return { headers, over: calls > limit };
  }
}
