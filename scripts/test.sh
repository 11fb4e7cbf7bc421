#!/bin/sh
# Every test but those on a cluster, on both cores. The planner is compiled first, so that no two processes do it at once.
set -eu
# Python and pytest keep what they compile, for each of the processes and for the next run, as under `make`.
unset PYTHONDONTWRITEBYTECODE
export PYTHONPYCACHEPREFIX="${PYTHONPYCACHEPREFIX:-$PWD/.venv/.bytecode}"
.venv/bin/python -m inreach.planner.precompile
exec .venv/bin/pytest tests -n "${TEST_WORKERS:-2}" --dist worksteal "$@"
