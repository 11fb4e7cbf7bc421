"""Is the record of who did what still whole? Every event, every block, the signed head, and the rows they explain."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any

from django.utils import timezone

from inreach.apps.audit.models import Block, Event, EventText
from inreach.apps.audit.recording.explanation import ROWS, explained_models, text_of
from inreach.apps.audit.recording.free_text import digests_in
from inreach.apps.audit.recording.seals import (
    FIRST,
    audit_keys,
    block_content,
    digest_of,
    event_content,
    fits,
    text_digest,
)
from inreach.apps.audit.services.sealing import ranges
from inreach.apps.audit.services.signed_head import read_head

AT_ONCE = 2000
SOON = timedelta(days=1)
TEXTS_SCRUBBED = "audit.texts_scrubbed"


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the audit does not hold, and what is wrong with it in a sentence."""

    place: str
    sentence: str


@dataclass(slots=True)
class _Walk:
    """What a walk through the events has gathered."""

    keys: Sequence[bytes]
    explained: dict[type[Any], dict[str, dict[str, str] | None]] = field(default_factory=dict)
    scrubbed: set[str] = field(default_factory=set)
    sealed: dict[int, list[tuple[int, str]]] = field(default_factory=dict)


def faults() -> Iterator[Fault]:
    """Name every event, block, line of the head, text and row that is not as the product left it."""
    keys = audit_keys()
    walk = _Walk(keys, explained={model: {} for model in explained_models()})
    yield from _blocks(walk)
    yield from _waiting(walk)
    yield from _head(keys)
    yield from _texts(walk)
    yield from _rows(walk)


def _blocks(walk: _Walk) -> Iterator[Fault]:
    """Blocks in order, each with its events."""
    expected, previous = 1, FIRST
    for block in Block.objects.order_by("number").iterator(chunk_size=100):
        place = f"block {block.number}"
        if block.number != expected:
            yield Fault(place, f"{_several('Block', expected, block.number - 1)} missing.")
        elif block.previous_mac != previous:
            yield Fault(place, f"Block {block.number} does not follow the block before it.")
        if not fits(block_content(block), block.mac, walk.keys):
            yield Fault(place, f"Block {block.number} was not sealed by this product, or changed since.")
        yield from _events_of(block, walk)
        expected, previous = block.number + 1, block.mac
    for number in (
        Event.objects.filter(block__gte=expected).order_by("block").values_list("block", flat=True).distinct()
    ):
        yield Fault(f"block {number}", f"Block {number} is missing, and its events are still there.")


def _events_of(block: Block, walk: _Walk) -> Iterator[Fault]:
    events = list(Event.objects.filter(block=block.number).order_by("number"))
    listed = {number for first, last in block.numbers for number in range(first, last + 1)}
    there = {event.number for event in events}
    changed = list(_changed(events, walk))
    yield from changed
    for first, last in ranges(sorted(listed - there)):
        yield Fault(f"event {first}", f"{_several('Event', first, last)} missing from block {block.number}.")
    for number in sorted(there - listed):
        yield Fault(
            f"event {number}", f"Event {number} was put into block {block.number} after it was sealed."
        )
    if listed == there and not changed and digest_of(events) != block.digest:
        yield Fault(f"block {block.number}", f"Block {block.number} no longer fits its events.")


def _changed(events: Iterable[Event], walk: _Walk) -> Iterator[Fault]:
    for event in events:
        if fits(event_content(event), event.mac, walk.keys):
            _gather(event, walk)
        else:
            yield Fault(
                f"event {event.number}",
                f"Event {event.number} was changed since it was written, or not written by this product.",
            )


def _gather(event: Event, walk: _Walk) -> None:
    """Note what a genuine event explains."""
    if event.verb == TEXTS_SCRUBBED:
        walk.scrubbed |= {str(key) for key in event.details.get("events", ())}
    for model, rows in walk.explained.items():
        for row_id in event.details.get(ROWS, {}).get(model._meta.label_lower, ()):
            rows.setdefault(row_id, {})
        for explanation in model.explained_by(event):
            if explanation.gone:
                rows[explanation.row_id] = None
            else:
                rows[explanation.row_id] = {**(rows.get(explanation.row_id) or {}), **explanation.values}


