// How Zalo signs what it sends: SHA-256 over the parts written one after the other (not an HMAC), in hexadecimal.
import { createHash } from "node:crypto";

/// `body` are the very bytes that go out.
export function mac({ subject, body, timestamp, secret }) {
  return createHash("sha256").update(subject).update(body).update(timestamp).update(secret).digest("hex");
}

/// The headers that go with a signed body. Which parts are signed is switched in `settings`.
export function signatureHeaders({ settings, app, oa, body, timestamp, sentAt }) {
  const subject = settings.signature_subject === "oa_id" ? oa.id : app.id;
  const secret = settings.signature_secret === "app_secret" ? app.secret : oa.secret;
  if (settings.signature_timestamp === "header") {
    const stamp = String(sentAt);
    const digest = mac({ subject, body, timestamp: stamp, secret });
    return { "X-ZEvent-Signature": settings.signature_format + digest, "X-ZEvent-Timestamp": stamp };
  }
  return { "X-ZEvent-Signature": settings.signature_format + mac({ subject, body, timestamp, secret }) };
}
