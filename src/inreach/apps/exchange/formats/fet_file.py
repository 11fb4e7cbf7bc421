"""What stands in a `.fet` file, as plain data: the timetabling program's own words, nothing of ours.

A solved timetable is one pin (ConstraintActivityPreferredStartingTime at 100 %) for every activity.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from inreach.apps.exchange.engine.records import Place, ReadResult
from inreach.apps.exchange.readers.xml import read_elements

LISTS = frozenset(
    {
        "Institution_Name",
        "Days_List",
        "Hours_List",
        "Subjects_List",
        "Teachers_List",
        "Students_List",
        "Activities_List",
        "Rooms_List",
        "Time_Constraints_List",
        "Space_Constraints_List",
    }
)
MOST_ACTIVITIES = 100_000
PIN = "ConstraintActivityPreferredStartingTime"
ROOM_PIN = "ConstraintActivityPreferredRoom"


@dataclass(slots=True)
class StudentSet:
    """A year, group or subgroup with its own number of students, and the sets inside it by name."""

    name: str
    number: int
    level: int
    place: Place
    parts: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Activity:
    """A lesson to be taught: how many periods it lasts, who teaches it and which sets of students attend."""

    id: str
    subject: str
    teachers: tuple[str, ...]
    students: tuple[str, ...]
    duration: int
    active: bool
    place: Place


@dataclass(slots=True)
class FetFile:
    """The whole file. `pins` are day and hour by activity, `rooms_of` the room by activity."""

    institution: str = ""
    days: list[str] = field(default_factory=list)
    hours: list[str] = field(default_factory=list)
    subjects: dict[str, Place] = field(default_factory=dict)
    teachers: dict[str, Place] = field(default_factory=dict)
    rooms: dict[str, tuple[Place, int | None]] = field(default_factory=dict)
    years: list[str] = field(default_factory=list)
    sets: dict[str, StudentSet] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    pins: dict[str, tuple[str, str, Place]] = field(default_factory=dict)
    rooms_of: dict[str, tuple[str, Place]] = field(default_factory=dict)


def read_fet(stream: IO[bytes], file: str, read_result: ReadResult) -> FetFile:
    """Read a `.fet` file. Raises Unreadable where it is not one; names numbers that are no numbers."""
    fet_file = FetFile()
    reader = _Reader(fet_file, file, read_result)
    for element in read_elements(stream, file, read_result, root="fet", parts=LISTS):
        reader.take(element)
    for part, entries in (
        ("Days_List", fet_file.days),
        ("Hours_List", fet_file.hours),
        ("Activities_List", fet_file.activities),
    ):
        if not entries:
            read_result.fault(
                file,
                part,
                f"The file has no {part}.",
                "Save the whole timetable, not one part of it, and send that.",
            )
    return fet_file


class _Reader:
    def __init__(self, fet_file: FetFile, file: str, read_result: ReadResult) -> None:
        self.fet_file, self.file, self.read_result = fet_file, file, read_result

    def take(self, element: etree._Element) -> None:
        tag = str(element.tag)
        if tag == "Institution_Name":
            self.fet_file.institution = (element.text or "").strip()
            return
        parent = element.getparent()
        match (str(parent.tag) if parent is not None else "", tag):
            case ("Days_List", "Day" | "Name"):
                self._named(self.fet_file.days, element)
            case ("Hours_List", "Hour" | "Name"):
                self._named(self.fet_file.hours, element)
            case ("Subjects_List", "Subject"):
                self.fet_file.subjects[self._name(element)] = self._place(element)
            case ("Teachers_List", "Teacher"):
                self.fet_file.teachers[self._name(element)] = self._place(element)
            case ("Rooms_List", "Room"):
                capacity = self._number(element, "Capacity")
                # The program writes 30000 where nobody entered a capacity.
                usable_capacity = capacity if capacity is not None and 0 <= capacity < 30_000 else None
                self.fet_file.rooms[self._name(element)] = (self._place(element), usable_capacity)
            case ("Students_List", "Year"):
                name = self._set(element, 0)
                if name not in self.fet_file.years:
                    self.fet_file.years.append(name)
            case ("Activities_List", "Activity"):
                self._activity(element)
            case ("Time_Constraints_List", "ConstraintActivityPreferredStartingTime"):
                self._pin(element)
            case ("Space_Constraints_List", "ConstraintActivityPreferredRoom"):
                self._room_pin(element)

    def _place(self, element: etree._Element) -> Place:
        return Place(self.file, element.sourceline)

    def _text(self, element: etree._Element, tag: str) -> str:
        return (element.findtext(tag) or "").strip()

    def _name(self, element: etree._Element) -> str:
        name = self._text(element, "Name")
        if not name:
            self.read_result.fault(
                self._place(element),
                "Name",
                f"This {element.tag} has no name.",
                "Give it a name in the timetable.",
            )
        return name

    def _named(self, names: list[str], element: etree._Element) -> None:
        name = (element.text or "").strip() if element.tag == "Name" else self._name(element)
        if name in names:
            self.read_result.fault(
                self._place(element),
                "Name",
                f"“{name}” is there twice.",
                "Give each day and hour its own name.",
            )
        elif name:
            names.append(name)

    def _number(self, element: etree._Element, tag: str) -> int | None:
        text = self._text(element, tag)
        if not text:
            return None
        try:
            return int(text)
        except ValueError:
            self.read_result.fault(
                self._place(element),
                tag,
                f"“{text}” is not a whole number.",
                "Correct the number in the timetable.",
            )
            return None

    def _set(self, element: etree._Element, level: int) -> str:
        name = self._name(element)
        number = self._number(element, "Number_of_Students") or 0
        if number < 0 or number > 5_000:
            self.read_result.fault(
                self._place(element),
                "Number_of_Students",
                f"“{name}” has {number:,} students.",
                "Correct the number: 0 to 5,000.",
            )
            number = 0
        parts = [self._set(part, level + 1) for part in element if part.tag in ("Group", "Subgroup")]
        student_set = self.fet_file.sets.get(name)
        if student_set is None:
            self.fet_file.sets[name] = StudentSet(
                name, number, level, self._place(element), list(dict.fromkeys(parts))
            )
        else:
            # A set that stands in two places is one set; what either place says of its parts holds.
            student_set.parts = list(dict.fromkeys([*student_set.parts, *parts]))
        return name

    def _activity(self, element: etree._Element) -> None:
        place = self._place(element)
        ident = self._text(element, "Id")
        if not ident or ident in self.fet_file.activities:
            self.read_result.fault(
                place,
                "Id",
                f"The activity {ident} is there twice." if ident else "This activity has no Id.",
                "Save the file again from the timetabling program, which numbers the activities.",
            )
            return
        if len(self.fet_file.activities) >= MOST_ACTIVITIES:
            raise self.read_result.stop(
                place,
                "Activity",
                f"There are more than {MOST_ACTIVITIES:,} activities.",
                "Send the timetable of one school.",
            )
        duration = self._number(element, "Duration")
        if duration is not None and duration < 1:
            self.read_result.fault(
                place, "Duration", f"A lesson cannot last {duration} periods.", "Correct the duration."
            )
        self.fet_file.activities[ident] = Activity(
            id=ident,
            subject=self._text(element, "Subject"),
            teachers=tuple(dict.fromkeys(self._texts(element, "Teacher"))),
            students=tuple(dict.fromkeys(self._texts(element, "Students"))),
            duration=duration or 1,
            active=self._text(element, "Active").lower() not in ("false", "no"),
            place=place,
        )

    def _texts(self, element: etree._Element, tag: str) -> Iterator[str]:
        return (text for child in element.findall(tag) if (text := (child.text or "").strip()))

    def _holds(self, element: etree._Element) -> bool:
        """Whether a constraint is switched on and binding: at less than 100 % the program may ignore it."""
        weight = self._text(element, "Weight_Percentage") or "100"
        try:
            binding = float(weight) >= 100
        except ValueError:
            binding = False
        return binding and self._text(element, "Active").lower() not in ("false", "no")

    def _pin(self, element: etree._Element) -> None:
        if not self._holds(element):
            return
        ident = self._text(element, "Activity_Id")
        day = self._text(element, "Preferred_Day") or self._text(element, "Day")
        hour = self._text(element, "Preferred_Hour") or self._text(element, "Hour")
        first_pin = self.fet_file.pins.get(ident)
        if first_pin and first_pin[:2] != (day, hour):
            self.read_result.fault(
                self._place(element),
                PIN,
                f"The activity {ident} is pinned to two different times.",
                "Keep one of the two in the timetabling program.",
            )
        self.fet_file.pins.setdefault(ident, (day, hour, self._place(element)))

    def _room_pin(self, element: etree._Element) -> None:
        if self._holds(element):
            ident = self._text(element, "Activity_Id")
            self.fet_file.rooms_of.setdefault(ident, (self._text(element, "Room"), self._place(element)))
