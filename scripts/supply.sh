#!/usr/bin/env bash
# What we link, against deny.toml, and against the databases of advisories where they can be reached.
# Ends with 1 when something is wrong; a database or a tool that is not there is said and is no fault
# (tests/house holds licences, bans and sources against deny.toml without any tool).
set -uo pipefail
cd "$(dirname "$0")/.."
wrong=0

if command -v cargo-deny >/dev/null; then
    cargo deny --locked check licenses bans sources || wrong=1
    if log=$(cargo deny --locked fetch db 2>&1); then
        cargo deny --locked --offline check advisories || wrong=1
    else
        echo "Advisories of Rust were not checked: their database cannot be reached ($(tail -n 1 <<<"$log"))"
    fi
else
    echo "cargo-deny is not here (cargo install --locked cargo-deny): advisories of Rust were not checked"
fi

# The answer is JSON either way; one without a count is none.
audit=$(cd ui && npm audit --package-lock-only --json 2>/dev/null)
count=$(node -e 'try { console.log(JSON.parse(process.argv[1]).metadata.vulnerabilities.total) } catch { console.log("none") }' "$audit")
case $count in
    0) echo "npm audit: nothing is known against the packages of the UI" ;;
    none) echo "npm packages were not checked: the registry answers no audit" ;;
    *) (cd ui && npm audit --package-lock-only) || wrong=1 ;;
esac
exit $wrong
