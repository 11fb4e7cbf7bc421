"""Pupils leave only lessons that may be left, and cross no lesson's edge where the school says so."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.core.ledger.types import ALWAYS_PROTECTED, PeriodKind
from inreach.planner.problem.problem import Problem, Pupil
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Encoding, Place
from inreach.planner.rules.rule import Rule, Severity, meetings


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each pupil and session that takes what must be kept, or time that is no lesson."""
    pupils = {pupil.id: pupil for pupil in problem.pupils}
    lessons = {stream.id: stream.lessons for stream in problem.streams}
    for item in meetings(problem, timetable):
        if item.group.joins is not None:
            continue
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


def _open(problem: Problem, pupil: Pupil) -> dict[tuple[int, int, int], int]:
    """Return for each week, day and minute that a pupil may leave the number of the stretch that lies there."""
    opened = problem.allowed | pupil.allowed
    kept = {
        subject.id
        for subject in problem.subjects
        if (subject.protected or subject.kind in ALWAYS_PROTECTED) and subject.id not in opened
    } | pupil.protected
    stream = next(item for item in problem.streams if item.id == pupil.stream)
    stretches = {}
    for number, lesson in enumerate(stream.lessons):
        taught = lesson.kind is PeriodKind.LESSON
        if lesson.subject not in kept if taught else lesson.kind.value in opened:
            for minute in range(lesson.start, lesson.end):
                stretches[lesson.week, lesson.day, minute] = number
    return stretches


def encode(problem: Problem) -> Encoding:
    """Ban a place where any minute of any member is not open, or lies in another lesson where edges are not crossed."""
    groups = {group.id: group for group in problem.groups}
    members = {member for group in problem.groups for member in group.members}
    pupils = {pupil.id: _open(problem, pupil) for pupil in problem.pupils if pupil.id in members}

    def bans(place: Place) -> bool:
        group = groups[place.group]
        minutes = range(place.start, place.start + group.minutes)
        if group.joins is not None:
            return False
        for member in group.members:
            stretches = {pupils[member].get((place.week, place.day, minute)) for minute in minutes}
            if None in stretches or (problem.within_lessons and len(stretches) > 1):
                return True
        return False

    return Encoding(bans=bans)


RULE = Rule(
    "may-leave",
    "Pupils leave only lessons that may be left, and cross no lesson's edge where the school says so.",
    Severity.MUST,
    violations,
    encode,
)
