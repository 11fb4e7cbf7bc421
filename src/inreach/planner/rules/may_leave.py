"""Pupils leave only lessons that may be left, and cross no lesson's edge where the school says so."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem import Problem
from inreach.planner.rules.rule import Rule, Severity, meetings
from inreach.planner.timetable import Timetable


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pupil and session that takes what must be kept, or time that is no lesson."""
    pupils = {pupil.id: pupil for pupil in problem.pupils}
    lessons = {stream.id: stream.lessons for stream in problem.streams}
    for item in meetings(problem, timetable):
        when = item.when(problem)
        for member in item.group.members:
            pupil, left, parts = pupils[member], item.end - item.session.start, 0
            for lesson in lessons[pupil.stream]:
                if (lesson.week, lesson.day) != (item.session.week, item.session.day):
                    continue
                shared = min(lesson.end, item.end) - max(lesson.start, item.session.start)
                if shared > 0:
                    parts += 1
                    left -= shared
                    if not problem.is_open(lesson, pupil):
                        what = problem.subject_of(lesson)
                        yield f"Pupil {member} must not miss {what}, on {when} with group {item.group.id}."
            if left:
                yield f"Pupil {member} has no lesson for {left} minutes of group {item.group.id} on {when}."
            if problem.within_lessons and parts > 1:
                yield f"Group {item.group.id} crosses a lesson's edge of pupil {member} on {when}."


RULE = Rule(
    "may-leave",
    "Pupils leave only lessons that may be left, and cross no lesson's edge where the school says so.",
    Severity.MUST,
    violations,
)
