"""Lists that a row has of other records (the staff of a class), compared and written in bulk."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inreach.apps.exchange.engine.entities import Entity
from inreach.apps.exchange.engine.records import Record

Pairs = list[tuple[Any, Any]]
Rows = Sequence[tuple[Record, Any]]


def list_changes(
    kind: Entity,
    fresh: Rows,
    matched: Rows,
    altered: Mapping[Any, set[str]],
    id_of: Callable[[str, str], Any],
) -> dict[str, tuple[Pairs, Pairs]]:
    """For each list of a kind: pairs of ids to add and pairs to take away.

    `altered` holds the changed fields of each kept row by id; a list that changes is added there. `id_of` turns a kind
    and a key into an id.
    """
    changes: dict[str, tuple[Pairs, Pairs]] = {}
    for name, target in kind.lists.items():
        add: Pairs = []
        drop: Pairs = []
        stored = _linked(kind, name, [row.pk for _, row in matched])
        for record, row in [*fresh, *matched]:
            linked_now = stored[row.pk]
            linked = (
                {id_of(target, key) for key in record.many[name]} if name in record.many else set(linked_now)
            )
            linked |= {id_of(target, key) for key in record.plus.get(name, ())}
            linked -= {id_of(target, key) for key in record.minus.get(name, ())}
            add += [(row.pk, other) for other in sorted(linked - linked_now, key=str)]
            drop += [(row.pk, other) for other in sorted(linked_now - linked, key=str)]
            if linked != linked_now and row.pk in altered:
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


def _linked(kind: Entity, name: str, pks: list[Any]) -> dict[Any, set[Any]]:
    through, mine, theirs = _columns(kind, name)
    linked: dict[Any, set[Any]] = defaultdict(set)
    for a, b in through.objects.filter(**{f"{mine}__in": pks}).values_list(mine, theirs):
        linked[a].add(b)
    return linked


def _columns(kind: Entity, name: str) -> tuple[Any, str, str]:
    """The table between, and its two columns."""
    relation: Any = kind.model._meta.get_field(name)
    return (
        relation.remote_field.through,
        f"{relation.m2m_field_name()}_id",
        f"{relation.m2m_reverse_field_name()}_id",
    )
