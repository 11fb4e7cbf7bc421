#!/bin/sh
# Every test that touches a database, on a private PostgreSQL.
set -eu
sh scripts/with_postgres.sh sh scripts/test.sh --only-database "$@"
