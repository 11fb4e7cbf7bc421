"""The one import engine: compares what a file says with what is kept, batch by batch, and writes the difference.

A preview and an import are the same walk; a preview leaves out the writing. Memory is bounded by one batch and by the
keys of the records, whatever the size of the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby, islice
from typing import Any, cast

from django.db import models
from django.db.models import Q

from inreach.apps.exchange.engine.entities import ENTITIES, Entity
from inreach.apps.exchange.engine.import_diff import ImportDiff, Tally
from inreach.apps.exchange.engine.many_to_many import list_changes, write_lists
from inreach.apps.exchange.engine.pupil_events import say_whose_records_changed
from inreach.apps.exchange.engine.records import FullSnapshot, Place, ReadResult, Record
from inreach.apps.exchange.engine.row_versions import begins_before, current_of, follower
from inreach.apps.schools.models import School
from inreach.core.access.policy import Actor

BATCH = 500
Pairs = list[tuple[Record, Any]]
REFERRED_TO = frozenset(
    target for kind in ENTITIES.values() for target in (*kind.refs.values(), *kind.lists.values())
)


class ImportEngine:
    """One walk over one file for one school (None for a list that belongs to nobody).

    `plan` is filled as it goes; `source` is the format's name, which begins the key of everything that comes from it.
    `since` is the day from which the file holds: what it changes ends the day before, and a new row follows. Without
    it the file holds from today on, and what is there is corrected. `write` is False for a preview. Faults go to the
    read_result; whoever calls rolls back if there is one.
    """

    def __init__(
        self,
        *,
        plan: ImportDiff,
        school: School | None,
        source: str,
        today: date,
        read_result: ReadResult,
        write: bool,
        by: Actor | None = None,
        since: date | None = None,
    ) -> None:
        self.school, self.read_result, self.write, self.by = school, read_result, write, by
        self.since, self.day = since, since or today
        self.prefix = f"{source}:"
        self.plan = plan
        self.ids: dict[str, dict[str, Any]] = defaultdict(dict)
        self.keys_read: dict[str, set[str]] = defaultdict(set)
        self.pupils: dict[str, set[str]] = {}

    def run(self, stream: Iterable[Record | FullSnapshot]) -> ImportDiff:
        """Walk the whole stream. Records come in the order of what they refer to."""
        for kind, together in groupby(stream, key=_sort):
            if kind.startswith("whole "):
                for record in together:
                    self._end_absent(ENTITIES[record.kind])
            elif kind == "school":
                for record in together:
                    self._take_school(cast("Record", record))
            else:
                records = cast("Iterator[Record]", iter(together))
                while batch := list(islice(records, BATCH)):
                    self._take(ENTITIES[kind], batch)
        if self.write:
            say_whose_records_changed(self.pupils, self.school, by=self.by)
        return self.plan

    def _in_school(self, kind: Entity) -> models.QuerySet[Any]:
        rows = kind.model._default_manager.all()
        return rows.filter(**{kind.school: self.school}) if kind.school else rows

    def _take_school(self, record: Record) -> None:
        """Set on the school itself what the file says of it. A new school was counted when it was made."""
        fields = [name for name, value in record.values.items() if getattr(self.school, name) != value]
        for name in fields:
            setattr(self.school, name, record.values[name])
        tally = self.plan.of("school")
        if fields and not tally.added:
            tally.changed += 1
            tally.fields.update(fields)
        if fields and self.write and self.read_result.sound:
            cast("School", self.school).save(update_fields=fields)

    def _take(self, kind: Entity, batch: list[Record]) -> None:
        batch = self._once_each(kind, batch)
        refs = {record.key: self._refs(kind, record) for record in batch}
        existing = self._existing(kind, batch, refs)
        spare: list[Any] = []
        if kind.follows:
            existing, spare = current_of(kind, existing, self.since)
        fresh, matched, altered = self._compare(kind, batch, refs, existing)
        lists = list_changes(kind, fresh, matched, altered, self._id)
        changed, closed, followers = self._count(kind, matched, altered)
        if followers:
            ended = {row.pk for row in closed}
            matched = [(record, row) for record, row in matched if row.pk not in ended]
            fresh = [*fresh, *followers]
            lists = list_changes(kind, fresh, matched, altered, self._id)
        if self.write and self.read_result.sound:
            # First what makes room: of the rows of one key only one may be open.
            self._make_room(kind, closed, spare)
            kind.model._default_manager.bulk_create([row for _, row in fresh], batch_size=BATCH)
            columns = sorted({f for row in changed for f in altered[row.pk]} - set(kind.lists))
            if columns:
                kind.model._default_manager.bulk_update(changed, columns, batch_size=100)
            write_lists(kind, lists, BATCH)

    def _compare(
        self,
        kind: Entity,
        batch: list[Record],
        refs: Mapping[str, Mapping[str, Any]],
        existing: dict[str, Any],
    ) -> tuple[Pairs, Pairs, dict[Any, set[str]]]:
        """New rows, rows that stay, and the fields of these that change. What the file says is set on all of them."""
        fresh: Pairs = []
        matched: Pairs = []
        altered: dict[Any, set[str]] = {}
        for record in batch:
            row = existing.get(record.key)
            if record.gone:
                if row is not None:
                    self._end(kind, [row])
                continue
            if row is not None and self._begins_again(kind, record, row):
                record.first = {**record.first, kind.starts: self.day}
                row = None
            if row is None:
                row = kind.model(
                    **record.first, **record.values, **refs[record.key], **self._own(kind, record)
                )
                fresh.append((record, row))
                self.plan.of(kind.name).added += 1
                self.plan.of(kind.name).sample("added", _label(kind, row, record.place))
                self._touch(kind, row, "added")
            else:
                matched.append((record, row))
                altered[row.pk] = self._alter(kind, record, row, refs[record.key])
            if kind.name in REFERRED_TO:
                self.ids[kind.name][record.key] = row.pk
        return fresh, matched, altered

    def _begins_again(self, kind: Entity, record: Record, row: Any) -> bool:
        """Whether who left and came back begins a second time, so that the first stays as it was."""
        again = kind.by_ref or (kind.follows and self.since)
        return bool(again) and kind.ends not in record.values and self._is_over(kind, row)

    def _count(
        self, kind: Entity, matched: Pairs, altered: Mapping[Any, set[str]]
    ) -> tuple[list[Any], list[Any], Pairs]:
        """Rows to change where they are, rows to end, and with its record what follows each of those."""
        changed: list[Any] = []
        closed: list[Any] = []
        followers: Pairs = []
        tally = self.plan.of(kind.name) if matched else Tally()
        for record, row in matched:
            fields = altered[row.pk]
            if not fields:
                tally.unchanged += 1
                continue
            if self.since and kind.follows and begins_before(kind, row, self.since) and fields - {kind.ends}:
                followers.append((record, follower(kind, row, self.since)))
                setattr(row, kind.ends, self._last_day)
                closed.append(row)
            else:
                changed.append(row)
            tally.changed += 1
            tally.moved += bool(fields & kind.moves)
            tally.fields.update(fields)
            tally.sample("changed", _label(kind, row, record.place), ", ".join(sorted(fields)))
            self._touch(kind, row, *fields)
        return changed, closed, followers

    def _make_room(self, kind: Entity, closed: list[Any], spare: list[Any]) -> None:
        """Write the last day of rows that have ended, and take out those that were to begin later."""
        if closed:
            kind.model._default_manager.bulk_update(closed, [kind.ends], batch_size=100)
        if spare:
            kind.model._default_manager.filter(pk__in=[row.pk for row in spare]).delete()

    def _once_each(self, kind: Entity, batch: list[Record]) -> list[Record]:
        """Drop records whose key was seen before, or whose text is too long to keep, and name them."""
        good = []
        keys = self.keys_read[kind.name]
        longest = kind.longest | {"source_id": 200}
        for record in batch:
            if record.key in keys:
                problem = f"This {kind.singular} is in the file twice."
                self.read_result.fault(record.place, "", problem, "Keep one of the two rows.")
                continue
            keys.add(record.key)
            texts = {"source_id": record.key, **record.first, **record.values}
            long = [
                name
                for name, text in texts.items()
                if isinstance(text, str) and len(text) > longest.get(name, 10**6)
            ]
            for name in long:
                self.read_result.fault(
                    record.place,
                    name.replace("_", " "),
                    f"The text has {len(texts[name])} characters; at most {longest[name]} can be kept.",
                    "Shorten it.",
                )
            if not long:
                good.append(record)
        return good

    def _own(self, kind: Entity, record: Record) -> dict[str, Any]:
        own: dict[str, Any] = {}
        if kind.school == "school":
            own["school"] = self.school
        if kind.key == "source_id":
            own["source_id"] = record.key
        return own

    def _refs(self, kind: Entity, record: Record) -> dict[str, Any]:
        return {
            f"{name}_id": self._id(kind.refs[name], key) if key else None for name, key in record.refs.items()
        }

    def _id(self, kind: str, key: str) -> Any:
        """The id of a record that came earlier in the file, or is kept from an earlier one."""
        ids = self.ids[kind]
        if key not in ids:
            entity = ENTITIES[kind]
            rows = self._in_school(entity).filter(**{entity.key: key})
            ids[key] = rows.values_list("pk", flat=True).first()
        return ids[key]

    def _existing(
        self, kind: Entity, batch: list[Record], refs: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Any]:
        rows_by_key: dict[str, Any] = {}
        if kind.by_ref:
            column = f"{kind.by_ref}_id"
            keys = {refs[record.key][column]: record.key for record in batch if column in refs[record.key]}
            by_reference = self._in_school(kind).filter(**{f"{column}__in": list(keys)})
            for row in by_reference.order_by(kind.starts, "pk"):
                rows_by_key[keys[getattr(row, column)]] = row
            return rows_by_key
        if not kind.key:
            return rows_by_key
        rows = self._in_school(kind).filter(**{f"{kind.key}__in": [record.key for record in batch]})
        if kind.follows:
            grouped: dict[str, list[Any]] = defaultdict(list)
            for row in rows.order_by("pk"):
                grouped[getattr(row, kind.key)].append(row)
            return dict(grouped)
        rows_by_key = {str(getattr(row, kind.key)): row for row in rows}
        if kind.natural:
            self._by_nature(kind, batch, rows_by_key)
        return rows_by_key

    def _by_nature(self, kind: Entity, batch: list[Record], rows_by_key: dict[str, Any]) -> None:
        """Find again, by what is unique in a school, rows that were entered by hand or came from elsewhere."""
        records = {
            value: record
            for record in batch
            if (value := record.values.get(kind.natural) or record.first.get(kind.natural))
        }
        for row in self._in_school(kind).filter(**{f"{kind.natural}__in": list(records)}):
            record = records[getattr(row, kind.natural)]
            mine = rows_by_key.setdefault(record.key, row)
            # What is said only of new rows is not set on this one, so it cannot clash.
            if mine.pk != row.pk and kind.natural in record.values:
                called = "UPN" if kind.natural == "upn" else kind.natural
                self.read_result.fault(
                    record.place,
                    kind.natural,
                    f"Another {kind.singular} of the school has this {called} already.",
                    "Find out which of the two is right, and change the other.",
                )

    def _alter(self, kind: Entity, record: Record, row: Any, refs: Mapping[str, Any]) -> set[str]:
        """Set on a row what the file says otherwise. Returns the names of the fields."""
        fields = set()
        values = dict(record.values)
        if kind.ends and kind.ends not in values and self._may_go_on(kind, row):
            values[kind.ends] = None
        if self.since and kind.follows and not begins_before(kind, row, self.since):
            values[kind.starts] = self.since
        if kind.key == "source_id" and self._may_adopt(row.source_id) and row.source_id != record.key:
            values["source_id"] = record.key
        for name, value in values.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
                fields.add(name)
        for column, value in refs.items():
            if getattr(row, column) != value:
                setattr(row, column, value)
                fields.add(column.removesuffix("_id"))
        return fields

    def _has_ended(self, kind: Entity, row: Any) -> bool:
        """Whether a row's last day is over, or is today or its very first day: then an import has ended it."""
        starts, ends = getattr(row, kind.starts), getattr(row, kind.ends)
        return ends is not None and ends <= max(self.day, starts or self.day)

    def _may_go_on(self, kind: Entity, row: Any) -> bool:
        """Whether the end of a row is an import's doing, so that a file that has it again takes it away."""
        if self.since and (kind.follows or not kind.private):
            return True
        return self._has_ended(kind, row)

    def _is_over(self, kind: Entity, row: Any) -> bool:
        ends = getattr(row, kind.ends)
        return ends is not None and ends < self.day

    def _may_adopt(self, source_id: str) -> bool:
        """A row entered by hand, or whose key changed in the same source, takes the file's key."""
        return not source_id or source_id.startswith(self.prefix)

    def _end_absent(self, kind: Entity) -> None:
        """End what came from this source before and is not in the file any more."""
        if not kind.ends:
            return
        keys = self.keys_read[kind.name]
        rows = self._in_school(kind).filter(self._lasts(kind), **{f"{kind.key}__startswith": self.prefix})
        absent = [
            pk
            for pk, key in rows.order_by("pk").values_list("pk", kind.key).iterator(chunk_size=2000)
            if key not in keys
        ]
        for start in range(0, len(absent), BATCH):
            self._end(
                kind,
                list(kind.model._default_manager.filter(pk__in=absent[start : start + BATCH]).order_by("pk")),
            )

    @property
    def _last_day(self) -> date:
        return self.day - timedelta(days=1)

    def _lasts(self, kind: Entity) -> Q:
        open_ended = Q(**{f"{kind.ends}__isnull": True})
        later = Q(**{f"{kind.ends}__gte": self.day})
        if kind.follows and self.since:
            return open_ended | later
        # What began today or later ends on the day it began: that is as ended as it can be.
        ended_at_once = Q(**{f"{kind.starts}__gte": self.day, kind.ends: models.F(kind.starts)})
        return (open_ended | later) & ~ended_at_once

    def _end(self, kind: Entity, rows: list[Any]) -> None:
        """Give rows their last day: yesterday, or their first day if that is later.

        A lesson or a place in a class that was still to come is taken out instead: it never held.
        """
        if not kind.ends:
            return
        ended = []
        taken_out = []
        for row in rows:
            starts, ends = getattr(row, kind.starts), getattr(row, kind.ends)
            if self._is_to_come(kind, starts):
                taken_out.append(row)
                self.plan.of(kind.name).ended += 1
                self._touch(kind, row, "ended")
                continue
            last = max(starts, self._last_day) if starts else self._last_day
            if ends is not None and ends <= last:
                continue
            setattr(row, kind.ends, last)
            ended.append(row)
            self.plan.of(kind.name).ended += 1
            self.plan.of(kind.name).sample("ended", _label(kind, row))
            self._touch(kind, row, "ended")
        if self.write and self.read_result.sound:
            self._make_room(kind, ended, taken_out)

    def _is_to_come(self, kind: Entity, starts: date | None) -> bool:
        return bool(kind.follows and self.since and starts and starts >= self.since)

    def _touch(self, kind: Entity, row: Any, *changes: str) -> None:
        if kind.about and self.write:
            self.pupils.setdefault(str(getattr(row, kind.about)), set()).update(
                f"{kind.name}.{change}" for change in changes
            )


def _sort(record: Record | FullSnapshot) -> str:
    return f"whole {record.kind}" if isinstance(record, FullSnapshot) else record.kind


def _label(kind: Entity, row: Any, place: Place | None = None) -> str:
    """What an example is called: never the name of a person."""
    named = "" if kind.private else getattr(row, "name", "")
    return named or (str(place) if place else "")
