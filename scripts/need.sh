#!/usr/bin/env bash
# Installs what a target needs and this machine lacks, and says what it installs.
#   scripts/need.sh build|test|desktop…
set -euo pipefail

build=(build-essential pkg-config libwebkit2gtk-4.1-dev libgtk-3-dev)
desktop=(fonts-dejavu-core)
test=(dbus fonts-dejavu-core xvfb xauth xdotool openbox webkit2gtk-driver chromium redis-server redis-sentinel python3-venv hp2xx poppler-utils potrace tesseract-ocr tesseract-ocr-ces tesseract-ocr-deu tesseract-ocr-fra tesseract-ocr-pol)

wanted=()
for group in "$@"; do
    case $group in
        build) wanted+=("${build[@]}") ;;
        desktop) wanted+=("${desktop[@]}") ;;
        test) wanted+=("${test[@]}") ;;
        *) echo "need.sh: there is no group '$group'" >&2; exit 2 ;;
    esac
done

if ! command -v cargo >/dev/null; then
    echo "Rust is missing: install it with rustup (https://rustup.rs), then run this again" >&2
    exit 1
fi
if ! command -v npm >/dev/null || ! node -e 'const [a,b]=process.versions.node.split(".").map(Number); process.exit(a>20||(a===20&&b>=19)?0:1)'; then
    echo "Node 20.19 or later with npm is missing: install it, then run this again" >&2
    exit 1
fi

# A linker that finds no room dies of a bus error, which tells nobody what is wrong.
first_build_mb=7000
target=${CARGO_TARGET_DIR:-target}
if [[ " $* " == *' build '* ]] && [ ! -d "$target/debug" ] && [ ! -d "$target/release" ]; then
    # Cargo makes the folder itself: it would not tag one that is there as something to leave out of backups.
    place=$target
    until [ -d "$place" ]; do place=$(dirname "$place"); done
    free_mb=$(df --output=avail -m "$place" | tail -n 1)
    [ "$free_mb" -ge $first_build_mb ] || echo "Only $((free_mb)) MB are free here; a first build with its tests takes $first_build_mb" >&2
fi

command -v dpkg-query >/dev/null || { echo "Not a Debian system: make sure that you have the equivalents of: ${wanted[*]}" >&2; exit 0; }
missing=()
for package in "${wanted[@]}"; do
    status=$(dpkg-query -W -f='${Status}' "$package" 2>/dev/null || true)
    [ "$status" = 'install ok installed' ] || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "Installing Debian packages: ${missing[*]}"
as_root=()
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Neither root nor sudo: install these by hand: ${missing[*]}" >&2; exit 1; }
    as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
if ! { "${as_root[@]}" apt-get update -q && "${as_root[@]}" apt-get install -yq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "The packages could not be installed; the whole log is in $log" >&2
    exit 1
fi
rm -f "$log"
