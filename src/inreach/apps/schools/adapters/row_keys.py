"""Ids of rows as text: one page reads tens of thousands, and to make a UUID of each takes longer than all else."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast


def as_text(field: str) -> Cast:
    """An id in the columns of a query, as text."""
    return Cast(field, TextField())


def keys_of(ids: Iterable[UUID]) -> dict[str, UUID]:
    """Ids by what `as_text` gives for them."""
    if connection.features.has_native_uuid_field:
        return {str(pk): pk for pk in ids}
    return {pk.hex: pk for pk in ids}


def id_of(key: str) -> str:
    """An id as everybody else writes it, with its dashes, from what `as_text` gives."""
    if len(key) == 36:
        return key
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
