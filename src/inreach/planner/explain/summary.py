"""A timetable in a few sentences: what is placed, every kind of harm apart, who is worst off, how near to the best."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from inreach.core.ledger.types import SubjectKind
from inreach.core.text import listed
from inreach.planner.explain.losses import PupilLoss, times
from inreach.planner.explain.wording import Names, capital, every_week, many, minutes_of, number
from inreach.planner.objective.harm import Harm
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable

MOST_SUBJECTS = 3
SHARES = {0.1: "a tenth", 0.25: "a quarter", 0.5: "half"}


@dataclass(frozen=True, slots=True)
class Term:
    """One kind of harm: how much of it, in its unit, what it weighs in points, and a sentence."""

    id: str
    amount: int
    unit: str
    points: int
    sentence: str


def terms(problem: Problem, harm: Harm, pupils: tuple[PupilLoss, ...], names: Names) -> tuple[Term, ...]:
    """Return every kind of harm that there is, in the order of the weights; their points add up to the harm."""
    return tuple(item for item in _terms(problem, harm, pupils, names) if item.points or item.amount)


def _minutes(problem: Problem, pupils: tuple[PupilLoss, ...]) -> dict[str, int]:
    minutes = {"ordinary": 0, "core": 0, "loved": 0}
    for pupil in pupils:
        for item in pupil.subjects:
            kind = "loved" if item.loved else "core" if item.kind == SubjectKind.CORE else "ordinary"
            minutes[kind] += item.minutes
    return minutes


def _terms(problem: Problem, harm: Harm, pupils: tuple[PupilLoss, ...], names: Names) -> Iterator[Term]:
    minutes, cycle = _minutes(problem, pupils), every_week(problem)

    def points(name: str) -> int:
        return sum(getattr(item, name) for item in harm.pupils.values())

    for name, what in (
        ("loved", "subjects that they love"),
        ("core", "core subjects"),
        ("ordinary", "other subjects"),
    ):
        sentence = f"Pupils miss {minutes[name]:,} minutes of {what} {cycle}."
        yield Term(name, minutes[name], "minutes", points(name), sentence)
    broken = sum(item.left + item.returned for item in pupils)
    sentence = f"A pupil leaves or comes back in the middle of a lesson {times(broken)}."
    yield Term("edges", broken, "times", points("edges"), sentence)
    shares = [
        (word, sum(item.share > share for pupil in pupils for item in pupil.subjects))
        for share, word in _shares(problem)
    ]
    often = listed(f"more than {word} {times(count)}" for word, count in shares if count)
    sentence = f"The same subject again and again: of one subject a pupil misses {often or 'little'}."
    yield Term("repeats", shares[0][1] if shares else 0, "times", points("repeats"), sentence)
    twice = sum(len(item.days_twice) for item in pupils)
    sentence = f"A pupil has more than one session out of class on one day {times(twice)}."
    yield Term("second_same_day", twice, "times", points("second_same_day"), sentence)
    yield _worst(harm, pupils, names)
    yield from _school(problem, harm)


def _shares(problem: Problem) -> list[tuple[float, str]]:
    """Return the shares beyond which repeated loss weighs more, with words for them, the smallest first."""
    every = sorted({repeat.share for repeat in problem.weights.repeats})
    return [(share, SHARES.get(share, f"{share:.0%}")) for share in every]


def _worst(harm: Harm, pupils: tuple[PupilLoss, ...], names: Names) -> Term:
    def beyond(pupil: PupilLoss) -> int:
        return harm.pupils[pupil.pupil].avoidable

    worst = max(pupils, key=beyond, default=None)
    if worst is None:
        return Term("worst_pupil", 0, "points", 0, "")
    who = capital(names.pupil(worst.pupil))
    subjects = listed(
        f"{minutes_of(item.minutes, item.whole)} of {names.thing(item.subject)}"
        for item in worst.subjects[:MOST_SUBJECTS]
    )
    more = len(worst.subjects) - MOST_SUBJECTS
    rest = f", and parts of {many(more, 'other subject')}" if more > 0 else ""
    sentence = f"{who} loses most: {subjects}{rest}."
    return Term("worst_pupil", worst.minutes, "minutes", harm.worst_points, sentence)


def _school(problem: Problem, harm: Harm) -> Iterator[Term]:
    cycle, share = every_week(problem), problem.weights.teacher_share
    yield Term(
        "session_short",
        harm.sessions_short,
        "sessions",
        harm.short_points,
        f"{capital(many(harm.sessions_short, 'session'))} could not be placed {cycle}.",
    )
    yield Term(
        "preparation_missed",
        harm.preparation_missed,
        "times",
        harm.preparation_points,
        f"A group that prepares a lesson never meets before it in a week: {times(harm.preparation_missed)}.",
    )
    yield Term(
        "teacher_time",
        harm.teacher_minutes_over,
        "minutes",
        harm.teacher_points,
        f"Beyond {share:.0%} of lesson time, pupils are away from a qualified teacher "
        f"for {harm.teacher_minutes_over:,} minutes {cycle}.",
    )
    yield Term(
        "cover",
        harm.covered_minutes,
        "minutes",
        harm.cover_points,
        f"Somebody else takes a teacher's class for {harm.covered_minutes:,} minutes {cycle}.",
    )
    yield Term(
        "moved",
        harm.sessions_moved,
        "sessions",
        harm.moved_points,
        f"{capital(many(harm.sessions_moved, 'session'))} of the published timetable "
        f"{'is' if harm.sessions_moved == 1 else 'are'} at another time.",
    )
    yield Term(
        "other_adult",
        harm.other_adults,
        "groups",
        harm.other_adult_points,
        f"{capital(many(harm.other_adults, 'group'))} {'has' if harm.other_adults == 1 else 'have'} "
        "another adult than published.",
    )


def placed_sentence(problem: Problem, timetable: Timetable) -> str:
    """Return how many sessions are placed, in words."""
    wanted = sum(group.sessions for group in problem.groups) * problem.weeks
    placed = sum(len(timetable.of(group.id).sessions) for group in problem.groups)
    if placed == wanted:
        return f"All {number(wanted)} sessions are placed." if wanted else "There are no sessions to place."
    return f"{placed:,} of {wanted:,} sessions are placed; {many(wanted - placed, 'session')} could not be."


def gap_of(points: int, bound: int | None) -> float | None:
    """Return how far from the best possible the answer may be, as a share of its points; None if nothing is shown."""
    if not points:
        return 0.0  # there is no harm below nought
    return None if bound is None else max(0.0, (points - bound) / points)


def gap_sentence(gap: float | None) -> str:
    """Return the gap in words, rounded up."""
    if gap is None:
        return "How near this is to the best possible timetable has not been worked out."
    if gap == 0:
        return "It has been shown that no timetable does less harm."
    return f"The harm is at most {math.ceil(gap * 1000) / 10:.1f} % from the best possible."
