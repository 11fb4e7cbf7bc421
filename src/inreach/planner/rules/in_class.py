"""Sessions in class take place in lessons of their subject."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.core.ledger.types import PeriodKind
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Encoding, Place
from inreach.planner.rules.rule import Rule, Severity, meetings


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pupil who has something else than the subject that a session joins."""
    streams = {pupil.id: pupil.stream for pupil in problem.pupils}
    lessons = {stream.id: stream.lessons for stream in problem.streams}
    for item in meetings(problem, timetable):
        if item.group.joins is None:
            continue
        for member in item.group.members:
            left = item.end - item.session.start
            for lesson in lessons[streams[member]]:
                if (lesson.week, lesson.day) == (item.session.week, item.session.day):
                    shared = min(lesson.end, item.end) - max(lesson.start, item.session.start)
                    same = lesson.kind is PeriodKind.LESSON and lesson.subject == item.group.joins
                    left -= max(0, shared) if same else 0
            if left:
                yield (
                    f"Pupil {member} has no {item.group.joins} for {left} minutes of group {item.group.id} "
                    f"on {item.when(problem)}."
                )


def encode(problem: Problem) -> Encoding:
    """Ban every place of a group in class where a minute of a member is not in a lesson of its subject."""
    groups = {group.id: group for group in problem.groups}
    streams = {stream.id: stream for stream in problem.streams}
    members = {member for group in problem.groups if group.joins is not None for member in group.members}
    taught = {
        (pupil.id, lesson.week, lesson.day, minute): lesson.subject
        for pupil in problem.pupils
        if pupil.id in members
        for lesson in streams[pupil.stream].lessons
        if lesson.kind is PeriodKind.LESSON
        for minute in range(lesson.start, lesson.end)
    }

    def bans(place: Place) -> bool:
        group = groups[place.group]
        return group.joins is not None and any(
            taught.get((member, place.week, place.day, minute)) != group.joins
            for member in group.members
            for minute in range(place.start, place.start + group.minutes)
        )

    return Encoding(bans=bans)


RULE = Rule(
    "in-class", "Sessions in class take place in lessons of their subject.", Severity.MUST, violations, encode
)
