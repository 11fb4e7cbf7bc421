"""Ids of rows as text: one page reads tens of thousands, and to make a UUID of each takes longer than all else."""

from uuid import UUID

from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast


def as_text(field: str) -> Cast:
    """An id in the columns of a query, as text."""
    return Cast(field, TextField())


def key_of(pk: UUID) -> str:
    """An id as `as_text` gives it."""
    return str(pk) if connection.features.has_native_uuid_field else pk.hex


def id_of(key: str) -> str:
    """An id as everybody else writes it, with its dashes, from what `as_text` gives."""
    if len(key) == 36:
        return key
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
