"""`python -m bench.pages`: how fast pages are over HTTP, with production's server, on both databases, beside a peer."""

import argparse
import json
import subprocess
import sys

from bench.asked import verdict
from bench.databases import CHECKOUT, DATABASES, postgres_is_here
from bench.pages.world import load, product


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read what the command was given."""
    parser = argparse.ArgumentParser(prog="python -m bench.pages", description=__doc__)
    parser.add_argument("--database", choices=sorted(DATABASES), help="one database only; without it both")
    parser.add_argument("--events", type=int, default=0, help="time audit and target with so many events too")
    parser.add_argument(
        "--peer", default="", help="a folder in which pretalx is or may be installed; - for none"
    )
    parser.add_argument("--peer-numbers", type=json.loads, default=None, help=argparse.SUPPRESS)
    return parser.parse_args(arguments)


def on_each_database(chosen: argparse.Namespace) -> int:
    """Measure the peer, then the product on each database in a process of its own; 1 if a number was missed."""
    from bench.peers.pretalx import pages_a_second

    names = [chosen.database] if chosen.database else sorted(DATABASES, reverse=True)
    if "postgres" in names and not postgres_is_here():
        print("PostgreSQL is not on this machine, so it is left out.")
        names.remove("postgres")
    peer = None if chosen.peer == "-" else pages_a_second(chosen.peer)
    codes = []
    for name in names:
        command = [sys.executable, "-m", "bench.pages", "--database", name, "--events", str(chosen.events)]
        command += ["--peer-numbers", json.dumps(peer or {})]
        codes.append(subprocess.run(command, check=False, cwd=CHECKOUT).returncode)
    return max(codes, default=0)


def on_one_database(name: str, events: int, peer: dict[str, float]) -> int:
    """Measure the product on one database, print it, and return 1 if a number was missed."""
    with DATABASES[name]() as database, product(database):
        from bench.pages.many_events import FEW, add_events
        from bench.pages.measure import beside_an_event, beside_peer, measure, told, with_events
        from django.utils import timezone

        from inreach.apps.schools.models import School

        schools = load(timezone.localdate())
        missed = []
        if events > FEW:
            ids = list(
                School.objects.filter(organisation__name__in=[school.name for school in schools])
                .order_by("pk")
                .values_list("pk", flat=True)
            )
            missed += with_events(database, schools, FEW, events, lambda count: add_events(count, ids))
        measured = measure(database, schools)
        print("\n".join(told(measured)), flush=True)
        if peer:
            missed += beside_peer(measured, peer)
        if name == "postgres":
            missed += beside_an_event(database, schools[0])
    print()
    return verdict([sentence for each in measured for sentence in each.shortfalls()] + missed)


def main() -> int:
    """Run on both databases, or, in a process of its own, on one."""
    chosen = options()
    if chosen.peer_numbers is None:
        return on_each_database(chosen)
    return on_one_database(chosen.database, chosen.events, chosen.peer_numbers)


if __name__ == "__main__":
    raise SystemExit(main())
