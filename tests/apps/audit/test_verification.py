"""The audit attacked: by somebody who can write to the database and has not the key, each attack found and named."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import models
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from inreach.apps.audit.models import Block, Event, EventText
from inreach.apps.audit.recording.events import Entry, record_many
from inreach.apps.audit.recording.free_text import FreeText
from inreach.apps.audit.recording.seals import FIRST, block_mac, content_mac, digest_of, event_mac
from inreach.apps.audit.services.scrubbing import scrub_texts
from inreach.apps.audit.services.sealing import seal_all
from inreach.apps.audit.services.verification import faults
from inreach.core.access.policy import Actor

SOMEBODY = Actor(user_id="somebody", memberships=(), today=timezone.localdate())
FIELDS = [f.name for f in Event._meta.concrete_fields if f.name not in {"number", "block", "key"}]
NOT_THE_KEY = b"a key that somebody guessed"


def write(count: int, **details: object) -> list[int]:
    """Write events, and return their numbers."""
    before = set(Event.objects.values_list("number", flat=True))
    entries = [
        Entry("test.done", subject_type="x", subject_id=str(n), pupil_id="p", details={"n": n, **details})
        for n in range(count)
    ]
    record_many(entries, by=SOMEBODY)
    return [event.number for event in Event.objects.order_by("number") if event.number not in before]


def rows(model: type[models.Model]) -> models.QuerySet:
    """Rows as an attacker reaches them: past everything that guards them."""
    return models.QuerySet(model)


def sentences() -> list[str]:
    return [fault.sentence for fault in faults()]


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
def test_a_whole_audit_has_no_faults():
    write(5)
    seal_all()
    write(2)
    assert sentences() == []


@pytest.mark.django_db
def test_an_empty_audit_has_no_faults():
    assert sentences() == []


class AnyChange(TestCase):
    """Any change of any field of any event is found, at the event that was changed, sealed or waiting."""

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(count=st.integers(1, 5), sealed=st.booleans(), data=st.data())
    def test_any_change_of_any_field_is_found_and_named(self, count, sealed, data):
        numbers = write(count)
        if sealed:
            seal_all()
        number = data.draw(st.sampled_from(numbers), label="number")
        field = data.draw(st.sampled_from(FIELDS), label="field")
        event = Event.objects.get(number=number)
        rows(Event).filter(number=number).update(**{field: other_value(event, field)})
        assert [fault.place for fault in faults()][:1] == [f"event {number}"]


@pytest.mark.django_db
def test_attack_1_an_event_is_changed():
    number = write(3)[1]
    seal_all()
    rows(Event).filter(number=number).update(verb="test.never_done")
    assert sentences() == [
        f"Event {number} was changed since it was written, or not written by this product."
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("gone", "words"),
    [([0], "Event {0} is"), ([2], "Event {2} is"), ([4], "Event {4} is"), ([1, 2], "Events {1} to {2} are")],
)
def test_attack_2_events_are_removed(gone, words):
    numbers = write(5)
    seal_all()
    for place in gone:
        rows(Event).filter(number=numbers[place]).delete()
    assert sentences() == [f"{words.format(*numbers)} missing from block 1."]


@pytest.mark.django_db
@pytest.mark.parametrize("key", [None, NOT_THE_KEY])
def test_attack_3_an_event_is_put_in(key):
    write(3)
    seal_all()
    forged = Event(at=timezone.now(), actor_id="somebody", kind="change", verb="test.done", block=1)
    forged.mac = event_mac(forged, key) if key else FIRST
    rows(Event).bulk_create([forged])
    assert sentences() == [
        f"Event {forged.number} was changed since it was written, or not written by this product.",
        f"Event {forged.number} was put into block 1 after it was sealed.",
    ]


@pytest.mark.django_db
def test_attack_3_an_event_that_waits_is_put_in():
    write(1)
    forged = Event(at=timezone.now(), actor_id="x", kind="change", verb="test.done")
    forged.mac = event_mac(forged, NOT_THE_KEY)
    rows(Event).bulk_create([forged])
    assert len(sentences()) == 1
    seal_all()
    assert len(sentences()) == 1


@pytest.mark.django_db
def test_attack_4_the_tail_is_cut():
    write(3)
    seal_all()
    write(2)
    seal_all()
    rows(Event).filter(block=2).delete()
    rows(Block).filter(number=2).delete()
    assert sentences() == ["Block 2 is missing from the end: the signed head goes as far as 2."]


@pytest.mark.django_db
def test_attack_5_everything_is_deleted():
    for _ in range(3):
        write(2)
        seal_all()
    for model in (Event, Block, EventText):
        rows(model).all().delete()
    assert sentences() == ["Blocks 1 to 3 are missing from the end: the signed head goes as far as 3."]


@pytest.mark.django_db
def test_attack_6_a_block_is_forged_and_rehashed_without_the_key():
    numbers = write(3)
    seal_all()
    write(1)
    seal_all()
    rows(Event).filter(number=numbers[0]).delete()
    block, following = Block.objects.order_by("number")
    block.numbers, block.count = [[numbers[1], numbers[2]]], 2
    block.digest = digest_of(Event.objects.filter(block=1).order_by("number"))
    block.mac = block_mac(block, NOT_THE_KEY)
    following.previous_mac = block.mac
    following.mac = block_mac(following, NOT_THE_KEY)
    for forged in (block, following):
        fields = {f.name: getattr(forged, f.name) for f in Block._meta.fields if f.name != "number"}
        rows(Block).filter(number=forged.number).update(**fields)
    assert sentences() == [
        "Block 1 was not sealed by this product, or changed since.",
        "Block 2 was not sealed by this product, or changed since.",
        "Block 1 is not the one that the signed head speaks of.",
        "Block 2 is not the one that the signed head speaks of.",
    ]


@pytest.mark.django_db
def test_attack_7_a_block_in_the_middle_is_removed_with_its_events():
    for _ in range(3):
        write(2)
        seal_all()
    rows(Event).filter(block=2).delete()
    rows(Block).filter(number=2).delete()
    assert sentences() == ["Block 2 is missing."]


@pytest.mark.django_db
def test_attack_7_a_block_is_removed_and_its_events_stay():
    write(2)
    seal_all()
    write(2)
    seal_all()
    rows(Block).filter(number=2).delete()
    assert sentences() == [
        "Block 2 is missing, and its events are still there.",
        "Block 2 is missing from the end: the signed head goes as far as 2.",
    ]


@pytest.mark.django_db
def test_attack_8_the_signed_head_is_removed_forged_or_set_back(signed_head):
    write(2)
    seal_all()
    whole = signed_head.read_text()
    signed_head.unlink()
    assert sentences() == ["The signed head is missing, or nothing in it is genuine."]
    content = {"number": 9, "mac": FIRST, "sealed_at": ""}
    line = {**content, "signature": content_mac(content, NOT_THE_KEY)}
    signed_head.write_text(whole + str(line).replace("'", '"') + "\nnonsense\n")
    assert sentences() == [
        "Line 2 of the signed head was not written by this product.",
        "Line 3 of the signed head was not written by this product.",
    ]


@pytest.mark.django_db
def test_attack_9_an_event_is_copied_or_moved_to_another_block():
    numbers = write(2)
    seal_all()
    write(2)
    seal_all()
    rows(Event).filter(number=numbers[0]).update(block=2)
    assert sentences() == [
        f"Event {numbers[0]} is missing from block 1.",
        f"Event {numbers[0]} was put into block 2 after it was sealed.",
    ]


@pytest.mark.django_db
def test_attack_10_a_text_is_changed_emptied_or_removed():
    write(1, reason=FreeText("He cried."))
    seal_all()
    number = Event.objects.get().number
    rows(EventText).update(text="He laughed.")
    assert sentences() == [f"A text of event {number} was changed: reason."]
    rows(EventText).update(text="", salt="", scrubbed_at=timezone.now())
    assert sentences() == [f"A text of event {number} was emptied, and no event says so: reason."]
    rows(EventText).all().delete()
    assert sentences() == [f"A text of event {number} is missing: reason."]


@pytest.mark.django_db
def test_free_text_is_not_in_what_is_sealed_and_can_be_scrubbed():
    write(1, reason=FreeText("Kai hit Ada."), was={"words": FreeText("Kai was calm."), "value": 3})
    seal_all()
    event = Event.objects.get()
    assert "Kai" not in str(event.details)
    later = timezone.now() + timezone.timedelta(hours=1)
    assert scrub_texts(by=None, before=later, pupil_id="somebody else") == 0
    assert scrub_texts(by=None, before=later, pupil_id="p") == 2
    assert list(EventText.objects.values_list("text", "salt")) == [("", ""), ("", "")]
    assert sentences() == []
    seal_all()
    assert sentences() == []


@pytest.mark.django_db
def test_events_and_blocks_are_neither_changed_nor_deleted_by_the_product():
    write(1)
    seal_all()
    event, block = Event.objects.get(), Block.objects.get()
    for refused in (event.save, event.delete, block.save, block.delete):
        with pytest.raises(TypeError, match=r"never|written by"):
            refused()
    with pytest.raises(TypeError, match="never changed"):
        Event.objects.all().update(verb="x")
    with pytest.raises(TypeError, match="never deleted"):
        Event.objects.all().delete()
    assert sentences() == []


@pytest.mark.django_db
def test_events_that_nobody_seals_are_told():
    write(2)
    old = timezone.now() - timezone.timedelta(days=2)
    for event in Event.objects.all():
        event.at = old
        rows(Event).filter(pk=event.pk).update(at=old, mac=event_mac(event))
    assert sentences() == [
        "2 events have waited for more than a day to be sealed. Start the worker, or `inreach audit seal`."
    ]


@pytest.mark.django_db
def test_the_commands_seal_and_say_that_a_whole_audit_is_whole():
    write(3)
    out = StringIO()
    call_command("audit", "verify", stdout=out)
    call_command("audit", "seal", stdout=out)
    call_command("audit", "seal", stdout=out)
    call_command("audit", "verify", stdout=out)
    assert out.getvalue().splitlines() == [
        "The audit is whole: 3 events, none changed, none missing. 3 of them wait to be sealed.",
        "3 events were sealed.",
        "No event waits to be sealed.",
        "The audit is whole: 3 events, none changed, none missing.",
    ]


@pytest.mark.django_db
def test_the_command_fails_and_names_each_fault():
    numbers = write(5)
    seal_all()
    rows(Event).filter(number=numbers[1]).update(verb="test.other")
    rows(Event).filter(number=numbers[3]).delete()
    err = StringIO()
    with pytest.raises(
        CommandError, match=f"not whole: 2 faults, the first at event {numbers[1]}"
    ) as refused:
        call_command("audit", "verify", stderr=err)
    assert refused.value.returncode == 1
    assert err.getvalue().splitlines() == [
        f"Event {numbers[1]} was changed since it was written, or not written by this product.",
        f"Event {numbers[3]} is missing from block 1.",
    ]
