"""Why groups cannot have all their sessions: the fewest facts that already make it impossible."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from inreach.planner.explain.adult_hours import overloaded
from inreach.planner.explain.facts import Fact, Kind, facts_of, mended, without_all
from inreach.planner.explain.feasibility import EFFORT, Purse, Verdict, verdict
from inreach.planner.explain.relaxed_problem import School, may_lead
from inreach.planner.problem.problem import Group, Problem

MOST_TOGETHER = 6
PURSE = 150_000


@dataclass(frozen=True)
class Conflict:
    """Groups that cannot all have all their sessions, and the facts that already forbid it.

    Without any one of the facts the others forbid it no longer; `minimal` is False where that could not be shown for
    every one of them. Dropping one fact of `enough`, and nothing else, makes room for these groups. `missing` is how
    many sessions in the cycle cannot be had at least.
    """

    groups: tuple[str, ...]
    facts: tuple[Fact, ...]
    enough: tuple[Fact, ...]
    minimal: bool
    missing: int = 1


def _candidates(problem: Problem, name: str) -> Iterator[frozenset[str]]:
    """Yield sets of groups that may be too many together, small and telling ones first."""
    group = next(item for item in problem.groups if item.id == name)
    crews = {
        item.id: frozenset(adult.id for adult in problem.adults if may_lead(item, adult))
        for item in problem.groups
    }
    others = [item for item in problem.groups if item.id != name]
    for member in group.members:
        same = [item.id for item in others if member in item.members]
        yield frozenset((name, *same[: MOST_TOGETHER - 1]))
    mine = crews[name]
    bound = sorted((o for o in others if crews[o.id] <= mine), key=lambda o: (len(crews[o.id]), o.id))
    yield from (frozenset((name, *(o.id for o in bound[:size]))) for size in range(1, MOST_TOGETHER))
    yield frozenset((name, *(o.id for o in bound)))

    def nearness(other: Group) -> tuple[int, int, str]:
        shared = 6 * len(set(other.members) & set(group.members)) + len(crews[other.id] & mine)
        return (-shared, len(crews[other.id]), other.id)

    near = sorted((o for o in others if nearness(o)[0] < 0), key=nearness)
    yield from (frozenset((name, *(o.id for o in near[:size]))) for size in range(1, MOST_TOGETHER))
    large = sorted(
        (o for o in others if o.joins is None), key=lambda o: (-len(o.members), -o.sessions * o.minutes, o.id)
    )
    yield from (frozenset((name, *(o.id for o in large[:size]))) for size in range(1, MOST_TOGETHER))


class Reasons:
    """Finds reasons in one problem; what is known of a group alone is worked out once."""

    def __init__(self, problem: Problem, effort: int = EFFORT) -> None:
        self.problem, self.school, self.effort = problem, School(problem), effort
        self.purse = Purse(PURSE)
        self.overloaded = overloaded(self.school)
        self._alone: dict[str, Verdict] = {}

    def verdict(self, groups: frozenset[str]) -> Verdict:
        """Return whether these groups fit together, nobody else being there."""
        return verdict(self.school.only(groups), self.effort, self.purse)

    def alone(self, name: str) -> Verdict:
        """Return whether one group can have all its sessions with nobody else there."""
        if name not in self._alone:
            self._alone[name] = self.verdict(frozenset({name}))
        return self._alone[name]

    def impossible(self, name: str) -> bool:
        """Say whether it is shown that one group cannot have all its sessions even with nobody else there."""
        return self.alone(name) is Verdict.IMPOSSIBLE

    def too_many(self, name: str) -> frozenset[str] | None:
        """Return groups, this one among them, shown not to fit together, none to spare; None if none are found."""
        mine, seen = frozenset({name}), set()
        if self.impossible(name):
            return mine
        tried = [self.overloaded] if name in self.overloaded else []
        for groups in (*tried, *_candidates(self.problem, name)):
            able = frozenset(item for item in groups if not self.impossible(item))
            if able in seen:
                continue
            seen.add(able)
            if (
                self.verdict(able) is not Verdict.IMPOSSIBLE
                or self.verdict(able - mine) is Verdict.IMPOSSIBLE
            ):
                continue
            left = able
            for other in sorted(able - mine):
                if self.verdict(left - {other}) is Verdict.IMPOSSIBLE:
                    left -= {other}
            return left
        return None


def _reduced(
    school: School, facts: tuple[Fact, ...], effort: int, purse: Purse
) -> tuple[tuple[Fact, ...], bool]:
    """Return facts that are still enough to forbid it, after each was dropped that is not needed, in this order."""
    needed, again = list(facts), True
    all_facts = tuple(facts_of(school))
    shown = True
    while again:
        again, shown = False, True
        for fact in tuple(needed):
            rest = [item for item in needed if item != fact]
            dropped = [item for item in all_facts if item not in rest]
            enough = verdict(without_all(school, dropped), effort, purse)
            if enough is Verdict.IMPOSSIBLE:
                needed, again = rest, True
            shown &= enough is not Verdict.OPEN
    return tuple(needed), shown


def conflict(problem: Problem, groups: frozenset[str], effort: int = EFFORT) -> Conflict:
    """Return the reason why groups do not fit together, with few and concrete facts; they must have been shown not to.

    Facts are dropped one by one as long as the rest still forbids it, in several orders; of what remains the shortest
    is taken, and of equally short ones the one with the most telling facts.
    """
    school = School(problem).only(groups)
    every = sorted(facts_of(school), key=lambda fact: (fact.rank, fact))
    orders = [every, sorted(every, key=lambda fact: (fact.rank not in _PEOPLE, fact.rank, fact))]
    orders.append(
        sorted(every, key=lambda fact: (fact.kind is Kind.LENGTH, fact.kind is Kind.DOSE, fact.rank))
    )
    purse = Purse(PURSE)
    tried = orders if len(groups) <= MOST_TOGETHER else orders[:1]
    found = [_reduced(school, tuple(order), effort, purse) for order in tried]
    facts, minimal = min(found, key=lambda item: (len(item[0]), -sum(fact.rank for fact in item[0])))
    enough = tuple(fact for fact in facts if verdict(mended(school, fact), effort, purse) is Verdict.POSSIBLE)
    order = {group.id: n for n, group in enumerate(problem.groups)}
    return Conflict(
        tuple(sorted(groups, key=order.__getitem__)),
        tuple(sorted(facts, key=lambda fact: (list(Kind).index(fact.kind), fact.about, str(fact.more)))),
        enough,
        minimal,
    )


_PEOPLE = frozenset(
    Fact(kind).rank
    for kind in (Kind.TRAINED, Kind.ASKED, Kind.THERE, Kind.HOURS, Kind.ADULT_ONCE, Kind.TEACHES)
)
