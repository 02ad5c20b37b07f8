#!/bin/bash
# run.sh [--no-build] [--benchmarks]: measures the server beside a bare Beast server, on this machine and in one run,
# and prints one table. Fails when a bound does not hold (1) or when the run itself failed (2).
# Takes about two minutes after the build. Talks to 127.0.0.1 only.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$root"
run_within=240 # seconds

build=$root/build/load
compile=1
benchmarks=0
for option in "$@"; do
    case $option in
    --no-build) compile=0 ;;
    --benchmarks) benchmarks=1 ;;
    *)
        sed -n '2,4s/^# //p' "$0" >&2
        exit 2
        ;;
    esac
done

fail() {
    printf 'run.sh: %s\n' "$*" >&2
    exit 2
}

work=$(mktemp -d)
pids=()
# shellcheck disable=SC2317 # called by the trap
clean_up() {
    for pid in "${pids[@]}"; do
        kill "$pid" 2>/dev/null || true
    done
    for pid in "${pids[@]}"; do
        timeout 15 tail --pid="$pid" -f /dev/null || kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    rm -rf "$work"
}
trap clean_up EXIT

if [ "$compile" -eq 1 ]; then
    deploy/install_packages.sh deploy/packages.txt tests/packages.txt || fail "packages are missing"
    if ! { cmake --preset load && ninja -C "$build" reformdesk bare_server load_generator load_benchmarks; } >"$work/build.log" 2>&1; then
        tail -n 40 "$work/build.log" >&2
        fail "the build failed"
    fi
fi

if [ "$benchmarks" -eq 1 ]; then
    REFORMDESK_SOURCE_DIR=$root taskset -c 0 "$build/tests/load/load_benchmarks"
    exit
fi

[ "$(nproc)" -ge 2 ] || fail "two CPUs are needed: one for the server, one for the load"
ulimit -n "$(ulimit -Hn)"
[ "$(ulimit -n)" = unlimited ] || [ "$(ulimit -n)" -ge 6000 ] || fail "6,000 descriptors are needed (ulimit -Hn)"

# The widget and console play no part: one file of 300 bytes is enough for a web folder.
mkdir "$work/web"
printf 'x%.0s' {1..300} >"$work/web/favicon.svg"
echo "// no widget" >"$work/web/widget.js"
cat >"$work/reformdesk.toml" <<TOML
[server]
port = 0
connections_per_address = 0
[web_chat]
messages_per_minute = 100000
[web]
folder = "$work/web"
TOML
options=(--config "$work/reformdesk.toml" --data "$work/data")
"$build/server/reformdesk" kb import kb_index/data/documents.jsonl kb_index/data/articles.jsonl "${options[@]}" >"$work/import.log" 2>&1 || {
    cat "$work/import.log" >&2
    fail "the knowledge base was not imported"
}

# first_match FILE SED_EXPRESSION: waits for a line and prints what the expression makes of it.
first_match() {
    local found
    for _ in {1..200}; do
        found=$(sed -n "$2" "$1" | head -n 1)
        if [ -n "$found" ]; then
            echo "$found"
            return
        fi
        sleep 0.1
    done
    cat "$1" >&2
    return 1
}

taskset -c 0 "$build/server/reformdesk" serve "${options[@]}" >"$work/server.log" 2>&1 &
server=$!
pids+=("$server")
taskset -c 0 "$build/tests/load/bare_server" >"$work/bare.log" 2>&1 &
bare=$!
pids+=("$bare")
server_port=$(first_match "$work/server.log" 's/.*"event":"started".*"port":\([0-9]*\).*/\1/p') || fail "the server did not start"
bare_port=$(first_match "$work/bare.log" 's/^\([0-9]*\)$/\1/p') || fail "the bare server did not start"

status=0
timeout "$run_within" taskset -c 1 "$build/tests/load/load_generator" "$server_port" "$server" "$bare_port" "$bare" \
    kb_index/data/gold_questions.jsonl || status=$?
echo "load on this machine meanwhile: $(cut -d ' ' -f 1-3 /proc/loadavg) on $(nproc) CPUs"
[ "$status" -le 1 ] || {
    tail -n 5 "$work/server.log" >&2
    exit 2
}
exit "$status"
