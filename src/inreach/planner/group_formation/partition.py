"""From pupils to groups: descents, then the set partition where every pattern is in the table, else more patterns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from inreach.planner.array_types import Floats, Ints
from inreach.planner.group_formation.group_cost_reference import Worth
from inreach.planner.group_formation.local_search import SHAKES, Descent
from inreach.planner.group_formation.pattern_pool import Pool
from inreach.planner.group_formation.patterns import BAD, Table
from inreach.planner.group_formation.proof import Proof, available
from inreach.planner.group_formation.request import Block, Parts
from inreach.planner.group_formation.subsets import relaxed

DIVES = 6
PRICED = 12  # rounds of new patterns at the prices of those that are known
REFINED = 2  # rounds of better patterns for the groups that were found


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
    if not table.whole:
        floor = sum(worth.of(frozenset(block)) or 0 for block in blocks)
        return _refined(descent, floor, seed, prove=prove)
    floor = int(table.points.min(axis=0, initial=BAD).sum())
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
    groups = descent.shake(groups, least, SHAKES // 3)
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


def _refined(descent: Descent, floor: int, seed: int, *, prove: bool) -> Found:
    """Return groups from a table of good patterns, to which those of the groups found are added again and again."""
    pool = Pool(descent.table, seed)
    pool.fill(descent.wanted.largest)
    groups = descent.several(floor)
    if prove and available():
        _priced(descent, pool, groups)
        groups = min(groups, _whole(descent, _columns(descent, groups).dive()), key=descent.key)
    for _ in range(REFINED):
        groups = descent.shake(groups, floor, SHAKES // REFINED)
        pool.improve([part for part in groups if part])
        groups = descent.descend(groups)
    return Found(Descent.parts(groups) if descent.key(groups)[0] < BAD else (), floor)


def _columns(descent: Descent, groups: list[list[int]]) -> Proof:
    """Return the linear program with all columns of the table; its bound is none where the table is not whole."""
    proof = Proof(descent)
    proof.learn(tuple(sorted(group)) for group in groups if group)
    proof.bound()
    return proof


def _priced(descent: Descent, pool: Pool, groups: list[list[int]]) -> None:
    """Look for patterns that are better at the prices of those that are known, until there are no new ones."""
    for _ in range(PRICED):
        proof, before = _columns(descent, groups), len(descent.table.patterns)

        def value(points: Ints, seats: Ints, proof: Proof = proof) -> Floats:
            costs = np.where(points < BAD, points * float(proof.scale), np.inf) - proof.prices
            return relaxed(costs, seats, proof.limits)[0]

        pool.toward(value)
        if len(descent.table.patterns) == before:
            return
