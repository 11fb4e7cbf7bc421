"""Small schools with every fact that a plain one lacks: sites, sessions in class, cover, a published timetable."""

import random
from dataclasses import replace

from bench.planner import problem_of

from inreach.planner.problem.problem import Problem, Walk, Window
from inreach.planner.search.search import search
from tests.planner.schools import instance

FACTS = ("published", "unavoidable", "in class", "walks", "cover", "allowed")


def school(seed: int, *facts: str, weeks: int = 1, groups: int = 4) -> Problem:
    """Return a school made from a seed with these facts, or with all of them."""
    problem = problem_of(instance(seed, weeks=weeks, groups=groups))
    chance = random.Random(seed)
    for fact in facts or FACTS:
        problem = _ADD[fact](problem, chance)
    return problem


def _published(problem: Problem, chance: random.Random) -> Problem:
    before = search(problem, seed=chance.randrange(9), rounds=0).timetable
    weights = replace(problem.weights, moved=chance.choice((0, 30, 5000)), other_adult=chance.choice((0, 90)))
    groups = list(problem.groups)
    groups[0] = replace(groups[0], sessions=groups[0].sessions % 4 + 1)
    return replace(problem, published=before, weights=weights, groups=tuple(groups))


def _unavoidable(problem: Problem, chance: random.Random) -> Problem:
    pupils = tuple(replace(pupil, unavoidable=chance.choice((0, 40, 200))) for pupil in problem.pupils)
    return replace(problem, pupils=pupils)


def _in_class(problem: Problem, chance: random.Random) -> Problem:
    streams = {stream.id: stream for stream in problem.streams}
    line = {pupil.id: streams[pupil.stream] for pupil in problem.pupils}
    groups = []
    for n, group in enumerate(problem.groups):
        taught = sorted({item.subject for item in line[group.members[0]].lessons} - {""})
        groups.append(replace(group, joins=chance.choice(taught), sessions=2) if n % 2 == 0 else group)
    return replace(problem, groups=tuple(groups))


def _walks(problem: Problem, chance: random.Random) -> Problem:
    rooms = tuple(
        replace(room, site=site, busy=()) for room, site in zip(problem.rooms, ("Hill", ""), strict=True)
    )
    return replace(problem, rooms=rooms, walks=(Walk("", "Hill", chance.choice((5, 10, 25))),))


def _cover(problem: Problem, chance: random.Random) -> Problem:
    adults = list(problem.adults)
    for n, adult in enumerate(adults):
        spans = tuple(Window(day, start, start + 35) for day in range(5) for start in (10, 60))
        teaches = tuple(span for span in spans if chance.random() < 0.8) if adult.teacher or n == 1 else ()
        adults[n] = replace(adult, teaches=teaches, covers=not adult.teacher, minutes=adult.minutes * 2)
    return replace(problem, adults=tuple(adults))


def _allowed(problem: Problem, chance: random.Random) -> Problem:
    pupils = tuple(
        replace(pupil, allowed=frozenset({"PSHE", "break"})) if n % 2 else pupil
        for n, pupil in enumerate(problem.pupils)
    )
    return replace(problem, pupils=pupils)


_ADD = {
    "published": _published,
    "unavoidable": _unavoidable,
    "in class": _in_class,
    "walks": _walks,
    "cover": _cover,
    "allowed": _allowed,
}
