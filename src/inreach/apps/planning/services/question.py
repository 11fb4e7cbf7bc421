"""The planner's question for one school: the same support as today, or as asked for, with least harm."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from inreach.apps.planning.adapters.school_support import SchoolSupport, gather_support
from inreach.apps.planning.services.adults import adults_of, is_room, rooms_of, taken_by_lessons
from inreach.apps.planning.services.groups import (
    Notes,
    RequestedGroup,
    group_names,
    group_of,
    in_own_lessons,
    joined_subject,
    placement_of,
    places_without_room,
    pupils_of,
    requested_groups,
    trained_adults,
)
from inreach.apps.planning.services.pupils import lessons_and_pupils, numbered_in_their_year, times_in
from inreach.apps.planning.services.time_grid import TimeGrid, time_grid_of
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import School
from inreach.core.refusal import Refusal
from inreach.core.school.calendar import WEEKDAYS, Calendar, CalendarWeek
from inreach.planner.objective.weights import STANDARD, Weights
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable


class NothingToPlan(Refusal):
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


@dataclass(frozen=True, slots=True)
class PlanningChoices:
    """How sessions may lie, and what weighs.

    `within_lessons` keeps sessions inside one lesson; left open, that is so in secondary schools. `turnaround` are
    minutes that an adult needs after a session; with `cover` an assistant may take a teacher's class.
    """

    within_lessons: bool | None = None
    turnaround: int = 5
    cover: bool = False
    weights: Weights = STANDARD


def question_of(
    school: School, day: date, *, rotate: bool = False, choices: PlanningChoices | None = None
) -> Question:
    """Return the question of the week that a day is in; NothingToPlan where there is no support to plan.

    A two-week timetable is planned over its two weeks, and with `rotate` a weekly one too, so that sessions may take
    turns.
    """
    calendar = calendar_of(school)
    weeks = weeks_to_plan(calendar, day, rotate=rotate)
    return question_about(gather_support(school, calendar, weeks), choices or PlanningChoices())


def question_about(
    support: SchoolSupport, choices: PlanningChoices, also: Sequence[RequestedGroup] = ()
) -> Question:
    """Return the question about a school's support; NothingToPlan where there is none.

    What is asked for `also` is not among the school's groups yet. It asks the database nothing.
    """
    weeks, notes = support.weeks, Notes()
    if len(weeks[0].days) < len(support.calendar.school_days):
        notes.add(
            f"The week of {weeks[0].starts:%-d %B %Y} has {len(weeks[0].days)} school days, so nothing is planned "
            "on the others. Choose a full week for the usual timetable."
        )
    requests = [*requested_groups(support.groups, len(weeks), notes), *also]
    pupils = pupils_of(requests)
    lengths = [request.minutes for request in requests]
    grid = time_grid_of(support.calendar, weeks, times_in(support.blocks, pupils), lengths)
    taken_staff, taken_rooms = taken_by_lessons(support.lessons, grid)
    staying = {request.id: in_own_lessons(request, taken_staff, grid) for request in requests}
    for sentence in filter(None, staying.values()):
        notes.add(sentence)
    requests = [request for request in requests if not staying[request.id]]
    if not requests:
        raise NothingToPlan(
            f"{support.school} has no support to plan in the week of {weeks[0].starts:%-d %B %Y}. "
            + " ".join(notes.sentences)
        )
    subjects, streams, planned_pupils = lessons_and_pupils(pupils, support.blocks, grid)
    stream_by_id = {stream.id: stream for stream in streams}
    stream_of = {pupil.id: stream_by_id[pupil.stream] for pupil in planned_pupils}
    joins = {
        request.id: joined_subject(request, stream_of, grid) if request.in_class else None
        for request in requests
    }
    problem = Problem(
        step=grid.step,
        days=len(grid.weekdays),
        weeks=len(weeks),
        day_starts=grid.day_starts,
        day_ends=grid.day_ends,
        subjects=subjects,
        streams=streams,
        pupils=planned_pupils,
        adults=adults_of(support.staff, trained_adults(requests), taken_staff, grid, cover=choices.cover),
        rooms=rooms_of(support.rooms, taken_rooms, places_without_room(requests)),
        groups=tuple(group_of(request, joins[request.id], grid, notes) for request in requests),
        turnaround=choices.turnaround,
        within_lessons=support.secondary if choices.within_lessons is None else choices.within_lessons,
        weights=choices.weights,
        day_names=tuple(WEEKDAYS[weekday] for weekday in grid.weekdays),
    )
    names = group_names(requests) | {member.id: member.name for member in support.staff}
    names |= numbered_in_their_year(pupils) | {room.id: room.name for room in support.rooms}
    names |= {room.id: "a place that is no room" for room in problem.rooms if not is_room(room.id)}
    children = {pupil.id: pupil.name for pupil in pupils}
    return Question(problem, _today(requests, grid), names, children, tuple(notes.sentences), weeks)


def _today(requests: Sequence[RequestedGroup], grid: TimeGrid) -> Timetable:
    """Where the groups meet today."""
    placements = (placement_of(request, grid) for request in requests)
    return Timetable(tuple(placement for placement in placements if placement is not None))


def weeks_to_plan(calendar: Calendar, day: date, *, rotate: bool) -> tuple[CalendarWeek, ...]:
    """Return the week that a day is in, and the next week of the cycle where there are two, in the cycle's order."""
    week = calendar.week_of(day)
    if not week.days:
        raise NothingToPlan(
            f"The school is closed in the week of {week.starts:%-d %B %Y}. Choose a week in term."
        )
    if calendar.cycle_weeks == 1:
        return (week, week) if rotate else (week,)
    others = [other for other in calendar.weeks() if other.cycle_week != week.cycle_week]
    near = min(others, key=lambda other: abs(other.starts - week.starts), default=week)
    return tuple(sorted((week, near), key=lambda planned: planned.cycle_week))
