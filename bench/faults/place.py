"""The product as it runs on a server: gunicorn, a worker, and a database that can be killed like any other program."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from signal import SIGINT
from time import monotonic, sleep

from bench.databases import CHECKOUT, Database
from bench.faults.programs import Program
from bench.pages.clients import HOST
from bench.pages.server import free_port

PATIENCE = 90  # seconds
CLOCK_SHIFT = Path(__file__).parent / "clock_shift"
SETTINGS = {"shared_buffers": "128MB", "max_wal_size": "128MB", "min_wal_size": "80MB"}
"""Small enough for a copy of the whole to fit a small disk. Commits reach the disk, as they do by default."""


class DidNotCome(RuntimeError):
    """Something that was waited for did not come in time."""


def postgres_programs() -> Path:
    """Return the folder of PostgreSQL's own programs, the newest version. Raises DidNotCome where there is none."""
    found = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found and not folders:
        raise DidNotCome("PostgreSQL is not on this machine.")
    return (folders[-1] if folders else Path(str(found))).parent


class Place:
    """A folder with a database and files, and the programs that serve it. `folder` may be moved to another disk."""

    def __init__(self, kind: str, home: Path) -> None:
        self.kind, self.home, self.folder = kind, home, home / "place"
        self.port, self.database_port = free_port(), free_port()
        self.extra: dict[str, str] = {}
        (home / "large").mkdir()
        self.folder.symlink_to(home / "large")
        self.database = self._cluster() if kind == "postgres" else None
        self.web = self.worker = Program("", (), {}, home / "none.log")

    @property
    def name(self) -> str:
        """What the database is called."""
        return "PostgreSQL" if self.kind == "postgres" else "SQLite"

    @property
    def url(self) -> str:
        """The address of the database."""
        if self.kind == "postgres":
            return f"postgres://inreach@{HOST}:{self.database_port}/postgres"
        return f"sqlite:///{self.folder}/bench.sqlite3"

    @property
    def environment(self) -> dict[str, str]:
        """With what the product's programs are started."""
        return {**Database(self.name, self.url, self.folder).environment, **self.extra}

    def _cluster(self) -> Program:
        owner = {"user": "postgres", "group": "postgres"} if os.getuid() == 0 else {}
        programs = postgres_programs()
        if owner:
            self.home.chmod(0o711)
            (self.home / "large").chmod(0o711)
        data = self.home / "large" / "cluster"
        data.mkdir(mode=0o700)
        if owner:
            shutil.chown(data, "postgres", "postgres")
        make = [str(programs / "initdb"), "-D", str(data), "-U", "inreach", "-A", "trust", "-E", "UTF8"]
        subprocess.run(
            [*make, "--locale=C.UTF-8"],
            check=True,
            capture_output=True,
            cwd="/",
            **owner,  # type: ignore[call-overload]
        )
        chosen = {
            "listen_addresses": HOST,
            "port": str(self.database_port),
            "unix_socket_directories": "",
            **SETTINGS,
        }
        with (data / "postgresql.conf").open("a", encoding="utf-8") as settings:
            settings.writelines(f"{name} = '{value}'\n" for name, value in chosen.items())
        command = [str(programs / "postgres"), "-D", str(self.folder / "cluster")]
        return Program("database", command, {}, self.home / "database.log", ends_at=SIGINT, cwd="/", **owner)

    def start(self, *, clock: float = 0, worker: bool = True) -> None:
        """Start all of it, with a clock that is wrong by so many seconds; return when pages come."""
        if self.database and not self.database.pid:
            self.database.start()
            self.wait_for_database()
        environment = with_clock(self.environment, clock)
        served = (sys.executable, "-m", "gunicorn", "inreach.project.wsgi", "-w", "2", "-b")
        self.web = Program(
            "web",
            [*served, f"{HOST}:{self.port}", "--log-level", "warning"],
            environment,
            self.home / "web.log",
        )
        self.worker = Program(
            "worker", [sys.executable, "-m", "django", "worker"], environment, self.home / "worker.log"
        )
        self.web.start()
        if worker:
            self.worker.start()
        self.wait_for_pages()

    def stop(self) -> None:
        """Stop what serves; the database goes on."""
        self.worker.stop()
        self.web.stop()

    def stop_all(self) -> None:
        """Stop the database too."""
        self.stop()
        if self.database:
            self.database.stop()

    def wait_for_database(self) -> None:
        """Return once the database takes connections. Raises DidNotCome."""
        if self.database is None:
            return
        import psycopg

        end = monotonic() + PATIENCE
        while monotonic() < end:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
            except psycopg.OperationalError:
                sleep(0.1)
            else:
                return
        raise DidNotCome(f"The database did not start: {tail(self.home / 'database.log')}")

    def pages_come(self) -> bool:
        """Say whether the server answers, with its database."""
        connection = HTTPConnection(HOST, self.port, timeout=PATIENCE)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def wait_for_pages(self) -> None:
        """Return once pages come. Raises DidNotCome."""
        end = monotonic() + PATIENCE
        while not self.pages_come():
            if monotonic() > end:
                raise DidNotCome(f"No page came: {tail(self.home / 'web.log')}")
            sleep(0.2)

    def run(self, *command: str, clock: float = 0) -> "subprocess.CompletedProcess[str]":
        """Run a command of the product to its end."""
        return subprocess.run(
            [sys.executable, "-m", "django", *command],
            env={**os.environ, **with_clock(self.environment, clock)},
            text=True,
            check=False,
            capture_output=True,
            timeout=600,
            cwd=CHECKOUT,
        )

    def move_to(self, disk: Path) -> None:
        """Move all of it, which is stopped, to another disk."""
        shutil.copytree(self.folder.resolve(), disk, dirs_exist_ok=True, copy_function=shutil.copy2)
        if self.database and os.getuid() == 0:
            subprocess.run(["chown", "-R", "postgres:postgres", str(disk / "cluster")], check=True)
            disk.chmod(0o711)
        self.folder.unlink()
        self.folder.symlink_to(disk)


def with_clock(environment: Mapping[str, str], shift: float) -> dict[str, str]:
    """Return an environment in which Python's clock is wrong by so many seconds."""
    if not shift:
        return dict(environment)
    paths = [str(CLOCK_SHIFT), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return {
        **environment,
        "BENCH_CLOCK_SHIFT": str(shift),
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
    }


def tail(log: Path) -> str:
    """Return the end of what a program wrote."""
    return log.read_text(errors="replace")[-700:] if log.exists() else "it wrote nothing"


@contextmanager
def place(kind: str) -> Iterator[Place]:
    """Yield a place of a kind of database, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="inreach-faults-") as home:
        made = Place(kind, Path(home))
        try:
            if made.database:
                made.database.start()
                made.wait_for_database()
            yield made
        finally:
            made.stop_all()
