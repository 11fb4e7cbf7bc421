"""The chain: each event carries the hash of the one before it."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass

from inreach.apps.audit.models import ChainHead, Event

FIRST = "0" * 64


def event_hash(event: Event) -> str:
    """SHA-256 over everything that the event says and over the hash of the event before it."""
    contents = {
        "number": event.number,
        "at": event.at.isoformat(timespec="microseconds"),
        "actor_id": event.actor_id,
        "acting_as": event.acting_as,
        "organisation_id": event.organisation_id,
        "kind": event.kind,
        "verb": event.verb,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "pupil_id": event.pupil_id,
        "details": event.details,
        "previous_hash": event.previous_hash,
    }
    text = json.dumps(contents, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the chain does not hold: the number of the row and what is wrong with it."""

    number: int
    sentence: str


def faults() -> Iterator[Fault]:
    """Walk the whole chain in order and name every row that is changed or missing."""
    expected_number, previous = 1, FIRST
    for event in Event.objects.order_by("number").iterator(chunk_size=2000):
        if event.number != expected_number:
            missing = (
                f"Event {expected_number}"
                if event.number == expected_number + 1
                else (f"Events {expected_number} to {event.number - 1}")
            )
            verb = "is" if event.number == expected_number + 1 else "are"
            yield Fault(expected_number, f"{missing} {verb} missing.")
        elif event.previous_hash != previous:
            yield Fault(event.number, f"Event {event.number} no longer follows the event before it.")
        if event_hash(event) != event.hash:
            yield Fault(event.number, f"Event {event.number} has been changed since it was written.")
        expected_number, previous = event.number + 1, event.hash
    head = ChainHead.objects.filter(pk=1).first()
    if head and head.number >= expected_number:
        last = (
            f"Events {expected_number} to {head.number} are"
            if head.number > expected_number
            else (f"Event {expected_number} is")
        )
        yield Fault(expected_number, f"{last} missing from the end.")
    elif head and expected_number > 1 and (head.number, head.hash) != (expected_number - 1, previous):
        yield Fault(expected_number - 1, f"Event {expected_number - 1} is not where the chain was left.")
    elif not head and expected_number > 1:
        yield Fault(expected_number - 1, "The end of the chain has been removed.")
