"""Two people at the same moment, with real requests on a database that several connections share."""

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

ROUNDS = 20
MEMORY = Path("/dev/shm")

if connection.vendor == "sqlite":

    @pytest.fixture(autouse=True)
    def shared_database(db: None) -> Iterator[None]:
        """A file of this test's own, copied from the empty database: one in memory has one connection only."""
        in_memory = connections["default"]
        name = in_memory.settings_dict["NAME"]
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            file = Path(folder) / "races.sqlite3"
            file.write_bytes(in_memory.connection.serialize())
            # The settings of all threads; this one opens a connection anew when it next asks for one.
            in_memory.settings_dict["NAME"] = file
            del connections["default"]
            try:
                yield
            finally:
                connections["default"].close()
                in_memory.settings_dict["NAME"] = name
                connections["default"] = in_memory

else:

    @pytest.fixture(autouse=True)
    def shared_database(transactional_db: None) -> None:
        """The database of the other tests, which is emptied after each of these."""


@pytest.fixture
def at_once() -> Callable[..., list]:
    """Do several things at the same moment, each in a thread of its own, and return what each returned."""

    def run(*deeds: Callable[[], object]) -> list:
        start, results = Barrier(len(deeds)), [None] * len(deeds)

        def do(place: int, deed: Callable[[], object]) -> None:
            try:
                start.wait(timeout=30)
                results[place] = deed()
            except Exception as error:
                results[place] = error
            finally:
                connections.close_all()

        threads = [Thread(target=do, args=pair) for pair in enumerate(deeds)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(timeout=60)
        raised = [result for result in results if isinstance(result, Exception)]
        if raised:
            raise raised[0]
        return results

    return run
