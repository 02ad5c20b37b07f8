#!/bin/bash
# install_packages.sh FILE…: installs the Debian packages that the files list and this machine lacks. Asks apt, the
# network and sudo only when something is missing, so that a second start needs none of them.
set -euo pipefail

mapfile -t wanted < <(sed -e 's/#.*//' -e 's/[[:space:]]*$//' -e '/^$/d' "$@")

node_is_usable() {
    command -v node >/dev/null && command -v npm >/dev/null &&
        node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null
}

missing=()
installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null | sed -n 's/^installed //p' || true)
for package in "${wanted[@]}"; do
    grep -qxF -- "$package" <<<"$installed" || missing+=("$package")
done
if ! node_is_usable; then
    missing+=(nodejs npm)
fi
if [ ${#missing[@]} -eq 0 ]; then
    exit 0
fi

echo "Đang cài các gói Debian còn thiếu: ${missing[*]}"
sudo=()
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "Không có sudo. Hãy chạy bằng quyền root: apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    sudo=(sudo)
fi
if ! { "${sudo[@]}" apt-get update -q &&
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}"; } </dev/null; then
    echo "Không cài được các gói trên. Hãy kiểm tra kết nối mạng và nguồn gói (/etc/apt), rồi chạy lại." >&2
    exit 1
fi
if ! node_is_usable; then
    echo "Cần Node.js từ phiên bản 18 trở lên cùng npm; máy này đang có: $(node --version 2>/dev/null || echo "không có")." >&2
    exit 1
fi
