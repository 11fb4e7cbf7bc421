"""Checks that a problem makes sense before anything is planned; every fault is a sentence that names who or what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from itertools import combinations

from inreach.core.school.calendar import hhmm
from inreach.planner.problem.problem import MAIN_SITE, Group, Problem, Window
from inreach.planner.problem.timetable import Placement, Session, Timetable

DAY = 1440
MOST = 1_000_000  # of anything that is added up: points, places, minutes


class ProblemRefused(ValueError):
    """The problem cannot be planned as it stands; `faults` has one sentence for each reason."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class TimetableRefused(ProblemRefused):
    """The timetable speaks of what the problem does not know; `faults` has one sentence for each reason."""


def check(problem: Problem) -> None:
    """Raise ProblemRefused with every fault of a problem; return nothing if it can be planned."""
    found = tuple(faults(problem))
    if found:
        raise ProblemRefused(found)


def check_timetable(problem: Problem, timetable: Timetable) -> None:
    """Raise TimetableRefused with all that a timetable has and its checked problem has not; rules are not minded."""
    twice = [f"Group {name} is there more than once." for name in _twice(item.group for item in timetable)]
    found = (*twice, *(fault for placement in timetable for fault in _foreign(problem, placement)))
    if found:
        raise TimetableRefused(found)


def faults(problem: Problem) -> Iterator[str]:
    """Yield a sentence for every fault of a problem."""
    frame = tuple(_frame(problem))
    yield from frame
    if frame:
        return
    yield from _names(problem)
    yield from _lessons(problem)
    yield from _people(problem)
    yield from _rooms(problem)
    yield from _walks(problem)
    yield from _groups(problem)
    yield from _published(problem)


def _frame(problem: Problem) -> Iterator[str]:
    if problem.step < 1:
        yield f"The step of the timetable must be at least one minute, not {problem.step}."
    elif (problem.day_ends - problem.day_starts) % problem.step or problem.day_ends <= problem.day_starts:
        yield f"The school day must be a whole number of steps of {problem.step} minutes, and longer than none."
    elif not 0 <= problem.day_starts < problem.day_ends <= DAY:
        yield f"The school day must lie between 0 and {DAY} minutes after midnight, on one day."
    if not 1 <= problem.days <= 7:
        yield f"A school week has 1 to 7 days, not {problem.days}."
    if problem.weeks not in (1, 2):
        yield f"A cycle has one or two weeks, not {problem.weeks}."
    if 1 <= problem.days <= 7 and len(problem.day_names) < problem.days:
        names = len(problem.day_names)
        yield f"Each of the {problem.days} days of the school week needs a name in “day_names”; there are {names}."
    if problem.turnaround < 0 or problem.prepare_within < 0:
        yield "Times between sessions and lessons cannot be negative."
    if max(problem.turnaround, problem.prepare_within) > DAY:
        yield "Times between sessions and lessons are no longer than a day."
    yield from _weights(problem)


def _weights(problem: Problem) -> Iterator[str]:
    weights = problem.weights
    points = {item.name: getattr(weights, item.name) for item in fields(weights) if item.type == "int"}
    points |= {f"repeats[{n}].points": item.points for n, item in enumerate(weights.repeats)}
    for name, value in points.items():
        if value > MOST:
            yield f"The weight “{name}” is {MOST:,} points at most, not {value:,}."


def _twice(names: Iterable[str]) -> list[str]:
    return sorted(name for name, times in Counter(names).items() if times > 1)


def _names(problem: Problem) -> Iterator[str]:
    for word, things in (
        ("Subject", problem.subjects),
        ("Stream", problem.streams),
        ("Pupil", problem.pupils),
        ("Adult", problem.adults),
        ("Room", problem.rooms),
        ("Group", problem.groups),
    ):
        for name in _twice(thing.id for thing in things):
            yield f"{word} {name} is there more than once."


