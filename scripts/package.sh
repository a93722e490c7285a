#!/usr/bin/env bash
# Makes the packages in dist/: the app (.deb and .rpm) and the headless program alone (.deb).
#   scripts/package.sh        everything
#   scripts/package.sh stage  what is beside the programs in every package; called by Tauri before it bundles
set -euo pipefail
cd "$(dirname "$0")/.."

built=target/release
share=$built/share

# Manual pages, completions and the texts that Debian asks for.
stage() {
    local package=$1
    rm -rf "$share"
    mkdir -p "$share/man/man1" "$share/doc/$package"
    "$built/penstock" man --out "$share/man/man1" >/dev/null
    cp deploy/package/penstock-desktop.1 "$share/man/man1/"
    gzip -9n "$share"/man/man1/*.1
    local -A file=([bash]=bash-completion/completions/penstock [zsh]=zsh/vendor-completions/_penstock
        [fish]=fish/vendor_completions.d/penstock.fish)
    for shell in "${!file[@]}"; do
        mkdir -p "$share/$(dirname "${file[$shell]}")"
        "$built/penstock" completions "$shell" >"$share/${file[$shell]}"
    done
    cp deploy/package/copyright LICENSE-APACHE LICENSE-MIT docs/third-party.md "$share/doc/$package/"
    gzip -9nc CHANGELOG.md >"$share/doc/$package/CHANGELOG.gz"
}

# The headless program, with its units and its account; no library but the C library.
headless() {
    local version=$1 architecture root
    architecture=$(dpkg --print-architecture)
    root=$built/headless
    rm -rf "$root"
    stage penstock-cli
    rm "$share/man/man1/penstock-desktop.1.gz"
    mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib/systemd/system" "$root/usr/lib/sysusers.d" "$root/etc/penstock"
    cp "$built/penstock" "$root/usr/bin/"
    cp -r "$share" "$root/usr/"
    cp deploy/systemd/*.service "$root/usr/lib/systemd/system/"
    cp deploy/package/sysusers.conf "$root/usr/lib/sysusers.d/penstock.conf"
    install -m 600 deploy/package/{worker,serve}.env "$root/etc/penstock/"
    install -m 755 deploy/package/{postinst,prerm} "$root/DEBIAN/"
    printf '/etc/penstock/%s.env\n' worker serve >"$root/DEBIAN/conffiles"
    cat >"$root/DEBIAN/control" <<CONTROL
Package: penstock-cli
Version: $version
Architecture: $architecture
Maintainer: The Penstock developers <penstock@localhost>
Section: graphics
Priority: optional
Installed-Size: $(du -sk "$root" | cut -f1)
Depends: $(libraries "$built/penstock")
Recommends: ca-certificates, fonts-dejavu-core
Conflicts: penstock
Replaces: penstock
Description: plots and cuts drawings on machines with no window
 Workers, the HTTP API, the app for browsers and everything for scripts:
 travel and time for pen plotters; cut length, pierces, cost, nests and
 proved G-code for waterjets. Needs no webview.
CONTROL
    dpkg-deb --root-owner-group -Zxz --build "$root" "dist/penstock-cli_${version}_$architecture.deb" >/dev/null
}

# The packages whose libraries a program is linked to, with the versions it needs.
libraries() {
    local work
    work=$(mktemp -d)
    mkdir "$work/debian"
    printf 'Source: penstock\n\nPackage: penstock\nArchitecture: any\n' >"$work/debian/control"
    local program
    program=$(realpath "$1")
    (cd "$work" && dpkg-shlibdeps -O "$program" 2>/dev/null) | sed 's/^shlibs:Depends=//'
    rm -r "$work"
}

if [ "${1:-}" = stage ]; then
    stage penstock
    exit
fi

mkdir -p dist
rm -f dist/*.deb dist/*.rpm
rm -rf "$built/bundle"
# One build of the whole workspace: a selection of its own would compile most of the tree a second time.
config=$(printf '{"build":{"beforeBuildCommand":"","beforeBundleCommand":{"cwd":"%s","script":"scripts/package.sh stage"}}}' "$PWD")
ui/node_modules/.bin/tauri build --bundles deb,rpm --config "$config" -- --workspace --examples --locked
version=$(sed -n '/^\[workspace.package\]/,/^$/s/^version = "\(.*\)"/\1/p' Cargo.toml)
headless "$version"
for package in "$built"/bundle/*/*.{deb,rpm}; do
    name=$(basename "$package")
    cp "$package" "dist/${name/#Penstock/penstock}"
done
ls -l dist/*.deb dist/*.rpm
