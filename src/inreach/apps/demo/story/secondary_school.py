"""The secondary school: eight forms in five years and a sixth form, sets in half-year bands, weeks A and B.

Every lesson has a teacher who is free then: a new one is employed when all of the subject are busy.
"""

from collections import defaultdict
from random import Random

from inreach.apps.demo.story.calendar import SchoolTime
from inreach.apps.demo.story.cast import PLACES
from inreach.apps.demo.story.names import Namer
from inreach.apps.demo.story.needs import spread_loves, spread_needs
from inreach.apps.demo.story.people import Child, SchoolBuilder
from inreach.apps.demo.story.primary_schools import Bells, ring
from inreach.apps.demo.story.rows import Rows
from inreach.apps.schools.models import Lesson, Room, StaffMember, TeachingGroup
from inreach.core.school.calendar import parse_hhmm

BELLS: Bells = (
    ("Tutor time", "registration", "8:40", "9:00"),
    ("1", "lesson", "9:00", "10:00"),
    ("2", "lesson", "10:00", "11:00"),
    ("Break", "break", "11:00", "11:20"),
    ("3", "lesson", "11:20", "12:20"),
    ("Lunch", "lunch", "12:20", "13:05"),
    ("4", "lesson", "13:05", "14:05"),
    ("5", "lesson", "14:05", "15:05"),
)
TIMES = [(parse_hhmm(start), parse_hhmm(end)) for _, kind, start, end in BELLS if kind == "lesson"]
CORE = ("Maths", "English", "Science")
KINDS = {
    **dict.fromkeys(CORE, "core"),
    **dict.fromkeys(
        (
            "Art",
            "Computing",
            "Design and technology",
            "Drama",
            "Food",
            "French",
            "Geography",
            "History",
            "Music",
            "Religious education",
            "Spanish",
        ),
        "foundation",
    ),
    **dict.fromkeys(("Biology", "Business", "Chemistry", "Physics", "Psychology"), "other"),
    "PE": "pe",
    "PSHE": "pshe",
    "RSHE": "rshe",
}
LOVED = ("Art", "Drama", "PE", "Music", "Design and technology", "Science", "History")
FACULTY = {
    **dict.fromkeys(
        ("Geography", "History", "Religious education", "PSHE", "RSHE", "Psychology"), "Humanities"
    ),
    **dict.fromkeys(("French", "Spanish"), "Languages"),
    **dict.fromkeys(("Art", "Design and technology", "Food"), "Design"),
    **dict.fromkeys(("Music", "Drama"), "Performing arts"),
    **dict.fromkeys(("Computing", "Business"), "Computing and business"),
    **dict.fromkeys(("Biology", "Chemistry", "Physics"), "Science"),
}
LOWER = {
    "Geography": 3,
    "History": 3,
    "French": 3,
    "Religious education": 2,
    "Art": 2,
    "Design and technology": 2,
    "Music": 2,
    "Drama": 2,
    "Computing": 2,
    "PE": 4,
}
UPPER = {"Religious education": 2, "PE": 4}
PROTECTED = ("PSHE", "RSHE")
OPTIONS = {
    "A": ("Geography", "History", "Art", "Computing", "Food", "Business", "Drama", "French"),
    "B": ("Geography", "History", "Music", "Design and technology", "Food", "Spanish", "Art", "Business"),
    "C": ("Geography", "French", "Computing", "Design and technology", "Drama", "Spanish", "Art", "History"),
}
SIXTH = {
    "A": ("Maths", "English", "Biology"),
    "B": ("Physics", "History", "Psychology"),
    "C": ("Chemistry", "Art", "Geography"),
    "D": ("Business", "Spanish", "Computing"),
}
# Late on Wednesday or Thursday, when no support group meets: the school has thought about it.
FOR_PROTECTED = [(day, period) for period in (4, 3, 2) for day in (2, 7, 3, 8)]
FORMS, FORM_SIZE, SIXTH_SIZE = "ABCDEFGH", 22, 58
Slot = tuple[int, int]


