"""School years and terms of a OneRoster zip. A school has one row of terms that do not overlap."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from inreach.apps.exchange.engine.records import Place, ReadResult, Record, SchoolContext
from inreach.apps.exchange.formats.oneroster_bundle import Bundle, check_order, day_of
from inreach.apps.exchange.formats.oneroster_tables import SESSION_TYPES
from inreach.apps.exchange.readers.tables import Row


@dataclass(frozen=True, slots=True)
class Session:
    """One academic session: `year` is the calendar year in which its school year ends."""

    id: str
    title: str
    type: str
    starts: date
    ends: date
    year: int
    place: Place


@dataclass(slots=True)
class Sessions:
    """The sessions by id."""

    bundle: Bundle
    read_result: ReadResult
    school_context: SchoolContext
    all: dict[str, Session] = field(default_factory=dict)

    def read(self) -> None:
        """Look at every session once, and name what is wrong."""
        for row in self.bundle.rows("academicSessions"):
            session = self._look_at(row)
            if session:
                self.all[session.id] = session
        if self.bundle.gone.get("academicSessions") and not self.bundle.is_bulk("academicSessions"):
            self.read_result.note(
                "Terms that the file ends are left as they are: change them on the school's page."
            )

    def _look_at(self, row: Row) -> Session | None:
        kind, bundle = row["type"], self.bundle
        if kind not in SESSION_TYPES:
            self.read_result.fault(
                row.place,
                "type",
                f"“{kind}” is not a kind of session.",
                f"Write one of {', '.join(SESSION_TYPES)}.",
            )
        starts, ends = (day_of(row, column, self.read_result) for column in ("startDate", "endDate"))
        for column, day in (("startDate", starts), ("endDate", ends)):
            if day is None and column in row.cells and not row[column]:
                self.read_result.fault(row.place, column, "A session needs its dates.", "Put the date in.")
        parent = row["parentSourcedId"]
        table = "academicSessions"
        if parent and bundle.is_bulk(table) and parent not in bundle.live[table] | bundle.gone[table]:
            self.read_result.tally(
                "One session names a parent that is not in the file. The parent is not needed.",
                "{n} sessions name a parent that is not in the file. The parents are not needed.",
            )
        year = row["schoolYear"][:4]
        if not (len(year) == 4 and year.isascii() and year.isdigit()):
            self.read_result.fault(
                row.place,
                "schoolYear",
                f"“{row['schoolYear']}” is not a year.",
                "Write the year it ends in: 2027.",
            )
            return None
        if (
            starts is None
            or ends is None
            or not check_order(row, ("startDate", starts), ("endDate", ends), self.read_result)
        ):
            return None
        return Session(row["sourcedId"], row["title"], kind, starts, ends, int(year), row.place)

    def span(self, ids: list[str]) -> tuple[date, date] | None:
        """From the first to the last day of some sessions; None if one of them is not in the file."""
        sessions = [self.all.get(ident) for ident in ids]
        if not sessions or None in sessions:
            return None
        return min(s.starts for s in sessions if s), max(s.ends for s in sessions if s)

    def since(self) -> date:
        """The day from which pupils are taken to be on the roll, where the file does not say."""
        current = [s for s in self.all.values() if s.ends >= self.school_context.today]
        sessions = current or list(self.all.values())
        if not sessions:
            return self.school_context.year_starts or self.school_context.today
        return min(session.starts for session in sessions)

    def records(self) -> Iterator[Record]:
        """The school years, then their terms."""
        years: dict[int, list[Session]] = {}
        for session in self.all.values():
            years.setdefault(session.year, []).append(session)
        terms: list[tuple[int, Session]] = []
        for year, sessions in sorted(years.items()):
            starts, ends = min(s.starts for s in sessions), max(s.ends for s in sessions)
            if ends == starts:
                continue
            name = f"{year - 1}/{year % 100:02d}"
            yield Record(
                "year",
                f"oneroster:year:{year}",
                sessions[0].place,
                first={"name": name, "starts": starts, "ends": ends},
            )
            terms += [(year, session) for session in self._terms_of(sessions)]
        for year, session in self._without_overlap(terms):
            yield Record(
                "term",
                f"oneroster:{session.id}",
                session.place,
                values={"name": session.title or session.id, "starts": session.starts, "ends": session.ends},
                refs={"year": f"oneroster:year:{year}"},
            )

    def _terms_of(self, sessions: list[Session]) -> list[Session]:
        """The terms; where a year has none its semesters, else its grading periods, else the whole year."""
        for kind in SESSION_TYPES:
            terms = [session for session in sessions if session.type == kind]
            if terms:
                return terms
        return []

    def _without_overlap(self, terms: list[tuple[int, Session]]) -> Iterator[tuple[int, Session]]:
        mine = {f"oneroster:{session.id}" for _, session in terms}
        taken = [(starts, ends) for starts, ends, source in self.school_context.terms if source not in mine]
        for year, session in sorted(terms, key=lambda term: (term[1].starts, term[1].id)):
            if any(session.starts <= ends and starts <= session.ends for starts, ends in taken):
                self.read_result.tally(
                    "One term of the file lies in the time of another term and is left out.",
                    "{n} terms of the file lie in the time of other terms and are left out.",
                )
                continue
            taken.append((session.starts, session.ends))
            yield year, session
