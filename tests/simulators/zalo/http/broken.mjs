// What faults do to one request: before its service sees it, and to the answer on its way back.
import { errorBody } from "../openapi/routes.mjs";
import { rendered, write } from "./answers.mjs";

const page = (status) => `<html><head><title>${status}</title></head><body><h1>${status}</h1><hr>nginx</body></html>`;

/// Gives an answer when the service must not be asked; {lost: "cut" | "hang"} when nothing is to be answered.
export async function brokenBefore(request, faults, { clock, revoke }) {
  for (const fault of faults) {
    switch (fault.action) {
      case "slow":
        if (!fault.after_effect) await clock.sleep(fault.ms ?? 1000);
        break;
      case "revoke_token":
        revoke(request.headers.access_token);
        break;
      case "cut":
      case "hang":
        return { lost: fault.action };
      case "status":
        return { status: fault.status ?? 503, text: fault.body ?? "Service Unavailable", headers: fault.headers };
      case "html":
        return { status: fault.status ?? 200, html: fault.body ?? page(fault.status ?? 200) };
      case "error":
        return { status: 200, body: refusal(request.service, fault) };
    }
  }
  return null;
}

/// An error as the service would word it.
function refusal(service, { code = -200, message }) {
  if (service === "bot-api") return { ok: false, error_code: code, description: message ?? "Error" };
  if (service === "oauth") return { error: code, error_name: message ?? "Error", error_description: message ?? "Error" };
  return errorBody(code, message);
}

/// Writes the answer of a service, unless a fault keeps it from arriving whole.
export async function writeBroken(outgoing, answer, faults, clock) {
  for (const fault of faults) {
    switch (fault.action) {
      case "slow":
        if (fault.after_effect) await clock.sleep(fault.ms ?? 1000);
        break;
      case "cut_after":
        outgoing.socket?.destroy();
        return;
      case "hang_after":
        return;
      case "truncate":
        truncate(outgoing, answer);
        return;
      case "trickle":
        await trickle(outgoing, answer, fault, clock);
        return;
    }
  }
  write(outgoing, answer);
}

/// Half of the body, though the header promises all of it.
function truncate(outgoing, answer) {
  const { status, headers, content } = rendered(answer);
  outgoing.writeHead(status, { ...headers, "Content-Length": content.length });
  outgoing.write(content.subarray(0, content.length >> 1), () => outgoing.socket?.destroy());
}

/// A few bytes at a time.
async function trickle(outgoing, answer, { bytes = 1, ms = 100 }, clock) {
  const { status, headers, content } = rendered(answer);
  outgoing.writeHead(status, { ...headers, "Content-Length": content.length });
  for (let at = 0; at < content.length && !outgoing.destroyed; at += bytes) {
    outgoing.write(content.subarray(at, at + bytes));
    await clock.sleep(ms);
  }
  outgoing.end();
}