class Staffroom:
    """Who teaches what and when."""

    def __init__(self, builder: SchoolBuilder) -> None:
        self._builder = builder
        self._of: dict[str, list[StaffMember]] = defaultdict(list)
        self._busy: set[tuple[object, Slot]] = set()
        self._load: dict[object, int] = defaultdict(int)
        self._usual: dict[tuple[object, str], StaffMember] = {}
        self._rooms: dict[object, Room] = {}
        self._of["Science"].append(builder.staff["teacher_kestrel"])

    def teacher(self, group: TeachingGroup, subject: str, slot: Slot) -> StaffMember:
        """Return a teacher of the subject who is free: the group's own first, then the one who teaches least."""
        faculty = FACULTY.get(subject, subject)
        usual = self._usual.get((group.pk, subject))
        free = [
            teacher
            for teacher in self._of[faculty]
            if (teacher.pk, slot) not in self._busy and self._load[teacher.pk] < 42
        ]
        chosen = (
            usual if usual in free else min(free, key=lambda teacher: self._load[teacher.pk], default=None)
        )
        if chosen is None:
            number = len(self._of[faculty]) + 1
            chosen = self._builder.employ(StaffMember.Role.TEACHER, key=f"{faculty} {number}")
            self._of[faculty].append(chosen)
        self._usual.setdefault((group.pk, subject), chosen)
        self._busy.add((chosen.pk, slot))
        self._load[chosen.pk] += 1
        return chosen

    def room(self, teacher: StaffMember) -> Room:
        """Return the room in which this teacher teaches."""
        if teacher.pk not in self._rooms:
            self._rooms[teacher.pk] = self._builder.room(f"Room {len(self._rooms) + 1}")
        return self._rooms[teacher.pk]


class Timetable:
    """Puts lessons of the two-week cycle in place: day 0 is Monday of week A, day 9 is Friday of week B."""

    def __init__(self, builder: SchoolBuilder) -> None:
        self._builder = builder
        self._staff = Staffroom(builder)

    def lesson(self, group: TeachingGroup, subject: str, slot: Slot) -> None:
        """Make one lesson of a group."""
        day, period = slot
        starts, ends = TIMES[period]
        builder, rows = self._builder, self._builder.rows
        teacher = self._staff.teacher(group, subject, slot)
        lesson = rows.add(
            Lesson,
            f"{group.pk}/{day}/{period}",
            school=builder.school,
            subject=builder.subjects[subject],
            room=self._staff.room(teacher),
            weekday=day % 5,
            cycle_week=1 + day // 5,
            starts=starts,
            ends=ends,
        )
        rows.keep(Lesson.teaching_groups.through(lesson_id=lesson.pk, teachinggroup_id=group.pk))
        rows.keep(Lesson.staff.through(lesson_id=lesson.pk, staffmember_id=teacher.pk))


def secondary(rows: Rows, namer: Namer, time: SchoolTime, luck: Random) -> SchoolBuilder:
    """Make the secondary school, with everything but its support."""
    builder = SchoolBuilder(rows, namer, time, PLACES["kestrel"], luck)
    builder.make_school(urn="999103", dfe_number="8994103", phase="secondary", cycle_weeks=2)
    for name, kind in sorted(KINDS.items()):
        builder.subject(name, kind)
    ring(builder, BELLS, cycle_weeks=(0,))
    timetable = Timetable(builder)
    for year in range(7, 12):
        _year(builder, timetable, year)
    for year in (12, 13):
        _sixth(builder, timetable, year)
    spread_needs(builder, "secondary", support=0.125, plan=0.03)
    spread_loves(builder, LOVED)
    return builder


