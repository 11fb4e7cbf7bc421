"""Databases that a benchmark makes for itself: a file, or a private PostgreSQL. They are gone afterwards."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
HOLDS_IN_MEMORY = "-c shared_buffers=512MB -c work_mem=32MB -c maintenance_work_mem=256MB -c max_wal_size=4GB"
"""What a small server of a city would be given. Commits reach the disk, as they do where real people sign in."""


@dataclass(frozen=True, slots=True)
class Database:
    """A new database without tables: what it is called, its address, and a folder beside it."""

    name: str
    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The settings of the product in production on this database, behind no TLS, and sending no mail."""
        return {
            "DJANGO_SETTINGS_MODULE": "inreach.project.settings",
            "DATABASE_URL": self.url,
            "VAR_DIR": str(self.folder),
            "SECRET_KEY": "only-for-a-benchmark-" * 3,
            "DEBUG": "0",
            "DEMO": "0",
            "SECURE_SSL": "0",
            "EMAIL_URL": "dummymail://",
            "LOG_LEVEL": "ERROR",
            "LOG_FORMAT": "text",
        }


@contextmanager
def sqlite() -> Iterator[Database]:
    """Yield an empty SQLite database."""
    with tempfile.TemporaryDirectory(prefix="inreach-bench-") as folder:
        yield Database("SQLite", f"sqlite:///{folder}/bench.sqlite3", Path(folder))


def postgres_is_here() -> bool:
    """Say whether PostgreSQL's own programs are on this machine."""
    return bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb")))


@contextmanager
def postgres() -> Iterator[Database]:
    """Yield a database on a private PostgreSQL, which ends with this process at the latest."""
    keeper = subprocess.Popen(
        ["sh", "scripts/with_postgres.sh", "sh", "-c", 'echo "$DATABASE_URL"; cat >/dev/null'],
        cwd=CHECKOUT,
        env={"PATH": "/usr/local/bin:/usr/bin:/bin", "POSTGRES_SETTINGS": HOLDS_IN_MEMORY},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert keeper.stdin is not None
    assert keeper.stdout is not None
    try:
        url = keeper.stdout.readline().strip()
        if not url:
            raise RuntimeError("The private PostgreSQL did not start.")
        with tempfile.TemporaryDirectory(prefix="inreach-bench-") as folder:
            yield Database("PostgreSQL", url, Path(folder))
    finally:
        keeper.stdin.close()
        keeper.wait(timeout=60)


DATABASES = {"sqlite": sqlite, "postgres": postgres}
