#!/bin/sh
# Resolve the hashed requirements for Python 3.11 and later, without any index address in them.
set -eu
compile() { .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate "$@"; }
compile --extra build pyproject.toml -o requirements/core.txt
compile --extra build --extra planner --extra evaluation pyproject.toml -c requirements/core.txt -o requirements/tools.txt
compile --extra build --extra planner --extra evaluation --extra warehouse --extra cluster --extra dev pyproject.toml -c requirements/tools.txt -o requirements/dev.txt
