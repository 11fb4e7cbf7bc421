"""Free text of events: kept beside them by digest, so that it can be scrubbed while the seals still hold.

An action marks what somebody wrote: `details={"reason": FreeText(reason)}`. The event holds a digest in its place;
`with_texts` puts the words back for whoever may read them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from inreach.apps.audit.models import Event, EventText
from inreach.apps.audit.recording.seals import new_salt, text_digest

DIGEST = "digest of a text"
REMOVED = "(removed when its time had come)"


class FreeText(str):
    """What somebody wrote in their own words."""

    __slots__ = ()


def take_texts(details: Mapping[str, Any]) -> tuple[dict[str, Any], list[EventText]]:
    """Return details with a digest in place of each free text that is not empty, and the texts, without their event."""
    texts: list[EventText] = []

    def taken(value: Any, path: str) -> Any:
        if isinstance(value, FreeText) and value:
            salt = new_salt()
            texts.append(EventText(path=path, text=str(value), salt=salt))
            return {DIGEST: text_digest(salt, value)}
        if isinstance(value, Mapping):
            return {name: taken(part, f"{path}.{name}" if path else name) for name, part in value.items()}
        return str(value) if isinstance(value, FreeText) else value

    return taken(details, ""), texts


def digests_in(details: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Every place in an event's details where a digest stands for a text, and the digest."""
    for name, value in details.items():
        place = f"{path}.{name}" if path else name
        if isinstance(value, dict):
            if set(value) == {DIGEST}:
                yield place, value[DIGEST]
            else:
                yield from digests_in(value, place)


def with_texts(events: Iterable[Event]) -> list[Event]:
    """Return events with the words back in their details, for showing; one query for all of them."""
    listed = list(events)
    with_digests = [event for event in listed if any(digests_in(event.details))]
    texts = {
        (text.event_key, text.path): REMOVED if text.scrubbed_at else text.text
        for text in EventText.objects.filter(event_key__in=[event.key for event in with_digests])
    }
    for event in with_digests:
        event.details = _restored(event.details, "", event, texts)
    return listed


def _restored(value: Any, path: str, event: Event, texts: Mapping[tuple[Any, str], str]) -> Any:
    if not isinstance(value, dict):
        return value
    if set(value) == {DIGEST}:
        return texts.get((event.key, path), REMOVED)
    return {
        name: _restored(part, f"{path}.{name}" if path else name, event, texts)
        for name, part in value.items()
    }
