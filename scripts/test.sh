#!/bin/sh
# Every test: the fast ones on both cores first, then the journeys in one real browser.
set -eu
workers="${TEST_WORKERS:-2}"
.venv/bin/pytest tests --ignore=tests/journeys -n "$workers" --dist loadfile "$@"
.venv/bin/pytest tests/journeys "$@"
