"""Two people at the same moment: the chain has no fork and no gap."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.chain import faults
from inreach.apps.audit.recording.events import record
from inreach.core.access.policy import Actor

EACH = 15


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_make_one_chain():
    if connection.vendor != "postgresql":
        pytest.skip("an SQLite database in memory has one connection only")
    ready, failed = Barrier(2), []

    def write(name: str) -> None:
        actor = Actor(user_id=name, memberships=(), today=timezone.localdate())
        try:
            ready.wait(timeout=30)
            for n in range(EACH):
                with transaction.atomic():
                    record("test.done", by=actor, details={"n": n})
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=write, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    assert list(faults()) == []
    assert list(Event.objects.values_list("number", flat=True)) == list(range(1, 2 * EACH + 1))
    assert (
        sorted(Event.objects.order_by().values_list("actor_id", flat=True)) == ["one"] * EACH + ["two"] * EACH
    )
