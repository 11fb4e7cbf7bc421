"""The search for the timetable with least harm: a complete answer at once, then better ones until told to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from inreach.planner.arena import Arena, build
from inreach.planner.board import empty_board
from inreach.planner.candidates import Candidates
from inreach.planner.dice import FINE, seeded
from inreach.planner.problem import Problem
from inreach.planner.ruin import Kept, construct, empty_kept, improve
from inreach.planner.timetable import Placement, Session, Timetable

ROUNDS = 10
HOT, WARM, COLD = 0.5, 0.15, 0.02  # heat as shares of the mean points of a session
QUICK = 0.03  # the share of the time that goes into a first descent at low heat
LAST = 0.2  # the share of the time that goes into the best timetable of several descents
A_GROUP = 400  # rounds for each group that one descent from high heat is worth


@dataclass(frozen=True, slots=True)
class Answer:
    """A timetable and its points as the search counts them, how long it took in seconds and in rounds."""

    timetable: Timetable
    points: int
    seconds: float
    rounds: int


def as_timetable(problem: Problem, arena: Arena, kept: Kept) -> Timetable:
    """Return the best board as a timetable with names and clock times."""
    placements = []
    for g, group in enumerate(problem.groups):
        if kept.lead[g] < 0:
            placements.append(Placement(group.id))
            continue
        adult = problem.adults[arena.crew[arena.trained[g] + kept.lead[g]]].id
        sessions = []
        for day, place in enumerate(kept.place[g]):
            if place >= 0:
                start = problem.day_starts + int(arena.begins[place]) * problem.step
                week, weekday = divmod(day, problem.days)
                sessions.append(Session(week, weekday, start, problem.rooms[kept.where[g, day]].id))
        placements.append(Placement(group.id, adult, tuple(sessions)))
    return Timetable(tuple(placements))


def descents_in(rounds: float, groups: int) -> int:
    """Return how often so many rounds allow to start again from high heat: one descent for small limits."""
    return max(1, int(rounds * (1 - QUICK - LAST)) // (A_GROUP * max(1, groups)))


def heat_at(progress: float, descents: int) -> float:
    """Return the heat for a share of the time gone: low for a quick descent, then from high to low, so many times.

    Where there is more than one descent, the last part of the time starts at medium heat from the best timetable.
    """
    if progress < QUICK:
        return COLD
    if descents == 1:
        return HOT * (COLD / HOT) ** ((progress - QUICK) / (1 - QUICK))
    if progress >= 1 - LAST:
        return WARM * (COLD / WARM) ** ((progress - 1 + LAST) / LAST)
    return HOT * (COLD / HOT) ** ((progress - QUICK) / (1 - QUICK - LAST) * descents % 1)


def search(
    problem: Problem,
    *,
    seed: int = 0,
    seconds: float | None = None,
    rounds: int | None = None,
    on_better: Callable[[Answer], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Answer:
    """Return the best timetable found; give a limit in seconds, in rounds of ruin and recreate, or both.

    The same problem, seed and limit in rounds give the same timetable on every machine. `on_better` is called with the
    first complete answer and with each better one, `stop` after every few rounds. ValueError without a limit.
    """
    if seconds is None and rounds is None:
        raise ValueError("Say how long to search: in seconds, in rounds, or both.")
    began = time.perf_counter()
    arena = build(problem, Candidates(problem))
    board, dice = empty_board(arena), seeded(seed)
    kept, done = empty_kept(board), 0
    now = construct(arena, board, kept, dice)
    told, descents, last = None, 0, False
    mean = now / max(1, sum(group.sessions for group in problem.groups) * problem.weeks)

    def tell() -> Answer:
        timetable = as_timetable(problem, arena, kept)
        return Answer(timetable, int(kept.points[0]), time.perf_counter() - began, done)

    while True:
        if on_better is not None and kept.points[0] != told:
            told = int(kept.points[0])
            on_better(tell())
        spent = time.perf_counter() - began
        if (rounds is not None and done >= rounds) or (seconds is not None and spent >= seconds):
            break
        if (stop is not None and stop()) or not problem.groups:
            break
        progress = done / rounds if rounds is not None else spent / seconds
        if not descents and progress >= QUICK:
            descents = descents_in(done / progress, len(problem.groups))
        back = not last and descents > 1 and progress >= 1 - LAST
        last = last or back
        heat = int(mean * heat_at(progress, descents or 1) * FINE)
        step = ROUNDS if rounds is None else min(ROUNDS, rounds - done)
        now = improve(arena, board, kept, dice, now, heat, step, back)
        done += step
    return tell()
