"""Which groups are planned together: those that share most pupils, as a tree of larger and larger blocks."""

from __future__ import annotations

from dataclasses import dataclass, field

from inreach.planner.search.compiled_problem import GROUPS, WEEKS, CompiledProblem

MOST_SESSIONS = 30

Session = tuple[
    int, int, int, int
]  # group, adult in the group's own numbering, place, adult who stands for this one
Plan = list[Session]


@dataclass(slots=True)
class Block:
    """Groups that are planned together, the smaller blocks they are made of, and what earlier prices have shown.

    `inside` are the pupils all of whose groups are here. A simple block is one group and one week: its cheapest cycle
    is known exactly without a program.
    """

    groups: tuple[int, ...]
    inside: frozenset[int]
    simple: bool
    parts: tuple[Block, ...] = ()
    spread: int = 0
    gain: int = 0
    plans: list[Plan] = field(default_factory=list)


def insiders(compiled: CompiledProblem, groups: tuple[int, ...]) -> frozenset[int]:
    """Return the pupils all of whose groups are among these."""
    members = {
        int(p)
        for g in groups
        for p in compiled.pupil[compiled.member_start[g] : compiled.member_start[g + 1]]
    }
    return frozenset(
        p
        for p in members
        if set(
            compiled.pupil_groups[compiled.pupil_group_start[p] : compiled.pupil_group_start[p + 1]].tolist()
        )
        <= set(groups)
    )


def partition(compiled: CompiledProblem, most: int = MOST_SESSIONS) -> list[Block]:
    """Return all groups in blocks; a block of several groups has at most `most` sessions in the cycle.

    Blocks begin as single groups. The two that share most pupils for their sessions become one, and so on.
    """
    weeks = int(compiled.shape[WEEKS])
    groups = range(int(compiled.shape[GROUPS]))
    members = [
        set(compiled.pupil[compiled.member_start[g] : compiled.member_start[g + 1]].tolist()) for g in groups
    ]
    work = [int(compiled.dose[g]) * weeks for g in groups]
    blocks = []
    for g in groups:
        inside = insiders(compiled, (g,))
        blocks.append(Block((g,), inside, simple=weeks == 1))
    links = {(a, b): len(members[a] & members[b]) for a in groups for b in groups if a < b}
    links = {pair: count for pair, count in links.items() if count}
    home = list(groups)
    while True:
        ties: dict[tuple[int, int], int] = {}
        for (a, b), count in links.items():
            if home[a] != home[b]:
                pair = (min(home[a], home[b]), max(home[a], home[b]))
                ties[pair] = ties.get(pair, 0) + count
        size = {pair: sum(work[g] for n in pair for g in blocks[n].groups) for pair in ties}
        open_ties = [pair for pair in ties if size[pair] <= most]
        if not open_ties:
            return [blocks[n] for n in sorted(set(home))]
        first, second = max(open_ties, key=lambda pair: (ties[pair] / size[pair], -pair[0], -pair[1]))
        both = tuple(sorted(blocks[first].groups + blocks[second].groups))
        blocks.append(
            Block(both, insiders(compiled, both), simple=False, parts=(blocks[first], blocks[second]))
        )
        for g in both:
            home[g] = len(blocks) - 1
