#!/bin/bash
# run.sh [--sets DIR]… [--scale N] [--only ENGINE,…] [--rounds N] [--json FILE] [--no-build]: engines that answer questions
# from a set of articles, side by side in one run: how often right, and how fast. Prints tables; 2 when the run failed.
#   DIR holds kb.jsonl and questions.jsonl in the exchange format; without one the bundled knowledge base is asked.
#   --scale N makes N articles of the sets', measures indexing them, and asks the sets' questions of all of them.
#   engines: reformdesk xapian xapian-same-terms fts5 postgresql nlpjs minisearch minisearch-fuzzy; with --scale the
#   first three unless others are named
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../../.." && pwd)

build=$root/build/load
compile=1
scale=0
only=
arguments=()
while [ $# -gt 0 ]; do
    case $1 in
    --no-build) compile=0 ;;
    --sets | --scale | --only | --rounds | --json)
        [ $# -ge 2 ] || {
            echo "run.sh: $1 needs a value" >&2
            exit 2
        }
        [ "$1" != --scale ] || scale=1
        [ "$1" != --only ] || only=$2
        arguments+=("$1" "$2")
        shift
        ;;
    *)
        sed -n '2,7s/^# //p' "$0" >&2
        exit 2
        ;;
    esac
    shift
done

fail() {
    printf 'run.sh: %s\n' "$*" >&2
    exit 2
}

if [ "$compile" -eq 1 ]; then
    log=$(mktemp)
    trap 'rm -f "$log"' EXIT
    (
        cd "$root"
        deploy/install_packages.sh deploy/packages.txt tests/packages.txt && cmake --preset load &&
            ninja -C "$build" answering_benchmark
    ) >"$log" 2>&1 || {
        tail -n 40 "$log" >&2
        fail "the build failed"
    }
fi

needs_node() {
    if [ -n "$only" ]; then
        [[ $only == *nlpjs* || $only == *minisearch* ]]
    else
        [ "$scale" -eq 0 ]
    fi
}
if needs_node; then
    locked=$(sha256sum <"$here/node/package-lock.json")
    if [ "$(cat "$here/node/node_modules/.installed-from" 2>/dev/null)" != "$locked" ]; then
        (cd "$here/node" && npm ci --no-audit --no-fund --loglevel=error </dev/null >&2) || fail "npm packages are missing"
        echo "$locked" >"$here/node/node_modules/.installed-from"
    fi
    echo "Node.js $(node --version)"
fi

status=0
"$build/tests/load/answering/answering_benchmark" "${arguments[@]}" || status=2
echo
echo "load on this machine meanwhile: $(cut -d ' ' -f 1-3 /proc/loadavg) on $(nproc) CPUs"
exit "$status"
