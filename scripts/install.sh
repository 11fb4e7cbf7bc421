#!/bin/sh
# Install hashed requirements into .venv, with uv where there is one, then the project itself. Speaks only when it fails.
set -eu
said=$(mktemp)
trap 'rm -f "$said"' EXIT
quietly() { "$@" >"$said" 2>&1 || { cat "$said" >&2; exit 1; }; }
if [ -x .venv/bin/uv ]; then
    quietly .venv/bin/uv pip install --python .venv/bin/python --require-hashes -r "$1"
    quietly .venv/bin/uv pip install --python .venv/bin/python --no-deps --no-build-isolation -e .
else
    quietly .venv/bin/pip install --disable-pip-version-check --require-hashes -r "$1"
    quietly .venv/bin/pip install --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
