#!/bin/bash
# run.sh [--ci] [--only SUITE]…: installs what the tests need, builds with sanitizers and runs everything. Fails when
# anything failed. The last line is "N passed, N failed" over all suites.
#   suites: rules scripts cpp fuzz web simulators e2e crash; --ci adds format and tidy; soak only with --only
# Environment: REFORMDESK_TEST_BUILD, the build directory (build/dev); REFORMDESK_FUZZ_SECONDS for each target (6).
set -uo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit 1
export LC_ALL=C.UTF-8 HOME="${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}"
build=${REFORMDESK_TEST_BUILD:-$root/build/dev}
logs=$root/build/test-logs
# Every sanitizer report ends the program, so that it cannot pass unseen.
export ASAN_OPTIONS=${ASAN_OPTIONS:-abort_on_error=0:detect_leaks=1:strict_string_checks=1}
export UBSAN_OPTIONS=${UBSAN_OPTIONS:-print_stacktrace=1:halt_on_error=1}

suites=(rules scripts cpp fuzz web simulators e2e crash)
only=()
while [ $# -gt 0 ]; do
    case $1 in
    --ci) suites=(rules scripts format cpp fuzz web simulators e2e crash tidy) ;;
    --only)
        only+=("${2:?--only needs the name of a suite}")
        shift
        ;;
    *)
        sed -n '2,5s/^# //p' "$0" >&2
        exit 2
        ;;
    esac
    shift
