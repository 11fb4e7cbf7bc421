"""From pupils to groups: descents, then the set partition where every pattern is in the table, else more patterns."""

from __future__ import annotations

from dataclasses import dataclass

from inreach.planner.forming.descent import Descent
from inreach.planner.forming.patterns import BAD, Table
from inreach.planner.forming.pool import Pool
from inreach.planner.forming.proof import Proof, available
from inreach.planner.forming.wanted import Block, Parts
from inreach.planner.forming.worth import Worth

DIVES = 6
REFINED = 3  # rounds of better patterns for the groups that were found


@dataclass(frozen=True, slots=True)
class Found:
    """The groups, empty where none were found, the least points that are proved, and whether there is no way."""

    parts: Parts
    least: int
    hopeless: bool = False


def shared_out(worth: Worth, blocks: list[Block], most: int, seed: int, *, prove: bool = True) -> Found:
    """Return good groups and the least that any have: what each block loses alone, or more where that is proved."""
    if not most:
        return Found((), 0, hopeless=True)
    table = Table(worth, blocks)
    descent = Descent(table, worth.wanted, most, seed)
    floor = sum(worth.of(frozenset(block)) or 0 for block in blocks)
    if not table.whole:
        return _refined(descent, floor, seed)
    groups = descent.several(floor)
    if not prove or not available():
        groups = descent.shake(groups, floor)
        return Found(Descent.parts(groups) if descent.key(groups)[0] < BAD else (), floor)
    proof = Proof(descent)
    proof.learn(tuple(sorted(group)) for group in groups if group)
    least = max(floor, proof.bound())
    if proof.hopeless:
        return Found((), least, hopeless=True)
    for number in range(DIVES):
        if descent.key(groups)[0] <= least:
            break
        dived = proof.dive(descent.chance if number else None)
        groups = min(groups, _whole(descent, dived), key=descent.key)
    points = descent.key(groups)[0]
    if points >= BAD:
        return Found((), least)
    if points > least:
        groups = min(groups, proof.close(points) or groups, key=descent.key)
        least = max(least, proof.proved)
    return Found(Descent.parts(groups), least)


def _whole(descent: Descent, groups: list[list[int]]) -> list[list[int]]:
    """Return groups with everybody who is left over, improved."""
    known = {n for group in groups for n in group}
    loose = [n for n in range(len(descent.table.blocks)) if n not in known]
    groups = [*groups, *([] for _ in range(descent.most - len(groups)))]
    return descent.descend(descent.start(loose, groups))


def _refined(descent: Descent, floor: int, seed: int) -> Found:
    """Return groups from a table of good patterns, to which those of the groups found are added again and again."""
    pool = Pool(descent.table, seed)
    pool.fill(descent.wanted.largest)
    groups = descent.several(floor)
    for _ in range(REFINED):
        groups = descent.shake(groups, floor)
        pool.improve([part for part in groups if part])
        groups = descent.descend(groups)
    return Found(Descent.parts(groups) if descent.key(groups)[0] < BAD else (), floor)
