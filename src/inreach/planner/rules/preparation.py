"""A group that prepares for a lesson meets shortly before it, once in every week that allows it."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.core.ledger.types import PeriodKind
from inreach.planner.problem.problem import Group, Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.rule import Rule, Severity


def _ready(problem: Problem, group: Group) -> Iterator[tuple[int, int, int]]:
    """Yield each week, day and start of the raster at which a session prepares at least half the members."""
    streams = {stream.id: stream.lessons for stream in problem.streams}
    lines = {pupil.id: streams[pupil.stream] for pupil in problem.pupils}
    last = problem.day_ends - group.minutes
    for week in range(problem.weeks):
        for day in range(problem.days):
            linked = [
                [
                    lesson.start - group.minutes
                    for lesson in lines[member]
                    if (lesson.week, lesson.day, lesson.subject) == (week, day, group.prepares)
                    and lesson.kind is PeriodKind.LESSON
                ]
                for member in group.members
            ]
            for start in range(problem.day_starts, last + 1, problem.step):
                soon = [any(0 <= at - start <= problem.prepare_within for at in starts) for starts in linked]
                if 2 * sum(soon) >= len(soon):
                    yield week, day, start


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each week in which a group could prepare by the clock, and does not."""
    for group in problem.groups:
        if group.prepares is None:
            continue
        ready = set(_ready(problem, group))
        placed = {(item.week, item.day, item.start) for item in timetable.of(group.id).sessions}
        for week in sorted({week for week, _, _ in ready} - {week for week, _, _ in ready & placed}):
            yield f"Group {group.id} does not meet shortly before {group.prepares} in week {week + 1}."


RULE = Rule(
    "preparation",
    "A group that prepares for a lesson meets shortly before it, once in every week that allows it.",
    Severity.SHOULD,
    violations,
    weighed="preparation_missed",
)
