#!/bin/bash
# build_web.sh [--packages-only]: builds server/web and the API's description into static files, unless they are already
# built from these very sources; with the option it only installs the npm packages. Hashes decide, not times, which a
# checkout changes.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
web=$root/server/web
stamp=$web/node_modules/.built-from
installed=$web/node_modules/.installed-from

hash_of() { sha256sum "$@" | sha256sum | cut -d' ' -f1; }
sources=$(cd "$web" && find . ../api/openapi.yaml \( -name node_modules -o -name dist \) -prune -o -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum | cut -d' ' -f1)

if [ "${1:-}" != --packages-only ] && [ "$(cat "$stamp" 2>/dev/null)" = "$sources" ] && [ -s "$web/dist/widget.js" ]; then
    exit 0
fi
cd "$web"
locked=$(hash_of package-lock.json)
if [ "$(cat "$installed" 2>/dev/null)" != "$locked" ]; then
    npm ci --no-audit --no-fund --loglevel=error </dev/null
    echo "$locked" >"$installed"
fi
[ "${1:-}" != --packages-only ] || exit 0
npm run --silent build </dev/null
echo "$sources" >"$stamp"
