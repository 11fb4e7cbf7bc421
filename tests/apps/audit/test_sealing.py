"""Sealing: what waits is put into blocks, in order, once, whoever seals."""

import json

import pytest
from django.utils import timezone

from inreach.apps.audit.models import Block, Event
from inreach.apps.audit.recording.events import Entry, record_many
from inreach.apps.audit.services import sealing
from inreach.apps.audit.services.sealing import ranges, seal_all
from inreach.apps.audit.services.verification import faults
from inreach.core.access.policy import Actor

pytestmark = pytest.mark.django_db
SOMEBODY = Actor(user_id="somebody", memberships=(), today=timezone.localdate())


def write(count: int) -> None:
    entries = [Entry(verb="test.done", organisation_id="o", details={"n": n}) for n in range(count)]
    record_many(entries, by=SOMEBODY)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], []), ([4], [[4, 4]]), ([1, 2, 3, 7], [[1, 3], [7, 7]]), ([2, 4, 6], [[2, 2], [4, 4], [6, 6]])],
)
def test_rising_numbers_are_written_as_ranges(numbers, expected):
    assert ranges(numbers) == expected


def test_events_are_written_without_waiting_for_a_seal():
    write(3)
    assert list(Event.objects.values_list("block", flat=True)) == [None] * 3
    assert list(faults()) == []


def test_what_waits_is_sealed_into_blocks_that_follow_each_other(monkeypatch):
    monkeypatch.setattr(sealing, "BLOCK_SIZE", 4)
    write(10)
    assert seal_all() == 10
    assert list(Block.objects.values_list("number", "count")) == [(1, 4), (2, 4), (3, 2)]
    first, second, third = Block.objects.all()
    assert (second.previous_mac, third.previous_mac) == (first.mac, second.mac)
    assert not Event.objects.filter(block=None).exists()
    assert list(faults()) == []


def test_nothing_to_seal_makes_no_block():
    write(2)
    seal_all()
    assert seal_all() == 0
    assert Block.objects.count() == 1


def test_each_block_is_written_into_the_signed_head(signed_head):
    for _ in range(3):
        write(2)
        seal_all()
    lines = [json.loads(line) for line in signed_head.read_text().splitlines()]
    assert [line["number"] for line in lines] == [1, 2, 3]
    assert [line["mac"] for line in lines] == list(Block.objects.values_list("mac", flat=True))
    assert signed_head.stat().st_mode & 0o777 == 0o600


def test_a_head_that_a_killed_process_left_behind_is_brought_up(signed_head):
    write(2)
    seal_all()
    write(2)
    seal_all()
    signed_head.write_text(signed_head.read_text().splitlines(keepends=True)[0])
    seal_all()
    assert [json.loads(line)["number"] for line in signed_head.read_text().splitlines()] == [1, 2]
    assert list(faults()) == []


def test_a_late_event_with_an_earlier_number_is_sealed_later():
    write(5)
    late = Event.objects.get(number=Event.objects.order_by("number")[1].number)
    Event.objects.filter(pk=late.pk)._raw_delete("default")
    seal_all()
    Event.objects.bulk_create([late])
    assert seal_all() == 1
    assert Block.objects.last().numbers == [[late.number, late.number]]
    assert list(faults()) == []


def test_what_an_older_key_sealed_still_holds(settings):
    settings.AUDIT_KEY = "the first key"
    write(2)
    seal_all()
    settings.AUDIT_KEY, settings.AUDIT_KEY_FALLBACKS = "the second key", ["the first key"]
    write(2)
    seal_all()
    assert list(faults()) == []
    settings.AUDIT_KEY_FALLBACKS = []
    assert len(list(faults())) == 4
