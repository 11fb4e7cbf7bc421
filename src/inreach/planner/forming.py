"""Forming groups: which pupils with the same need meet together, so that the groups lose least at their own best time.

A group is worth what its members would lose if it were alone in the school, at the best times that all of them have.
Few pupils are shared out in every way there is; more by moving and swapping pupils until nothing is better.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations
from random import Random

from inreach.planner.candidates import Candidates
from inreach.planner.explain.words import Names, capital, listed
from inreach.planner.problem import Group, Problem, Pupil
from inreach.planner.weeks import Option, Weeks, repeated, undominated

NAMES = Names()
FEW = 7  # so many pupils, or pairs that stay together, are shared out in every way
STARTS = 6
BAD = 1_000_000  # more than any group weighs


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
    """The groups, ready for a problem, and their points, each alone; `exact` where no other groups have fewer."""

    groups: tuple[Group, ...]
    points: int
    exact: bool

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


class _Worth:
    """What pupils would lose as one group alone; None where they have no common time, or must not be together."""

    def __init__(self, problem: Problem, wanted: Wanted) -> None:
        self.wanted = wanted
        single = tuple(
            Group(name, wanted.programme, (name,), wanted.minutes, wanted.sessions) for name in wanted.pupils
        )
        self.problem = replace(problem, groups=single)
        self.found = Candidates(self.problem)
        self.places = {
            group.id: {(day, begin): (bits, losses[0]) for day, begin, bits, losses in self.found.places(g)}
            for g, group in enumerate(single)
        }
        self.crew = self.found.crew[0] if single else []
        self.repeated = partial(repeated, self.found.curve, self.found.points)
        self.length = wanted.minutes // problem.step
        kinds: dict[Pupil, int] = {}
        self.alike = {
            pupil.id: kinds.setdefault(replace(pupil, id="", unavoidable=0), len(kinds))
            for pupil in problem.pupils
        }
        self.known: dict[tuple[int, ...], int | None] = {}

    def of(self, pupils: frozenset[str]) -> int | None:
        """Return the points of a group of these pupils."""
        return None if any(len(pair & pupils) > 1 for pair in self.wanted.never) else self._known(pupils)

    def meet(self, pupils: frozenset[str]) -> bool:
        """Say whether these pupils have common times for every session, whoever must not be together."""
        return self._known(pupils) is not None

    def _known(self, pupils: frozenset[str]) -> int | None:
        """Return the least, worked out once for pupils who are alike: same lessons, loves and protected subjects."""
        kind = tuple(sorted(self.alike[name] for name in pupils))
        if kind not in self.known:
            self.known[kind] = self._least(pupils)
        return self.known[kind]

    def _roomy(self, size: int, day: int, begin: int) -> bool:
        return any(
            room.places >= size and self.found.there[n, day, begin : begin + self.length].all()
            for n, room in enumerate(self.problem.rooms)
        )

    def _least(self, pupils: frozenset[str]) -> int | None:
        lists = [self.places[name] for name in sorted(pupils)]
        common = [at for at in lists[0] if all(at in other for other in lists[1:])]
        common = [at for at in common if self._roomy(len(pupils), *at)]
        problem, least = self.problem, None
        for lead, adult in enumerate(self.crew):
            if problem.adults[adult].minutes < self.wanted.minutes * self.wanted.sessions:
                continue
            options: list[list[Option]] = [[] for _ in range(self.found.cycle_days)]
            for day, begin in common:
                if lists[0][day, begin][0] >> lead & 1:
                    losses = [places[day, begin][1] for places in lists]
                    pieces = tuple(piece for _, _, missed in losses for piece in sorted(missed.items()))
                    options[day].append(Option(begin, sum(points for points, _, _ in losses), pieces))
            days, needs = [undominated(items) for items in options], (self.wanted.sessions,) * problem.weeks
            weeks = Weeks(self.repeated, days, needs, frozenset(), [0] * self.found.cycle_days)
            best = weeks.best({}, least)
            least = least if best is None else best[0]
        return least


def form(problem: Problem, wanted: Wanted, *, seed: int = 0, few: int = FEW) -> Formed:
    """Return the groups with fewest points; the problem gives lessons, adults, rooms and the groups there are already.

    Of several ways with as many points one with fewest groups is taken. Up to `few` blocks of pupils are shared out in
    every way; the same seed gives the same groups. FormingRefused if there is no way, with who cannot be placed and
    why.
    """
    _check(problem, wanted)
    blocks = _blocks(wanted)
    worth = _Worth(problem, wanted)
    most = _most(problem, wanted, len(blocks))
    reasons = tuple(_reasons(wanted, worth, blocks))
    if reasons:
        raise FormingRefused(reasons)
    exact = len(blocks) <= few
    found = _every(wanted, worth, blocks, most) if exact else _search(wanted, worth, blocks, most, seed)
    if found is None:
        raise FormingRefused(tuple(_no_way(wanted, worth, blocks, most, exact)))
    points, parts = found
    return Formed(_groups(problem, wanted, blocks, parts), points, exact)


def _check(problem: Problem, wanted: Wanted) -> None:
    known, reasons = {pupil.id for pupil in problem.pupils}, []
    reasons += [f"There is no pupil “{name}”." for name in wanted.pupils if name not in known]
    named = {name for pair in (*wanted.together, *wanted.never) for name in pair}
    reasons += [
        f"Pupil {name} does not need {wanted.programme}." for name in sorted(named - {*wanted.pupils})
    ]
    if not any(wanted.programme in adult.trained for adult in problem.adults):
        reasons.append(f"Nobody is trained for {wanted.programme}.")
    if not wanted.pupils:
        reasons.append(f"Nobody needs {wanted.programme}.")
    if wanted.minutes < 1 or wanted.minutes % problem.step:
        reasons.append(f"A session must last a whole number of steps of {problem.step} minutes.")
    if not 1 <= wanted.sessions <= problem.days:
        reasons.append(f"Sessions are on different days, so 1 to {problem.days} a week.")
    if not 1 <= wanted.smallest <= wanted.largest:
        reasons.append("A group has at least one pupil, and at most as many as the largest one.")
    if reasons:
        raise FormingRefused(tuple(reasons))


def _blocks(wanted: Wanted) -> list[Block]:
    """Return the pupils, those who stay together as one block."""
    blocks = [{name} for name in wanted.pupils]
    for pair in wanted.together:
        joined = [block for block in blocks if block & pair]
        blocks = [block for block in blocks if not block & pair] + [set().union(*joined)]
    order = {name: n for n, name in enumerate(wanted.pupils)}
    return sorted(
        (tuple(sorted(block, key=order.__getitem__)) for block in blocks), key=lambda b: order[b[0]]
    )


def _most(problem: Problem, wanted: Wanted, blocks: int) -> int:
    """Return how many groups the hours of the trained adults allow beside the groups of the programme there are."""
    dose = wanted.minutes * wanted.sessions
    taken = sum(
        group.minutes * group.sessions for group in problem.groups if group.programme == wanted.programme
    )
    trained = [adult.minutes for adult in problem.adults if wanted.programme in adult.trained]
    whole = min((sum(trained) - taken) // dose, sum(minutes // dose for minutes in trained))
    full = len(wanted.pupils) // wanted.smallest
    return max(0, min(whole, full, blocks if wanted.most is None else wanted.most))


def _who(block: Block) -> str:
    return listed(f"pupil {name}" for name in block)


def _reasons(wanted: Wanted, worth: _Worth, blocks: list[Block]) -> Iterator[str]:
    """Yield what no sharing out could mend: blocks that cannot be a group even where nobody else is in it."""
    for block in blocks:
        pupils = frozenset(block)
        if len(block) > wanted.largest:
            yield f"{capital(_who(block))} stay together; a group has at most {wanted.largest} pupils."
        elif any(len(pair & pupils) > 1 for pair in wanted.never):
            yield f"{capital(_who(block))} stay together, and some of them must never be together."
        elif not worth.meet(pupils):
            has = "has" if len(block) == 1 else "have"
            yield (
                f"{capital(_who(block))} {has} no time for {wanted.sessions} sessions of {wanted.minutes} minutes "
                f"with somebody trained for {wanted.programme} and a room."
            )


def _no_way(wanted: Wanted, worth: _Worth, blocks: list[Block], most: int, exact: bool) -> Iterator[str]:
    """Yield why the blocks cannot be shared out: who fits with too few others, else whom nobody can put together."""
    proved = False
    for block in blocks:
        others = [other for other in blocks if other != block]
        if len(block) >= wanted.smallest:
            continue
        fits = [other for other in others if worth.of(frozenset(block + other)) is not None]
        if len(block) + sum(map(len, fits)) >= wanted.smallest:
            continue
        proved = True
        why = [_why(wanted, worth, block, other) for other in others if other not in fits]
        yield f"{capital(_who(block))} fits in no group of at least {wanted.smallest}: {listed(why)}."
    if not proved:
        cannot = "cannot be" if exact else "could not be"
        yield (
            f"{len(wanted.pupils)} pupils {cannot} shared out into at most {most} groups of {wanted.smallest} to "
            f"{wanted.largest} with times that all of a group have."
        )
        for one, other in combinations(blocks, 2):
            if worth.of(frozenset(one + other)) is None:
                yield f"{capital(_who(one))} cannot be with {_why(wanted, worth, one, other)}."


def _why(wanted: Wanted, worth: _Worth, block: Block, other: Block) -> str:
    both = frozenset(block + other)
    if any(len(pair & both) > 1 for pair in wanted.never):
        return f"{_who(other)} (never together)"
    return f"{_who(other)} (no common times)" if not worth.meet(both) else _who(other)


def _points(wanted: Wanted, worth: _Worth, blocks: list[Block], parts: Parts) -> int | None:
    """Return the points of groups, None if one of them is too small, too large or has no times."""
    total = 0
    for part in parts:
        pupils = frozenset(name for n in part for name in blocks[n])
        points = worth.of(pupils) if wanted.smallest <= len(pupils) <= wanted.largest else None
        if points is None:
            return None
        total += points
    return total


def _partitions(count: int, most: int) -> Iterator[Parts]:
    """Yield every way to share `count` things out into at most `most` parts."""

    def grow(at: int, parts: list[set[int]]) -> Iterator[Parts]:
        if at == count:
            yield tuple(frozenset(part) for part in parts)
            return
        for part in parts:
            part.add(at)
            yield from grow(at + 1, parts)
            part.remove(at)
        if len(parts) < most:
            parts.append({at})
            yield from grow(at + 1, parts)
            parts.pop()

    yield from grow(0, [])


def _every(wanted: Wanted, worth: _Worth, blocks: list[Block], most: int) -> tuple[int, Parts] | None:
    """Return the best of every way to share the blocks out."""
    best: tuple[int, Parts] | None = None
    for parts in _partitions(len(blocks), most):
        points = _points(wanted, worth, blocks, parts)
        if points is not None and (best is None or (points, len(parts)) < (best[0], len(best[1]))):
            best = points, parts
    return best


def _search(
    wanted: Wanted, worth: _Worth, blocks: list[Block], most: int, seed: int
) -> tuple[int, Parts] | None:
    """Return the best of some descents: blocks move or swap as long as that has fewer points."""
    chance = Random(seed)  # noqa: S311 -- groups are no secret
    best: tuple[int, Parts] | None = None
    least = min(most, -(-len(wanted.pupils) // wanted.largest))
    for start in range(STARTS):
        count = most - (most - least) * start // max(1, STARTS - 1)
        found = _descend(wanted, worth, blocks, _start(wanted, worth, blocks, count, chance))
        if found[0] < BAD and (best is None or (found[0], len(found[1])) < (best[0], len(best[1]))):
            best = found
    return best


def _weight(wanted: Wanted, worth: _Worth, blocks: list[Block], part: frozenset[int]) -> int:
    """Return the points of a part; one that cannot be a group weighs more the further it is from one."""
    pupils = frozenset(name for n in part for name in blocks[n])
    if not pupils:
        return 0
    if len(pupils) < wanted.smallest:
        return BAD * (wanted.smallest - len(pupils))
    if len(pupils) > wanted.largest:
        return 2 * BAD * (len(pupils) - wanted.largest)
    points = worth.of(pupils)
    if points is None:
        apart = sum(worth.of(frozenset(pair)) is None for pair in combinations(sorted(pupils), 2))
        return 2 * BAD * max(1, apart)
    return points


def _start(wanted: Wanted, worth: _Worth, blocks: list[Block], most: int, chance: Random) -> list[set[int]]:
    """Return the blocks put one after another, in a drawn order, where they weigh least."""
    parts: list[set[int]] = [set() for _ in range(most)]
    order = list(range(len(blocks)))
    chance.shuffle(order)
    for n in order:
        added = [
            (
                _weight(wanted, worth, blocks, frozenset(part | {n}))
                - _weight(wanted, worth, blocks, frozenset(part)),
                at,
            )
            for at, part in enumerate(parts)
        ]
        parts[min(added)[1]].add(n)
    return parts


def _descend(wanted: Wanted, worth: _Worth, blocks: list[Block], parts: list[set[int]]) -> tuple[int, Parts]:
    """Return points and parts when neither a move nor a swap between two parts has fewer points."""

    def weight(part: set[int]) -> int:
        return _weight(wanted, worth, blocks, frozenset(part))

    better = True
    while better:
        better = False
        for a, b in combinations(range(len(parts)), 2):
            before = weight(parts[a]) + weight(parts[b])
            trials = [(parts[a] - {n}, parts[b] | {n}) for n in sorted(parts[a])]
            trials += [(parts[a] | {n}, parts[b] - {n}) for n in sorted(parts[b])]
            trials += [
                (parts[a] - {n} | {m}, parts[b] - {m} | {n})
                for n in sorted(parts[a])
                for m in sorted(parts[b])
            ]
            for one, other in trials:
                if weight(one) + weight(other) < before:
                    parts[a], parts[b], better = one, other, True
                    break
    whole = tuple(sorted((frozenset(part) for part in parts if part), key=min))
    return sum(weight(set(part)) for part in whole), whole


def _groups(problem: Problem, wanted: Wanted, blocks: list[Block], parts: Parts) -> tuple[Group, ...]:
    order = {name: n for n, name in enumerate(wanted.pupils)}
    taken, made, number = {group.id for group in problem.groups}, [], 0
    for part in sorted(parts, key=min):
        number += 1
        while f"{wanted.programme} {number}" in taken:
            number += 1
        members = sorted((name for n in part for name in blocks[n]), key=order.__getitem__)
        made.append(
            Group(
                f"{wanted.programme} {number}",
                wanted.programme,
                tuple(members),
                wanted.minutes,
                wanted.sessions,
            )
        )
    return tuple(made)
