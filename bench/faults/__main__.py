"""`python -m bench.faults`: kills, a full disk, mail that is down and a clock that goes back, while people write."""

import argparse
import signal
import subprocess
import sys

from bench.asked import verdict
from bench.databases import CHECKOUT, DATABASES, postgres_is_here
from bench.faults.place import place

KILLS = 200
PARTS = ("kills", "disk", "mail", "clock")


def options(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read what the command was given."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description=__doc__)
    parser.add_argument("--database", choices=sorted(DATABASES), help="one database only; without it both")
    parser.add_argument("--kills", type=int, default=KILLS, help=f"how many programs are killed ({KILLS})")
    parser.add_argument("--part", choices=PARTS, action="append", help="one part only; without it all")
    return parser.parse_args(arguments)


def on_each_database(chosen: argparse.Namespace) -> int:
    """Try everything on each database in a process of its own; 1 if a number was missed."""
    names = sorted(DATABASES, reverse=True)
    if not postgres_is_here():
        print("PostgreSQL is not on this machine, so it is left out.")
        names.remove("postgres")
    codes = []
    for name in names:
        command = [sys.executable, "-m", "bench.faults", "--database", name, "--kills", str(chosen.kills)]
        command += [word for part in chosen.part or () for word in ("--part", part)]
        codes.append(run(command))
    return max(codes, default=0)


def run(command: list[str]) -> int:
    """Run a command to its end, and let it end by itself what it started if this is told to end."""
    process = subprocess.Popen(command, cwd=CHECKOUT)
    try:
        return process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise


def on_one_database(chosen: argparse.Namespace) -> int:
    """Try everything on one database, print it, and return 1 if a number was missed."""
    from bench.faults.parts import reports

    with place(chosen.database) as server:
        shortfalls = [
            sentence
            for report in reports(server, chosen.part or PARTS, chosen.kills)
            for sentence in report.shortfalls
        ]
    print()
    return verdict(shortfalls)


def main() -> int:
    """Run on both databases, each in a process of its own, or on one. Told to end, it ends all that it started too."""
    chosen = options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    return on_one_database(chosen) if chosen.database else on_each_database(chosen)


if __name__ == "__main__":
    raise SystemExit(main())
