"""A pupil does not miss the same subject twice in one week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.rule import Rule, Severity, meetings


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pupil, week and subject with two or more lessons of which time is missed."""
    streams = {stream.id: stream.lessons for stream in problem.streams}
    lines = {pupil.id: streams[pupil.stream] for pupil in problem.pupils}
    missed = set()
    for item in meetings(problem, timetable):
        if item.group.joins is not None:
            continue
        for member in item.group.members:
            for lesson in lines[member]:
                same_day = (lesson.week, lesson.day) == (item.session.week, item.session.day)
                if same_day and lesson.start < item.end and item.session.start < lesson.end:
                    missed.add((member, lesson))
    times = Counter((pupil, lesson.week, problem.subject_of(lesson)) for pupil, lesson in missed)
    for (pupil, week, subject), count in sorted(times.items()):
        if count > 1:
            yield f"Pupil {pupil} misses time of {count} lessons of {subject} in week {week + 1}."


RULE = Rule(
    "same-subject",
    "A pupil does not miss the same subject twice in one week.",
    Severity.NOTE,
    violations,
    weighed="repeats",
)
