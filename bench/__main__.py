"""`python -m bench`: how fast the ledger is on whole schools, in databases of its own that are gone afterwards."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FET = Path("fet") / "IBDP-School-2016.fet"
ENOUGH = 50


def real_files() -> Path:
    """Return the folder of real files that are no part of the project; it need not exist."""
    return Path(os.environ.get("REAL_FILES", Path(__file__).resolve().parents[2] / "shared" / "real"))


@contextmanager
def own_place() -> Iterator[None]:
    """Start the product on an empty SQLite database in a folder that is deleted at the end."""
    with tempfile.TemporaryDirectory(prefix="inreach-bench-") as place:
        os.environ.update(
            {
                "DJANGO_SETTINGS_MODULE": "inreach.project.settings",
                "DATABASE_URL": f"sqlite:///{place}/bench.sqlite3",
                "VAR_DIR": place,
                "DEMO": "1",
                "DEBUG": "0",
                "LOG_LEVEL": "ERROR",
            }
        )
        import django
        from django.core.management import call_command
        from django.db import connections

        django.setup()
        call_command("migrate", verbosity=0)
        yield
        connections.close_all()


def main() -> int:
    """Print one line for the demonstration's secondary school and one for the real file, where it is."""
    with own_place():
        from bench.ledger import line, ratio

        from bench import schools

        measured = {"the demonstration's secondary school": ratio(schools.demonstration())}
        file = real_files() / FET
        if file.is_file():
            measured[file.name] = ratio(schools.timetable(file))
    for name, found in measured.items():
        of = f"{found['pupil_weeks']:,.0f} pupil-weeks, {found['with_support']:,.0f} with support"
        print(f"{line(found)} ({name}: {of})")
    slow = [name for name, found in measured.items() if found["ratio"] < ENOUGH]
    for name in slow:
        print(f"The ledger is less than {ENOUGH} times its twin on {name}.")
    return 1 if slow else 0


if __name__ == "__main__":
    raise SystemExit(main())
