"""What events and blocks are sealed with: HMAC-SHA256 (RFC 2104) by a key that the database does not hold.

Whoever can write to the database but has not the key can neither change an event nor make a new one or a block that
`audit verify` would take for the product's own.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC

from django.conf import settings

from inreach.apps.audit.models import Block, Event

FIRST = "0" * 64
PURPOSE = b"inreach audit"


def audit_keys() -> list[bytes]:
    """Every key that seals were made with, the newest first: it makes the new ones.

    Without AUDIT_KEY it is derived from SECRET_KEY, so that a small installation has one secret to keep.
    """
    named = [settings.AUDIT_KEY, *settings.AUDIT_KEY_FALLBACKS]
    chosen = [key for key in named if key] or [settings.SECRET_KEY]
    return [hmac.digest(key.encode(), PURPOSE, "sha256") for key in chosen]


def _mac(content: object, key: bytes) -> str:
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def event_content(event: Event) -> dict[str, object]:
    """Return all that an event says; not its number, which the database gives, nor the block that it is sealed in."""
    return {
        "key": str(event.key),
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": event.actor_id,
        "acting_as": event.acting_as,
        "organisation_id": event.organisation_id,
        "kind": event.kind,
        "verb": event.verb,
        "subject_type": event.subject_type,
        "subject_id": event.subject_id,
        "pupil_id": event.pupil_id,
        "details": event.details,
    }


def block_content(block: Block) -> dict[str, object]:
    """Return all that a block says."""
    return {
        "number": block.number,
        "sealed_at": block.sealed_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "numbers": block.numbers,
        "count": block.count,
        "digest": block.digest,
        "previous_mac": block.previous_mac,
    }


def event_mac(event: Event, key: bytes | None = None) -> str:
    """Seal one event, by the newest key if none is given."""
    return _mac(event_content(event), key or audit_keys()[0])


def block_mac(block: Block, key: bytes | None = None) -> str:
    """Seal a block, by the newest key if none is given."""
    return _mac(block_content(block), key or audit_keys()[0])


def content_mac(content: object, key: bytes | None = None) -> str:
    """Seal anything that can be written as JSON, such as the signed head."""
    return _mac(content, key or audit_keys()[0])


def fits(content: object, mac: str, keys: Sequence[bytes]) -> bool:
    """Whether a seal was made of this content by one of these keys."""
    return any(hmac.compare_digest(_mac(content, key), mac) for key in keys)


def digest_of(events: Iterable[Event]) -> str:
    """SHA-256 over the macs of events in the order of their numbers, and over the numbers themselves."""
    digest = hashlib.sha256()
    for event in events:
        digest.update(f"{event.number}:{event.mac};".encode())
    return digest.hexdigest()


def text_digest(salt: str, text: str) -> str:
    """The digest that stands for a free text. Once the salt is gone, nobody can try short texts until one fits."""
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def new_salt() -> str:
    """Thirty-two hexadecimal digits that nobody can guess."""
    return secrets.token_hex(16)
