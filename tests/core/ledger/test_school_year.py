"""The ledger of a term or a year: it equals the sum of its weeks, worked out minute by minute."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from inreach.core.ledger.calculator_reference import ledger_week_minute_by_minute
from inreach.core.ledger.school_year import (
    PlannedYear,
    PupilTotals,
    RepeatedBlock,
    RepeatedLessons,
    RepeatedSession,
)
from inreach.core.ledger.types import Adult, Block, PeriodKind, SubjectKind, Support, Totals, Where
from inreach.core.school.calendar import Calendar, CalendarWeek, Term
from inreach.core.school.open_days import OpenDays
from tests.core.weeks import MONDAY

Days = tuple[date | None, date | None]
ALWAYS: Days = (None, None)
SUBJECTS = {"Maths": SubjectKind.CORE, "Art": SubjectKind.FOUNDATION, "PSHE": SubjectKind.PSHE}


def day(number: int) -> date:
    """Return the day so many days after the first Monday."""
    return MONDAY + timedelta(days=number)


@dataclass(frozen=True)
class Weekly:
    """A block or session of the timetable: its weekday, its week of the cycle (0 for all), and when it is valid."""

    weekday: int
    held: Block | Support
    cycle_week: int = 0
    valid: Days = ALWAYS


@dataclass(frozen=True)
class Class:
    """A class: when it runs, and its lessons by their place in the timetable."""

    lessons: tuple[int, ...]
    runs: Days = ALWAYS


@dataclass(frozen=True)
class Pupil:
    """A pupil: classes with the days in each, sessions with the days in the group, days on roll, and loved subjects."""

    classes: tuple[tuple[int, Days], ...] = ()
    sessions: tuple[tuple[int, Days], ...] = ()
    on_roll: tuple[Days, ...] = (ALWAYS,)
    loves: frozenset[str] = frozenset()


@dataclass(frozen=True)
class School:
    """A school: its calendar, its timetable, and the days that are asked about."""

    calendar: Calendar
    lessons: tuple[Weekly, ...] = ()
    pauses: tuple[Weekly, ...] = ()
    sessions: tuple[Weekly, ...] = ()
    classes: tuple[Class, ...] = ()
    pupils: tuple[Pupil, ...] = (Pupil(),)
    first: date = MONDAY
    last: date = MONDAY + timedelta(days=60)

    def planned(self, open_days: OpenDays) -> dict[int, PlannedYear]:
        """Return what is planned for each pupil, with sets of days, as the product gives it to the core."""
        lessons = [
            [
                RepeatedBlock(replace(each.held, day=kind.day), kind.days & open_days.between(*each.valid))
                for kind in open_days.repeated(each.weekday, each.cycle_week)
            ]
            for each in self.lessons
        ]
        classes = [
            RepeatedLessons(
                repeated._replace(days=repeated.days & open_days.between(*each.runs))
                for number in each.lessons
                for repeated in lessons[number]
            )
            for each in self.classes
        ]
        pauses: dict[date, list[RepeatedBlock]] = {kind.day: [] for kind in open_days.kinds}
        for each in self.pauses:
            for kind in open_days.repeated(each.weekday, each.cycle_week):
                pauses[kind.day].append(RepeatedBlock(replace(each.held, day=kind.day), kind.days))
        planned = {}
        for number, pupil in enumerate(self.pupils):
            on_roll = 0
            for days in pupil.on_roll:
                on_roll |= open_days.between(*days)
            sessions = tuple(
                RepeatedSession(
                    replace(self.sessions[place].held, day=kind.day),
                    kind.days & open_days.between(*self.sessions[place].valid) & open_days.between(*days),
                )
                for place, days in pupil.sessions
                for kind in open_days.repeated(self.sessions[place].weekday, self.sessions[place].cycle_week)
            )
            mine = tuple((classes[place], open_days.between(*days)) for place, days in pupil.classes)
            planned[number] = PlannedYear(mine, pauses, sessions, on_roll, pupil.loves)
        return planned

    def slowly(self, pupil: Pupil) -> dict[date, Totals]:
        """Return the totals of each week of a pupil, walking through its days and minutes."""
        return {
            week.starts: self.week_slowly(pupil, week)
            for week in self.calendar.weeks()
            if any(self.first <= each <= self.last for each in week.days)
        }

    def week_slowly(self, pupil: Pupil, week: CalendarWeek) -> Totals:
        """Return the totals of one week of a pupil, as far as it is asked about."""
        blocks: list[Block] = []
        supports: list[Support] = []
        for each in week.days:
            if not self.first <= each <= self.last or not any(within(each, days) for days in pupil.on_roll):
                continue
            numbers = {
                number
                for place, days in pupil.classes
                for number in self.classes[place].lessons
                if within(each, days) and within(each, self.classes[place].runs)
            }
            lessons = [self.lessons[number] for number in sorted(numbers)]
            sessions = [self.sessions[place] for place, days in pupil.sessions if within(each, days)]
            for weekly in (*lessons, *self.pauses, *sessions):
                on_the_day = weekly.weekday == each.weekday() and within(each, weekly.valid)
                if on_the_day and weekly.cycle_week in (0, week.cycle_week):
                    held = replace(weekly.held, day=each)
                    if isinstance(held, Support):
                        supports.append(held)
                    else:
                        blocks.append(replace(held, loved=held.subject in pupil.loves))
        return ledger_week_minute_by_minute(blocks, supports).totals


def within(each: date, days: Days) -> bool:
    """Say whether a day is between two days."""
    return (days[0] is None or days[0] <= each) and (days[1] is None or each <= days[1])


def sum_of(weeks: list[Totals]) -> Totals:
    """Return the sum of weeks, one field after the other."""
    sums: dict[str, Any] = {}
    for each in fields(Totals):
        values = [getattr(week, each.name) for week in weeks]
        if each.name.startswith("programmes"):
            sums[each.name] = {key: name for value in values for key, name in value.items()}
        elif each.type == "int":
            sums[each.name] = sum(values)
        else:
            sums[each.name] = dict(sum(map(Counter, values), Counter()))
    return Totals(**sums)


def check(school: School) -> None:
    """Hold every pupil's sum and weeks against the slow ones."""
    open_days = OpenDays(school.calendar, school.first, school.last)
    totals = PupilTotals(open_days, school.planned(open_days))
    assert list(totals) == list(range(len(school.pupils)))
    assert len(totals) == len(school.pupils)
    for number, pupil in enumerate(school.pupils):
        weeks = school.slowly(pupil)
        assert totals.by_week(number) == weeks
        assert totals[number] == sum_of(list(weeks.values()))
        assert totals[number] is totals[number]


