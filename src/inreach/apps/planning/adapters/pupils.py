"""Pupils and the timetables they follow, from the ledger of a week without any support."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from inreach.apps.planning.adapters.time_grid import Raster
from inreach.apps.schools.adapters.timetable import blocks_for
from inreach.apps.schools.models import Pupil
from inreach.core.ledger.calculator import Engine
from inreach.core.ledger.types import Adult, Block, PeriodKind, Piece
from inreach.core.school.calendar import SchoolWeek
from inreach.planner.problem import problem

Blocks = Mapping[UUID, tuple[Block, ...]]


def blocks_of(pupils: Iterable[Pupil], weeks: tuple[SchoolWeek, ...]) -> tuple[Blocks, ...]:
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
    engine, subjects, streams, found = Engine(), {}, {}, []
    read: dict[tuple[int, ...], tuple[tuple[problem.Lesson, ...], frozenset[str]]] = {}
    for pupil in pupils:
        blocks = [week[pupil.pk] for week in weeks]
        known = tuple(map(id, blocks))
        if known not in read:
            pieces = [engine.week(each).pieces for each in blocks]
            lessons = tuple(
                _lesson(piece, number, raster) for number, each in enumerate(pieces) for piece in each
            )
            for piece in (piece for each in pieces for piece in each if piece.kind is PeriodKind.LESSON):
                subjects[piece.subject] = problem.Subject(piece.subject, piece.subject_kind, piece.protected)
            loved = frozenset(piece.subject for each in pieces for piece in each if piece.loved)
            read[known] = lessons, loved
        lessons, loved = read[known]
        stream = streams.setdefault(lessons, problem.Stream(f"timetable {len(streams) + 1}", lessons))
        found.append(problem.Pupil(str(pupil.pk), stream.id, loved))
    return tuple(subjects[name] for name in sorted(subjects)), tuple(streams.values()), tuple(found)


def _lesson(piece: Piece, week: int, raster: Raster) -> problem.Lesson:
    return problem.Lesson(
        week=week,
        day=raster.day(piece.day.weekday()),
        start=piece.start,
        end=piece.end,
        subject=piece.subject if piece.kind is PeriodKind.LESSON else "",
        teacher=piece.lesson_adult is Adult.TEACHER,
        kind=piece.kind,
    )
