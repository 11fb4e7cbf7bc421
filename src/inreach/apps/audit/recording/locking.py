"""Two people at once: an action locks the rows that it was given and reads them again before it decides.

On PostgreSQL the rows are locked, in one order, so that two actions wait for each other and never stand in a ring;
on SQLite the action's transaction has the whole database already, and only the reading again is left to do.
A model says in `LOCKED_WITH` which rows it hangs on: whoever decides on a rating decides on its target too.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models

from inreach.core.refusal import Refusal

Row = tuple[type[models.Model], Any]


class Gone(Refusal):
    """What somebody wants to change has been removed meanwhile."""


def rows_in(arguments: Mapping[str, Any]) -> list[models.Model]:
    """Saved records among an action's arguments, those in lists too."""
    rows: list[models.Model] = []
    for value in arguments.values():
        values = value if isinstance(value, (list, tuple)) else [value]
        rows += [row for row in values if isinstance(row, models.Model) and not row._state.adding]
    return rows


def lock_again(rows: Iterable[models.Model], held: set[Row]) -> list[models.Model]:
    """Lock rows that are not held yet, read them again in place, and return those that were stale.

    `held` is what this transaction has locked already, and is added to. Raises Gone for a row that is no more.
    """
    wanted: dict[Row, list[models.Model]] = {}
    for row in rows:
        for each in [*parents_of(row), row]:
            key = (type(each), each.pk)
            if key not in held:
                wanted.setdefault(key, []).append(each)
    stale = []
    for key in sorted(wanted, key=lambda key: (key[0]._meta.label, str(key[1]))):
        model, pk = key
        now = model._base_manager.select_for_update(no_key=True, of=("self",)).filter(pk=pk).first()
        if now is None:
            raise Gone(f"This {model._meta.verbose_name} has been removed meanwhile. Nothing was changed.")
        held.add(key)
        stale += [row for row in wanted[key] if bring_up(row, now)]
    return stale


def parents_of(row: models.Model) -> list[models.Model]:
    """The records that a row hangs on, nearest first."""
    parents = [getattr(row, name) for name in getattr(row, "LOCKED_WITH", ())]
    return [each for parent in parents if parent is not None for each in [*parents_of(parent), parent]]


def bring_up(row: models.Model, now: models.Model) -> bool:
    """Put into a record what its row says now, and return whether anything was different."""
    changed = False
    for field in row._meta.concrete_fields:
        if field.attname in row.get_deferred_fields():
            continue
        value = getattr(now, field.attname)
        if getattr(row, field.attname) != value:
            setattr(row, field.attname, value)
            changed = True
    vars(row).pop("_prefetched_objects_cache", None)
    return changed
