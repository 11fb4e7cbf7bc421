"""Pupils and the timetables they follow, from the ledger of a week without any support."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from inreach.apps.planning.adapters.time_grid import Raster
from inreach.apps.schools.adapters.timetable import blocks_for
from inreach.apps.schools.models import Pupil
from inreach.core.ledger.calculator import LedgerCalculator
from inreach.core.ledger.types import Adult, Block, PeriodKind, Segment
from inreach.core.school.calendar import CalendarWeek
from inreach.planner.problem import problem

# A plan spares a lesson that names nobody as one with a teacher, because it may be one.
PLANNED_AS_TEACHER = frozenset({Adult.TEACHER, Adult.UNKNOWN})
Blocks = Mapping[UUID, tuple[Block, ...]]


def blocks_of(pupils: Iterable[Pupil], weeks: tuple[CalendarWeek, ...]) -> tuple[Blocks, ...]:
    """Return the blocks of each week for these pupils of one school."""
    asked = list(pupils)
    return tuple(blocks_for(asked, week) for week in weeks)


def times_in(weeks: tuple[Blocks, ...]) -> set[int]:
    """Return every minute of the day at which a block starts or ends."""
    blocks = {id(block): block for week in weeks for each in week.values() for block in each}
    return {minute for block in blocks.values() for minute in (block.start, block.end)}


def lessons_and_pupils(
    pupils: Iterable[Pupil], weeks: tuple[Blocks, ...], raster: Raster
) -> tuple[tuple[problem.Subject, ...], tuple[problem.Stream, ...], tuple[problem.Pupil, ...]]:
    """Return the subjects, the timetables that pupils share, and the pupils.

    Where two lessons of a pupil overlap, the one that the ledger counts is the one that the planner sees.
    """
    calculator, subjects, found = LedgerCalculator(), {}, []
    streams: dict[tuple[problem.Lesson, ...], problem.Stream] = {}
    read: dict[tuple[int, ...], tuple[tuple[problem.Lesson, ...], frozenset[str]]] = {}
    for pupil in pupils:
        blocks = [week[pupil.pk] for week in weeks]
        known = tuple(map(id, blocks))
        if known not in read:
            segments = [calculator.week(each).segments for each in blocks]
            lessons = tuple(
                _lesson(segment, number, raster) for number, each in enumerate(segments) for segment in each
            )
            for segment in (
                segment for each in segments for segment in each if segment.kind is PeriodKind.LESSON
            ):
                subjects[segment.subject] = problem.Subject(
                    segment.subject, segment.subject_kind, segment.protected
                )
            loved = frozenset(segment.subject for each in segments for segment in each if segment.loved)
            read[known] = lessons, loved
        lessons, loved = read[known]
        stream = streams.setdefault(lessons, problem.Stream(f"timetable {len(streams) + 1}", lessons))
        found.append(problem.Pupil(str(pupil.pk), stream.id, loved))
    return tuple(subjects[name] for name in sorted(subjects)), tuple(streams.values()), tuple(found)


def _lesson(segment: Segment, week: int, raster: Raster) -> problem.Lesson:
    return problem.Lesson(
        week=week,
        day=raster.day(segment.day.weekday()),
        start=segment.start,
        end=segment.end,
        subject=segment.subject if segment.kind is PeriodKind.LESSON else "",
        teacher=segment.lesson_adult in PLANNED_AS_TEACHER,
        kind=segment.kind,
    )
