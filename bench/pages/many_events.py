"""Events of the audit in bulk, each with its genuine seal and in a genuine block, as years of reading leave them."""

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone

from inreach.apps.accounts.models import Membership
from inreach.apps.audit.models import Block, Event
from inreach.apps.audit.recording.seals import FIRST, audit_keys, block_mac, digest_of, event_mac
from inreach.apps.audit.services.sealing import BLOCK_SIZE, ranges, seal_all
from inreach.apps.audit.services.signed_head import write_head
from inreach.apps.casework.models import Target
from inreach.apps.schools.models import Pupil

SEED, SECONDS_BETWEEN, BLOCKS_AT_ONCE = 3_000_000, 5, 25
FEW = 300


def add_events(count: int, school_ids: Sequence[UUID], tell: Callable[[int], None] = lambda _: None) -> None:
    """Add so many events of reading at these schools, in blocks that follow those that are there.

    `tell` is called with how many are written from time to time.
    """
    seal_all()
    events = readings(school_ids)
    left = count
    while left:
        with transaction.atomic():
            for _ in range(BLOCKS_AT_ONCE):
                part = list(islice(events, min(BLOCK_SIZE, left)))
                if part:
                    seal(part)
                    left -= len(part)
        tell(count - left)
    last = Block.objects.order_by("-number").first()
    if last:
        write_head(last)
    give_numbers_from_here()


def readings(school_ids: Sequence[UUID]) -> Iterator[Event]:
    """Yield readings of pupils, targets, lists and ledgers without end, at one school after the other."""
    key = audit_keys()[0]
    places = [_place(school_id) for school_id in school_ids]
    number = (Event.objects.aggregate(last=Max("number"))["last"] or 0) + 1
    luck = Random(f"{SEED} {number}")
    at = timezone.now() - timedelta(days=365)
    while True:
        for school_id, actors, pupils, targets in places:
            pupil_id, target_id = luck.choice(targets)
            verb, subject_type, subject_id, details = luck.choice(
                (
                    ("pupil.read", "schools.pupil", "", {}),
                    ("pupil.read", "schools.pupil", "", {}),
                    ("target.read", "casework.target", target_id, {}),
                    ("today.read", "", "", {"day": at.date().isoformat(), "pupils": 12}),
                    ("ledger.read", "", "", {"week": at.date().isoformat(), "pupils": len(pupils)}),
                )
            )
            if verb == "pupil.read":
                pupil_id = subject_id = luck.choice(pupils)
            event = Event(
                number=number,
                key=UUID(int=luck.getrandbits(128), version=4),
                at=at,
                actor_id=luck.choice(actors),
                acting_as="senco",
                organisation_id=school_id,
                kind="read",
                verb=verb,
                subject_type=subject_type,
                subject_id=subject_id,
                pupil_id=pupil_id if subject_id else "",
                details=details,
            )
            event.mac = event_mac(event, key)
            yield event
            number, at = number + 1, at + timedelta(seconds=SECONDS_BETWEEN)


def _place(school_id: UUID) -> tuple[str, list[str], list[str], list[tuple[str, str]]]:
    """A school's id, its people, its pupils, and its targets with their pupils."""
    people = (
        Membership.objects.filter(organisation=school_id).order_by("pk").values_list("user_id", flat=True)
    )
    pupils = Pupil.objects.filter(school=school_id).order_by("pk").values_list("pk", flat=True)
    targets = Target.objects.filter(pupil__school=school_id).order_by("pk").values_list("pupil_id", "pk")
    return (
        str(school_id),
        [str(person) for person in people],
        [str(pupil) for pupil in pupils],
        [(str(pupil), str(target)) for pupil, target in targets],
    )


def seal(events: list[Event]) -> None:
    """Write events, and the block that holds them and follows the last one."""
    last = Block.objects.order_by("-number").first()
    block = Block(
        number=last.number + 1 if last else 1,
        sealed_at=timezone.now(),
        numbers=ranges([event.number for event in events]),
        count=len(events),
        digest=digest_of(events),
        previous_mac=last.mac if last else FIRST,
    )
    block.mac = block_mac(block)
    for event in events:
        event.block = block.number
    write(events)
    block.save()


def write(events: list[Event]) -> None:
    """Write events with their numbers, past the recording, which gives none."""
    fields = Event._meta.concrete_fields
    quoted = ", ".join(connection.ops.quote_name(each.column) for each in fields)
    rows = [_row(event, fields) for event in events]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY audit_event ({quoted}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" * len(fields))
            cursor.connection.executemany(f"INSERT INTO audit_event ({quoted}) VALUES ({marks})", rows)


def _row(event: Event, fields: Sequence[Any]) -> list[Any]:
    return [each.get_db_prep_save(getattr(event, each.attname), connection) for each in fields]


def give_numbers_from_here() -> None:
    """Let PostgreSQL give the next event the number after the last; SQLite does so by itself."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('audit_event', 'number'), MAX(number)) FROM audit_event"
            )
