"""The two primary schools: their bells, classes, timetables and pupils."""

from random import Random
from uuid import UUID

from inreach.apps.demo.story.calendar import SchoolTime
from inreach.apps.demo.story.cast import PLACES, known_id, person
from inreach.apps.demo.story.names import Namer
from inreach.apps.demo.story.needs import spread_loves, spread_needs
from inreach.apps.demo.story.people import Child, SchoolBuilder
from inreach.apps.demo.story.rows import Rows
from inreach.apps.schools.models import DayPlan, Lesson, Period, Pupil, PupilLink, StaffMember, TeachingGroup
from inreach.core.school.calendar import parse_hhmm

SUBJECTS = {
    "English": "core",
    "Phonics": "core",
    "Guided reading": "core",
    "Spelling": "core",
    "Maths": "core",
    "Science": "core",
    "Art": "foundation",
    "Computing": "foundation",
    "Design and technology": "foundation",
    "Geography": "foundation",
    "History": "foundation",
    "Music": "foundation",
    "Religious education": "foundation",
    "PE": "pe",
    "PSHE": "pshe",
    "RSHE": "rshe",
    "Explore and learn": "other",
}
LOVED = ("Art", "PE", "Music", "Science", "Computing", "History", "Maths", "Design and technology")
CLASS_NAMES = ("Acorn", "Birch", "Cedar", "Damson", "Elm", "Fern", "Gorse")

Bells = tuple[tuple[str, str, str, str], ...]
MARLOWE_BELLS: Bells = (
    ("Registration", "registration", "8:40", "8:55"),
    ("1", "lesson", "8:55", "9:55"),
    ("2", "lesson", "9:55", "10:40"),
    ("Break", "break", "10:40", "10:55"),
    ("3", "lesson", "10:55", "12:00"),
    ("Lunch", "lunch", "12:00", "13:00"),
    ("4", "lesson", "13:00", "14:00"),
    ("5", "lesson", "14:00", "14:55"),
    ("Assembly", "assembly", "14:55", "15:20"),
)
HOLLYBANK_BELLS: Bells = (
    ("Registration", "registration", "8:45", "8:55"),
    ("1", "lesson", "8:55", "9:55"),
    ("Assembly", "assembly", "9:55", "10:15"),
    ("Break", "break", "10:15", "10:30"),
    ("2", "lesson", "10:30", "11:30"),
    ("3", "lesson", "11:30", "12:05"),
    ("Lunch", "lunch", "12:05", "13:00"),
    ("4", "lesson", "13:00", "13:50"),
    ("5", "lesson", "13:50", "14:30"),
    ("6", "lesson", "14:30", "15:15"),
)
AFTERNOONS = (
    ("Science", "PE"),
    ("Art", "Science"),
    ("History", "Music"),
    ("PE", "PSHE"),
    ("Religious education", "Computing"),
    ("Geography", "Art"),
    ("RSHE", "Design and technology"),
)
ELM_WEEK = (
    ("English", "Guided reading", "Maths", "Art", "Science"),
    ("English", "Spelling", "Maths", "History", "PE"),
    ("Maths", "Computing", "English", "PSHE", "Music"),
    ("English", "Guided reading", "Maths", "Science", "Art"),
    ("English", "Spelling", "Maths", "PE", "Geography"),
)


def primary(rows: Rows, namer: Namer, time: SchoolTime, key: str, luck: Random) -> SchoolBuilder:
    """Make one of the two primary schools, with everything but its support."""
    marlowe = key == "marlowe"
    builder = SchoolBuilder(rows, namer, time, PLACES[key], luck)
    builder.make_school(
        urn="999101" if marlowe else "999102", dfe_number="8992101" if marlowe else "8992102", phase="primary"
    )
    for name, kind in SUBJECTS.items():
        builder.subject(name, kind)
    bells = MARLOWE_BELLS if marlowe else HOLLYBANK_BELLS
    ring(builder, bells, cycle_weeks=(0,))
    forms, size = (1, 30) if marlowe else (2, 22)
    number = 0
    for year in range(7):
        for form in range(forms):
            name = CLASS_NAMES[year] if forms == 1 else f"{CLASS_NAMES[year]} {'East' if form else 'West'}"
            home = builder.teaching_group(name, year, home=True)
            teacher = _teacher_of(builder, name)
            rows.keep(TeachingGroup.staff.through(teachinggroup_id=home.pk, staffmember_id=teacher.pk))
            if name == "Elm":
                _kai(builder, home)
            while sum(child.home is home for child in builder.children) < size - luck.randrange(4):
                builder.put_in(builder.child(year, joined=0), home)
            _lessons(builder, home, teacher, _week(year, number, elm=name == "Elm", long=not marlowe), bells)
            number += 1
    spread_needs(builder, "primary")
    spread_loves(builder, LOVED)
    return builder


