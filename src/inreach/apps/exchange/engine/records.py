"""What passes from a file to the engine: records with the place they were read, faults and notes in plain words."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

MOST_FAULTS = 200
MOST_NOTES = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: the file, and the row counted as a spreadsheet counts it (the header is row 1)."""

    file: str
    row: int | None = None

    def __str__(self) -> str:
        return self.file if self.row is None else f"{self.file}, row {self.row}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong: where it is, what is wrong, and what to do about it."""

    file: str
    row: int | None
    field: str
    problem: str
    what_to_do: str

    def as_dict(self) -> dict[str, Any]:
        """The fault as plain JSON."""
        return {
            "file": self.file,
            "row": self.row,
            "field": self.field,
            "problem": self.problem,
            "what_to_do": self.what_to_do,
        }

    def __str__(self) -> str:
        where = (
            self.file + (f", row {self.row}" if self.row else "") + (f", {self.field}" if self.field else "")
        )
        return f"{where}: {self.problem} {self.what_to_do}"


class Unreadable(Exception):
    """The file cannot be read any further. The fault has been named already."""


@dataclass(slots=True)
class ReadResult:
    """What reading a file found besides its records: every fault, every note, and facts such as how many rows it has.

    At most `MOST_FAULTS` faults are kept in words; `more_faults` counts the rest.
    """

    faults: list[Fault] = field(default_factory=list)
    more_faults: int = 0
    notes: list[str] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)
    _tallies: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults

    def fault(self, place: Place | str, field: str, problem: str, what_to_do: str) -> None:
        """Name one fault."""
        at = place if isinstance(place, Place) else Place(place)
        if len(self.faults) >= MOST_FAULTS:
            self.more_faults += 1
            return
        fault = Fault(at.file, at.row, field, problem, what_to_do)
        if fault not in self.faults:
            self.faults.append(fault)

    def stop(self, place: Place | str, field: str, problem: str, what_to_do: str) -> Unreadable:
        """Name a fault past which nothing can be read; raise what this returns."""
        self.fault(place, field, problem, what_to_do)
        return Unreadable(problem)

    def note(self, sentence: str) -> None:
        """Say something that does not stop the import, once."""
        if sentence not in self.notes and len(self.notes) < MOST_NOTES:
            self.notes.append(sentence)

    def tally(self, singular: str, plural: str) -> None:
        """Count something that is noted once at the end: `one` for a single case, `many` with {n} for several."""
        self._tallies[singular, plural] += 1

    def settle(self) -> None:
        """Turn what was tallied into notes."""
        for (singular, plural), n in sorted(self._tallies.items()):
            self.note(singular if n == 1 else plural.format(n=n))
        self._tallies.clear()


@dataclass(slots=True)
class Record:
    """One thing that a file says, on its way to one row of the database.

    `values` are kept as the file has them; `first` are set only when the row is new, because the school may change
    them by hand afterwards. `refs` names one other record by its key, `many` exactly these, `plus` and `minus` add to
    and take from what is there. `gone` ends the row.
    """

    kind: str
    key: str
    place: Place
    values: Mapping[str, Any] = field(default_factory=dict)
    first: Mapping[str, Any] = field(default_factory=dict)
    refs: Mapping[str, str] = field(default_factory=dict)
    many: Mapping[str, frozenset[str]] = field(default_factory=dict)
    plus: Mapping[str, frozenset[str]] = field(default_factory=dict)
    minus: Mapping[str, frozenset[str]] = field(default_factory=dict)
    gone: bool = False


@dataclass(frozen=True, slots=True)
class FullSnapshot:
    """Said after the last record of a kind: what is kept from this source and was not in the file has ended."""

    kind: str


@dataclass(frozen=True, slots=True)
class Options:
    """What the person who imports may choose. `first_bell` in minutes since midnight, `first_day` 0 = Monday.

    `holds_from` is the first day of a timetable that takes the place of another; None corrects the one that is there.
    """

    first_bell: int = 8 * 60
    period_minutes: int = 45
    first_day: int = 0
    holds_from: date | None = None

    def as_dict(self) -> dict[str, Any]:
        """The options as plain JSON."""
        return {
            "first_bell": self.first_bell,
            "period_minutes": self.period_minutes,
            "first_day": self.first_day,
            "holds_from": self.holds_from.isoformat() if self.holds_from else None,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Options":
        """The options again from what `as_dict` gave."""
        day = values.get("holds_from")
        return cls(**{**values, "holds_from": date.fromisoformat(day) if day else None})


@dataclass(frozen=True, slots=True)
class SchoolContext:
    """What a format may know of the school that it reads for.

    `periods` are the school's own lesson periods in minutes, by weekday; `planned` is the first day of a timetable
    that is there and has not begun; `known` holds the keys kept of each kind.
    """

    school_name: str
    identifiers: frozenset[str]
    today: date
    year_starts: date | None
    has_year: bool
    has_lessons: bool
    has_day_plans: bool
    school_days: tuple[int, ...]
    periods: Mapping[int, tuple[tuple[int, int], ...]]
    terms: tuple[tuple[date, date, str], ...]
    known: Mapping[str, frozenset[str]]
    planned: date | None = None
