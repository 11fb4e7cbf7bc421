#!/bin/sh
# Make .venv, and put uv in it when uv can be had; pip alone works too.
set -eu
py="$1"
if ! "$py" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    echo "Inreach needs Python 3.11 or later. Name it with: make demo PY=python3.11" >&2
    exit 1
fi
if ! "$py" -m venv .venv >/dev/null 2>&1; then
    rm -rf .venv
    echo "Python cannot make virtual environments here: installing Debian's python3-venv." >&2
    sh scripts/apt.sh python3-venv
    "$py" -m venv .venv
fi
if ! .venv/bin/pip install --quiet --disable-pip-version-check uv >/dev/null 2>&1; then
    echo "uv cannot be had here; pip does its work, a little slower." >&2
fi
