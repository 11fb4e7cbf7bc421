"""Why pupils cannot be shared out into groups, by name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from inreach.core.text import listed
from inreach.planner.explain.wording import capital
from inreach.planner.group_formation.group_cost_reference import Worth
from inreach.planner.group_formation.request import Block, FormingRefused, Wanted
from inreach.planner.problem.problem import Problem


def check_wanted(problem: Problem, wanted: Wanted) -> None:
    """Check what is wanted against a problem; FormingRefused names everything that makes no sense."""
    known, reasons = {pupil.id for pupil in problem.pupils}, []
    reasons += [f"There is no pupil “{name}”." for name in wanted.pupils if name not in known]
    twice = {name for name in wanted.pupils if wanted.pupils.count(name) > 1}
    reasons += [f"Pupil {name} is named twice." for name in sorted(twice)]
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


def beforehand(worth: Worth, blocks: list[Block]) -> Iterator[str]:
    """Yield what no sharing out could mend: blocks that cannot be a group even where nobody else is in it."""
    wanted = worth.wanted
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


def no_way(worth: Worth, blocks: list[Block], most: int, *, proved: bool) -> Iterator[str]:
    """Yield why the blocks cannot be shared out: who fits with too few others, else whom nobody can put together."""
    wanted, alone = worth.wanted, False
    for block in blocks:
        others = [other for other in blocks if other != block]
        if len(block) >= wanted.smallest:
            continue
        fits, pupils = [], len(block)
        for other in others:
            if pupils < wanted.smallest and _fit(worth, block, other):
                fits.append(other)
                pupils += len(other)
        if pupils >= wanted.smallest:
            continue
        alone = True
        why = [_why(worth, block, other) for other in others if other not in fits]
        yield f"{capital(_who(block))} fits in no group of at least {wanted.smallest}: {listed(why)}."
    if not alone:
        cannot = "cannot be" if proved else "could not be"
        yield (
            f"{len(wanted.pupils)} pupils {cannot} shared out into at most {most} groups of {wanted.smallest} to "
            f"{wanted.largest} with times that all of a group have."
        )
        for one, other in combinations(blocks, 2):
            if not _fit(worth, one, other):
                yield f"{capital(_who(one))} cannot be with {_why(worth, one, other)}."


def _who(block: Block) -> str:
    return listed(f"pupil {name}" for name in block)


def _fit(worth: Worth, one: Block, other: Block) -> bool:
    both = frozenset(one + other)
    return not any(len(pair & both) > 1 for pair in worth.wanted.never) and worth.meet(both)


def _why(worth: Worth, block: Block, other: Block) -> str:
    both = frozenset(block + other)
    if any(len(pair & both) > 1 for pair in worth.wanted.never):
        return f"{_who(other)} (never together)"
    return f"{_who(other)} (no common times)" if not worth.meet(both) else _who(other)
