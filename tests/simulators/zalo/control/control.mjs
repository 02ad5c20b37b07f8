// /sim: the control API, the page, and the stream of changes for the page.
import { readFileSync } from "node:fs";
import { routesOfWorld } from "./world_routes.mjs";
import { routesOfZalo } from "./zalo_routes.mjs";
import { FaultError } from "../core/faults.mjs";
import { SettingError } from "../core/settings.mjs";
import { WorldError } from "../world/people.mjs";

const files = {
  "/sim/": ["index.html", "text/html; charset=utf-8"],
  "/sim/page.js": ["page.js", "text/javascript; charset=utf-8"],
  "/sim/view.js": ["view.js", "text/javascript; charset=utf-8"],
  "/sim/page.css": ["page.css", "text/css; charset=utf-8"],
};
const policy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'";
const heartbeat = 15_000;

export class Control {
  #routes;

  constructor(simulator) {
    this.simulator = simulator;
    this.#routes = [...routesOfWorld(simulator), ...routesOfZalo(simulator)].map(([method, path, act]) => {
      const pattern = new RegExp(`^/sim${path.replace(/:(\w+)/g, "(?<$1>[^/]+)")}$`);
      return { method, pattern, act };
    });
  }

  /// Gives an answer for the server, or nothing when it has written to `outgoing` itself.
  async answer(request, outgoing) {
    const { method, path } = request;
    if (path === "/" || path === "/sim") return { status: 302, location: "/sim/" };
    if (method === "GET" && Object.hasOwn(files, path)) return file(path);
    if (method === "GET" && path === "/sim/stream") return this.#stream(request, outgoing);
    const tried = this.#routes.map((route) => ({ ...route, match: route.pattern.exec(path) }));
    const fits = tried.filter(({ match }) => match);
    if (fits.length === 0) return { status: 404, body: { error: `there is no ${path}` } };
    const route = fits.find((each) => each.method === method);
    if (!route) return { status: 405, body: { error: `${path} takes ${fits.map((each) => each.method).join(", ")}` } };
    return this.#act(route, request);
  }

  async #act({ act, match }, request) {
    const params = Object.fromEntries(
      Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
    try {
      const body = request.body === "" ? {} : JSON.parse(request.body);
      return { status: 200, body: (await act({ ...params, body, query: request.query })) ?? {} };
    } catch (error) {
      const known = [WorldError, FaultError, SettingError, SyntaxError].some((kind) => error instanceof kind);
      if (!known) throw error;
      return { status: 400, body: { error: error.message } };
    }
  }

  /// Server-sent events: the key of each chat in which something changed.
  #stream({ signal }, outgoing) {
    outgoing.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" });
    outgoing.write("retry: 1000\n\n");
    const tell = (chat) => outgoing.write(`data: ${JSON.stringify({ chat: chat.key })}\n\n`);
    const beat = setInterval(() => outgoing.write(": \n\n"), heartbeat);
    this.simulator.chats.on("changed", tell);
    signal.addEventListener("abort", () => {
      clearInterval(beat);
      this.simulator.chats.off("changed", tell);
    });
    return null;
  }
}

function file(path) {
  const [name, type] = files[path];
  const bytes = readFileSync(new URL(`../page/${name}`, import.meta.url));
  return { status: 200, bytes, type, headers: { "Content-Security-Policy": policy, "Cache-Control": "no-store" } };
}
