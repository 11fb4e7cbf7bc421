"""Sessions of a group are on different days, and no more in a week than planned."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Claim, Encoding, Place
from inreach.planner.rules.rule import Rule, Severity


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each day with two sessions of a group and each week with too many."""
    for group in problem.groups:
        sessions = timetable.of(group.id).sessions
        for (week, day), times in sorted(Counter((item.week, item.day) for item in sessions).items()):
            if times > 1:
                when = f"{problem.day_name(day)} of week {week + 1}"
                yield f"Group {group.id} meets {times} times on {when}."
        for week, times in sorted(Counter(item.week for item in sessions).items()):
            if times > group.sessions:
                yield f"Group {group.id} meets {times} times in week {week + 1}; {group.sessions} are planned."


def encode(problem: Problem) -> Encoding:
    """Claim one session a day, and as many a week as are planned."""
    planned = {group.id: group.sessions for group in problem.groups}

    def claims(place: Place) -> Iterator[Claim]:
        yield Claim(("day", place.group, place.week, place.day), 1, 1)
        yield Claim(("week", place.group, place.week), 1, planned[place.group])

    return Encoding(claims=claims)


RULE = Rule(
    "dose",
    "Sessions of a group are on different days, and no more in a week than planned.",
    Severity.MUST,
    violations,
    encode,
)
