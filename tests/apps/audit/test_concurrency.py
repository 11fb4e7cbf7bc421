"""Two people at the same moment: both write, nobody waits, and what is sealed is whole."""

from threading import Barrier, Thread

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.events import record
from inreach.apps.audit.services.sealing import seal_all
from inreach.apps.audit.services.verification import faults
from inreach.core.access.policy import Actor

EACH = 15


@pytest.mark.django_db(transaction=True)
def test_two_writers_and_two_sealers_at_once_leave_one_chain():
    if connection.vendor != "postgresql":
        pytest.skip("an SQLite database in memory has one connection only")
    ready, failed = Barrier(4), []

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

    def seal() -> None:
        try:
            ready.wait(timeout=30)
            for _ in range(EACH):
                seal_all()
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    threads = [Thread(target=write, args=(name,)) for name in ("one", "two")]
    threads += [Thread(target=seal) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failed == []
    seal_all()
    assert list(faults()) == []
    assert Event.objects.count() == 2 * EACH
    assert not Event.objects.filter(block=None).exists()
    assert (
        sorted(Event.objects.order_by().values_list("actor_id", flat=True)) == ["one"] * EACH + ["two"] * EACH
    )
