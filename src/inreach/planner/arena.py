"""The problem as flat arrays of whole numbers, so that the search never looks anything up by name.

A *place* is a start time that every member of a group may leave for, with at least one trained adult there and one
room large enough. Places of one group are consecutive and ordered by week, day and start.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from inreach.planner.candidates import Candidates
from inreach.planner.problem import Problem

MOST_TRAINED = 62


PATIENCE = 1000


class Arena(NamedTuple):
    """Arrays of the search; g counts groups, i places, q members of groups, r pairs of pupil and subject."""

    shape: np.ndarray  # groups, pupils, adults, rooms, cycle days, steps a day, days a week, weeks
    # second same day, worst pupil, session short, preparation missed, teacher time a step, turnaround, patience
    weigh: np.ndarray
    length: np.ndarray  # g: steps of a session
    dose: np.ndarray  # g: sessions a week
    linked: np.ndarray  # g, week: 1 where a preparing session is possible by the clock
    first: np.ndarray  # g: first place of each cycle day, and one past the last
    begins: np.ndarray  # i: step of the day
    adults: np.ndarray  # i: bits of trained adults that are there, in the group's own numbering
    prepares: np.ndarray  # i: 1 where the place prepares for the linked lesson
    kin: np.ndarray  # i: the first place of the day at which every member loses the same
    must: np.ndarray  # g, cycle day: 1 where a session is pinned
    who: np.ndarray  # g: first member, and one past the last
    pupil: np.ndarray  # q: the pupil
    own: np.ndarray  # i: offset of its row (one number a member) in plain and away
    plain: np.ndarray  # row of a member at a place: points that depend on nothing else
    away: np.ndarray  # row: steps of a qualified teacher's lessons missed
    part: np.ndarray  # row: first piece, and one past the last
    pair: np.ndarray  # piece: pair of pupil and subject
    steps: np.ndarray  # piece: steps missed
    curve: np.ndarray  # r: offset of its curve in points
    points: np.ndarray  # points for the same subject again, by steps missed
    cap: np.ndarray  # pupil: steps away from the teacher that cost nothing
    trained: np.ndarray  # g: first trained adult in crew, and one past the last
    crew: np.ndarray  # trained adults of every group
    teacher: np.ndarray  # adult: 1 for a qualified teacher
    hours: np.ndarray  # adult: steps of work in the cycle
    there: np.ndarray  # room, cycle day, step: 1 where the room is free of others
    holds: np.ndarray  # room: pupils
    near: np.ndarray  # g, g: how much two groups have to do with each other
    joins: np.ndarray  # pupil: first group in clubs, and one past the last
    clubs: np.ndarray  # groups of every pupil


def _whole(numbers: object) -> np.ndarray:
    return np.array(numbers, dtype=np.int64)


def _nearness(problem: Problem, found: Candidates) -> np.ndarray:
    """Return how much two groups have to do with each other: shared pupils first, then trained adults, then streams."""
    count = len(problem.groups)
    near = np.zeros((count, count), dtype=np.int64)
    streams = {pupil.id: pupil.stream for pupil in problem.pupils}
    members = [set(group.members) for group in problem.groups]
    lines = [{streams[member] for member in group.members} for group in problem.groups]
    crews = [set(crew) for crew in found.crew]
    for a in range(count):
        for b in range(a + 1, count):
            shared = 6 * len(members[a] & members[b]) + len(crews[a] & crews[b]) + len(lines[a] & lines[b])
            near[a, b] = near[b, a] = shared
    return near


def build(problem: Problem, found: Candidates) -> Arena:
    """Return the arena of a checked problem; ValueError if too many adults are trained for one programme."""
    weights, step, groups = problem.weights, problem.step, problem.groups
    begins, adults, prepares, kin, own, plain, away, part, pair, steps = ([] for _ in range(10))
    first = np.zeros((len(groups), found.cycle_days + 1), dtype=np.int64)
    linked = np.zeros((len(groups), problem.weeks), dtype=np.int64)
    must = np.zeros((len(groups), found.cycle_days), dtype=np.int64)
    who, pupil, trained, crew = [0], [], [0], []
    part.append(0)
    for g, group in enumerate(groups):
        if len(found.crew[g]) > MOST_TRAINED:
            raise ValueError(
                f"Programme {group.programme}: more than {MOST_TRAINED} adults are trained for it."
            )
        prepared = found.prepared(group)
        for week in range(problem.weeks):
            linked[g, week] = prepared[week * problem.days : (week + 1) * problem.days].any()
        for pin in group.pins:
            must[g, pin.week * problem.days + pin.day] = 1
        first[g, :] = len(begins)
        same: dict[object, int] = {}
        for day, begin, bits, losses in found.places(g):
            first[g, day + 1 :] = len(begins) + 1
            begins.append(begin)
            adults.append(bits)
            prepares.append(prepared[day, begin])
            losing = (day, prepared[day, begin], tuple((a, b, tuple(c.items())) for a, b, c in losses))
            kin.append(same.setdefault(losing, len(kin)))
            own.append(len(plain))
            for points, lost, pieces in losses:
                plain.append(points)
                away.append(lost)
                for number, missed in pieces.items():
                    pair.append(number)
                    steps.append(missed)
                part.append(len(pair))
        pupil.extend(found.number[member] for member in group.members)
        who.append(len(pupil))
        crew.extend(found.crew[g])
        trained.append(len(crew))
    clubs = [[] for _ in found.pupils]
    for g, group in enumerate(groups):
        for member in group.members:
            clubs[found.number[member]].append(g)
    joins = np.cumsum([0] + [len(item) for item in clubs])
    size, days = found.size, problem.days
    shape = [
        len(groups),
        len(found.pupils),
        len(problem.adults),
        len(problem.rooms),
        found.cycle_days,
        size,
        days,
    ]
    turnaround = -(-problem.turnaround // step)
    weigh = [
        weights.second_same_day,
        weights.worst_pupil,
        weights.session_short,
        weights.preparation_missed,
        weights.teacher_time * found.fives,
        turnaround,
        PATIENCE,
    ]
    return Arena(
        shape=_whole([*shape, problem.weeks]),
        weigh=_whole(weigh),
        length=_whole([group.minutes // step for group in groups]),
        dose=_whole([group.sessions for group in groups]),
        linked=linked,
        first=first,
        begins=_whole(begins),
        adults=_whole(adults),
        prepares=_whole(prepares),
        kin=_whole(kin),
        must=must,
        who=_whole(who),
        pupil=_whole(pupil),
        own=_whole(own),
        plain=_whole(plain),
        away=_whole(away),
        part=_whole(part),
        pair=_whole(pair),
        steps=_whole(steps),
        curve=_whole(found.curve),
        points=_whole(found.points),
        cap=_whole(found.cap),
        trained=_whole(trained),
        crew=_whole(crew),
        teacher=_whole([int(adult.teacher) for adult in problem.adults]),
        hours=_whole([adult.minutes // step * problem.weeks for adult in problem.adults]),
        there=found.there,
        holds=_whole([room.places for room in problem.rooms]),
        near=_nearness(problem, found),
        joins=_whole(joins),
        clubs=_whole([g for item in clubs for g in item]),
    )
