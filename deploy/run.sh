#!/bin/bash
# run.sh [--with-zalo-simulator] [DATA_DIRECTORY]: builds ReformDesk if need be and starts it, if wanted with a stand-in for
# Zalo beside it. What the operator reads is Vietnamese.
# Environment: ADDRESS, PORT, REFORMDESK_DATA, REFORMDESK_CONFIG, ZALO_SIMULATOR_PORT.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
    cat <<'EOF'
Cách dùng: deploy/run.sh [--with-zalo-simulator] [THƯ_MỤC_DỮ_LIỆU]

Cài các gói còn thiếu, biên dịch, chuẩn bị dữ liệu ở lần chạy đầu rồi khởi động máy chủ. Chạy lại thì dữ liệu giữ nguyên.

Với --with-zalo-simulator, một máy giả lập Zalo chạy bên cạnh, đã nối sẵn với máy chủ: mở trang của nó để nhắn thử cho OA,
cho bot và trong nhóm mà không cần tài khoản Zalo nào.

Biến môi trường:
  ADDRESS             địa chỉ lắng nghe (mặc định 127.0.0.1)
  PORT                cổng (mặc định 8080)
  REFORMDESK_DATA     thư mục dữ liệu (mặc định: thư mục data cạnh mã nguồn)
  REFORMDESK_CONFIG   tệp cấu hình (mặc định: reformdesk.toml trong thư mục dữ liệu, nếu có)
  ZALO_SIMULATOR_PORT cổng của máy giả lập Zalo (mặc định 8090)
EOF
}

say() { printf '%s\n' "$*"; }
fail() {
    printf 'Lỗi: %s\n' "$*" >&2
    exit 1
}

with_simulator=false
while [ $# -gt 0 ]; do
    case $1 in
    -h | --help)
        usage
        exit 0
        ;;
    --with-zalo-simulator) with_simulator=true ;;
    -*)
        usage >&2
        exit 2
        ;;
    *) break ;;
    esac
    shift
done
data=${1:-${REFORMDESK_DATA:-$root/data}}
[[ $data == /* ]] || data=$PWD/$data
config=${REFORMDESK_CONFIG:-}
if [ -z "$config" ] && [ -f "$data/reformdesk.toml" ]; then
    config=$data/reformdesk.toml
fi
[ -z "$config" ] || [ -r "$config" ] || fail "không đọc được tệp cấu hình $config."

# A key of the configuration's [server] section; empty when it is not set there.
configured() {
    [ -z "$config" ] || awk -v key="$1" '
        /^[ \t]*\[/ { inside = ($1 == "[server]") }
        inside && $1 == key { sub(/^[^=]*=[ \t]*/, ""); sub(/[ \t]*(#.*)?$/, ""); gsub(/"/, ""); value = $0 }
        END { print value }' "$config"
}
address=${ADDRESS:-$(configured address)}
address=${address:-127.0.0.1}
port=${PORT:-$(configured port)}
port=${port:-8080}
check_port() {
    if [[ ! $2 =~ ^[0-9]{1,5}$ ]] || [ "$2" -lt 1 ] || [ "$2" -gt 65535 ]; then
        fail "$1 phải là số từ 1 đến 65535, không phải \"$2\"."
    fi
}
check_port PORT "$port"
simulator_port=${ZALO_SIMULATOR_PORT:-8090}
check_port ZALO_SIMULATOR_PORT "$simulator_port"
case $address in
0.0.0.0 | ::) reachable=localhost ;;
*:*) reachable="[$address]" ;;
*) reachable=$address ;;
esac