def some_days() -> st.SearchStrategy[Days]:
    """From a day until a day, or open; now and then none at all."""
    ends = st.none() | st.integers(-3, 40).map(day)
    return st.just(ALWAYS) | st.tuples(ends, ends)


def lessons() -> st.SearchStrategy[Weekly]:
    """A lesson that may overlap others, every week or in one week of the cycle, for all time or for some days."""
    return st.builds(
        lambda weekday, start, length, subject, adult, cycle_week, valid, lesson_id: Weekly(
            weekday,
            Block(
                MONDAY, start, start + length, PeriodKind.LESSON, subject, SUBJECTS[subject], adult,
                lesson_id=lesson_id,
            ),
            cycle_week,
            valid,
        ),
        st.integers(0, 4),
        st.sampled_from([0, 20, 40, 45]),
        st.integers(1, 20),
        st.sampled_from(list(SUBJECTS)),
        st.sampled_from(Adult),
        st.sampled_from([0, 0, 1, 2]),
        some_days(),
        st.sampled_from(["l1", "l2", "l3"]),
    )  # fmt: skip


def pauses() -> st.SearchStrategy[Weekly]:
    """A period that is not for lessons, or that a plan without a lesson calls one."""
    return st.builds(
        lambda weekday, start, kind, cycle_week: Weekly(
            weekday, Block(MONDAY, start, start + 10, kind, adult=Adult.NONE), cycle_week
        ),
        st.integers(0, 4),
        st.sampled_from([0, 20, 60]),
        st.sampled_from([PeriodKind.BREAK, PeriodKind.LUNCH, PeriodKind.REGISTRATION]),
        st.integers(0, 2),
    )


