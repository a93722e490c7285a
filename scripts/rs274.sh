#!/usr/bin/env bash
# Unpacks LinuxCNC's interpreter from its Debian packages, without installing them, and prints where it is:
#   scripts/rs274.sh FOLDER
# Does nothing but print when it is there already.
set -euo pipefail

folder=${1:?rs274.sh: name a folder}
packages=(linuxcnc-uspace libboost-python1.74.0)
program=$folder/usr/bin/rs274

if [ ! -x "$program" ]; then
    for tool in apt-get dpkg; do
        command -v "$tool" >/dev/null || { echo "rs274.sh: $tool is missing: this needs a Debian system" >&2; exit 1; }
    done
    mkdir -p "$(dirname "$folder")"
    passing=$(mktemp -d "$folder.XXXXXX")
    trap 'rm -rf "$passing"' EXIT
    for package in "${packages[@]}"; do
        if ! (cd "$passing" && apt-get download -q "$package") >"$passing/log" 2>&1; then
            cat "$passing/log" >&2
            echo "rs274.sh: $package could not be downloaded: is there a network, and was apt-get update run?" >&2
            exit 1
        fi
    done
    mkdir "$passing/root"
    for archive in "$passing"/*.deb; do dpkg -x "$archive" "$passing/root"; done
    chmod 755 "$passing/root"
    # Somebody else may have been faster.
    [ -x "$program" ] || mv -T "$passing/root" "$folder" 2>/dev/null || [ -x "$program" ]
fi
echo "$program"
