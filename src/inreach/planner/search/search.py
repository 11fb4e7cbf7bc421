"""The search for the timetable with least harm: a complete answer at once, then better ones until told to stop."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from inreach.planner.entry import construct, improve, polish
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.search.candidates import Candidates
from inreach.planner.search.compiled_problem import CompiledProblem, build
from inreach.planner.search.conversion import as_incumbent, as_timetable
from inreach.planner.search.rng import FINE, seeded
from inreach.planner.search.ruin_and_recreate import empty_incumbent
from inreach.planner.search.search_state import SearchState, empty_state

ROUNDS = 10
HOT, WARM, COLD = 0.5, 0.15, 0.02  # heat as shares of the mean points of a session
QUICK = 0.03  # the share of the time that goes into a first descent at low heat
LAST = 0.2  # the share of the time that goes into the best timetable of several descents
A_GROUP = 1500  # rounds for each group that one descent from high heat is worth
CALM = 0.12  # heat, as above, at which groups stand where good timetables have them
SHOWN = 400  # rounds between two states that are shown to the helper
TICKS = 500  # parts of a time limit; heat changes between them, and each part's first round is written down

Gift = tuple[int, Timetable]  # the round after which a timetable was taken over


@dataclass(frozen=True, slots=True)
class Answer:
    """A timetable and its points as the search counts them, how long it took in seconds and in rounds.

    `pace` is, for a search by the clock, the round with which each part of the time began, and `gifts` are the
    timetables it took from its helper, with the rounds: all that chance in the machine's speed can change.
    """

    timetable: Timetable
    points: int
    seconds: float
    rounds: int
    pace: tuple[int, ...] = ()
    gifts: tuple[Gift, ...] = ()


class Helper(Protocol):
    """Somebody beside the search who looks at its states and may have a better timetable."""

    def look(self, compiled: CompiledProblem, state: SearchState) -> None:
        """Look at a state of the search at low heat."""

    def gift(self, done: int) -> Timetable | None:
        """Return a timetable for the search after so many rounds, or None."""


class GivenBefore:
    """The gifts of an earlier search, at the same rounds."""

    def __init__(self, gifts: Sequence[Gift]) -> None:
        self.gifts = dict(gifts)

    def look(self, compiled: CompiledProblem, state: SearchState) -> None:
        """Nothing is learned from an earlier search."""

    def gift(self, done: int) -> Timetable | None:
        """Return what was given after so many rounds."""
        return self.gifts.get(done)


class _Clock:
    """How far a search has come, by its rounds, by the clock, or by the pace of an earlier search."""

    def __init__(
        self, seconds: float | None, rounds: int | None, until: int | None, pace: Sequence[int] | None
    ) -> None:
        self.began = time.perf_counter()
        self.seconds, self.rounds, self.known = seconds, rounds, pace
        self.until = rounds if until is None else until
        self.pace: list[int] = []

    def spent(self) -> float:
        """Return the seconds since the beginning."""
        return time.perf_counter() - self.began

    def over(self, done: int) -> bool:
        """Say whether a limit is reached."""
        by_rounds = self.until is not None and done >= self.until
        return by_rounds or (self.seconds is not None and self.spent() >= self.seconds)

    def progress(self, done: int) -> float:
        """Return the share of the limit that is gone; by the clock in whole parts, whose first rounds are kept."""
        if self.known:
            return (bisect_right(self.known, done) - 1) / TICKS
        share = done / self.rounds if self.rounds else 0.0
        if self.seconds is None:
            return share
        tick = min(TICKS - 1, int(TICKS * max(share, self.spent() / self.seconds)))
        self.pace.extend([done] * (tick + 1 - len(self.pace)))
        return tick / TICKS


def descents_in(rounds: float, groups: int, a_group: int = A_GROUP) -> int:
    """Return how often so many rounds allow to start again from high heat: one descent for small limits."""
    return max(1, int(rounds * (1 - QUICK - LAST)) // (a_group * max(1, groups)))


def descent_at(progress: float, descents: int) -> float:
    """Return how many of the descents are behind when a share of the time is gone, with the part of the present one."""
    return (progress - QUICK) / (1 - QUICK - LAST) * descents


def heat_at(progress: float, descents: int) -> float:
    """Return the heat for a share of the time gone: low for a quick descent, then from high to low, so many times.

    Where there is more than one descent, the last part of the time starts at medium heat from the best timetable.
    """
    if progress < QUICK:
        return COLD
    if descents == 1:
        return _cooled(HOT, (progress - QUICK) / (1 - QUICK))
    if progress >= 1 - LAST:
        return _cooled(WARM, (progress - 1 + LAST) / LAST)
    return _cooled(HOT, descent_at(progress, descents) % 1)


def _cooled(high: float, share: float) -> float:
    """Return the heat after a share of the way from a high heat to the lowest, falling by the same factor all along."""
    heat: float = high * (COLD / high) ** share
    return heat


def search(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    rounds: int | None = None,
    until: int | None = None,
    pace: Sequence[int] | None = None,
    helper: Helper | None = None,
    a_group: int = A_GROUP,
    on_better: Callable[[Answer], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Answer:
    """Return the best timetable found; give a limit in seconds, in rounds of ruin and recreate, or both.

    The same problem, seed and limit in rounds give the same timetable on every machine; so do the limit of a search
    that somebody stopped and the rounds it came to (`until`), and the rounds, the pace and the gifts of a search by the
    clock. A better timetable of the `helper` becomes the best one; the search goes on from its own state. Each descent
    of `a_group` rounds for each group begins with an empty state, because high heat alone does not undo everything.
    `on_better` is called with the first complete answer and with each better one, `stop` after every few rounds.
    ValueError without a limit.
    """
    if seconds is None and rounds is None:
        raise ValueError("Say how long to search: in seconds, in rounds, or both.")
    clock = _Clock(seconds, rounds, until, pace)
    compiled = build(problem, Candidates(problem))
    state, rng = empty_state(compiled), seeded(seed)
    incumbent, done = empty_incumbent(state), 0
    now = construct(compiled, state, incumbent, rng)
    told, descents, begun, last = None, 0, 0, False
    gifts: list[Gift] = []
    mean = now / max(1, sum(group.sessions for group in problem.groups) * problem.weeks)

    def tell() -> Answer:
        timetable = as_timetable(problem, compiled, incumbent)
        return Answer(
            timetable, int(incumbent.points[0]), clock.spent(), done, tuple(clock.pace), tuple(gifts)
        )

    while True:
        if on_better is not None and incumbent.points[0] != told:
            told = int(incumbent.points[0])
            on_better(tell())
        if clock.over(done) or (stop is not None and stop()) or not problem.groups:
            break
        progress = clock.progress(done)
        if not descents and progress >= QUICK:
            descents = descents_in(done / progress, len(problem.groups), a_group)
        if descents > 1 and begun < int(descent_at(progress, descents)) < descents:
            begun, state = int(descent_at(progress, descents)), empty_state(compiled)
            now = construct(compiled, state, empty_incumbent(state), rng)
        back = not last and descents > 1 and progress >= 1 - LAST
        last = last or back
        heat = int(mean * heat_at(progress, descents or 1) * FINE)
        step = ROUNDS if rounds is None else min(ROUNDS, rounds - done)
        now = improve(compiled, state, incumbent, rng, now, heat, step, back)
        done += step
        if helper is None:
            continue
        if done % SHOWN == 0 and progress >= QUICK and heat <= mean * CALM * FINE:
            helper.look(compiled, state)
        gift = helper.gift(done)
        given = None if gift is None else as_incumbent(problem, compiled, gift)
        if gift is not None and given is not None and given.points[0] < incumbent.points[0]:
            gifts.append((done, gift))
            for mine, better in zip(incumbent, given, strict=True):
                mine[...] = better
    polish(compiled, state, incumbent, rng)
    answer = tell()
    if on_better is not None and answer.points != told:
        on_better(answer)
    return answer