def sessions() -> st.SearchStrategy[Weekly]:
    """A session of support; some are told apart by their ids only, and two programmes have one name."""
    return st.builds(
        lambda weekday, start, length, where, adult, programme, group, cycle_week, valid: Weekly(
            weekday,
            Support(
                MONDAY, start, start + length, where, adult, programme[1], "group",
                programme_id=programme[0], group_id=group,
            ),
            cycle_week,
            valid,
        ),
        st.integers(0, 4),
        st.sampled_from([0, 10, 50]),
        st.sampled_from([10, 25]),
        st.sampled_from(Where),
        st.sampled_from(Adult),
        st.sampled_from([("p1", "Phonics"), ("p2", "Phonics"), ("p3", "Nurture")]),
        st.sampled_from(["g1", "g2"]),
        st.sampled_from([0, 0, 1, 2]),
        some_days(),
    )  # fmt: skip


@st.composite
def schools(draw: st.DrawFn) -> School:
    """A small school of about five weeks, in which anything may begin and end in the middle of a week."""
    gap = draw(st.integers(0, 9))
    calendar = Calendar(
        terms=(Term(day(draw(st.integers(-2, 3))), day(16)), Term(day(17 + gap), day(34))),
        closures=draw(st.frozensets(st.integers(0, 34).map(day), max_size=5)),
        first_weekday=draw(st.sampled_from([0, 0, 3])),
        cycle_weeks=draw(st.sampled_from([1, 2])),
    )
    timetable = tuple(draw(st.lists(lessons(), min_size=1, max_size=9)))
    support = tuple(draw(st.lists(sessions(), min_size=1, max_size=4)))
    numbers = st.sampled_from(range(len(timetable)))
    classes = tuple(
        draw(
            st.lists(
                st.builds(Class, st.lists(numbers, unique=True, max_size=6).map(tuple), some_days()),
                min_size=1,
                max_size=3,
            )
        )
    )
    places = st.lists(st.tuples(st.sampled_from(range(len(classes))), some_days()), max_size=4)
    in_groups = st.tuples(st.sampled_from(range(len(support))), some_days())
    pupils = st.builds(
        Pupil,
        places.map(tuple),
        st.lists(in_groups, max_size=4, unique_by=lambda each: each[0]).map(tuple),
        st.lists(some_days(), min_size=1, max_size=2).map(tuple),
        st.frozensets(st.sampled_from(list(SUBJECTS)), max_size=1),
    )
    return School(
        calendar,
        timetable,
        tuple(draw(st.lists(pauses(), max_size=3))),
        support,
        classes,
        tuple(draw(st.lists(pupils, min_size=1, max_size=3))),
        draw(st.sampled_from([MONDAY, day(9)])),
        draw(st.sampled_from([day(40), day(30), day(23)])),
    )


@settings(deadline=None, max_examples=120)
@given(schools())
def test_every_pupil_has_the_sum_of_the_weeks_worked_out_minute_by_minute(school: School) -> None:
    check(school)


def lesson(weekday: int, start: int, subject: str = "Maths", valid: Days = ALWAYS) -> Weekly:
    """A lesson of an hour with a teacher."""
    held = Block(MONDAY, start, start + 60, PeriodKind.LESSON, subject, SUBJECTS[subject], lesson_id=subject)
    return Weekly(weekday, held, valid=valid)


def session(weekday: int, programme_id: str, where: Where = Where.ELSEWHERE, start: int = 540) -> Weekly:
    """Half an hour of phonics in a programme and a group of the same names as every other one."""
    return Weekly(
        weekday,
        Support(
            MONDAY, start, start + 30, where, Adult.ASSISTANT, "Phonics", "group",
            programme_id=programme_id, group_id=f"group of {programme_id}",
        ),
    )  # fmt: skip


