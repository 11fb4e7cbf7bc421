"""The planner's question for one school: the same support as today, or as asked for, with least harm."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from inreach.apps.planning.adapters.adults import adults_of, is_room, rooms_of, taken_by_lessons
from inreach.apps.planning.adapters.groups import (
    Asked,
    Notes,
    asked_of,
    called,
    group_of,
    in_own_lessons,
    joined_subject,
    placement_of,
    trained_of,
    without_room,
)
from inreach.apps.planning.adapters.pupils import blocks_of, lessons_and_pupils, times_in
from inreach.apps.planning.adapters.time_grid import Raster, step_of
from inreach.apps.planning.queries import groups_running, members_of, rooms_in, slots_of, staff_in
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Pupil, School
from inreach.core.school.calendar import WEEKDAYS, Calendar, CalendarWeek
from inreach.core.school.year_group import year_group_label
from inreach.planner.objective.weights import STANDARD, Weights
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable


class NothingToPlan(ValueError):
    """There is no support to plan in this week; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Question:
    """A problem, and of a school its support as it stands today, names for its ids, and what was left out and why.

    `names` are those of groups, adults and rooms, and of pupils only a year and a number; children's names are apart,
    in `pupils`.
    """

    problem: Problem
    today: Timetable | None = None
    names: dict[str, str] = field(default_factory=dict)
    pupils: dict[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    weeks: tuple[CalendarWeek, ...] = ()


def question_of(
    school: School,
    day: date,
    *,
    rotate: bool = False,
    within_lessons: bool | None = None,
    turnaround: int = 5,
    cover: bool = False,
    weights: Weights = STANDARD,
    also: Sequence[Asked] = (),
) -> Question:
    """Return the question of the week that a day is in; NothingToPlan where there is no support to plan.

    A two-week timetable is planned over its two weeks, and with `rotate` a weekly one too, so that sessions may take
    turns. `within_lessons` keeps sessions inside one lesson; left open, that is so in secondary schools. What is asked
    for `also` is not among the school's groups yet.
    """
    calendar = calendar_of(school)
    weeks = weeks_to_plan(calendar, day, rotate=rotate)
    notes = Notes()
    if len(weeks[0].days) < len(calendar.school_days):
        notes.add(
            f"The week of {weeks[0].starts:%-d %B %Y} has {len(weeks[0].days)} school days, so nothing is planned "
            "on the others. Choose a full week for the usual timetable."
        )
    groups = groups_running(school, weeks[0])
    asked = asked_of(groups, members_of(groups, weeks[0]), slots_of(groups, weeks), len(weeks), notes)
    asked += also
    pupils = _pupils_in(asked)
    blocks = blocks_of(pupils, weeks)
    raster = _raster(calendar, weeks, times_in(blocks), [one.minutes for one in asked])
    taken = taken_by_lessons(school, raster)
    asked = [one for one in asked if not notes.said(in_own_lessons(one, taken[0], raster))]
    if not asked:
        raise NothingToPlan(
            f"{school.name} has no support to plan in the week of {weeks[0].starts:%-d %B %Y}. "
            + " ".join(notes.sentences)
        )
    subjects, streams, found = lessons_and_pupils(pupils, blocks, raster)
    by_name = {stream.id: stream for stream in streams}
    of_pupil = {pupil.id: by_name[pupil.stream] for pupil in found}
    staff, rooms = staff_in(school, weeks[0]), rooms_in(school)
    joins = {one.id: joined_subject(one, of_pupil, raster) if one.in_class else None for one in asked}
    problem = Problem(
        step=raster.step,
        days=len(raster.weekdays),
        weeks=len(weeks),
        day_starts=raster.day_starts,
        day_ends=raster.day_ends,
        subjects=subjects,
        streams=streams,
        pupils=found,
        adults=adults_of(staff, trained_of(asked), taken[0], raster, cover=cover),
        rooms=rooms_of(rooms, taken[1], without_room(asked)),
        groups=tuple(group_of(one, joins[one.id], raster, notes) for one in asked),
        turnaround=turnaround,
        within_lessons=school.phase == School.Phase.SECONDARY if within_lessons is None else within_lessons,
        weights=weights,
        day_names=tuple(WEEKDAYS[weekday] for weekday in raster.weekdays),
    )
    placements = (placement_of(one, raster) for one in asked)
    names = called(asked) | {str(member.pk): member.name for member in staff} | _labels(pupils)
    names |= {str(room.pk): room.name for room in rooms}
    names |= {room.id: "a place that is no room" for room in problem.rooms if not is_room(room.id)}
    children = {str(pupil.pk): pupil.name for pupil in pupils}
    today = Timetable(tuple(one for one in placements if one is not None))
    return Question(problem, today, names, children, tuple(notes.sentences), weeks)


def weeks_to_plan(calendar: Calendar, day: date, *, rotate: bool) -> tuple[CalendarWeek, ...]:
    """Return the week that a day is in, and the next week of the cycle where there are two, in the cycle's order."""
    week = calendar.week_of(day)
    if not week.days:
        raise NothingToPlan(
            f"The school is closed in the week of {week.starts:%-d %B %Y}. Choose a week in term."
        )
    if calendar.cycle_weeks == 1:
        return (week, week) if rotate else (week,)
    others = [one for one in calendar.weeks() if one.cycle_week != week.cycle_week]
    near = min(others, key=lambda one: abs(one.starts - week.starts), default=week)
    return tuple(sorted((week, near), key=lambda one: one.cycle_week))


def _pupils_in(asked: Sequence[Asked]) -> list[Pupil]:
    found = {member.pupil_id: member.pupil for one in asked for member in one.members}
    return sorted(found.values(), key=lambda pupil: (pupil.family_name, pupil.given_name, str(pupil.pk)))


def _labels(pupils: Iterable[Pupil]) -> dict[str, str]:
    """Return what children are called where no name is wanted: a number within their year."""
    numbers: Counter[str] = Counter()
    found = {}
    for pupil in pupils:
        numbers[pupil.year_group] += 1
        year = f" of {year_group_label(pupil.year_group)}" if pupil.year_group else ""
        found[str(pupil.pk)] = f"pupil {numbers[pupil.year_group]}{year}"
    return found


def _raster(
    calendar: Calendar, weeks: tuple[CalendarWeek, ...], times: set[int], lengths: list[int]
) -> Raster:
    start = min(times, default=9 * 60)
    step = step_of({*times, *(start + minutes for minutes in lengths)}, start)
    end = max({*times, start + step})
    weekdays = sorted(calendar.school_days, key=lambda day: (day - calendar.first_weekday) % 7)
    return Raster(weeks, tuple(weekdays), step, start, end)
