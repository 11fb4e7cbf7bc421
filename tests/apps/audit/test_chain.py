"""The chain: whatever is changed or removed in it is found, and named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inreach.apps.audit.models import ChainHead, Event
from inreach.apps.audit.recording.chain import faults
from inreach.apps.audit.recording.events import Entry, record_many
from inreach.core.access.policy import Actor

SOMEBODY = Actor(user_id="somebody", memberships=(), today=timezone.localdate())
FIELDS = [field.name for field in Event._meta.concrete_fields if field.name != "number"]


def write(count: int) -> None:
    record_many(
        [
            Entry(
                verb="test.done",
                subject_type="x",
                subject_id=str(n),
                pupil_id="p",
                organisation_id="o",
                details={"n": n},
            )
            for n in range(count)
        ],
        by=SOMEBODY,
    )


def tamper(number: int, **values: object) -> None:
    """Change a row behind the back of everything that guards it."""
    models.QuerySet(Event).filter(number=number).update(**values)


def remove(number: int) -> None:
    models.QuerySet(Event).filter(number=number).delete()


def other_value(event: Event, field: str) -> object:
    """A value that this field does not have."""
    now = getattr(event, field)
    if field == "at":
        return now + timezone.timedelta(microseconds=1)
    if field == "details":
        return {**now, "n": -1}
    if field == "kind":
        return "read"
    return f"{now}x"[-64:] if now != f"{now}x"[-64:] else "y"


@pytest.mark.django_db
def test_a_whole_chain_has_no_faults():
    write(5)
    assert list(faults()) == []


@pytest.mark.django_db
def test_an_empty_audit_has_no_faults():
    assert list(faults()) == []


class AnyChange(TestCase):
    """Any change of any field of any event is found, at the event that was changed."""

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(count=st.integers(1, 6), data=st.data())
    def test_any_change_of_any_field_is_found_and_named(self, count, data):
        write(count)
        number = data.draw(st.integers(1, count), label="number")
        field = data.draw(st.sampled_from(FIELDS), label="field")
        tamper(number, **{field: other_value(Event.objects.get(number=number), field)})
        found = list(faults())
        assert found != []
        assert found[0].number == number
        assert f"Event {number} " in found[0].sentence

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(count=st.integers(1, 6), data=st.data())
    def test_any_removed_row_is_found_and_named(self, count, data):
        write(count)
        gone = data.draw(st.integers(1, count), label="gone")
        remove(gone)
        found = [fault.sentence for fault in faults()]
        assert found == [f"Event {gone} is missing{' from the end' if gone == count else ''}."]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("gone", "sentences"),
    [
        ([1], ["Event 1 is missing."]),
        ([3], ["Event 3 is missing."]),
        ([5], ["Event 5 is missing from the end."]),
        ([2, 3], ["Events 2 to 3 are missing."]),
        ([4, 5], ["Events 4 to 5 are missing from the end."]),
        ([1, 2, 3, 4, 5], ["Events 1 to 5 are missing from the end."]),
    ],
)
def test_removed_rows_are_named_wherever_they_stood(gone, sentences):
    write(5)
    for number in gone:
        remove(number)
    assert [fault.sentence for fault in faults()] == sentences


@pytest.mark.django_db
def test_a_forged_event_whose_own_hash_fits_is_found_by_the_next():
    from inreach.apps.audit.recording.chain import event_hash

    write(3)
    forged = Event.objects.get(number=2)
    forged.verb = "test.never_done"
    tamper(2, verb=forged.verb, hash=event_hash(forged))
    assert [fault.sentence for fault in faults()] == ["Event 3 no longer follows the event before it."]


@pytest.mark.django_db
def test_removing_where_the_chain_ended_is_found():
    write(2)
    ChainHead.objects.all().delete()
    assert [fault.sentence for fault in faults()] == ["The end of the chain has been removed."]


@pytest.mark.django_db
def test_events_are_neither_changed_nor_deleted_by_the_product():
    write(1)
    event = Event.objects.get()
    with pytest.raises(TypeError, match="never changed"):
        event.save()
    with pytest.raises(TypeError, match="never deleted"):
        event.delete()
    with pytest.raises(TypeError, match="never changed"):
        Event.objects.all().update(verb="x")
    with pytest.raises(TypeError, match="never deleted"):
        Event.objects.all().delete()
    assert list(faults()) == []


@pytest.mark.django_db
def test_the_command_says_that_a_whole_audit_is_whole():
    write(3)
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    assert out.getvalue() == "The audit is whole: 3 events, none changed, none missing.\n"


@pytest.mark.django_db
def test_the_command_fails_and_names_each_fault():
    write(5)
    tamper(2, verb="test.other")
    remove(4)
    err = StringIO()
    with pytest.raises(CommandError, match="not whole: 2 faults, the first at event 2") as refused:
        call_command("audit", "verify", stderr=err)
    assert refused.value.returncode == 1
    assert err.getvalue().splitlines() == [
        "Event 2 has been changed since it was written.",
        "Event 4 is missing.",
    ]
