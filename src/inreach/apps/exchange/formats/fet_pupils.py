"""Who the student sets of a `.fet` file are: it counts pupils, and names at most a few of them.

A set of one that is called "Student …" or "Pupil …", or that stands among sets of one only, is that pupil. Everybody
else is a numbered pupil of the lowest set that covers everybody: a group's own number wins over the sum of its parts,
and its pupils are spread evenly over its parts. A pupil belongs to their subgroup, group and year.
"""

import re
from dataclasses import dataclass, field

from inreach.apps.exchange.engine.records import Place, ReadResult
from inreach.apps.exchange.formats.fet_file import FetFile, StudentSet

NUMBERED_YEAR = re.compile(r"^\s*(?:year|grade|y)?\s*0*(\d{1,2})(?!\d)", re.IGNORECASE)
CALLED_A_PUPIL = re.compile(r"^(student|pupil)\s+\S", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SetPupil:
    """One pupil as the file knows them."""

    key: str
    given_name: str
    family_name: str
    year_group: str
    place: Place


@dataclass(slots=True)
class Roll:
    """Every pupil by key, who is in each set, which sets are one pupil alone, and which are the pupils' own class."""

    pupils: dict[str, SetPupil] = field(default_factory=dict)
    members: dict[str, list[str]] = field(default_factory=dict)
    alone: set[str] = field(default_factory=set)
    home: set[str] = field(default_factory=set)
    year_group: dict[str, str] = field(default_factory=dict)


def year_group_of(name: str) -> str:
    """The school year that the name of a set begins with ("07A-D" is 7); empty if it begins with none."""
    match = NUMBERED_YEAR.match(name)
    return str(int(match[1])) if match and 1 <= int(match[1]) <= 13 else ""


def read_roll(fet_file: FetFile, read_result: ReadResult) -> Roll:
    """Number the pupils and put them in their sets."""
    counter = _Counter(fet_file, read_result)
    for name in fet_file.years:
        counter.fill_year(fet_file.sets[name])
    counter.say()
    return counter.roll


class _Counter:
    def __init__(self, fet_file: FetFile, read_result: ReadResult) -> None:
        self.fet_file, self.read_result, self.roll = fet_file, read_result, Roll()
        self.disagreeing: list[str] = []

    def fill_year(self, year: StudentSet) -> None:
        parts = [self.fet_file.sets[name] for name in year.parts]
        self.roll.year_group[year.name] = year_group_of(year.name)
        if not parts:
            self._number(year, year.number, year.name)
            self.roll.home.add(year.name)
            return
        all_ones = len(parts) > 1 and all(part.number == 1 and not part.parts for part in parts)
        if any(self._says_something(part) for part in parts):
            for part in parts:
                self._fill_group(part, part.number, year, all_ones=all_ones)
        else:
            for part, share in zip(parts, _spread(year.number, len(parts)), strict=True):
                self._fill_group(part, share, year, all_ones=False)
        self._gather(year)
        if any(part.name in self.roll.alone for part in parts):
            self.roll.home.add(year.name)
        if year.number and year.number != len(self.roll.members[year.name]):
            self.disagreeing.append(year.name)

    def _says_something(self, part: StudentSet) -> bool:
        return part.number > 0 or any(self._says_something(self.fet_file.sets[name]) for name in part.parts)

    def _fill_group(self, group: StudentSet, number: int, year: StudentSet, *, all_ones: bool) -> None:
        self.roll.year_group.setdefault(group.name, year_group_of(group.name) or year_group_of(year.name))
        if not group.parts:
            if number == 1 and (all_ones or CALLED_A_PUPIL.match(group.name)):
                self._alone(group)
            else:
                self._number(group, number, group.name)
                self.roll.home.add(group.name)
            return
        self.roll.home.add(group.name)
        parts = [self.fet_file.sets[name] for name in group.parts]
        for part in parts:
            self.roll.year_group.setdefault(part.name, self.roll.year_group[group.name])
        empty = [part for part in parts if part.name not in self.roll.members]
        counted = sum(len(self.roll.members[part.name]) for part in parts if part.name in self.roll.members)
        own = [part.number for part in empty]
        if number and counted + sum(own) != number:
            self.disagreeing.append(group.name)
            own = _spread(max(0, number - counted), len(empty))
        first = 1
        for part, share in zip(empty, own, strict=True):
            self._number(part, share, group.name, first)
            first += share
        self._gather(group)

    def _gather(self, whole: StudentSet) -> None:
        together = [pupil for part in whole.parts for pupil in self.roll.members[part]]
        self.roll.members[whole.name] = list(dict.fromkeys(together))

    def _alone(self, student_set: StudentSet) -> None:
        self.roll.alone.add(student_set.name)
        if student_set.name in self.roll.members:
            return
        given_name, _, family_name = student_set.name.rpartition(" ")
        self._add(student_set.name, student_set.name, given_name.strip() or "Pupil", family_name, student_set)

    def _number(self, into: StudentSet, number: int, called: str, first: int = 1) -> None:
        if into.name in self.roll.members:
            return
        self.roll.members[into.name] = []
        for n in range(first, first + number):
            self._add(into.name, f"{called}:{n}", "Pupil", f"{called}-{n:02d}", into)

    def _add(self, into: str, ident: str, given_name: str, family_name: str, source: StudentSet) -> None:
        key = f"fet:pupil:{ident}"
        self.roll.pupils[key] = SetPupil(
            key, given_name, family_name, self.roll.year_group.get(into, ""), source.place
        )
        self.roll.members.setdefault(into, []).append(key)

    def say(self) -> None:
        """Note which numbers did not add up, once."""
        if not self.disagreeing:
            return
        n = len(self.disagreeing)
        shown = ", ".join(self.disagreeing[:3]) + (f" and {n - 3} more" if n > 3 else "")
        self.read_result.note(
            f"The numbers of pupils do not add up in {n} student {'set' if n == 1 else 'sets'} ({shown}). "
            "A group's own number is taken, and its pupils are spread evenly over its subgroups; a year has the "
            "pupils of its groups."
        )


def _spread(number: int, ways: int) -> list[int]:
    """A number in as equal parts as whole pupils allow, the larger ones first."""
    if not ways:
        return []
    each, remainder = divmod(number, ways)
    return [each + (1 if n < remainder else 0) for n in range(ways)]
