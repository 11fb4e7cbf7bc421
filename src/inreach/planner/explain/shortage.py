"""Where many groups together lack what they need: how many sessions cannot be had at least, and the rules that show it.

A shortage is a proof: its groups ask for more sessions than have space, whoever plans. It names the fewest groups and
rules: without any one of them the rest would show a smaller shortage, or none.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from inreach.planner.explain.capacity_bound import Program, Row, program
from inreach.planner.explain.capacity_certificate import WHOLE, certified_capacity, needed
from inreach.planner.explain.facts import Fact, Kind, facts_of, without_all
from inreach.planner.explain.relaxed_problem import School
from inreach.planner.problem.problem import Problem

LITTLE = WHOLE // 1000
Rule = tuple[Fact, ...]  # what is named in one breath
Item = TypeVar("Item")

# what each kind of shortage may speak of beside the times that are open; the simple kinds first
SPEAKS = (
    frozenset({Kind.HOURS}),
    frozenset({Kind.ROOM_ONCE}),
    frozenset({Kind.ADULT_ONCE, Kind.HOURS, Kind.APART}),
    frozenset({Kind.PUPIL_ONCE, Kind.APART}),
)
SHARED = frozenset().union(*SPEAKS)
# which rules are given up first; those of one kind are told in one breath where the second says so
ORDER = (
    (Kind.TURNAROUND, True),
    (Kind.WALK, True),
    (Kind.PUPIL_ONCE, False),
    (Kind.APART, True),
    (Kind.ADULT_ONCE, False),
    (Kind.HOURS, False),
    (Kind.TEACHES, False),
    (Kind.THERE, False),
    (Kind.GAPS, True),
    (Kind.WITHIN, True),
    (Kind.KEPT_FOR, False),
    (Kind.KEPT, False),
    (Kind.PERIOD, False),
    (Kind.JOINS, True),
    (Kind.PIN, False),
    (Kind.ROOM_BUSY, False),
    (Kind.ROOM_ONCE, True),
    (Kind.ROOM_SIZE, True),
    (Kind.LENGTH, True),
    (Kind.ASKED, False),
    (Kind.TRAINED, False),
)
TOGETHER = dict(ORDER)


class Patience:
    """Seconds that may be spent, or as many as it takes; `stop` may end it at any moment."""

    def __init__(self, seconds: float | None = None, stop: Callable[[], bool] | None = None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds
        self.stop = stop or (lambda: False)

    def left(self) -> float:
        """Return the seconds that are left."""
        return 0.0 if self.stop() else math.inf if self.end is None else max(0.0, self.end - time.monotonic())

    def over(self) -> bool:
        """Say whether it is over."""
        return self.left() <= 0


@dataclass(frozen=True, slots=True)
class Shortage:
    """Groups that ask for `wanted` sessions in the cycle, of which `space` can be had at most.

    `rules` are the facts that show it, by what is named in one breath. `minimal` says that without any one of the
    groups or rules the others would not show that as many sessions cannot be had.
    """

    groups: tuple[str, ...]
    rules: tuple[Rule, ...]
    wanted: int
    space: int
    minimal: bool

    @property
    def missing(self) -> int:
        """Return how many sessions cannot be had at least."""
        return self.wanted - self.space

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Return all facts."""
        return tuple(fact for rule in self.rules for fact in rule)


def missing(school: School, patience: Patience | None = None) -> int:
    """Return how many sessions of a school cannot be had at least, whoever plans; fewer where patience ends."""
    needed = program(school)
    return needed.wanted - certified_capacity(needed, patience.left() if patience else math.inf).space


def every_fact(school: School) -> list[Fact]:
    """Return the facts of a school that a shortage may name; how often the groups meet is what is asked for."""
    facts = [fact for fact in facts_of(school) if fact.kind is not Kind.DOSE]
    return facts + [Fact(Kind.APART, group.id) for group in school.problem.groups if group.sessions > 1]


def keeping(school: School, facts: Iterable[Fact]) -> School:
    """Return a school in which only these facts are left."""
    kept = set(facts)
    return without_all(school, [fact for fact in every_fact(school) if fact not in kept])


def still_missing(problem: Problem, shortage: Shortage) -> int:
    """Return how many sessions of the same groups cannot be had in a changed school, by rules of the same kinds."""
    one, kinds = School(problem).only(frozenset(shortage.groups)), {fact.kind for fact in shortage.facts}
    return missing(keeping(one, [fact for fact in every_fact(one) if fact.kind in kinds]))


def together(needed: Program, prices: dict[Row, int]) -> list[frozenset[str]]:
    """Return the groups that lack something, those together that lack the same."""
    root: dict[object, object] = {}

    def of(item: object) -> object:
        while root.setdefault(item, item) != item:
            item = root[item]
        return item

    lacking = {
        str(row[1]) for row in needed.limits if row[0] == "week" and prices.get(row, 0) < WHOLE - LITTLE
    }
    for column in needed.columns:
        group = next(row[1] for row in column if row[0] == "week")
        for row in column if group in lacking else ():
            if row[0] not in {"week", "day"} and prices.get(row, 0) > LITTLE:
                root[of(row)] = of(group)
    sets: dict[object, set[str]] = {}
    for group in lacking:
        sets.setdefault(of(group), set()).add(str(group))
    return sorted((frozenset(item) for item in sets.values()), key=lambda item: (-len(item), min(item)))


