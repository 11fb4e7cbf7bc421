#!/bin/sh
# Install hashed requirements into .venv, with uv where there is one, then the project itself.
set -eu
if [ -x .venv/bin/uv ]; then
    .venv/bin/uv pip install --quiet --python .venv/bin/python --require-hashes -r "$1"
    .venv/bin/uv pip install --quiet --python .venv/bin/python --no-deps --no-build-isolation -e .
else
    .venv/bin/pip install --quiet --disable-pip-version-check --require-hashes -r "$1"
    .venv/bin/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
fi
