"""Two people at the same moment, with real requests on a database that several connections share."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection, connections

ROUNDS = 20


@pytest.fixture(autouse=True)
def shared_database(transactional_db: None) -> None:
    """Skip where the database lives in the memory of one connection; test_on_a_file then runs these on a file."""
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("a database in memory has one connection only")


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
