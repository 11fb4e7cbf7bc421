"""Rows of one key that follow each other in time, so that a timetable that changes during the year keeps its past."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from inreach.apps.exchange.engine.entities import Entity


def current_of(
    kind: Entity, rows: Mapping[str, Sequence[Any]], since: date | None
) -> tuple[dict[str, Any], list[Any]]:
    """For each key the row that a file speaks of; and the rows that are in the way of it.

    A correction speaks of the latest row. A file that holds from a day speaks of the first row that lasts until that
    day or begins after it, or else of the latest; rows that begin later still give way to the file.
    """
    current: dict[str, Any] = {}
    spare: list[Any] = []
    for key, some in rows.items():
        in_order = sorted(some, key=lambda row: getattr(row, kind.starts) or date.min)
        lasting = [row for row in in_order if since and _lasts_until(kind, row, since)]
        current[key] = lasting[0] if lasting else in_order[-1]
        spare += lasting[1:]
    return current, spare


def begins_before(kind: Entity, row: Any, day: date) -> bool:
    """Whether a row has its first day before a day; no first day is before every day."""
    starts = getattr(row, kind.starts)
    return starts is None or starts < day


def follower(kind: Entity, row: Any, since: date) -> Any:
    """A new row, not kept yet, that says what this one says, from a day on and without an end."""
    values = {
        f.attname: getattr(row, f.attname) for f in kind.model._meta.concrete_fields if not f.primary_key
    }
    return kind.model(**{**values, kind.starts: since, kind.ends: None})


def _lasts_until(kind: Entity, row: Any, day: date) -> bool:
    ends = getattr(row, kind.ends)
    return ends is None or ends >= day
