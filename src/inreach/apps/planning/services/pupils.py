"""Pupils and the timetables they follow, from the ledger of a week without any support."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from inreach.apps.planning.adapters.school_support import PlannedPupil
from inreach.apps.planning.services.time_grid import TimeGrid
from inreach.core.ledger.calculator import LedgerCalculator
from inreach.core.ledger.types import Adult, Block, PeriodKind, Segment
from inreach.core.school.year_group import year_group_label
from inreach.planner.problem import problem

# A plan spares a lesson that names nobody as one with a teacher, because it may be one.
PLANNED_AS_TEACHER = frozenset({Adult.TEACHER, Adult.UNKNOWN})
Blocks = Mapping[str, tuple[Block, ...]]


def times_in(weeks: Sequence[Blocks], pupils: Iterable[PlannedPupil]) -> set[int]:
    """Return every minute of the day at which a block of one of these pupils starts or ends."""
    ids = [pupil.id for pupil in pupils]
    blocks = {id(block): block for week in weeks for pupil in ids for block in week[pupil]}
    return {minute for block in blocks.values() for minute in (block.start, block.end)}


def lessons_and_pupils(
    pupils: Iterable[PlannedPupil], weeks: Sequence[Blocks], grid: TimeGrid
) -> tuple[tuple[problem.Subject, ...], tuple[problem.Stream, ...], tuple[problem.Pupil, ...]]:
    """Return the subjects, the timetables that pupils share, and the pupils.

    Where two lessons of a pupil overlap, the one that the ledger counts is the one that the planner sees.
    """
    calculator = LedgerCalculator()
    subjects: dict[str, problem.Subject] = {}
    planned: list[problem.Pupil] = []
    streams: dict[tuple[problem.Lesson, ...], problem.Stream] = {}
    timetables: dict[tuple[int, ...], tuple[tuple[problem.Lesson, ...], frozenset[str]]] = {}
    for pupil in pupils:
        blocks = [week[pupil.id] for week in weeks]
        shared_blocks = tuple(map(id, blocks))
        if shared_blocks not in timetables:
            segments = [calculator.week(of_week).segments for of_week in blocks]
            lessons = tuple(
                _lesson(segment, week, grid) for week, of_week in enumerate(segments) for segment in of_week
            )
            for segment in (segment for of_week in segments for segment in of_week):
                if segment.kind is PeriodKind.LESSON:
                    subjects[segment.subject] = problem.Subject(
                        segment.subject, segment.subject_kind, segment.protected
                    )
            loved = frozenset(segment.subject for of_week in segments for segment in of_week if segment.loved)
            timetables[shared_blocks] = lessons, loved
        lessons, loved = timetables[shared_blocks]
        stream = streams.setdefault(lessons, problem.Stream(f"timetable {len(streams) + 1}", lessons))
        planned.append(problem.Pupil(pupil.id, stream.id, loved))
    return tuple(subjects[name] for name in sorted(subjects)), tuple(streams.values()), tuple(planned)


def _lesson(segment: Segment, week: int, grid: TimeGrid) -> problem.Lesson:
    return problem.Lesson(
        week=week,
        day=grid.day(segment.day.weekday()),
        start=segment.start,
        end=segment.end,
        subject=segment.subject if segment.kind is PeriodKind.LESSON else "",
        teacher=segment.lesson_adult in PLANNED_AS_TEACHER,
        kind=segment.kind,
    )


def numbered_in_their_year(pupils: Iterable[PlannedPupil]) -> dict[str, str]:
    """Return what children are called where no name is wanted: a number within their year."""
    numbers: Counter[str] = Counter()
    labels = {}
    for pupil in pupils:
        numbers[pupil.year_group] += 1
        year = f" of {year_group_label(pupil.year_group)}" if pupil.year_group else ""
        labels[pupil.id] = f"pupil {numbers[pupil.year_group]}{year}"
    return labels