refuse_busy_port() {
    local host=${reachable#[}
    if (exec 3<>"/dev/tcp/${host%]}/$port") 2>/dev/null; then
        fail "cổng $port trên $address đang có chương trình khác dùng (có thể ReformDesk đã chạy sẵn)." \
            "Hãy dừng chương trình đó hoặc chọn cổng khác, ví dụ: PORT=$((port < 65535 ? port + 1 : 8080)) $0"
    fi
}
refuse_busy_port

if ! grep -qs '^12' /etc/debian_version; then
    say "Lưu ý: ReformDesk được thử trên Debian 12; máy này là bản khác, một số gói có thể thiếu."
fi
"$root/deploy/install_packages.sh" "$root/deploy/packages.txt"

mkdir -p "$root/build" 2>/dev/null || true
[ -w "$root/build" ] || fail "không ghi được vào $root/build. Hãy chạy bằng tài khoản sở hữu thư mục này hoặc quyền root."
cd "$root"
build=$root/build/release
reformdesk=$build/server/reformdesk
if [ ! -f "$build/build.ninja" ]; then
    say "Đang cấu hình bản dựng…"
    cmake --preset release >"$root/build/configure.log" 2>&1 || {
        cat "$root/build/configure.log" >&2
        fail "không cấu hình được bản dựng."
    }
fi
[ -x "$reformdesk" ] || say "Đang biên dịch (lần đầu mất khoảng mười phút)…"
ninja -C "$build" -j "$(nproc)" reformdesk >"$root/build/compile.log" 2>&1 || {
    tail -n 60 "$root/build/compile.log" >&2
    fail "không biên dịch được; toàn bộ thông báo nằm trong $root/build/compile.log."
}
"$root/deploy/build_web.sh" >"$root/build/web.log" 2>&1 || {
    tail -n 60 "$root/build/web.log" >&2
    fail "không dựng được giao diện web; cần mạng ở lần đầu để lấy các gói npm."
}

mkdir -p "$data" 2>/dev/null || fail "không tạo được thư mục dữ liệu $data."
chmod 700 "$data" 2>/dev/null || true
[ -w "$data" ] || fail "không ghi được vào thư mục dữ liệu $data."
options=(--data "$data")
[ -z "$config" ] || options+=(--config "$config")

# Each step of the first start leaves its mark only when it is done, so that an interrupted one is taken up again.
if [ ! -e "$data/.knowledge-base-loaded" ]; then
    say "Đang nạp kho tri thức đi kèm…"
    "$reformdesk" kb import "$root/kb_index/data/documents.jsonl" "$root/kb_index/data/articles.jsonl" "${options[@]}"
    touch "$data/.knowledge-base-loaded"
fi
if [ ! -e "$data/.administrator-created" ]; then
    say "Tài khoản quản trị đầu tiên (mật khẩu chỉ hiện một lần, phải đổi khi đăng nhập):"
    "$reformdesk" user add admin --role administrator --display-name "Quản trị viên" "${options[@]}"
    touch "$data/.administrator-created"
fi

refuse_busy_port
scheme=http
[ -z "$(configured tls_certificate)" ] || scheme=https

# The stand-in for Zalo: started, asked for consent, and named in a configuration of its own. Sets simulator and options.
start_simulator() {
    local folder=$data/zalo-simulator log ready code oa_id verifier
    log=$folder/output.log
    [ "$scheme" = http ] || fail "máy giả lập Zalo không gọi được máy chủ có chứng chỉ riêng; hãy bỏ tls_certificate."
    mkdir -p "$folder"
    chmod 700 "$folder"
    rm -f "$log"
    say "Đang khởi động máy giả lập Zalo…"
    # In groups of their own: Ctrl+C reaches this script alone, which stops one after the other.
    set -m
    node "$root/deploy/zalo_simulator.mjs" --folder "$folder" --port "$simulator_port" \
        --server "http://$reachable:$port" ${config:+--config "$config"} >"$log" 2>&1 &
    simulator=$!
    trap 'kill "$simulator" 2>/dev/null; exit 130' INT TERM HUP
    until ready=$(grep -s '^ready ' "$log"); do
        kill -0 "$simulator" 2>/dev/null || {
            cat "$log" >&2
            exit 1
        }
        sleep 0.1
    done
    read -r _ code oa_id verifier <<<"$ready"
    options=(--data "$data" --config "$folder/reformdesk.toml")
    unset REFORMDESK_ZALO_APP_SECRET REFORMDESK_ZALO_OA_SECRET REFORMDESK_ZALO_BOT_TOKEN REFORMDESK_ZALO_BOT_SECRET
    "$reformdesk" zalo consent --code "$code" --oa-id "$oa_id" "--verifier=$verifier" "${options[@]}" || {
        kill "$simulator"
        fail "máy giả lập Zalo không cấp quyền."
    }
}
simulator=
if $with_simulator; then
    start_simulator
fi
say ""
say "ReformDesk đang khởi động. Mở bằng trình duyệt:"
say "  Trang thử có khung trò chuyện:  $scheme://$reachable:$port/demo"
say "  Bảng điều khiển chuyên viên:    $scheme://$reachable:$port/console/"
say "  Mô tả API:                      $scheme://$reachable:$port/api"
[ -z "$simulator" ] || say "  Máy giả lập Zalo:               http://127.0.0.1:$simulator_port/sim/"
say "Dữ liệu: $data. Dừng máy chủ: Ctrl+C."
say ""
serve=("$reformdesk" serve --address "$address" --port "$port" "${options[@]}")
[ -n "$simulator" ] || exec "${serve[@]}"

"${serve[@]}" &
server=$!
trap 'kill "$server" 2>/dev/null' INT TERM HUP
# A signal ends the first wait; the server then finishes what is under way.
status=0
wait "$server" || status=$?
! kill -0 "$server" 2>/dev/null || { status=0 && wait "$server" || status=$?; }
kill "$simulator" 2>/dev/null || true
wait "$simulator" || true
exit "$status"
