#!/bin/sh
# Install hashed requirements into .venv, then the project itself. Speaks only when it fails.
# uv does the work where it can; many schools' networks look into TLS, so it trusts the machine's own certificates.
set -eu
export UV_SYSTEM_CERTS=true UV_NATIVE_TLS=true
said=$(mktemp)
trap 'rm -f "$said"' EXIT
with_uv() {
    .venv/bin/uv pip install --python .venv/bin/python --require-hashes -r "$1" &&
        .venv/bin/uv pip install --python .venv/bin/python --no-deps --no-build-isolation -e .
}
with_pip() {
    .venv/bin/pip install --disable-pip-version-check --require-hashes -r "$1" &&
        .venv/bin/pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
}
if [ -x .venv/bin/uv ] && with_uv "$1" >"$said" 2>&1; then exit 0; fi
if ! with_pip "$1" >>"$said" 2>&1; then
    cat "$said" >&2
    exit 1
fi
