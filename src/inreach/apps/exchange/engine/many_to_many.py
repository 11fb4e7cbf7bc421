"""Lists that a row has of other records (the staff of a class), compared and written in bulk."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inreach.apps.exchange.engine.entities import Entity
from inreach.apps.exchange.engine.records import Record

Pairs = list[tuple[Any, Any]]
Rows = Sequence[tuple[Record, Any]]


def list_changes(
    kind: Entity, fresh: Rows, kept: Rows, altered: Mapping[Any, set[str]], id_of: Callable[[str, str], Any]
) -> dict[str, tuple[Pairs, Pairs]]:
    """For each list of a kind: pairs of ids to add and pairs to take away.

    `altered` holds the changed fields of each kept row by id; a list that changes is added there. `id_of` turns a kind
    and a key into an id.
    """
    changes: dict[str, tuple[Pairs, Pairs]] = {}
    for name, target in kind.lists.items():
        add: Pairs = []
        drop: Pairs = []
        there = _there(kind, name, [row.pk for _, row in kept])
        for record, row in [*fresh, *kept]:
            now = there[row.pk]
            wanted = {id_of(target, key) for key in record.many[name]} if name in record.many else set(now)
            wanted |= {id_of(target, key) for key in record.plus.get(name, ())}
            wanted -= {id_of(target, key) for key in record.minus.get(name, ())}
            add += [(row.pk, other) for other in sorted(wanted - now, key=str)]
            drop += [(row.pk, other) for other in sorted(now - wanted, key=str)]
            if wanted != now and row.pk in altered:
                altered[row.pk].add(name)
        changes[name] = (add, drop)
    return changes


def write_lists(kind: Entity, changes: Mapping[str, tuple[Pairs, Pairs]], batch: int) -> None:
    """Write what `list_changes` found, `batch` pairs at a time."""
    for name, (add, drop) in changes.items():
        through, mine, theirs = _columns(kind, name)
        through.objects.bulk_create([through(**{mine: a, theirs: b}) for a, b in add], batch_size=batch)
        for a, b in drop:
            through.objects.filter(**{mine: a, theirs: b}).delete()


def _there(kind: Entity, name: str, pks: list[Any]) -> dict[Any, set[Any]]:
    through, mine, theirs = _columns(kind, name)
    there: dict[Any, set[Any]] = defaultdict(set)
    for a, b in through.objects.filter(**{f"{mine}__in": pks}).values_list(mine, theirs):
        there[a].add(b)
    return there


def _columns(kind: Entity, name: str) -> tuple[Any, str, str]:
    """The table between, and its two columns."""
    relation: Any = kind.model._meta.get_field(name)
    return (
        relation.remote_field.through,
        f"{relation.m2m_field_name()}_id",
        f"{relation.m2m_reverse_field_name()}_id",
    )