def _waiting(walk: _Walk) -> Iterator[Fault]:
    """Events that no block holds yet."""
    limit = timezone.now() - SOON
    late = 0
    for event in Event.objects.filter(block=None).order_by("number").iterator(chunk_size=AT_ONCE):
        yield from _changed([event], walk)
        late += event.at < limit
    if late:
        yield Fault(
            "unsealed events",
            f"{late:,} events have waited for more than a day to be sealed. Start the worker, or `inreach audit seal`.",
        )


def _head(keys: Sequence[bytes]) -> Iterator[Fault]:
    """The signed head against the blocks."""
    macs = dict(Block.objects.values_list("number", "mac"))
    seen = 0
    for line in read_head(keys):
        place = f"line {line.line} of the signed head"
        if not line.genuine:
            yield Fault(place, f"Line {line.line} of the signed head was not written by this product.")
            continue
        seen = max(seen, line.number)
        if line.number in macs and macs[line.number] != line.mac:
            yield Fault(
                f"block {line.number}", f"Block {line.number} is not the one that the signed head speaks of."
            )
    last = max(macs, default=0)
    if seen > last:
        yield Fault(
            "end",
            f"{_several('Block', last + 1, seen)} missing from the end: the signed head goes as far as {seen}.",
        )
    if last and not seen:
        yield Fault("signed head", "The signed head is missing, or nothing in it is genuine.")


def _texts(walk: _Walk) -> Iterator[Fault]:
    """Free text against the digests in the events."""
    with_digests = Event.objects.exclude(details={}).order_by("number")
    walked = with_digests.iterator(chunk_size=AT_ONCE)
    while events := list(islice(walked, AT_ONCE)):
        wanted = {
            (event.key, path): (event, digest)
            for event in events
            for path, digest in digests_in(event.details)
        }
        texts = {
            (text.event_key, text.path): text
            for text in EventText.objects.filter(event_key__in={key for key, _ in wanted})
        }
        for place, (event, digest) in wanted.items():
            text = texts.get(place)
            if text is None:
                yield Fault(
                    f"event {event.number}", f"A text of event {event.number} is missing: {place[1]}."
                )
            elif text.scrubbed_at is not None:
                if str(event.key) not in walk.scrubbed:
                    yield Fault(
                        f"event {event.number}",
                        f"A text of event {event.number} was emptied, and no event says so: {place[1]}.",
                    )
            elif text_digest(text.salt, text.text) != digest:
                yield Fault(
                    f"event {event.number}", f"A text of event {event.number} was changed: {place[1]}."
                )


def _rows(walk: _Walk) -> Iterator[Fault]:
    """Rows that no event explains, or that are not as the last event left them."""
    for model, explained in walk.explained.items():
        name, label = model._meta.verbose_name, model._meta.label_lower
        there = set()
        for row in model._base_manager.order_by("pk").iterator(chunk_size=AT_ONCE):
            there.add(str(row.pk))
            values = explained.get(str(row.pk))
            if values is None:
                yield Fault(f"{label} {row.pk}", f"No event explains the {name} {row.pk}.")
                continue
            other = [name_of for name_of, value in values.items() if text_of(getattr(row, name_of)) != value]
            if other:
                fields = ", ".join(field_name.replace("_", " ") for field_name in other)
                yield Fault(f"{label} {row.pk}", f"No event explains the {fields} of the {name} {row.pk}.")
        for row_id in sorted(row_id for row_id, values in explained.items() if values is not None):
            if row_id not in there:
                yield Fault(f"{label} {row_id}", f"The {name} {row_id} is gone, and no event says so.")


def _several(noun: str, first: int, last: int) -> str:
    return f"{noun} {first} is" if first == last else f"{noun}s {first} to {last} are"
