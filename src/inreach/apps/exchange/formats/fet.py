"""FET timetables (`.fet`) with pinned times: subjects, staff, rooms, classes, pupils and lessons.

Each active activity with a pinned time becomes one lesson, as long as its periods. An inactive activity is left out
and noted; an active one without a pin is a fault, because the timetable is not finished.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from inreach.apps.exchange.engine.records import (
    FullSnapshot,
    Options,
    Place,
    ReadResult,
    Record,
    SchoolContext,
)
from inreach.apps.exchange.formats.fet_file import Activity, FetFile, read_fet
from inreach.apps.exchange.formats.fet_pupils import Roll, read_roll
from inreach.apps.exchange.formats.fet_times import Times, read_times
from inreach.apps.exchange.formats.subject_kinds import NOTE, first_guess
from inreach.core.school.calendar import WEEKDAYS

NAME = "fet"
LABEL = "FET timetable (.fet)"
HINT = "The week's lessons, rooms, staff and classes, solved and with all times locked."
BRINGS = "a timetable (FET)"
FOR_A_SCHOOL = True
HOLDS_FROM_A_DAY = True
FINISH = "Solve the timetable in FET and send the file that it saves with all times locked."


@contextmanager
def open_source(
    path: Path, name: str, read_result: ReadResult, options: Options, largest_upload: int
) -> Iterator["FetSource"]:
    """Read a `.fet` file. Raises Unreadable, with the fault named, where that cannot be done."""
    if path.stat().st_size > largest_upload:
        raise read_result.stop(
            name,
            "",
            f"The file is larger than {largest_upload // 1_048_576} MB.",
            "Send the timetable of one school.",
        )
    with path.open("rb") as stream:
        fet_file = read_fet(stream, name, read_result)
    yield FetSource(fet_file, name, read_result, options)


class FetSource:
    """One `.fet` file, ready to be told as records."""

    def __init__(self, fet_file: FetFile, file: str, read_result: ReadResult, options: Options) -> None:
        self.fet_file, self.file, self.read_result, self.options = fet_file, file, read_result, options
        self.school_name = fet_file.institution
        self.school_identifiers: frozenset[str] = frozenset()

    def records(self, school_context: SchoolContext) -> Iterator[Record | FullSnapshot]:
        """Everything the file says, in the order of what refers to what."""
        if school_context.planned and not self.options.holds_from:
            self._refuse_correction(school_context.planned)
            return
        times = read_times(self.fet_file, self.file, self.read_result, self.options, school_context)
        if times is None:
            return
        roll = read_roll(self.fet_file, self.read_result)
        classes = _Classes(roll)
        lessons = list(self._lessons(times, roll, classes))
        self._count(times, roll, classes, lessons)
        yield from self._calendar(times, school_context)
        yield from self._things()
        since = self.options.holds_from or school_context.year_starts or school_context.today
        self._note_holiday(school_context)
        yield from self._people(roll, since)
        yield from self._groups(roll, classes, since)
        yield from lessons
        yield FullSnapshot("lesson")

    def _refuse_correction(self, planned: date) -> None:
        self.read_result.fault(
            self.file,
            "",
            f"A new timetable is there that begins on {planned:%A %-d %B %Y}, so it is not clear what to correct.",
            f"Say that this one holds from a day on: from {planned:%-d %B %Y} to put the new one right.",
        )

    def _note_holiday(self, school_context: SchoolContext) -> None:
        day = self.options.holds_from
        if (
            day
            and school_context.terms
            and not any(starts <= day <= ends for starts, ends, _ in school_context.terms)
        ):
            self.read_result.note(f"{day:%A %-d %B %Y} is in no term of the school. Please check the day.")

    def _count(self, times: Times, roll: Roll, classes: "_Classes", lessons: list[Record]) -> None:
        levels = [student_set.level for student_set in self.fet_file.sets.values()]
        self.read_result.facts |= {
            "days": [WEEKDAYS[number] for number in times.weekdays.values()],
            "hours": len(times.names),
            "subjects": len(self.fet_file.subjects),
            "teachers": len(self.fet_file.teachers),
            "rooms": len(self.fet_file.rooms),
            "student_sets": {
                "years": levels.count(0),
                "groups": levels.count(1),
                "subgroups": levels.count(2),
            },
            "groups": len(roll.members) - len(roll.alone) + len(classes.all),
            "pupils": len(roll.pupils),
            "lessons": len(lessons),
        }

    def _calendar(self, times: Times, school_context: SchoolContext) -> Iterator[Record]:
        place = Place(self.file)
        days = list(times.weekdays.values())
        if not school_context.has_lessons:
            yield Record("school", "", place, values={"school_days": days, "first_weekday": days[0]})
        elif outside := [WEEKDAYS[day] for day in days if day not in school_context.school_days]:
            self.read_result.note(
                f"The file has lessons on {', '.join(outside)}, when the school is closed. The school's days were not "
                "changed, because it has lessons already."
            )
        if not school_context.has_year and school_context.year_starts:
            starts = school_context.year_starts
            ends = date(starts.year + 1, 7, 31)
            key = f"fet:year:{starts.year}"
            year = {"name": f"{starts.year}/{ends.year % 100:02d}", "starts": starts, "ends": ends}
            term = {"name": "Whole year", "starts": starts, "ends": ends}
            yield Record("year", key, place, first=year)
            yield Record("term", f"fet:term:{starts.year}", place, first=term, refs={"year": key})
            self.read_result.note(
                f"The school has no school year yet. One is added, {year['name']}, with a single term. "
                "Please put in the school's own terms."
            )
        if not school_context.has_day_plans:
            yield from self._day_plans(times, place)

    def _day_plans(self, times: Times, place: Place) -> Iterator[Record]:
        for day in times.hours:
            yield Record("day_plan", f"fet:day:{day}", place, first={"weekday": day, "cycle_week": 0})
        for day, stretches in times.hours.items():
            for name, (starts, ends) in zip(times.names, stretches, strict=True):
                yield Record(
                    "period",
                    f"fet:period:{day}:{name}",
                    place,
                    first={"name": name, "kind": "lesson", "starts": starts, "ends": ends},
                    refs={"day_plan": f"fet:day:{day}"},
                )

    def _things(self) -> Iterator[Record | FullSnapshot]:
        if self.fet_file.subjects:
            self.read_result.note(NOTE)
        for name, place in self.fet_file.subjects.items():
            yield Record("subject", f"fet:subject:{name}", place, first={"name": name, **first_guess(name)})
        for name, (place, capacity) in self.fet_file.rooms.items():
            yield Record(
                "room", f"fet:room:{name}", place, values={"capacity": capacity}, first={"name": name}
            )
        if self.fet_file.teachers:
            self.read_result.note(
                "Everybody in the file's list of teachers is taken to be a qualified teacher."
            )
        for name, place in self.fet_file.teachers.items():
            first = {"name": name, "role": "teacher", "qualified_teacher": True}
            yield Record("staff", f"fet:teacher:{name}", place, first=first)
        yield FullSnapshot("staff")

    def _people(self, roll: Roll, since: date) -> Iterator[Record | FullSnapshot]:
        for pupil in roll.pupils.values():
            first = {
                "given_name": pupil.given_name,
                "family_name": pupil.family_name,
                "year_group": pupil.year_group,
            }
            yield Record("pupil", pupil.key, pupil.place, first=first)
        for pupil in roll.pupils.values():
            yield Record(
                "enrolment", pupil.key, pupil.place, first={"starts": since}, refs={"pupil": pupil.key}
            )
        yield FullSnapshot("enrolment")

    def _groups(self, roll: Roll, classes: "_Classes", since: date) -> Iterator[Record | FullSnapshot]:
        sets = [(name, members) for name, members in roll.members.items() if name not in roll.alone]
        for name, _ in sets:
            first = {"name": name, "year_group": roll.year_group.get(name, ""), "home": name in roll.home}
            yield Record("group", f"fet:set:{name}", self.fet_file.sets[name].place, first=first)
        for key, (name, _, year_group, place) in classes.all.items():
            yield Record("group", key, place, first={"name": name, "year_group": year_group})
        yield FullSnapshot("group")
        for name, members in sets:
            yield from self._members(f"fet:set:{name}", members, self.fet_file.sets[name].place, since)
        for key, (_, members, _, place) in classes.all.items():
            yield from self._members(key, members, place, since)
        yield FullSnapshot("member")

    def _members(self, group: str, pupils: Iterable[str], place: Place, since: date) -> Iterator[Record]:
        for pupil in pupils:
            digest = blake2b(f"{group}\n{pupil}".encode(), digest_size=16).hexdigest()
            yield Record(
                "member",
                f"fet:member:{digest}",
                place,
                first={"starts": since},
                refs={"teaching_group": group, "pupil": pupil},
            )

    def _lessons(self, times: Times, roll: Roll, classes: "_Classes") -> Iterator[Record]:
        for ident, (_, _, place) in self.fet_file.pins.items():
            if ident not in self.fet_file.activities:
                self._missing(place, "Activity_Id", "activity", ident)
        for activity in self.fet_file.activities.values():
            if not activity.active:
                self.read_result.tally(
                    "One activity is switched off in the file and is left out.",
                    "{n} activities are switched off in the file and are left out.",
                )
                continue
            values = self._when(activity, times)
            is_complete = self._all_known(activity)
            if values is None or not is_complete:
                continue
            room = self.fet_file.rooms_of.get(activity.id)
            yield Record(
                "lesson",
                f"fet:activity:{activity.id}",
                activity.place,
                values=values,
                first={"valid_from": self.options.holds_from},
                refs={
                    "subject": f"fet:subject:{activity.subject}",
                    "room": f"fet:room:{room[0]}" if room and room[0] in self.fet_file.rooms else "",
                },
                many={
                    "teaching_groups": frozenset(classes.of(activity)),
                    "staff": frozenset(f"fet:teacher:{name}" for name in activity.teachers),
                },
            )

    def _when(self, activity: Activity, times: Times) -> dict[str, Any] | None:
        pin = self.fet_file.pins.get(activity.id)
        if pin is None:
            self.read_result.fault(
                activity.place,
                "Activity",
                f"The activity {activity.id} has no pinned time, so it cannot become a lesson.",
                FINISH,
            )
            return None
        day, hour, place = pin
        if day not in times.weekdays:
            self._missing(place, "Preferred_Day", "day", day)
            return None
        if hour not in times.names:
            self._missing(place, "Preferred_Hour", "hour", hour)
            return None
        stretch = times.stretch(day, hour, activity.duration)
        if stretch is None:
            self.read_result.fault(
                place,
                "Preferred_Hour",
                f"The activity {activity.id} lasts {activity.duration} periods from {hour} on: past the last one.",
                "Pin it to an earlier hour, or make it shorter.",
            )
            return None
        return {"weekday": times.weekdays[day], "cycle_week": 0, "starts": stretch[0], "ends": stretch[1]}

    def _all_known(self, activity: Activity) -> bool:
        missing = (
            [("Subject", "subject", activity.subject)]
            if activity.subject not in self.fet_file.subjects
            else []
        )
        missing += [("Teacher", "teacher", t) for t in activity.teachers if t not in self.fet_file.teachers]
        missing += [
            ("Students", "set of students", s) for s in activity.students if s not in self.fet_file.sets
        ]
        for element, called, name in missing:
            self._missing(activity.place, element, called, name)
        room = self.fet_file.rooms_of.get(activity.id)
        if room and room[0] not in self.fet_file.rooms:
            self._missing(room[1], "Room", "room", room[0])
            return False
        return not missing

    def _missing(self, place: Place, element: str, called: str, name: str) -> None:
        self.read_result.fault(
            place,
            element,
            f"There is no {called} “{name}” in the file.",
            f"Add the {called}, or correct its name.",
        )


class _Classes:
    """Classes made of single pupils: those who have a subject together, named after the subject."""

    def __init__(self, roll: Roll) -> None:
        self.roll = roll
        self.all: dict[str, tuple[str, list[str], str, Place]] = {}
        self._by_subject: dict[str, list[frozenset[str]]] = {}

    def of(self, activity: Activity) -> list[str]:
        """Keys of the classes that attend an activity."""
        keys = [f"fet:set:{name}" for name in activity.students if name not in self.roll.alone]
        singles = frozenset(name for name in activity.students if name in self.roll.alone)
        return [*keys, self._class(activity, singles)] if singles else keys

    def _class(self, activity: Activity, singles: frozenset[str]) -> str:
        classes = self._by_subject.setdefault(activity.subject, [])
        if singles not in classes:
            classes.append(singles)
        n = classes.index(singles) + 1
        key = f"fet:class:{activity.subject}:{n}"
        if key not in self.all:
            pupils = sorted(pupil for name in singles for pupil in self.roll.members[name])
            years = {self.roll.pupils[pupil].year_group for pupil in pupils}
            name = activity.subject if n == 1 else f"{activity.subject} ({n})"
            self.all[key] = (name, pupils, years.pop() if len(years) == 1 else "", activity.place)
        return key
