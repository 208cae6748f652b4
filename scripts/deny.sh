#!/bin/sh
# Licences, sources, bans and advisories of every dependency (deny.toml). Installs cargo-deny when
# it is missing. Advisories need the RustSec database from the network: without it they are left
# out here, and said so; the workflow supply-chain.yml always checks them.
set -eu
cd "$(dirname "$0")/.."

if ! cargo deny --version >/dev/null 2>&1; then
    echo "check: installing cargo-deny"
    cargo install --quiet --locked cargo-deny
fi

cargo deny --locked --workspace check bans licenses sources
if cargo deny --locked --workspace fetch db 2>/dev/null; then
    cargo deny --locked --workspace check --disable-fetch advisories
else
    echo "check: the advisory database cannot be reached; advisories were NOT checked"
fi
