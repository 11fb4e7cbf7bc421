#!/bin/sh
# Every test that touches a database, on a private PostgreSQL that is started for the purpose on a free port, and stopped and removed afterwards.
set -eu
for place in /usr/lib/postgresql/*/bin /usr/local/bin /usr/bin; do
    if [ -x "$place/initdb" ]; then bin="$place"; fi
done
if [ -z "${bin:-}" ]; then
    echo "Installing Debian's PostgreSQL for the tests." >&2
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
as_owner "$bin/pg_ctl -D $place/data -w -l $place/log -o '-p $port -k $place -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c synchronous_commit=off' start" >/dev/null
DATABASE_URL="postgres://inreach@127.0.0.1:$port/postgres" sh scripts/test.sh --only-database "$@"
