"""An adult is at school for the whole session."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Encoding, Place
from inreach.planner.rules.rule import Rule, Severity, meetings


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each session outside the adult's times."""
    windows = {adult.id: adult.windows for adult in problem.adults}
    for item in meetings(problem, timetable):
        day = [window for window in windows.get(item.adult, ()) if window.day == item.session.day]
        if not any(window.start <= item.session.start and item.end <= window.end for window in day):
            yield f"Adult {item.adult} is not there for group {item.group.id} on {item.when(problem)}."


def encode(problem: Problem) -> Encoding:
    """Ban a place that ends after the latest time until which its adult stays from its start on."""
    lasts = {group.id: group.minutes for group in problem.groups}
    stays: dict[tuple[str, int, int], int] = {}
    for adult in problem.adults:
        for window in adult.windows:
            for minute in range(window.start, window.end):
                key = (adult.id, window.day, minute)
                stays[key] = max(stays.get(key, 0), window.end)

    def bans(place: Place) -> bool:
        return stays.get((place.adult, place.day, place.start), 0) < place.start + lasts[place.group]

    return Encoding(bans=bans)


RULE = Rule("adult-there", "An adult is at school for the whole session.", Severity.MUST, violations, encode)
