"""The one import engine: compares what a file says with what is kept, batch by batch, and writes the difference.

A preview and an import are the same walk; a preview leaves out the writing. Memory is bounded by one batch and by the
keys of the records, whatever the size of the file.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby, islice
from typing import Any

from django.db import models
from django.db.models import Q

from inreach.apps.audit.intentions import Entry, record_many
from inreach.apps.exchange.kinds import KINDS, Kind
from inreach.apps.exchange.lists import list_changes, write_lists
from inreach.apps.exchange.plan import Plan
from inreach.apps.exchange.records import Intake, Place, Record, Whole
from inreach.apps.schools.models import School
from inreach.core.policy import Actor

BATCH = 500
REFERRED_TO = frozenset(
    target for kind in KINDS.values() for target in (*kind.refs.values(), *kind.lists.values())
)


class Engine:
    """One walk over one file for one school (None for a list that belongs to nobody).

    `plan` is filled as it goes; `source` is the format's name, which begins the key of everything that comes from it;
    `write` is False for a preview. Faults go to the intake; whoever calls rolls back if there is one.
    """

    def __init__(
        self,
        *,
        plan: Plan,
        school: School | None,
        source: str,
        today: date,
        intake: Intake,
        write: bool,
        by: Actor | None = None,
    ) -> None:
        self.school, self.today, self.intake, self.write, self.by = school, today, intake, write, by
        self.prefix = f"{source}:"
        self.plan = plan
        self.ids: dict[str, dict[str, Any]] = defaultdict(dict)
        self.seen: dict[str, set[str]] = defaultdict(set)
        self.pupils: dict[str, set[str]] = {}

    def run(self, stream: Iterable[Record | Whole]) -> Plan:
        """Walk the whole stream. Records come in the order of what they refer to."""
        for kind, together in groupby(stream, key=_sort):
            if kind.startswith("whole "):
                for said in together:
                    self._end_absent(KINDS[said.kind])
            elif kind == "school":
                for said in together:
                    self._take_school(said)
            else:
                records = iter(together)
                while batch := list(islice(records, BATCH)):
                    self._take(KINDS[kind], batch)
        if self.write:
            self._say_whose_records_changed()
        return self.plan

    def _in_school(self, kind: Kind) -> models.QuerySet[Any]:
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
        if fields and self.write and self.intake.sound:
            self.school.save(update_fields=fields)

    def _take(self, kind: Kind, batch: list[Record]) -> None:
        batch = self._once_each(kind, batch)
        refs = {record.key: self._refs(kind, record) for record in batch}
        existing = self._existing(kind, batch, refs)
        fresh: list[tuple[Record, Any]] = []
        kept: list[tuple[Record, Any]] = []
        altered: dict[Any, set[str]] = {}
        for record in batch:
            row = existing.get(record.key)
            if record.gone:
                if row is not None:
                    self._end(kind, [row])
                continue
            if (
                row is not None
                and kind.by_ref
                and kind.ends not in record.values
                and self._is_over(kind, row)
            ):
                # Somebody who left and came back begins a second time on the roll; the first stays as it was.
                record.first = {**record.first, kind.starts: self.today}
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
                kept.append((record, row))
                altered[row.pk] = self._alter(kind, record, row, refs[record.key])
            if kind.name in REFERRED_TO:
                self.ids[kind.name][record.key] = row.pk
        lists = list_changes(kind, fresh, kept, altered, self._id)
        changed: list[Any] = []
        for record, row in kept:
            fields = altered[row.pk]
            tally = self.plan.of(kind.name)
            if not fields:
                tally.unchanged += 1
                continue
            changed.append(row)
            tally.changed += 1
            tally.fields.update(fields)
            tally.sample("changed", _label(kind, row, record.place), ", ".join(sorted(fields)))
            self._touch(kind, row, *fields)
        if self.write and self.intake.sound:
            kind.model._default_manager.bulk_create([row for _, row in fresh], batch_size=BATCH)
            columns = sorted({f for row in changed for f in altered[row.pk]} - set(kind.lists))
            if columns:
                kind.model._default_manager.bulk_update(changed, columns, batch_size=100)
            write_lists(kind, lists, BATCH)

    def _once_each(self, kind: Kind, batch: list[Record]) -> list[Record]:
        """Drop records whose key was seen before, or whose text is too long to keep, and name them."""
        good = []
        seen = self.seen[kind.name]
        longest = kind.longest | {"source_id": 200}
        for record in batch:
            if record.key in seen:
                self.intake.fault(
                    record.place, "", f"This {kind.one} is in the file twice.", "Keep one of the two rows."
                )
                continue
            seen.add(record.key)
            texts = {"source_id": record.key, **record.first, **record.values}
            long = [
                name
                for name, text in texts.items()
                if isinstance(text, str) and len(text) > longest.get(name, 10**6)
            ]
            for name in long:
                self.intake.fault(
                    record.place,
                    name.replace("_", " "),
                    f"The text has {len(texts[name])} characters; at most {longest[name]} can be kept.",
                    "Shorten it.",
                )
            if not long:
                good.append(record)
        return good

    def _own(self, kind: Kind, record: Record) -> dict[str, Any]:
        own: dict[str, Any] = {}
        if kind.school == "school":
            own["school"] = self.school
        if kind.key == "source_id":
            own["source_id"] = record.key
        return own

    def _refs(self, kind: Kind, record: Record) -> dict[str, Any]:
        return {
            f"{name}_id": self._id(kind.refs[name], key) if key else None for name, key in record.refs.items()
        }

    def _id(self, kind: str, key: str) -> Any:
        """The id of a record that came earlier in the file, or is kept from an earlier one."""
        ids = self.ids[kind]
        if key not in ids:
            known = KINDS[kind]
            ids[key] = self._in_school(known).filter(**{known.key: key}).values_list("pk", flat=True).first()
        return ids[key]

    def _existing(
        self, kind: Kind, batch: list[Record], refs: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, Any]:
        found: dict[str, Any] = {}
        if kind.by_ref:
            column = f"{kind.by_ref}_id"
            wanted = {refs[record.key][column]: record.key for record in batch if column in refs[record.key]}
            for row in (
                self._in_school(kind).filter(**{f"{column}__in": list(wanted)}).order_by(kind.starts, "pk")
            ):
                found[wanted[getattr(row, column)]] = row
            return found
        if not kind.key:
            return found
        rows = self._in_school(kind).filter(**{f"{kind.key}__in": [record.key for record in batch]})
        found = {str(getattr(row, kind.key)): row for row in rows}
        if kind.natural:
            self._by_nature(kind, batch, found)
        return found

    def _by_nature(self, kind: Kind, batch: list[Record], found: dict[str, Any]) -> None:
        """Find again, by what is unique in a school, rows that were entered by hand or came from elsewhere."""
        wanted = {
            value: record
            for record in batch
            if (value := record.values.get(kind.natural) or record.first.get(kind.natural))
        }
        for row in self._in_school(kind).filter(**{f"{kind.natural}__in": list(wanted)}):
            record = wanted[getattr(row, kind.natural)]
            mine = found.setdefault(record.key, row)
            # What is said only of new rows is not set on this one, so it cannot clash.
            if mine.pk != row.pk and kind.natural in record.values:
                called = "UPN" if kind.natural == "upn" else kind.natural
                self.intake.fault(
                    record.place,
                    kind.natural,
                    f"Another {kind.one} of the school has this {called} already.",
                    "Find out which of the two is right, and change the other.",
                )

    def _alter(self, kind: Kind, record: Record, row: Any, refs: Mapping[str, Any]) -> set[str]:
        """Set on a row what the file says otherwise. Returns the names of the fields."""
        fields = set()
        said = dict(record.values)
        if kind.ends and kind.ends not in said and self._has_ended(kind, row):
            said[kind.ends] = None
        if kind.key == "source_id" and self._may_adopt(row.source_id) and row.source_id != record.key:
            said["source_id"] = record.key
        for name, value in said.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
                fields.add(name)
        for column, value in refs.items():
            if getattr(row, column) != value:
                setattr(row, column, value)
                fields.add(column.removesuffix("_id"))
        return fields

    def _has_ended(self, kind: Kind, row: Any) -> bool:
        """Whether a row's last day is over, or is today or its very first day: then an import has ended it."""
        starts, ends = getattr(row, kind.starts), getattr(row, kind.ends)
        return ends is not None and ends <= max(self.today, starts or self.today)

    def _is_over(self, kind: Kind, row: Any) -> bool:
        ends = getattr(row, kind.ends)
        return ends is not None and ends < self.today

    def _may_adopt(self, source_id: str) -> bool:
        """A row entered by hand, or whose key changed in the same source, takes the file's key."""
        return not source_id or source_id.startswith(self.prefix)

    def _end_absent(self, kind: Kind) -> None:
        """End what came from this source before and is not in the file any more."""
        if not kind.ends:
            return
        seen = self.seen[kind.name]
        rows = self._in_school(kind).filter(self._lasts(kind), **{f"{kind.key}__startswith": self.prefix})
        absent = [
            pk
            for pk, key in rows.order_by("pk").values_list("pk", kind.key).iterator(chunk_size=2000)
            if key not in seen
        ]
        for start in range(0, len(absent), BATCH):
            self._end(
                kind,
                list(kind.model._default_manager.filter(pk__in=absent[start : start + BATCH]).order_by("pk")),
            )

    @property
    def _last_day(self) -> date:
        return self.today - timedelta(days=1)

    def _lasts(self, kind: Kind) -> Q:
        open_ended = Q(**{f"{kind.ends}__isnull": True})
        later = Q(**{f"{kind.ends}__gte": self.today})
        # What began today or later ends on the day it began: that is as ended as it can be.
        ended_at_once = Q(**{f"{kind.starts}__gte": self.today, kind.ends: models.F(kind.starts)})
        return (open_ended | later) & ~ended_at_once

    def _end(self, kind: Kind, rows: list[Any]) -> None:
        """Give rows their last day: yesterday, or their first day if that is later."""
        if not kind.ends:
            return
        ended = []
        for row in rows:
            starts, ends = getattr(row, kind.starts), getattr(row, kind.ends)
            last = max(starts, self._last_day) if starts else self._last_day
            if ends is not None and ends <= last:
                continue
            setattr(row, kind.ends, last)
            ended.append(row)
            self.plan.of(kind.name).ended += 1
            self.plan.of(kind.name).sample("ended", _label(kind, row))
            self._touch(kind, row, "ended")
        if self.write and self.intake.sound and ended:
            kind.model._default_manager.bulk_update(ended, [kind.ends], batch_size=100)

    def _touch(self, kind: Kind, row: Any, *what: str) -> None:
        if kind.about and self.write:
            self.pupils.setdefault(str(getattr(row, kind.about)), set()).update(
                f"{kind.name}.{word}" for word in what
            )

    def _say_whose_records_changed(self) -> None:
        """One audit event for each pupil whose record was added, changed or ended: which kinds, no names."""
        for some in _chunks(self.pupils.items(), BATCH):
            record_many(
                [
                    Entry(
                        verb=_verb(what),
                        subject_type="schools.pupil",
                        subject_id=pupil,
                        pupil_id=pupil,
                        organisation_id=str(self.school.pk) if self.school else "",
                        details={"what": sorted(what)},
                    )
                    for pupil, what in some
                ],
                by=self.by,
            )


def _verb(what: set[str]) -> str:
    if "pupil.added" in what:
        return "pupil.imported"
    return "pupil.left" if "enrolment.ended" in what else "pupil.updated"


def _chunks(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def _sort(said: Record | Whole) -> str:
    return f"whole {said.kind}" if isinstance(said, Whole) else said.kind


def _label(kind: Kind, row: Any, place: Place | None = None) -> str:
    """What an example is called: never the name of a person."""
    named = "" if kind.private else getattr(row, "name", "")
    return named or (str(place) if place else "")