def _lessons(problem: Problem) -> Iterator[str]:
    known = {subject.id for subject in problem.subjects}
    for subject in problem.subjects:
        if subject.weight is not None and subject.weight < 0:
            yield f"Subject {subject.id}: a weight cannot be negative, not {subject.weight}."
        elif subject.weight is not None and subject.weight > MOST:
            yield f"Subject {subject.id}: a weight is {MOST:,} points at most, not {subject.weight:,}."
    for stream in problem.streams:
        last = None
        for item in sorted(stream.lessons):
            where = f"Stream {stream.id}, week {item.week + 1}, day {item.day + 1}"
            if not (0 <= item.week < problem.weeks and 0 <= item.day < problem.days):
                yield f"{where}: there is no such day in the cycle."
                continue
            if not 0 <= item.start < item.end <= 1440:
                yield f"{where}: a lesson must end after it starts, on the same day."
                continue
            if (item.start - problem.day_starts) % problem.step or (
                item.end - problem.day_starts
            ) % problem.step:
                yield f"{where}, {hhmm(item.start)}: lessons must start and end on a step of {problem.step} minutes."
            if item.kind == "lesson" and item.subject not in known:
                yield f"{where}, {hhmm(item.start)}: subject “{item.subject}” is not in the list of subjects."
            if last and (last.week, last.day) == (item.week, item.day) and item.start < last.end:
                yield f"{where}: two lessons at {hhmm(item.start)}."
            last = item


def _window(problem: Problem, who: str, window: Window) -> Iterator[str]:
    if not 0 <= window.day < problem.days:
        yield f"{who}: day {window.day + 1} is no day of the school week."
    if not 0 <= window.start < window.end <= 1440:
        yield f"{who}: a stretch of time must end after it starts, on the same day."


def _people(problem: Problem) -> Iterator[str]:
    streams = {stream.id for stream in problem.streams}
    for pupil in problem.pupils:
        if pupil.stream not in streams:
            yield f"Pupil {pupil.id}: there is no stream “{pupil.stream}”."
        for name in sorted(pupil.protected & pupil.allowed):
            yield f"Pupil {pupil.id}: {name} cannot be kept whole and opened at once."
        if pupil.unavoidable < 0:
            yield f"Pupil {pupil.id}: harm that cannot be avoided is never negative."
        elif pupil.unavoidable > MOST:
            yield f"Pupil {pupil.id}: harm that cannot be avoided is {MOST:,} points at most."
    for adult in problem.adults:
        for window in (*adult.windows, *adult.teaches):
            yield from _window(problem, f"Adult {adult.id}", window)
        if adult.minutes < 0:
            yield f"Adult {adult.id}: minutes of work cannot be negative."
        elif adult.minutes > MOST:
            yield f"Adult {adult.id}: a week has fewer minutes than {adult.minutes:,}."


def _site(name: str) -> str:
    return f"site {name}" if name != MAIN_SITE else "the main site"


def _rooms(problem: Problem) -> Iterator[str]:
    for room in problem.rooms:
        for window in room.busy:
            yield from _window(problem, f"Room {room.id}", window)
        if room.places < 1:
            yield f"Room {room.id} must have at least one place."
        elif room.places > MOST:
            yield f"Room {room.id} cannot hold {room.places:,} pupils."


def _walks(problem: Problem) -> Iterator[str]:
    known: Counter[frozenset[str]] = Counter()
    for walk in problem.walks:
        way = f"The walk between {_site(walk.one)} and {_site(walk.other)}"
        if walk.one == walk.other:
            yield f"{way} must join two sites."
        if walk.minutes < 0:
            yield f"{way} cannot take negative minutes."
        elif walk.minutes > DAY:
            yield f"{way} takes no longer than a day."
        known[frozenset((walk.one, walk.other))] += 1
        if known[frozenset((walk.one, walk.other))] == 2:
            yield f"{way} is there more than once."
    used = {room.site: f"room {room.id}" for room in reversed(problem.rooms)}
    for group in problem.groups:
        if group.joins is not None:
            used.setdefault(MAIN_SITE, f"group {group.id}, which meets in class")
    for adult in problem.adults:
        if adult.covers:
            used.setdefault(MAIN_SITE, f"adult {adult.id}, who covers lessons")
    for one, other in combinations(sorted(used), 2):
        if frozenset((one, other)) not in known:
            yield (
                f"The walk between {_site(one)} ({used[one]}) and {_site(other)} ({used[other]}) is missing; "
                "give its minutes."
            )