def _year(builder: SchoolBuilder, timetable: Timetable, year: int) -> None:
    """Make one year: forms, sets by band, lessons of each band, and options in the upper school."""
    upper = year >= 10
    options = {
        block: [builder.teaching_group(f"{year} {block} {subject}", year) for subject in subjects]
        for block, subjects in (OPTIONS.items() if upper else ())
    }
    for half in range(2):
        letters = FORMS[half * 4 : half * 4 + 4]
        forms = [builder.teaching_group(f"{year}{letter}", year, home=True) for letter in letters]
        sets = {
            subject: [builder.teaching_group(f"{year}{'XY'[half]} {subject} {n}", year) for n in range(1, 5)]
            for subject in CORE
        }
        for form in forms:
            for _ in range(FORM_SIZE):
                child = builder.child(year, joined=7)
                builder.put_in(child, form)
                _in_sets(builder, child, sets)
                for groups in options.values():
                    builder.put_in(child, builder.luck.choice(groups))
        core = core_slots(shift=(year - 7) * 2 + (0 if upper else half), science=8 if upper else 7)
        for slot, subject in core.items():
            for group in sets[subject]:
                timetable.lesson(group, subject, slot)
        slots_left = free_slots(core)
        protected_slots = [slot for slot in FOR_PROTECTED if slot in slots_left][:2]
        slots_left = [slot for slot in slots_left if slot not in protected_slots]
        for number, form in enumerate(forms):
            for place, slot in enumerate(protected_slots):
                timetable.lesson(form, PROTECTED[(number + place) % 2], slot)
        chosen = slots_left[: len(slots_left) - 18] if upper else slots_left
        _form_lessons(timetable, forms, chosen, UPPER if upper else LOWER)
    if upper:
        for number, slot in enumerate(slots_left[-18:]):
            block = "ABC"[number % 3]
            for group, subject in zip(options[block], OPTIONS[block], strict=True):
                timetable.lesson(group, subject, slot)


def _in_sets(builder: SchoolBuilder, child: Child, sets: dict[str, list[TeachingGroup]]) -> None:
    """Put a pupil in a set of each core subject: mostly near the same one, not always."""
    usual = builder.luck.randrange(4)
    for groups in sets.values():
        moved = usual + builder.luck.choice((-1, 0, 0, 0, 1))
        builder.put_in(child, groups[min(max(moved, 0), 3)])


def core_slots(*, shift: int, science: int) -> dict[Slot, str]:
    """Return when a band has its core subjects: each at most once a day, at another time from day to day."""
    without = {"Maths": {4, 7}, "English": {1, 8}, "Science": {2, 5} if science == 8 else {2, 5, 9}}
    return {
        (day, (shift + day + 2 * place) % 5): subject
        for place, subject in enumerate(CORE)
        for day in range(10)
        if day not in without[subject]
    }


def free_slots(taken: dict[Slot, str]) -> list[Slot]:
    """Return the periods of the cycle that are not taken."""
    return [(day, period) for day in range(10) for period in range(5) if (day, period) not in taken]


def _form_lessons(
    timetable: Timetable, forms: list[TeachingGroup], slots: list[Slot], counts: dict[str, int]
) -> None:
    """Give the forms of a band the other subjects: each form starts at another place of the same round."""
    round_of = [
        name for level in range(max(counts.values()), 0, -1) for name in counts if counts[name] >= level
    ]
    for number, form in enumerate(forms):
        turned = round_of[number * 5 % len(round_of) :] + round_of[: number * 5 % len(round_of)]
        for slot, subject in zip(slots, turned, strict=True):
            timetable.lesson(form, subject, slot)


def _sixth(builder: SchoolBuilder, timetable: Timetable, year: int) -> None:
    """Make a year of the sixth form: three of four blocks for everybody, and time to study alone."""
    tutor = builder.teaching_group(f"{year} tutor group", year, home=True)
    blocks = {
        block: [builder.teaching_group(f"{year} {subject}", year) for subject in subjects]
        for block, subjects in SIXTH.items()
    }
    for _ in range(SIXTH_SIZE):
        child = builder.child(year, joined=7)
        builder.put_in(child, tutor)
        for block in builder.luck.sample(list(blocks), 3):
            builder.put_in(child, builder.luck.choice(blocks[block]))
    for day in range(10):
        for place, (block, groups) in enumerate(blocks.items()):
            if day % 5 != place or day < 5:
                for group, subject in zip(groups, SIXTH[block], strict=True):
                    timetable.lesson(group, subject, (day, (place + day + year) % 5))
        whole = {0: "PSHE", 2: "PE", 7: "PE"}.get(day)
        if whole:
            timetable.lesson(tutor, whole, (day, (4 + day + year) % 5))
