"""One invented school in rows, the same for the same seed: forms and sets, a full timetable, support for an eighth."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model

from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.apps.casework.models import Rating, Target
from inreach.apps.demo.story.calendar import academic_year_of, closures_of, terms_of
from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.apps.schools.models import (
    AcademicYear,
    ClosureDay,
    DayPlan,
    Enrolment,
    Lesson,
    Period,
    Pupil,
    School,
    StaffMember,
    Subject,
    TeachingGroup,
    TeachingGroupMember,
    Term,
)
from inreach.core.access.roles import Role

M = TypeVar("M", bound=Model)
FORM, GROUP, SHARE, SLOTS = 28, 6, 0.125, 3
YEAR_GROUPS = ("7", "8", "9", "10", "11")
LESSONS = (540, 600, 675, 795, 855)
BELLS = (
    ("Registration", "registration", 525, 540),
    ("Break", "break", 660, 675),
    ("Lunch", "lunch", 735, 795),
    *((str(number), "lesson", starts, starts + 60) for number, starts in enumerate(LESSONS, start=1)),
)
SUBJECTS = (
    ("English", "core", 4),
    ("Maths", "core", 4),
    ("Science", "core", 4),
    ("Art", "foundation", 2),
    ("Geography", "foundation", 2),
    ("History", "foundation", 2),
    ("Music", "foundation", 2),
    ("French", "foundation", 2),
    ("PE", "pe", 2),
    ("PSHE", "pshe", 1),
)
IN_SETS = frozenset({"English", "Maths"})
PROGRAMMES = (("Sound start", "cognition"), ("Number count", "cognition"), ("Talk time", "communication"))
GIVEN = (
    "Ada",
    "Ben",
    "Cleo",
    "Dev",
    "Esme",
    "Finn",
    "Gita",
    "Hal",
    "Iris",
    "Jae",
    "Kit",
    "Lena",
    "Max",
    "Noor",
)
FAMILY = (
    "Abbot",
    "Bell",
    "Carter",
    "Dhillon",
    "Evans",
    "Frost",
    "Green",
    "Hughes",
    "Iqbal",
    "Jones",
    "Khan",
    "Lowe",
)


@dataclass(slots=True)
class Rows:
    """Rows of all kinds before they are written, with ids from one luck."""

    luck: Random
    by_model: dict[type[Model], list[Model]] = field(default_factory=lambda: defaultdict(list))

    def id(self) -> UUID:
        """Return a new id, the same every time."""
        return UUID(int=self.luck.getrandbits(128), version=4)

    def add(self, model: type[M], **fields: Any) -> M:
        """Keep a new row with an id of its own."""
        row = model(id=self.id(), **fields)
        self.by_model[model].append(row)
        return row

    def keep(self, row: Model) -> None:
        """Keep a row without an id of its own."""
        self.by_model[type(row)].append(row)

    def ids(self, model: type[Model]) -> list[str]:
        """Return the ids of the rows of one kind, as text."""
        return [str(row.pk) for row in self.by_model[model]]


class SchoolRows:
    """Adds one school to the rows. `senco` is the address of its SENCO."""

    def __init__(self, rows: Rows, name: str, pupils: int, today: date) -> None:
        self.rows, self.luck, self.today = rows, rows.luck, today
        self.since = date(academic_year_of(today), 9, 1)
        self.organisation = rows.add(Organisation, kind="school", name=name)
        self.school = School(organisation=self.organisation, phase="secondary", school_days=[0, 1, 2, 3, 4])
        rows.keep(self.school)
        self.senco = f"senco-{self.organisation.pk}@schools.example"
        self._people()
        self._calendar()
        self.subjects = {
            subject: rows.add(Subject, school=self.school, name=subject, kind=kind)
            for subject, kind, _ in SUBJECTS
        }
        self.teachers = [
            rows.add(
                StaffMember,
                school=self.school,
                name=f"Teacher {number}",
                role="teacher",
                qualified_teacher=True,
            )
            for number in range(max(2, pupils // 16))
        ]
        self.assistants = [
            rows.add(StaffMember, school=self.school, name=f"Assistant {number}", role="assistant")
            for number in range(max(1, pupils // 60))
        ]
        self.pupils = [self._pupil(number) for number in range(pupils)]
        self._classes()
        self._support()

    def _people(self) -> None:
        user = self.rows.add(User, email=self.senco, name="Sasha Senco", password="!")
        self.rows.add(
            Membership, user=user, organisation=self.organisation, role=Role.SENCO.value, starts=self.since
        )

    def _calendar(self) -> None:
        year = self.since.year
        terms = terms_of(year)
        row = self.rows.add(
            AcademicYear,
            school=self.school,
            name=f"{year}/{year + 1}",
            starts=terms[0][1].starts,
            ends=terms[-1][1].ends,
        )
        for name, term in terms:
            self.rows.add(Term, year=row, name=name, starts=term.starts, ends=term.ends)
        for day, reason in closures_of(year):
            self.rows.add(ClosureDay, school=self.school, day=day, reason=reason)
        for weekday in range(5):
            plan = self.rows.add(DayPlan, school=self.school, weekday=weekday)
            for name, kind, starts, ends in BELLS:
                self.rows.add(Period, day_plan=plan, name=name, kind=kind, starts=starts, ends=ends)

    def _pupil(self, number: int) -> Pupil:
        pupil = self.rows.add(
            Pupil,
            school=self.school,
            given_name=self.luck.choice(GIVEN),
            family_name=f"{self.luck.choice(FAMILY)}-{self.luck.choice(FAMILY)}",
            year_group=YEAR_GROUPS[number // FORM // 2 % len(YEAR_GROUPS)],
        )
        self.rows.add(Enrolment, pupil=pupil, starts=self.since)
        return pupil

    def _classes(self) -> None:
        """Forms with their lessons, and sets over two forms each, which have English and maths at the same times."""
        forms = [self.pupils[first : first + FORM] for first in range(0, len(self.pupils), FORM)]
        for pair in range(0, len(forms), 2):
            of_pair = forms[pair : pair + 2]
            week = self._week()
            together = [pupil for form in of_pair for pupil in form]
            for subject in sorted(IN_SETS):
                order = self.luck.sample(together, len(together))
                for number in range(len(of_pair)):
                    members = order[number :: len(of_pair)]
                    self._class(
                        f"{pair}{subject}{number}", members, week, lambda s, own=subject: s == own, home=False
                    )
            for number, form in enumerate(of_pair):
                self._class(f"Form {pair + number}", form, week, lambda s: s not in IN_SETS, home=True)

    def _week(self) -> list[tuple[int, int, str]]:
        """Every lesson of a week as weekday, start and subject."""
        hours = [subject for subject, _, count in SUBJECTS for _ in range(count)]
        self.luck.shuffle(hours)
        times = [(weekday, starts) for weekday in range(5) for starts in LESSONS]
        return [(weekday, starts, subject) for (weekday, starts), subject in zip(times, hours, strict=True)]

    def _class(self, name: str, pupils: list[Pupil], week: Any, has: Any, *, home: bool) -> None:
        group = self.rows.add(
            TeachingGroup,
            school=self.school,
            name=f"{pupils[0].year_group} {name}",
            year_group=pupils[0].year_group,
            home=home,
        )
        for pupil in pupils:
            self.rows.add(TeachingGroupMember, teaching_group=group, pupil=pupil, starts=self.since)
        for weekday, starts, subject in week:
            if has(subject):
                lesson = self.rows.add(
                    Lesson,
                    school=self.school,
                    subject=self.subjects[subject],
                    weekday=weekday,
                    starts=starts,
                    ends=starts + 60,
                )
                self.rows.keep(Lesson.teaching_groups.through(lesson=lesson, teachinggroup=group))
                self.rows.keep(
                    Lesson.staff.through(lesson=lesson, staffmember=self.luck.choice(self.teachers))
                )

    def _support(self) -> None:
        """An eighth of the pupils in groups of six, each three times a week, and a target for each of them."""
        programmes = [
            self.rows.add(Programme, organisation=self.organisation, name=name, area=area)
            for name, area in PROGRAMMES
        ]
        chosen = self.luck.sample(self.pupils, max(1, round(len(self.pupils) * SHARE)))
        for number, first in enumerate(range(0, len(chosen), GROUP), start=1):
            members = chosen[first : first + GROUP]
            group = self.rows.add(
                Group,
                school=self.school,
                programme=self.luck.choice(programmes),
                name=f"Group {number}",
                adult=self.luck.choice(self.assistants),
                starts=self.since,
                review_on=self.today + timedelta(days=self.luck.randrange(60)),
            )
            for weekday, starts in self.luck.sample(list(self._hours()), SLOTS):
                place = "class" if self.luck.random() < 0.3 else "elsewhere"
                self.rows.add(
                    Slot, group=group, weekday=weekday, starts=starts, ends=starts + 30, place=place
                )
            for pupil in members:
                self.rows.add(GroupMember, group=group, pupil=pupil, starts=self.since)
                self._target(pupil)

    def _hours(self) -> Iterator[tuple[int, int]]:
        """Every half hour of lessons in a week."""
        return ((weekday, starts + half) for weekday in range(5) for starts in LESSONS for half in (0, 30))

    def _target(self, pupil: Pupil) -> None:
        baseline = self.luck.randint(1, 4)
        is_first = not self.rows.by_model[
            Target
        ]  # its review is due, so that a small school has one to show too
        target = self.rows.add(
            Target,
            pupil=pupil,
            state="active",
            area="cognition",
            title="Reads a new text aloud to a partner",
            success_criteria="Reads a page with at most three mistakes.",
            baseline=baseline,
            baseline_words="Reads single words.",
            expected=baseline + 4,
            expected_words="Reads a page.",
            starts_on=self.since,
            review_on=self.today + timedelta(days=0 if is_first else self.luck.randrange(7, 60)),
            written_on=self.since,
        )
        for number, purpose in enumerate(("baseline", "progress", "progress")):
            self.rows.add(
                Rating,
                target=target,
                value=baseline + number,
                rated_on=min(self.today, self.since + timedelta(days=21 * number)),
                purpose=purpose,
                rater="Teacher 1",
                rater_role="class_teacher",
            )
