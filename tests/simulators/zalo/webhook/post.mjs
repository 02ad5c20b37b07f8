// One POST with a deadline on the simulated clock.
import http from "node:http";
import https from "node:https";

/// Gives {status} or {error}: "no connection", "no answer in time" or "connection lost"; never throws. Redirects are
/// not followed, certificates not checked (tests make their own).
export function post(url, body, headers, { clock, within }) {
  return new Promise((resolve) => {
    let connected = false;
    let request;
    let ended = false;
    const end = (result) => {
      if (ended) return;
      ended = true;
      cancel();
      resolve(result);
    };
    const tooLate = () => {
      if (ended) return;
      request?.destroy();
      end({ error: connected ? "no answer in time" : "no connection" });
    };
    // An answer that has come already, while this program was busy, is read before the deadline strikes.
    const cancel = clock.after(within, () => setTimeout(tooLate, 1));
    const bytes = body === null ? null : Buffer.from(body);
    try {
      const client = url.startsWith("https:") ? https : http;
      request = client.request(url, {
        method: "POST",
        agent: false,
        rejectUnauthorized: false,
        headers: { ...headers, "Content-Length": bytes ? bytes.length : 0, Connection: "close" },
      });
    } catch {
      end({ error: "no connection" });
      return;
    }
    request.on("socket", (socket) => socket.once("connect", () => (connected = true)));
    request.on("error", () => end({ error: connected ? "connection lost" : "no connection" }));
    request.on("response", (response) => {
      response.resume();
      response.on("end", () => end({ status: response.statusCode }));
      response.on("aborted", () => end({ error: "connection lost" }));
      response.on("error", () => end({ error: "connection lost" }));
    });
    request.end(bytes ?? undefined);
  });
}
