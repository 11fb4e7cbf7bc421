"""OneRoster CSV 1.1 and 1.2 (1EdTech): a zip of tables, complete ("bulk") or of changes ("delta").

What is a fault and what is only noted: whatever Inreach keeps, or needs to find whose it is, must be right, and a
name of something in a table of the zip must be found there. What it does not keep (parents of sessions and
organisations, capitals of a word, dates of a complete file) is noted at most.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from inreach.apps.exchange.engine.records import (
    FullSnapshot,
    Options,
    Place,
    ReadResult,
    Record,
    SchoolContext,
    Unreadable,
)
from inreach.apps.exchange.formats.oneroster_bundle import Bundle, read_bundle
from inreach.apps.exchange.formats.oneroster_calendar import Sessions
from inreach.apps.exchange.formats.oneroster_classes import Classes
from inreach.apps.exchange.formats.oneroster_people import People
from inreach.apps.exchange.formats.oneroster_tables import ORG_TYPES, PUPIL, SKIPPED
from inreach.apps.exchange.readers.archive import open_archive

NAME = "oneroster"
LABEL = "OneRoster roster (.zip)"
HINT = "Pupils, staff and classes, from most school systems."
BRINGS = "a roster (OneRoster)"
FOR_A_SCHOOL = True
HOLDS_FROM_A_DAY = False


@dataclass(frozen=True, slots=True)
class Org:
    """One organisation of the file."""

    id: str
    name: str
    type: str
    identifier: str


@contextmanager
def open_source(
    path: Path, name: str, read_result: ReadResult, options: Options, largest_upload: int
) -> Iterator["OneRosterSource"]:
    """Open a zip and check its tables one by one. Raises Unreadable where it is not such a zip."""
    if path.stat().st_size > largest_upload:
        raise read_result.stop(
            name,
            "",
            f"The file is larger than {largest_upload // 1_048_576} MB.",
            "Send the roster of one school.",
        )
    with open_archive(path, name, read_result, largest_upload) as archive:
        yield OneRosterSource(read_bundle(archive, name, read_result), name, read_result)


class OneRosterSource:
    """One zip, ready to be told as records."""

    def __init__(self, bundle: Bundle, file: str, read_result: ReadResult) -> None:
        self.bundle, self.file, self.read_result = bundle, file, read_result
        self.orgs = self._read_orgs()
        schools = [org for org in self.orgs.values() if org.type == "school"]
        candidates = schools or (list(self.orgs.values()) if len(self.orgs) == 1 else [])
        self.candidates = candidates
        if candidates and not schools:
            self.read_result.note(
                f"No organisation in the file is a school. Its only one, a {candidates[0].type}, is taken to be it."
            )
        if not candidates and bundle.is_bulk("orgs"):
            self.read_result.fault(
                "orgs.csv", "type", "No organisation in the file is a school.", "Give the school its type."
            )
        self.school_name = candidates[0].name if len(candidates) == 1 else ""

    def _read_orgs(self) -> dict[str, Org]:
        orgs: dict[str, Org] = {}
        table, bundle = "orgs", self.bundle
        for row in bundle.rows(table):
            if row["type"] not in ORG_TYPES:
                self.read_result.fault(
                    row.place,
                    "type",
                    f"“{row['type']}” is not a type of organisation.",
                    f"Write one of {', '.join(sorted(ORG_TYPES))}.",
                )
            if "name" in row.cells and not row["name"]:
                self.read_result.fault(row.place, "name", "The organisation has no name.", "Put it in.")
            parent = row["parentSourcedId"]
            if parent and bundle.is_bulk(table) and parent not in bundle.live[table] | bundle.gone[table]:
                self.read_result.tally(
                    "One organisation names a parent that is not in the file. The parent is not needed.",
                    "{n} organisations name a parent that is not in the file. The parents are not needed.",
                )
            orgs[row["sourcedId"]] = Org(row["sourcedId"], row["name"], row["type"], row["identifier"])
        return orgs

    def _chosen(self, school_context: SchoolContext) -> Org | None:
        """The organisation that is the school imported for; None where the file names none."""
        if len(self.candidates) <= 1:
            org = self.candidates[0] if self.candidates else None
            if (
                org
                and school_context.school_name
                and org.name.casefold() != school_context.school_name.casefold()
            ):
                self.read_result.note(
                    f"The file calls the school “{org.name}”. It is imported for {school_context.school_name}."
                )
            return org
        for org in self.candidates:
            if org.identifier and org.identifier.replace("/", "") in school_context.identifiers:
                return org
        for org in self.candidates:
            if org.name.casefold() == school_context.school_name.casefold():
                return org
        raise self.read_result.stop(
            Place("orgs.csv"),
            "name",
            f"The file holds {len(self.candidates)} schools, and none of them is called {school_context.school_name}.",
            "Give the school the name, URN or DfE number that it has in the file.",
        )

    def records(self, school_context: SchoolContext) -> Iterator[Record | FullSnapshot]:
        """Everything the file says, in the order of what refers to what."""
        try:
            chosen = self._chosen(school_context)
        except Unreadable:
            return
        schools = frozenset(org.id for org in self.candidates)
        people = People(self.bundle, self.read_result, school_context, chosen.id if chosen else None, schools)
        sessions = Sessions(self.bundle, self.read_result, school_context)
        sessions.read()
        people.read()
        classes = Classes(self.bundle, self.read_result, school_context, people, sessions)
        classes.read()
        kinds = list(people.kinds.values())
        self.read_result.facts |= {
            "version": self.bundle.version,
            "mode": "delta" if "delta" in self.bundle.modes.values() else "bulk",
            "pupils": kinds.count(PUPIL),
            "staff": sum(1 for kind in kinds if kind not in (PUPIL, SKIPPED)),
            "classes": len(classes.starts),
        }
        since = sessions.since()
        yield from sessions.records()
        yield from classes.subjects()
        yield from people.records(since)
        yield from classes.records(since)
