#!/bin/bash
# run.sh [SECONDS]: signed webhook events a second that the server acknowledges durably, with every call to Zalo's API
# taking 5 seconds, beside the same events refused for a wrong signature: what HTTP and SHA-256 alone cost.
# Needs a build of the preset "release", wrk and Node.js. Talks to 127.0.0.1 only.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
here=$root/tests/load/webhooks
seconds=${1:-20}
binary=$root/build/release/server/reformdesk
port=${PORT:-18471}
simulator_port=$((port + 1))
work=$(mktemp -d)
pids=()
# shellcheck disable=SC2317 # called by the trap
clean_up() {
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap clean_up EXIT

wait_for() { # URL
    for _ in $(seq 300); do
        if curl -sf "$1" >/dev/null; then return; fi
        sleep 0.1
    done
    printf 'run.sh: %s does not answer\n' "$1" >&2
    exit 2
}

node "$root/tests/simulators/zalo/main.mjs" --port "$simulator_port" >"$work/keys" 2>"$work/simulator.log" &
pids+=($!)
wait_for "http://127.0.0.1:$simulator_port/sim/keys"
curl -sf -X POST -H 'Content-Type: application/json' "http://127.0.0.1:$simulator_port/sim/faults" \
    -d '{"match":{"service":"openapi"},"action":"slow","ms":5000}' >/dev/null

key() { node -pe "JSON.parse(require('fs').readFileSync('$work/keys','utf8').split('\n')[0]).$1"; }
(umask 077 && key app_secret >"$work/app_secret" && key oa_secret >"$work/oa_secret")
cat >"$work/reformdesk.toml" <<CONFIG
[server]
port = $port
connections_per_address = 0
[zalo_oa]
app_id = "$(key app_id)"
oa_id = "$(key oa_id)"
app_secret_file = "$work/app_secret"
webhook_secret_file = "$work/oa_secret"
api_url = "$(key openapi_url)"
oauth_url = "$(key oauth_url)"
[log]
level = "error"
CONFIG
data=$root/kb_index/data
"$binary" kb import "$data/documents.jsonl" "$data/articles.jsonl" --data "$work/data" >/dev/null
"$binary" serve --config "$work/reformdesk.toml" --data "$work/data" 2>"$work/server.log" &
server=$!
pids+=("$server")
wait_for "http://127.0.0.1:$port/readyz"
node "$here/bodies.mjs" $((seconds * 12000)) "$work/bodies" <"$work/keys"
awk '{ print "0" substr($0, 2) }' "$work/bodies" >"$work/forged"

memory() { awk '/VmRSS/ { print $2 " KiB" }' "/proc/$server/status"; }
load() { # FILE SECONDS
    BODIES=$1 wrk -t1 -c128 -d"${2}s" -s "$here/webhooks.lua" "http://127.0.0.1:$port" | tail -n 1
}
printf 'memory at rest     %s\n' "$(memory)"
printf 'refused, baseline  %s\n' "$(load "$work/forged" 5)"
printf 'stored             %s\n' "$(load "$work/bodies" "$seconds")"
printf 'memory after it    %s\n' "$(memory)"