def shrunk(
    items: list[Item], enough: Callable[[list[Item]], bool], patience: Patience
) -> tuple[list[Item], bool]:
    """Return items of which none can be spared, and whether that was shown; `enough` is asked without the others."""
    kept, shown = list(items), True

    def spare(some: list[Item]) -> None:
        nonlocal kept, shown
        if patience.over():
            shown = False
            return
        rest = [item for item in kept if item not in some]
        if enough(rest):
            kept = rest
        elif len(some) > 1:
            middle = len(some) // 2
            spare(some[:middle])
            spare(some[middle:])

    if kept:
        spare(list(kept))
    return kept, shown


class _Finder:
    """Looks for shortages in one problem."""

    def __init__(self, problem: Problem, patience: Patience) -> None:
        self.problem, self.school, self.patience = problem, School(problem), patience

    def speaking(
        self, groups: frozenset[str], kinds: frozenset[Kind]
    ) -> Iterator[tuple[int, frozenset[str]]]:
        """Yield sets of groups that lack something that these kinds of facts speak of, with the sessions lacking."""
        needed = program(self.kept(groups, kinds))
        top = certified_capacity(needed, self.patience.left())
        if top.space == needed.wanted:
            return
        for some in together(needed, top.prices):
            whole = some == groups
            count = needed.wanted - top.space if whole else missing(self.kept(some, kinds), self.patience)
            if count:
                yield count, some

    def kept(self, groups: frozenset[str], kinds: frozenset[Kind]) -> School:
        """Return the school of some groups with what these kinds speak of, and the times that are open."""
        one = self.school.only(groups)
        return keeping(
            one, [fact for fact in every_fact(one) if fact.kind not in SHARED or fact.kind in kinds]
        )

    def smallest(self, groups: frozenset[str], kinds: frozenset[Kind], count: int) -> Shortage:
        """Return a shortage of so many sessions with the fewest groups and rules."""
        sure = frozenset(needed(program(self.kept(groups, kinds)), count, self.patience.left()))
        spare, fewest = shrunk(
            sorted(groups - sure),
            lambda rest: missing(self.kept(sure | frozenset(rest), kinds)) >= count,
            self.patience,
        )
        names = sorted(sure | frozenset(spare))
        one = self.school.only(frozenset(names))
        kept = [fact for fact in every_fact(one) if fact.kind not in SHARED or fact.kind in kinds]

        def enough(rules: list[Rule], others: tuple[Fact, ...] = ()) -> bool:
            return missing(keeping(one, [*others, *(fact for rule in rules for fact in rule)])) >= count

        kinds_left = [tuple(fact for fact in kept if fact.kind is kind) for kind, _ in ORDER]
        kinds_left, shown = shrunk([rule for rule in kinds_left if rule], enough, self.patience)
        fewest &= shown
        for mine in [rule for rule in kinds_left if len(rule) > 1 and not TOGETHER[rule[0].kind]]:
            others = tuple(fact for rule in kinds_left if rule is not mine for fact in rule)
            left, shown = shrunk([(fact,) for fact in mine], partial(enough, others=others), self.patience)
            fewest &= shown
            kinds_left[kinds_left.index(mine)] = tuple(fact for rule in left for fact in rule)
        kept = [fact for rule in kinds_left for fact in rule]
        order = {group.id: n for n, group in enumerate(self.problem.groups)}
        wanted = self.problem.weeks * sum(group.sessions for group in one.problem.groups)
        space = wanted - missing(keeping(one, kept))
        return Shortage(tuple(sorted(names, key=order.__getitem__)), _rules(kept), wanted, space, fewest)


def _rules(facts: list[Fact]) -> tuple[Rule, ...]:
    """Return facts in the order in which they are told, those of a kind together that are told in one breath."""
    found: list[Rule] = []
    for kind in Kind:
        mine = sorted(
            (fact for fact in facts if fact.kind is kind), key=lambda fact: (fact.about, str(fact.more))
        )
        found += [tuple(mine)] if TOGETHER.get(kind) and mine else [(fact,) for fact in mine]
    return tuple(found)


def shortages(problem: Problem, lacking: int, patience: Patience) -> tuple[Shortage, ...]:
    """Return shortages of two and more groups, no group in two of them, the largest first.

    `lacking` is how many sessions a timetable lacks: when as many are explained, no more is looked for.
    """
    finder = _Finder(problem, patience)
    left, found_shortages = frozenset(group.id for group in problem.groups), []
    while len(left) > 1 and not patience.over():
        every = [
            (count, -number, some)
            for number, kinds in enumerate(SPEAKS)
            for count, some in finder.speaking(left, kinds)
            if len(some) > 1
        ]
        if not every:
            break
        count, number, some = max(every, key=lambda item: (item[0], item[1], sorted(item[2])))
        found_shortages.append(finder.smallest(some, SPEAKS[-number], count))
        left -= frozenset(found_shortages[-1].groups)
    if sum(item.missing for item in found_shortages) < lacking and left and not patience.over():
        for count, some in finder.speaking(left, SHARED):
            if len(some) > 1:
                found_shortages.append(finder.smallest(some, SHARED, count))
    return tuple(sorted(found_shortages, key=lambda item: (-item.missing, item.groups)))