SIX_WEEKS = Calendar((Term(MONDAY, day(39)),))


def totals_of(school: School) -> PupilTotals[int]:
    """Return what is asked of a school, after holding all of it against the slow ledger."""
    check(school)
    open_days = OpenDays(school.calendar, school.first, school.last)
    return PupilTotals(open_days, school.planned(open_days))


def test_minutes_count_as_often_as_there_are_days() -> None:
    school = School(
        SIX_WEEKS,
        lessons=(lesson(0, 540), lesson(1, 540, "Art", (day(14), None))),
        sessions=(session(0, "p1"), session(1, "p1")),
        classes=(Class((0, 1)),),
        pupils=(
            Pupil(((0, ALWAYS),), ((0, (day(7), None)), (1, ALWAYS)), ((None, day(30)),), frozenset({"Art"})),
        ),
    )
    totals = totals_of(school)
    assert totals.planned[0].supported
    assert totals[0].taught_by_subject == {"Maths": 5 * 60, "Art": 3 * 60}
    assert totals[0].missed == {"Maths": 4 * 30, "Art": 3 * 30}
    assert (totals[0].loved_missed, totals[0].unknown_time, totals[0].leavings) == (3 * 30, 2 * 30, 7)


def test_support_on_days_off_roll_is_none() -> None:
    school = School(
        SIX_WEEKS, sessions=(session(4, "p1"),), pupils=(Pupil((), ((0, ALWAYS),), ((None, day(3)),)),)
    )
    totals = totals_of(school)
    assert not totals.planned[0].supported
    assert totals[0] == Totals()


def test_a_lesson_of_two_classes_and_lessons_that_never_meet_are_counted_once() -> None:
    school = School(
        SIX_WEEKS,
        lessons=(
            lesson(0, 540),
            lesson(1, 540, "Art", (None, day(13))),
            lesson(1, 540, "PSHE", (day(14), None)),
        ),
        classes=(Class((0, 1)), Class((0, 2))),
        pupils=(Pupil(((0, ALWAYS), (1, ALWAYS))), Pupil(((0, (None, day(13))), (1, (day(14), None))))),
    )
    totals = totals_of(school)
    assert totals[0].taught_by_subject == {"Maths": 6 * 60, "Art": 2 * 60, "PSHE": 4 * 60}
    assert totals[1] == totals[0]


def test_of_lessons_that_meet_one_counts_on_the_days_on_which_they_do() -> None:
    school = School(
        SIX_WEEKS,
        lessons=(lesson(0, 540), lesson(0, 570, "PSHE", (day(14), day(27)))),
        classes=(Class((0, 1)),),
        pupils=(Pupil(((0, ALWAYS),)),),
    )
    assert totals_of(school)[0].taught_by_subject == {"Maths": 4 * 60 + 2 * 30, "PSHE": 2 * 60}


def test_of_two_sessions_that_only_ids_tell_apart_each_week_decides_which_counts() -> None:
    school = School(
        SIX_WEEKS,
        lessons=(lesson(0, 540),),
        sessions=(
            session(0, "p1"),
            session(0, "p2"),
            session(2, "p1", Where.CLASS),
            session(1, "p2", Where.CLASS),
        ),
        classes=(Class((0,)),),
        pupils=(
            Pupil(((0, ALWAYS),), ((0, ALWAYS), (1, ALWAYS), (2, ALWAYS))),
            Pupil(((0, ALWAYS),), ((0, ALWAYS), (1, ALWAYS), (2, ALWAYS), (3, ALWAYS))),
            Pupil(((0, ALWAYS),), ((0, (None, day(13))), (1, (day(14), None)))),
        ),
        first=day(2),
    )
    totals = totals_of(school)
    assert [totals[number].out for number in range(3)] == [5 * 30, 5 * 30, 5 * 30]
    assert totals[0].programmes == {"p1": "Phonics", "p2": "Phonics"}
    assert totals[1].programmes_out == {"p2": "Phonics"}
    assert totals[2].programmes_out == {"p1": "Phonics", "p2": "Phonics"}
