// Which of Zalo's hosts a request is meant for: by its Host, by the first part of its path, or by Zalo's own paths.

const hosts = {
  "openapi.zalo.me": "openapi",
  "oauth.zaloapp.com": "oauth",
  "bot-api.zaloplatforms.com": "bot-api",
  "bot-api.zapps.me": "bot-api",
};
const prefixes = { "/openapi/": "openapi", "/oauth/": "oauth", "/bot-api/": "bot-api" };

/// {service, path}, with the path as Zalo has it; service is null for the simulator's own pages.
export function placeOf(host, path) {
  const named = hosts[(host ?? "").replace(/:\d+$/, "").toLowerCase()];
  if (named) return { service: named, path };
  for (const [prefix, service] of Object.entries(prefixes)) {
    if (path.startsWith(prefix)) return { service, path: path.slice(prefix.length - 1) };
  }
  if (/^\/v[23]\.0\//.test(path)) return { service: "openapi", path };
  if (path.startsWith("/v4/")) return { service: "oauth", path };
  if (/^\/bot[^/]+\//.test(path)) return { service: "bot-api", path };
  if (path.startsWith("/media/")) return { service: "media", path };
  return { service: null, path };
}
