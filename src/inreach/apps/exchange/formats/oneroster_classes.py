"""Courses, classes and who is in them, from a OneRoster zip."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from inreach.apps.exchange.engine.records import FullSnapshot, Place, ReadResult, Record, SchoolContext
from inreach.apps.exchange.formats.oneroster_bundle import Bundle, check_order, day_of
from inreach.apps.exchange.formats.oneroster_calendar import Sessions
from inreach.apps.exchange.formats.oneroster_people import People
from inreach.apps.exchange.formats.oneroster_tables import PUPIL, ROLES, SKIPPED, year_group_of
from inreach.apps.exchange.formats.subject_kinds import NOTE, first_guess
from inreach.apps.exchange.readers.tables import Row


@dataclass(slots=True)
class Classes:
    """Classes of the chosen school by id, each with the first day it has, if the file says it."""

    bundle: Bundle
    read_result: ReadResult
    school_context: SchoolContext
    people: People
    sessions: Sessions
    starts: dict[str, date | None] = field(default_factory=dict)
    _elsewhere: set[str] = field(default_factory=set)
    _subjects: dict[str, Place] = field(default_factory=dict)
    _plus: dict[str, set[str]] = field(default_factory=dict)
    _minus: dict[str, set[str]] = field(default_factory=dict)

    def read(self) -> None:
        """Look at every course, class and enrolment once, and name what is wrong."""
        for row in self.bundle.rows("courses"):
            self._check_org(row, "orgSourcedId")
            self._take_subjects(row)
        for row in self.bundle.rows("classes"):
            self._look_at(row)
        for row in self.bundle.rows("classes", gone=True):
            if self.bundle.version == "1.2":
                self._check_course(row)
        for row in self.bundle.rows("enrollments"):
            self._look_at_enrolment(row)
        for row in self.bundle.rows("enrollments", gone=True):
            if (
                not self.bundle.is_bulk("enrollments")
                and self.people.kind_of(row["userSourcedId"]) == "staff"
            ):
                self._minus.setdefault(row["classSourcedId"], set()).add(f"oneroster:{row['userSourcedId']}")

    def _check_org(self, row: Row, column: str) -> bool:
        org = row[column]
        if not org or not self.bundle.is_bulk("orgs") or org in self.bundle.live.get("orgs", ()):
            return True
        self.read_result.fault(
            row.place,
            column,
            f"There is no organisation “{org}”.",
            "Add it to orgs.csv, or correct this row.",
        )
        return False

    def _take_subjects(self, row: Row) -> None:
        for name in row["subjects"].split(","):
            if name.strip():
                self._subjects.setdefault(name.strip(), row.place)

    def _look_at(self, row: Row) -> None:
        ident = row["sourcedId"]
        if "title" in row.cells and not row["title"]:
            self.read_result.fault(row.place, "title", "The class has no title.", "Put it in.")
        kind = row["classType"]
        if kind.lower() not in ("homeroom", "scheduled"):
            self.read_result.fault(
                row.place, "classType", f"“{kind}” is not a type of class.", "Write homeroom or scheduled."
            )
        elif kind not in ("homeroom", "scheduled"):
            self.read_result.note(f"classes.csv: “{kind}” is read as “{kind.lower()}”.")
        self._check_course(row)
        terms = [term.strip() for term in row["termSourcedIds"].split(",") if term.strip()]
        self._check_terms(row, terms)
        org = row["schoolSourcedId"]
        if not self._check_org(row, "schoolSourcedId"):
            return
        if org and not self.people.is_here(org):
            self._elsewhere.add(ident)
            self.read_result.tally(
                "One class of another school is left out.", "{n} classes of other schools are left out."
            )
            return
        self._take_subjects(row)
        span = self.sessions.span(terms)
        self.starts[ident] = span[0] if span else None

    def _check_course(self, row: Row) -> None:
        """A course must be in the file where courses.csv is.

        Version 1.1: without courses.csv the name of a course cannot be checked, which is noted. Version 1.2: a complete
        file has the courses that its classes name.
        """
        course, bundle = row["courseSourcedId"], self.bundle
        if not course or not bundle.is_bulk("classes"):
            return
        if bundle.is_broken("courses"):
            return
        if bundle.is_bulk("courses"):
            if course not in bundle.live["courses"] | bundle.gone["courses"]:
                self._no_course(row, course, "Add it to courses.csv, or correct this row.")
        elif bundle.version == "1.1":
            self.read_result.tally(
                "One class names a course, but the file has no courses.csv, so the name is not checked.",
                "{n} classes name a course, but the file has no courses.csv, so the names are not checked.",
            )
        elif bundle.modes.get("courses") != "delta":
            self._no_course(
                row, course, "Send courses.csv too: a complete OneRoster 1.2 file has its courses."
            )

    def _no_course(self, row: Row, course: str, what_to_do: str) -> None:
        self.read_result.fault(
            row.place, "courseSourcedId", f"The course “{course}” is not in the file.", what_to_do
        )

    def _check_terms(self, row: Row, terms: list[str]) -> None:
        bundle, table = self.bundle, "academicSessions"
        for term in terms:
            if term in bundle.live.get(table, ()) or not bundle.is_bulk(table):
                continue
            if term in bundle.gone.get(table, ()):
                continue
            self.read_result.fault(
                row.place,
                "termSourcedIds",
                f"There is no session “{term}”.",
                "Add it to academicSessions.csv, or correct this row.",
            )

    def _classis_here(self, row: Row, *, say: bool) -> bool:
        ident = row["classSourcedId"]
        if ident in self.starts:
            return True
        if ident in self._elsewhere or ident in self.bundle.live.get("classes", ()):
            return False
        if ident in self.bundle.gone.get("classes", ()):
            if say:
                self.read_result.tally(
                    "One enrolment is in a class that is marked as ended, and is left out.",
                    "{n} enrolments are in classes that are marked as ended, and are left out.",
                )
            return False
        if not self.bundle.is_bulk("classes") and f"oneroster:{ident}" in self.school_context.known["group"]:
            return True
        if say and not self.bundle.is_broken("classes"):
            self.read_result.fault(
                row.place,
                "classSourcedId",
                f"There is no class “{ident}”.",
                "Add it to classes.csv, or take this row out.",
            )
        return False

    def _look_at_enrolment(self, row: Row) -> None:
        is_of_this_school = self._classis_here(row, say=True)
        self._check_org(row, "schoolSourcedId")
        user, role = row["userSourcedId"], row["role"]
        starts, ends = (day_of(row, column, self.read_result) for column in ("beginDate", "endDate"))
        check_order(row, ("beginDate", starts), ("endDate", ends), self.read_result)
        if not self.people.known_role(row, role) or not self.people.known_user(row, user):
            return
        kind = self.people.kind_of(user)
        org = row["schoolSourcedId"]
        if kind == PUPIL and org in self.people.schools and not self.people.is_here(org):
            self.read_result.fault(
                row.place,
                "schoolSourcedId",
                f"This pupil is in two schools: enrolled at {org}, and on the roll of {self.people.school_org}.",
                "Keep the pupil at the school that holds the record, and take the other out.",
            )
        if not is_of_this_school:
            return
        if kind == "staff" and ROLES[role] not in (PUPIL, SKIPPED):
            self._plus.setdefault(row["classSourcedId"], set()).add(f"oneroster:{user}")
        elif kind == "staff" and role == "student":
            self.read_result.tally(
                "One enrolment names a member of staff as a student, and is left out.",
                "{n} enrolments name members of staff as students, and are left out.",
            )
        elif kind == PUPIL and role != "student":
            self.read_result.tally(
                "One enrolment names a pupil as staff, and is left out.",
                "{n} enrolments name pupils as staff, and are left out.",
            )

    def subjects(self) -> Iterator[Record]:
        """A subject for each name that a course or class gives."""
        if self._subjects:
            self.read_result.note(NOTE)
        for name, place in self._subjects.items():
            yield Record(
                "subject", f"oneroster:subject:{name}", place, first={"name": name, **first_guess(name)}
            )

    def records(self, since: date) -> Iterator[Record | FullSnapshot]:
        """The classes, then who is in them."""
        yield from self._groups()
        if self.bundle.is_bulk("classes"):
            yield FullSnapshot("group")
        yield from self._members(since)
        if self.bundle.is_bulk("enrollments"):
            yield FullSnapshot("member")

    def _groups(self) -> Iterator[Record]:
        idents = set()
        for row in self.bundle.rows("classes"):
            ident = row["sourcedId"]
            if ident in self.starts:
                idents.add(ident)
                yield self._group(row)
        for ident in sorted((self._plus.keys() | self._minus.keys()) - idents):
            key = f"oneroster:{ident}"
            if key in self.school_context.known["group"]:
                yield Record("group", key, Place("enrollments.csv"), **self._staff_of(ident))
        if not self.bundle.is_bulk("classes"):
            for row in self.bundle.rows("classes", gone=True):
                if f"oneroster:{row['sourcedId']}" in self.school_context.known["group"]:
                    yield Record("group", f"oneroster:{row['sourcedId']}", row.place, gone=True)

    def _staff_of(self, ident: str) -> dict[str, Any]:
        plus = frozenset(self._plus.get(ident, ()))
        if self.bundle.is_bulk("enrollments"):
            return {"many": {"staff": plus}}
        return {"plus": {"staff": plus}, "minus": {"staff": frozenset(self._minus.get(ident, ()))}}

    def _group(self, row: Row) -> Record:
        terms = [term.strip() for term in row["termSourcedIds"].split(",") if term.strip()]
        span = self.sessions.span(terms)
        values: dict[str, Any] = {"name": row["title"]}
        if span:
            values |= {"starts": span[0], "ends": span[1]}
        if row["grades"] and "," not in row["grades"]:
            values["year_group"] = year_group_of(row["grades"])
        return Record(
            "group",
            f"oneroster:{row['sourcedId']}",
            row.place,
            values=values,
            first={"home": row["classType"].lower() == "homeroom"},
            **self._staff_of(row["sourcedId"]),
        )

    def _members(self, since: date) -> Iterator[Record]:
        quiet = ReadResult()
        for row in self.bundle.rows("enrollments"):
            is_pupil = self.people.kind_of(row["userSourcedId"]) == PUPIL and row["role"] == "student"
            if not is_pupil or not self._classis_here(row, say=False):
                continue
            starts, ends = (day_of(row, column, quiet) for column in ("beginDate", "endDate"))
            values = {name: day for name, day in (("starts", starts), ("ends", ends)) if day}
            usual = self.starts.get(row["classSourcedId"]) or since
            first = {} if starts else {"starts": min(usual, ends) if ends else usual}
            yield Record(
                "member",
                f"oneroster:{row['sourcedId']}",
                row.place,
                values=values,
                first=first,
                refs={
                    "teaching_group": f"oneroster:{row['classSourcedId']}",
                    "pupil": f"oneroster:{row['userSourcedId']}",
                },
            )
        if not self.bundle.is_bulk("enrollments"):
            for row in self.bundle.rows("enrollments", gone=True):
                if self.people.kind_of(row["userSourcedId"]) == PUPIL:
                    yield Record("member", f"oneroster:{row['sourcedId']}", row.place, gone=True)