def _groups(problem: Problem) -> Iterator[str]:
    pupils, adults = {pupil.id for pupil in problem.pupils}, {adult.id: adult for adult in problem.adults}
    subjects = {subject.id for subject in problem.subjects}
    for group in problem.groups:
        who = f"Group {group.id}"
        if not group.members:
            yield f"{who} has no pupils."
        for name in _twice(group.members):
            yield f"{who}: pupil {name} is there more than once."
        for name in group.members:
            if name not in pupils:
                yield f"{who}: there is no pupil “{name}”."
        if group.minutes < 1 or group.minutes % problem.step:
            yield f"{who}: a session must last a whole number of steps of {problem.step} minutes, not {group.minutes}."
        elif group.minutes > DAY:
            yield f"{who}: a session is no longer than a day."
        if not 1 <= group.sessions <= problem.days:
            yield f"{who}: sessions are on different days, so 1 to {problem.days} a week, not {group.sessions}."
        if group.adult is not None and group.adult not in adults:
            yield f"{who}: there is no adult “{group.adult}”."
        elif group.adult is not None and group.programme not in adults[group.adult].trained:
            yield f"{who}: adult {group.adult} is not trained for {group.programme}."
        if group.joins is not None and group.joins not in subjects:
            yield f"{who} joins lessons of “{group.joins}”, which is not in the list of subjects."
        yield from _pins(problem, group)


def _pins(problem: Problem, group: Group) -> Iterator[str]:
    who = f"Group {group.id}"
    if _twice(f"{pin.week} {pin.day}" for pin in group.pins):
        yield f"{who}: two pinned sessions are on the same day."
    for week in range(problem.weeks):
        if sum(pin.week == week for pin in group.pins) > group.sessions:
            yield f"{who}: more sessions are pinned than the {group.sessions} of a week."
    for pin in group.pins:
        if not (0 <= pin.week < problem.weeks and 0 <= pin.day < problem.days):
            yield f"{who}: a pinned session is on a day that is not in the cycle."
        elif not 0 <= pin.start < DAY:
            yield f"{who}: a pinned session must begin between 00:00 and 24:00."
        elif (pin.start - problem.day_starts) % problem.step:
            yield f"{who}: the pinned session at {hhmm(pin.start)} is not on a step of {problem.step} minutes."


def _published(problem: Problem) -> Iterator[str]:
    """Yield faults of the published timetable; it may well know groups, people and rooms that are no longer there."""
    placements = problem.published.placements if problem.published is not None else ()
    for name in _twice(placement.group for placement in placements):
        yield f"Published timetable: group {name} is there more than once."
    for placement in placements:
        who = f"Published timetable, group {placement.group}"
        for name in _twice(f"week {item.week + 1}, day {item.day + 1}" for item in placement.sessions):
            yield f"{who}: two sessions in {name}."
        if not all(_in_cycle(problem, item) for item in placement.sessions):
            yield f"{who}: a session is on a day that is not in the cycle."
        if not all(0 <= item.start < DAY for item in placement.sessions):
            yield f"{who}: a session must begin between 00:00 and 24:00."


def _in_cycle(problem: Problem, session: Session) -> bool:
    return 0 <= session.week < problem.weeks and 0 <= session.day < problem.days


def _foreign(problem: Problem, placement: Placement) -> Iterator[str]:
    """Yield a sentence for all that a placement has and the problem has not."""
    who = f"Group {placement.group}"
    group = next((item for item in problem.groups if item.id == placement.group), None)
    if group is None:
        yield f"{who} is not in the problem."
        return
    adults, rooms = {adult.id for adult in problem.adults}, {"", *(room.id for room in problem.rooms)}
    if placement.sessions and placement.adult is None:
        yield f"{who} has sessions and no adult."
    people = {name for name in (placement.adult, placement.cover) if name is not None}
    for name in sorted(people - adults):
        yield f"{who}: there is no adult “{name}”."
    for name in sorted({item.room for item in placement.sessions} - rooms):
        yield f"{who}: there is no room “{name}”."
    if not all(_in_cycle(problem, item) for item in placement.sessions):
        yield f"{who}: a session is on a day that is not in the cycle."
    last = problem.day_ends - group.minutes
    starts = range(problem.day_starts, last + 1, problem.step)
    if not all(item.start in starts for item in placement.sessions):
        yield (
            f"{who}: a session must begin on a step of {problem.step} minutes, and lie within the school day, "
            f"{hhmm(problem.day_starts)} to {hhmm(problem.day_ends)}."
        )
