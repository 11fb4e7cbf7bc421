"""A published timetable after the facts have changed: the answer that changes least first, and harms least second.

Everybody lives by the published timetable, so what can stay stays. Sessions that can be placed are placed, as in any
plan; then as few published sessions as possible are moved. Where holding on to them would cost pupils much more than
both planning from nothing and what they lose today, the hold is loosened step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from inreach.planner.explain.wording import capital, many, number
from inreach.planner.objective.harm import Harm, ObjectiveEvaluator
from inreach.planner.problem.changes import AdultAway, Change, changed
from inreach.planner.problem.differences import Difference, difference
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Session, Timetable
from inreach.planner.problem.validation import check
from inreach.planner.rules import RULES
from inreach.planner.rules.encoding import places_at
from inreach.planner.search.search import search

FIRM = 1500  # less than a session that is not placed, more than a session is ever likely to cost pupils
LOOSER = (500, 100, 40, 20, 10, 5)
ADULT_LIKE_SESSIONS = 2  # another adult for a group weighs as much as so many of its sessions at other times


@dataclass(frozen=True, slots=True)
class Repair:
    """The problem as it is now, the timetable for it, and how far it is from the published one.

    `must_move` of the published sessions could not stay at their time, whoever leads them in whatever room. `harm` has
    no term for change. `from_nothing` is the harm in points of the best timetable known for the new facts,
    the published one not minded. `move_cost` is what a moved session has weighed in points.
    """

    problem: Problem
    timetable: Timetable
    harm: Harm
    published: int
    must_move: int
    moved: int
    other_adults: int
    moved_weight: int
    from_nothing: int
    difference: Difference

    @property
    def sentence(self) -> str:
        """Say how much has changed."""
        have = "has" if self.other_adults == 1 else "have"
        adults = f"{capital(many(self.other_adults, 'group'))} {have} another adult."
        sessions = many(self.published, "session")
        if not self.moved:
            return f"All {sessions} keep their times. {adults}"
        time = "is no longer at its time" if self.moved == 1 else "are no longer at their times"
        forced = f"; {number(self.must_move)} had to go" if self.must_move else ""
        return f"{capital(number(self.moved))} of {sessions} {time}{forced}. {adults}"

    @property
    def dearer(self) -> float:
        """How much more harm it has than the best known plan from nothing, as a share of that."""
        return self.harm.points / self.from_nothing - 1 if self.from_nothing else 0.0


@dataclass(frozen=True, slots=True)
class _Try:
    moved_weight: int
    timetable: Timetable
    harm: Harm
    moved: int
    other_adults: int

    @property
    def change(self) -> tuple[int, int, int]:
        return self.moved, self.other_adults, self.harm.points


def repair(
    problem: Problem,
    published: Timetable,
    changes: Iterable[Change],
    *,
    seed: int = 0,
    seconds: float | None = None,
    rounds: int | None = None,
    within: float = 0.05,
    stop: Callable[[], bool] | None = None,
) -> Repair:
    """Return the timetable for the changed facts that moves fewest sessions and is `within` a share of the best harm.

    A published timetable that was far from the best stays as it is: what it cost before the change is good enough too.
    The limit in seconds or in rounds is that of one search; there are two, and up to five more where holding on to the
    published times costs more than `within`. `stop` is asked as in a search, and ends each with the best it has.
    ProblemRefused or ChangeRefused if the new facts make no sense.
    """
    now = changed(problem, changes)
    holding = replace(now, published=_of_groups(now, published))
    check(holding)
    evaluator = ObjectiveEvaluator(now)

    def attempt(moved_weight: int) -> _Try:
        other = moved_weight * ADULT_LIKE_SESSIONS
        weighted = (
            replace(holding, weights=replace(now.weights, moved=moved_weight, other_adult=other))
            if moved_weight
            else now
        )
        timetable = search(weighted, seed=seed, seconds=seconds, rounds=rounds, stop=stop).timetable
        distance = ObjectiveEvaluator(holding).harm(timetable)
        return _Try(
            moved_weight, timetable, evaluator.harm(timetable), distance.sessions_moved, distance.other_adults
        )

    before = ObjectiveEvaluator(problem).harm(published).points

    def closest() -> _Try:
        enough = (1 + within) * max(before, min(item.harm.points for item in tries))
        return min((item for item in tries if item.harm.points <= enough), key=lambda item: item.change)

    tries = [attempt(FIRM), attempt(0)]
    for moved_weight in LOOSER:
        if closest().moved_weight:
            break
        tries.append(attempt(moved_weight))
    best, chosen = min(item.harm.points for item in tries), closest()
    return Repair(
        holding,
        chosen.timetable,
        chosen.harm,
        sum(len(item.sessions) for item in holding.published or ()),
        len(cannot_stay(holding)),
        chosen.moved,
        chosen.other_adults,
        chosen.moved_weight,
        best,
        difference(holding, published, chosen.timetable),
    )


def cannot_stay(problem: Problem) -> tuple[tuple[str, Session], ...]:
    """Return group and time of each published session that the rules ban there with every adult and in every room."""
    rules = [rule.encode(problem) for rule in RULES if rule.encode is not None]
    return tuple(
        (item.group, at)
        for item in problem.published or ()
        for at in item.sessions
        if all(
            any(rule.bans(place) for rule in rules)
            for place in places_at(problem, item.group, at.week, at.day, at.start)
        )
    )


def _of_groups(problem: Problem, timetable: Timetable) -> Timetable:
    """Return a timetable without groups that have ended."""
    known = {group.id for group in problem.groups}
    return Timetable(tuple(item for item in timetable if item.group in known))


@dataclass(frozen=True, slots=True)
class Lost:
    """What becomes of a timetable when one adult is not there any more: the adult's sessions in it, and the repair."""

    adult: str
    sessions: int
    repair: Repair


def losing_each_adult(
    problem: Problem,
    published: Timetable,
    *,
    seed: int = 0,
    seconds: float | None = None,
    rounds: int | None = None,
) -> tuple[Lost, ...]:
    """Return the repair after the loss of each adult, one at a time; the limit is that of one search."""
    return tuple(
        Lost(
            adult.id,
            sum(len(item.sessions) for item in published if item.adult == adult.id),
            repair(problem, published, [AdultAway(adult.id)], seed=seed, seconds=seconds, rounds=rounds),
        )
        for adult in problem.adults
    )
