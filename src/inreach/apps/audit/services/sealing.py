"""Sealing: events that wait are put into a block, which is chained to the block before it."""

from itertools import groupby

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from inreach.apps.audit.models import Block, Event
from inreach.apps.audit.recording.seals import FIRST, audit_keys, block_mac, digest_of
from inreach.apps.audit.services.signed_head import read_head, write_head

BLOCK_SIZE = 2000


def ranges(numbers: list[int]) -> list[list[int]]:
    """Rising numbers as ranges of first and last: [1, 2, 3, 7] is [[1, 3], [7, 7]]."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(numbers), key=lambda pair: pair[1] - pair[0])
    ]
    return [[run[0], run[-1]] for run in runs]


def seal_block() -> int:
    """Seal the events that wait, at most BLOCK_SIZE, and return how many: 0 if there are none.

    Two sealers at once make one block: the number of a block is given once, and the second one gives way.
    """
    try:
        with transaction.atomic():
            last = Block.objects.order_by("-number").first()
            events = list(Event.objects.filter(block=None).order_by("number")[:BLOCK_SIZE])
            if not events:
                return 0
            block = Block(
                number=last.number + 1 if last else 1,
                sealed_at=timezone.now(),
                numbers=ranges([event.number for event in events]),
                count=len(events),
                digest=digest_of(events),
                previous_mac=last.mac if last else FIRST,
            )
            block.mac = block_mac(block)
            block.save()
            waiting: models.QuerySet[Event] = models.QuerySet(Event).filter(
                pk__in=[event.pk for event in events], block=None
            )
            if waiting.update(block=block.number) != len(events):
                raise IntegrityError("Some of these events were sealed meanwhile.")
    except IntegrityError:
        return 0
    write_head(block)
    return len(events)


def seal_all() -> int:
    """Seal everything that waits, block by block, and return how many events."""
    repair_head()
    total = 0
    while sealed := seal_block():
        total += sealed
    return total


def repair_head() -> None:
    """Write the last block into the signed head if a process died between sealing it and writing it there."""
    last = Block.objects.order_by("-number").first()
    if last and last.number not in {line.number for line in read_head(audit_keys()) if line.genuine}:
        write_head(last)