done
[ ${#only[@]} -eq 0 ] || suites=("${only[@]}")

passed=0
failed=0
summary=()
suite=
count() {
    passed=$((passed + $1))
    failed=$((failed + $2))
    summary+=("$(printf '%-38s %5d passed %5d failed' "$suite${3:+ ($3)}" "$1" "$2")")
}

# One command that counts as one test.
check() {
    local what=$1
    shift
    if "$@" >"$logs/$suite-$what.log" 2>&1; then
        count 1 0 "$what"
    else
        count 0 1 "$what"
        echo "--- $suite: $what failed"
        tail -n 100 "$logs/$suite-$what.log"
    fi
}

# count_from STATUS PASSED FAILED: a runner that failed without naming a failed test has failed all the same.
count_from() {
    local status=$1 good=${2:-0} bad=${3:-0}
    if [ "$status" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ "$good" -eq 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    count "$good" "$bad" "${4:-}"
}

suite_rules() {
    check rules-can-fail python3 -B tests/rules/rules_test.py
    check tree-keeps-the-rules python3 -B tests/rules/check.py
}

suite_scripts() {
    mapfile -t scripts < <(find deploy tests .ci -name node_modules -prune -o -type f \( -name '*.sh' -o -path .ci/run \) -print)
    check shellcheck shellcheck "${scripts[@]}"
    check packages-are-listed-once bash -c \
        "sed -e 's/#.*//' -e '/^ *\$/d' deploy/packages.txt tests/packages.txt | sort | uniq -d | { ! grep .; }"
}

suite_format() {
    mapfile -t sources < <(git -c safe.directory="$root" ls-files '*.cpp' '*.hpp')
    check clang-format clang-format --dry-run -Werror "${sources[@]}"
}

configure() { cmake --preset dev -B "$build" >"$logs/configure.log" 2>&1 || { tail -n 50 "$logs/configure.log"; false; }; }
build() { configure && { ninja -C "$build" "$@" >"$logs/build.log" 2>&1 || { grep -m 20 -A 12 -E 'error|FAILED' "$logs/build.log"; false; }; }; }

suite_cpp() {
    if ! build; then
        count 0 1 build
        return
    fi
    count 1 0 build
    ctest --test-dir "$build" -j 2 --output-on-failure --no-tests=error 2>&1 | tee "$logs/ctest.log" | grep -v ' Passed \|^ *Start '
    local status=${PIPESTATUS[0]} total bad
    read -r bad total < <(sed -nE 's/^[0-9]+% tests passed, ([0-9]+) tests? failed out of ([0-9]+).*/\1 \2/p' "$logs/ctest.log")
    count_from "$status" $((${total:-0} - ${bad:-0})) "${bad:-0}"
}

# From the seeds, and from nothing that an earlier run found, so that every run is the same amount of work.
fuzz_one() {
    local target=$1 corpus status
    corpus=$(mktemp -d) || return 1
    "build/fuzz/tests/fuzz/fuzz_$target" -max_total_time="${REFORMDESK_FUZZ_SECONDS:-6}" -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$logs/fuzz-$target-" "$corpus" "tests/fuzz/seeds/$target"
    status=$?
    rm -rf "$corpus"
    return "$status"
}

suite_fuzz() {
    if ! { cmake --preset fuzz && ninja -C build/fuzz fuzz_targets; } >"$logs/fuzz-build.log" 2>&1; then
        count 0 1 build
        tail -n 40 "$logs/fuzz-build.log"
        return
    fi
    local source target
    for source in tests/fuzz/*_target.cpp; do
        target=$(basename "$source" _target.cpp)
        check "$target" fuzz_one "$target"
    done
}

suite_web() {
    check packages deploy/build_web.sh --packages-only
    check types npm --prefix server/web run check
    (cd server/web && npx vitest run --reporter=default --reporter=json --outputFile.json="$logs/vitest.json") </dev/null
    local status=$? good bad
    read -r good bad < <(python3 -c 'import json, sys
result = json.load(open(sys.argv[1]))
print(result["numPassedTests"], result["numFailedTests"])' "$logs/vitest.json" 2>/dev/null)
    count_from "$status" "$good" "$bad" vitest
    check build deploy/build_web.sh
    check size npm --prefix server/web run size
}

# The npm packages of a folder, unless they are there already.
npm_packages() (
    cd "$1" || exit 1
    locked=$(sha256sum <package-lock.json)
    if [ "$(cat node_modules/.installed-from 2>/dev/null)" != "$locked" ]; then
        npm ci --no-audit --no-fund --loglevel=error </dev/null && echo "$locked" >node_modules/.installed-from
    fi
) >"$logs/$(basename "$1")-packages.log" 2>&1

# What e2e and crash drive: the server with sanitizers, the built web files, the npm packages of tests/e2e.
prepare_outside() {
    build reformdesk && deploy/build_web.sh >"$logs/web.log" 2>&1 && npm_packages tests/e2e
}

# node_tests PREPARE FILE…
node_tests() {
    local prepare=$1
    shift
    if ! $prepare; then
        count 0 1 prepare
        tail -n 40 "$logs/web.log" "$logs"/*-packages.log
        return
    fi
    REFORMDESK_BINARY=$build/server/reformdesk node --test --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=tap --test-reporter-destination="$logs/$suite.tap" "$@" </dev/null
    local status=$?
    count_from "$status" "$(sed -n 's/^# pass //p' "$logs/$suite.tap" | tail -n 1)" \
        "$(sed -nE 's/^# (fail|cancelled) //p' "$logs/$suite.tap" | tail -n 2 | awk '{ n += $1 } END { print n + 0 }')"
}

suite_simulators() { node_tests "npm_packages tests/simulators" tests/simulators/zalo/test/*.test.mjs; }
suite_e2e() { node_tests prepare_outside tests/e2e/*.test.mjs; }
suite_crash() { node_tests prepare_outside tests/crash/*.test.mjs; }
suite_soak() { node_tests prepare_outside tests/simulators/soak/*.test.mjs; }

# Prints the file's name when it does not pass.
tidy_one() { clang-tidy -p "$1" --quiet --extra-arg=-Wno-unknown-warning-option "$3" >"$2/tidy-${3//\//-}.log" 2>&1 || echo "$3"; }

suite_tidy() {
    if ! configure; then
        count 0 1 configure
        return
    fi
    mapfile -t sources < <(git -c safe.directory="$root" ls-files 'nlp/*.cpp' 'kb_index/*.cpp' 'connectors/*.cpp' 'server/*.cpp')
    export -f tidy_one
    # shellcheck disable=SC2016 # the inner shell expands it
    printf '%s\n' "${sources[@]}" | xargs -P "$(nproc)" -I '{}' bash -c 'tidy_one "$@"' _ "$build" "$logs" '{}' \
        >"$logs/tidy-failed.txt"
    local bad
    bad=$(wc -l <"$logs/tidy-failed.txt")
    while read -r source; do
        grep -E 'error:|warning:.*\[' "$logs/tidy-${source//\//-}.log" | sort -u
    done <"$logs/tidy-failed.txt"
    count $((${#sources[@]} - bad)) "$bad"
}

mkdir -p "$logs"
if ! deploy/install_packages.sh deploy/packages.txt tests/packages.txt; then
    echo "0 passed, 1 failed"
    exit 1
fi
for suite in "${suites[@]}"; do
    if ! declare -F "suite_$suite" >/dev/null; then
        echo "no such suite: $suite" >&2
        exit 2
    fi
    echo "=== $suite"
    begun=$SECONDS
    "suite_$suite"
    summary+=("$(printf '%-38s %5d seconds' "$suite" $((SECONDS - begun)))")
done

echo
echo "=== summary (${SECONDS}s, logs in $logs)"
printf '%s\n' "${summary[@]}"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