def ring(builder: SchoolBuilder, bells: Bells, cycle_weeks: tuple[int, ...]) -> None:
    """Make the day plan of every weekday."""
    for cycle_week in cycle_weeks:
        for weekday in range(5):
            plan = builder.rows.add(DayPlan, school=builder.school, weekday=weekday, cycle_week=cycle_week)
            for name, kind, starts, ends in bells:
                builder.rows.add(
                    Period,
                    day_plan=plan,
                    name=name,
                    kind=kind,
                    starts=parse_hhmm(starts),
                    ends=parse_hhmm(ends),
                )


def _teacher_of(builder: SchoolBuilder, class_name: str) -> StaffMember:
    if class_name == "Elm":
        return builder.staff["class_teacher"]
    return builder.employ(StaffMember.Role.TEACHER, key=f"teacher of {class_name}")


def _kai(builder: SchoolBuilder, elm: TeachingGroup) -> None:
    """Kai Rowe of the cast, with the two people who sign in for him and as him."""
    given_name, family_name = person("pupil").name.split()
    kai = builder.child(4, key="kai", name=(given_name, family_name), joined=0)
    builder.put_in(kai, elm)
    builder.need(kai, "K", "SLCN")
    builder.loves(kai, "Art")
    for key, relation in (("parent", PupilLink.Relation.PARENT), ("pupil", PupilLink.Relation.SELF)):
        builder.rows.add(
            PupilLink,
            pupil=kai.pupil,
            user_id=person(key).user_id,
            relation=relation,
            starts=builder.time.year_starts,
        )


def kai_of(builder: SchoolBuilder) -> Child:
    """Return Kai Rowe."""
    return next(child for child in builder.children if child.pupil.pk == kai_id())


def kai_id() -> UUID:
    """Return the id of Kai Rowe's record."""
    return known_id(Pupil.__name__, "marlowe/kai")


def _week(year: int, number: int, *, elm: bool, long: bool) -> tuple[tuple[str, ...], ...]:
    """Return the subjects of five days, morning and afternoon, without their times."""
    if elm:
        return ELM_WEEK
    days: list[tuple[str, ...]] = []
    for weekday in range(5):
        first, second = AFTERNOONS[(number + weekday) % len(AFTERNOONS)]
        reading = "Phonics" if year <= 1 else ("Spelling" if weekday % 2 else "Guided reading")
        if year == 0:
            days.append(("Phonics", "Explore and learn", "Maths", "Explore and learn", second))
        elif weekday == 2:
            days.append(("Maths", reading, "English", first, second))
        else:
            days.append(("English", reading, "Maths", first, second))
    if long:
        last = (
            ("Explore and learn",) * 5
            if year == 0
            else ("Spelling", "Science", "Guided reading", "Music", "Art")
        )
        days = [(*day, end) for day, end in zip(days, last, strict=True)]
    return tuple(days)


def _lessons(
    builder: SchoolBuilder,
    home: TeachingGroup,
    teacher: StaffMember,
    week: tuple[tuple[str, ...], ...],
    bells: Bells,
) -> None:
    """Make the lessons of a class."""
    times = [(parse_hhmm(start), parse_hhmm(end)) for _, kind, start, end in bells if kind == "lesson"]
    room = builder.room(f"{home.name} room")
    for weekday, subjects in enumerate(week):
        for subject, (starts, ends) in zip(subjects, times, strict=True):
            lesson = builder.rows.add(
                Lesson,
                f"{home.pk}/{weekday}/{starts}",
                school=builder.school,
                subject=builder.subjects[subject],
                room=room,
                weekday=weekday,
                starts=starts,
                ends=ends,
            )
            builder.rows.keep(Lesson.teaching_groups.through(lesson_id=lesson.pk, teachinggroup_id=home.pk))
            builder.rows.keep(Lesson.staff.through(lesson_id=lesson.pk, staffmember_id=teacher.pk))
