#!/bin/sh
# Run a command with DATABASE_URL set to a private PostgreSQL, started for it on a free port, and stopped and removed afterwards.
# POSTGRES_SETTINGS are settings of the server; without them it is quick, and forgets all if the machine stops.
set -eu
quick='-c fsync=off -c full_page_writes=off -c synchronous_commit=off'
for place in /usr/lib/postgresql/*/bin /usr/local/bin /usr/bin; do
    if [ -x "$place/initdb" ]; then bin="$place"; fi
done
if [ -z "${bin:-}" ]; then
    echo "Installing Debian's PostgreSQL." >&2
    sh scripts/apt.sh postgresql
    bin=$(ls -d /usr/lib/postgresql/*/bin | tail -n 1)
fi
place=$(mktemp -d)
port=$(.venv/bin/python -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
if [ "$(id -u)" = 0 ]; then
    chown postgres "$place"
    as_owner() { su postgres -s /bin/sh -c "$*"; }
else
    as_owner() { sh -c "$*"; }
fi
stop() {
    as_owner "$bin/pg_ctl -D $place/data -m immediate stop" >/dev/null 2>&1 || true
    rm -rf "$place"
}
trap stop EXIT INT TERM
as_owner "$bin/initdb -D $place/data -U inreach -A trust -E UTF8 --locale=C.UTF-8" >/dev/null
as_owner "$bin/pg_ctl -D $place/data -w -l $place/log -o '-p $port -k $place -c listen_addresses=127.0.0.1 ${POSTGRES_SETTINGS:-$quick}' start" >/dev/null
DATABASE_URL="postgres://inreach@127.0.0.1:$port/postgres" "$@"
