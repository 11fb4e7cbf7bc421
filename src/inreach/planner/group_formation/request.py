"""What is wanted of groups, the groups that were formed, and how good that is."""

from __future__ import annotations

from dataclasses import dataclass

from inreach.core.text import listed
from inreach.planner.explain.wording import Names, capital
from inreach.planner.problem.problem import Adult, Group, Problem

NAMES = Names()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Pupils who need the same programme, how it is given, and who must or must never be together.

    Groups have `smallest` to `largest` pupils. There are at most `most` groups; without a number as many as the adults
    who are trained have hours for.
    """

    programme: str
    pupils: tuple[str, ...]
    minutes: int
    sessions: int
    smallest: int = 1
    largest: int = 6
    together: tuple[frozenset[str], ...] = ()
    never: tuple[frozenset[str], ...] = ()
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Formed:
    """The groups, ready for a problem, their points, each alone, and the least points that any groups have.

    `least` is proved; `exact` where no other groups have fewer points than these.
    """

    groups: tuple[Group, ...]
    points: int
    least: int

    @property
    def exact(self) -> bool:
        """Say whether these are proved to be the best."""
        return self.points == self.least

    @property
    def gap(self) -> float:
        """The share of the points that better groups might spare at most."""
        return (self.points - self.least) / self.points if self.points else 0.0

    @property
    def how_good(self) -> str:
        """Say how near the best this is."""
        if self.exact:
            return "No other groups lose less: this is proved."
        share = f"{self.gap:.1%}" if self.gap >= 0.001 else "less than 0.1%"
        return (
            f"These are the best groups found. Others may lose less, but {self.least:,} points at least: "
            f"{self.points - self.least:,} fewer, {share}."
        )

    def sentences(self, names: Names = NAMES) -> tuple[str, ...]:
        """Say who is in each group."""
        return tuple(
            f"{capital(names.group(group.id))}: {listed(names.pupil(name) for name in group.members)}."
            for group in self.groups
        )


class FormingRefused(ValueError):
    """No groups can be formed; `reasons` has one sentence for each thing in the way, by name."""

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = reasons


Block = tuple[str, ...]  # pupils who stay together
Parts = tuple[frozenset[int], ...]  # blocks by number, shared out into groups


def blocks_of(wanted: Wanted) -> list[Block]:
    """Return the pupils, those who stay together as one block."""
    blocks = [{name} for name in wanted.pupils]
    for pair in wanted.together:
        joined = [block for block in blocks if block & pair]
        blocks = [block for block in blocks if not block & pair] + [set().union(*joined)]
    order = {name: n for n, name in enumerate(wanted.pupils)}
    return sorted(
        (tuple(sorted(block, key=order.__getitem__)) for block in blocks if block), key=lambda b: order[b[0]]
    )


def most_groups(problem: Problem, wanted: Wanted, blocks: int) -> int:
    """Return how many groups the hours of the trained adults allow beside the groups that nobody else can lead."""
    dose = wanted.minutes * wanted.sessions
    trained = {adult.id: adult.minutes for adult in problem.adults if wanted.programme in adult.trained}
    taken = sum(
        group.minutes * group.sessions
        for group in problem.groups
        if all(adult.id in trained for adult in problem.adults if _may_lead(adult, group))
    )
    whole = min((sum(trained.values()) - taken) // dose, sum(minutes // dose for minutes in trained.values()))
    full = len(wanted.pupils) // wanted.smallest
    return max(0, min(whole, full, blocks if wanted.most is None else wanted.most))


def _may_lead(adult: Adult, group: Group) -> bool:
    return group.programme in adult.trained and group.adult in {None, adult.id}


def groups_of(problem: Problem, wanted: Wanted, blocks: list[Block], parts: Parts) -> tuple[Group, ...]:
    """Return the parts as groups with names that the problem does not know yet."""
    order = {name: n for n, name in enumerate(wanted.pupils)}
    taken, made, number = {group.id for group in problem.groups}, [], 0
    for part in sorted(parts, key=min):
        number += 1
        while f"{wanted.programme} {number}" in taken:
            number += 1
        members = sorted((name for n in part for name in blocks[n]), key=order.__getitem__)
        name = f"{wanted.programme} {number}"
        made.append(Group(name, wanted.programme, tuple(members), wanted.minutes, wanted.sessions))
    return tuple(made)
