"""The problem as flat arrays of whole numbers, so that the search never looks anything up by name.

A *place* is a start time that every member of a group may leave for, with at least one trained adult there and one
room large enough. Places of one group are consecutive and ordered by week, day and start.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from inreach.planner.array_types import Ints, TinyInts
from inreach.planner.problem.problem import MAIN_SITE, Problem
from inreach.planner.problem.validation import ProblemRefused
from inreach.planner.search.candidates import NOBODY, Candidates, Place

MOST_TRAINED = 62
PATIENCE = 1000


# where each number stands in `shape`
GROUPS, PUPILS, ADULTS, ROOMS, CYCLE_DAYS, DAY_STEPS, WEEK_DAYS, WEEKS = range(8)
# and in `weights`
(
    SECOND_SAME_DAY,
    WORST_PUPIL,
    SESSION_SHORT,
    PREPARATION_MISSED,
    TEACHER_TIME,  # a step
    TURNAROUND,  # steps
    SEARCH_PATIENCE,  # nodes
    COVER,  # a step
    ALL_UNAVOIDABLE,  # what all pupils cannot avoid
    ON_MAIN_SITE,  # the number of the main site, -1 where nobody uses it
) = range(10)
# the columns of `kind`: bits of adults, 1 for teachers, points for another adult than published, where in `taught`
KIND_ADULTS, KIND_TEACHER, KIND_POINTS, KIND_TAUGHT = range(4)


class CompiledProblem(NamedTuple):
    """Arrays of the search; g counts groups, i places, q members of groups, r pairs of pupil and subject."""

    shape: Ints  # how many there are: GROUPS, PUPILS and so on
    weights: Ints  # points and settings: SECOND_SAME_DAY, WORST_PUPIL and so on
    length: Ints  # g: steps of a session
    dose: Ints  # g: sessions a week
    linked: Ints  # g, week: 1 where a preparing session is possible by the clock
    first: Ints  # g: first place of each cycle day, and one past the last
    begins: Ints  # i: step of the day
    adults: Ints  # i: bits of trained adults that are there, in the group's own numbering
    prepares: Ints  # i: 1 where the place prepares for the linked lesson
    representative: Ints  # i: the first place of the day at which every member loses the same
    pinned: Ints  # g, cycle day: 1 where a session is pinned
    member_start: Ints  # g: first member, and one past the last
    pupil: Ints  # q: the pupil
    row_start: Ints  # i: offset of its row (one number a member) in plain and away
    plain: Ints  # row of a member at a place: points that depend on nothing else
    away: Ints  # row: steps of a qualified teacher's lessons missed
    piece_start: Ints  # row: first piece, and one past the last
    pair: Ints  # piece: pair of pupil and subject
    steps: Ints  # piece: steps missed
    curve: Ints  # r: offset of its curve in points
    points: Ints  # points for the same subject again, by steps missed
    cap: Ints  # pupil: steps away from the teacher that cost nothing
    crew_start: Ints  # g: first trained adult in crew, and one past the last
    crew: Ints  # trained adults of every group
    teacher: Ints  # adult: 1 for a qualified teacher
    hours: Ints  # adult: steps of work in the cycle
    room_free: TinyInts  # room, cycle day, step: 1 where the room is free of others
    room_places: Ints  # room: pupils
    relatedness: Ints  # g, g: how much two groups have to do with each other
    pupil_group_start: Ints  # pupil: first in pupil_groups, and one past the last
    pupil_groups: Ints  # groups of every pupil
    unavoidable: Ints  # pupil: points that count for nothing where the worst-off pupil is sought
    short: Ints  # g: points for a session fewer, among them those for a published session that is gone
    owed: Ints  # g: points for published sessions gone, less what `short` and `move_cost` charge for them
    in_class: Ints  # g: 1 where sessions are in class: no room, no visit
    kind_start: Ints  # g: first kind of adult in `kind`, and one past the last; at a place all of a kind cost the same
    kind: Ints  # kind: bits of adults, 1 for teachers, points for another adult than published, where in `taught`
    crew_kind: Ints  # crew: the kind
    cover: Ints  # crew: the adult who covers, or -1
    move_cost: Ints  # i: points for being at no published time
    taught: Ints  # place of a kind with cover: steps of the adult's own lessons
    site: Ints  # room: its site
    walk_steps: Ints  # adult 0 or pupil 1, site, site: steps from one session's end to the next one's start


def _whole(numbers: object) -> Ints:
    return np.array(numbers, dtype=np.int64)


def _nearness(problem: Problem, candidates: Candidates) -> Ints:
    """Return how much two groups have to do with each other: shared pupils first, then trained adults, then streams."""
    count = len(problem.groups)
    near = np.zeros((count, count), dtype=np.int64)
    streams = {pupil.id: pupil.stream for pupil in problem.pupils}
    members = [set(group.members) for group in problem.groups]
    lines = [{streams[member] for member in group.members} for group in problem.groups]
    crews = [
        {*leads, *covers} - {NOBODY} for leads, covers in zip(candidates.crew, candidates.covers, strict=True)
    ]
    for a in range(count):
        for b in range(a + 1, count):
            shared = 6 * len(members[a] & members[b]) + len(crews[a] & crews[b]) + len(lines[a] & lines[b])
            near[a, b] = near[b, a] = shared
    return near


class _Kinds:
    """Sorts the crew of every group into kinds that cost the same at a place; helpers first, teachers last."""

    def __init__(self, problem: Problem, found: Candidates) -> None:
        self.problem, self.found = problem, found
        self.first = [0]
        self.rows: list[list[int]] = []
        self.sort: list[int] = []
        self.taught: list[int] = []

    def add(self, g: int, places: list[Place]) -> list[tuple[int, ...]]:
        """Add the kinds of a group; return, for each place, the steps taught by every kind that needs a cover."""
        problem, group = self.problem, self.problem.groups[g]
        before = problem.published.of(group.id).adult if problem.published is not None else None
        known: dict[tuple[int, int, int], int] = {(0, 0, NOBODY): 0, (1, 0, NOBODY): 0}
        keys = []
        for bit, (lead, cover) in enumerate(zip(self.found.crew[g], self.found.covers[g], strict=True)):
            adult = problem.adults[lead]
            other = problem.weights.other_adult if before not in (None, adult.id) else 0
            keys.append((int(adult.teacher), other, NOBODY if cover == NOBODY else lead))
            known[keys[-1]] = known.get(keys[-1], 0) | 1 << bit
        steps = []
        for key in sorted(known):
            at = NOBODY
            if key[2] != NOBODY:
                at = len(self.taught)
                table = self.found.lessons_taught(key[2], group.minutes // problem.step)
                steps.append([int(table[day % problem.days, begin]) for day, begin, _, _ in places])
                self.taught += steps[-1]
            self.rows.append([known[key], key[0], key[1], at])
        order = sorted(known)
        self.sort += [self.first[-1] + order.index(key) for key in keys]
        self.first.append(len(self.rows))
        return list(zip(*steps, strict=True)) if steps else [()] * len(places)


class _Change:
    """What it costs every group to leave the published timetable."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.short: list[int] = []
        self.owed: list[int] = []
        self.move_cost: list[int] = []

    def add(self, g: int, places: list[Place]) -> list[int]:
        """Add a group; return the points of each place for being at no published time."""
        problem, group = self.problem, self.problem.groups[g]
        published = problem.published.of(group.id).sessions if problem.published is not None else ()
        moved = problem.weights.moved if published else 0
        times = {(item.week * problem.days + item.day, item.start - problem.day_starts) for item in published}
        move_costs = [moved * ((day, begin * problem.step) not in times) for day, begin, _, _ in places]
        self.short.append(problem.weights.session_short + moved)
        self.owed.append(moved * (len(published) - group.sessions * problem.weeks))
        self.move_cost += move_costs
        return move_costs


def _crew_sizes(problem: Problem, candidates: Candidates) -> None:
    for group, crew in zip(problem.groups, candidates.crew, strict=True):
        if len(crew) > MOST_TRAINED:
            raise ProblemRefused(
                (
                    f"Group {group.id}: {len(crew)} adults, or teachers with a cover, could take it; the planner "
                    f"weighs {MOST_TRAINED} at most. Say who shall take it, or let fewer people cover.",
                )
            )


def build(problem: Problem, candidates: Candidates) -> CompiledProblem:
    """Return the compiled problem of a checked problem; ProblemRefused if too many adults could take one group."""
    weights, step, groups = problem.weights, problem.step, problem.groups
    columns: tuple[list[int], ...] = tuple([] for _ in range(10))
    begins, adults, prepares, kin, own, plain, away, part, pair, steps = columns
    pupil: list[int] = []
    first = np.zeros((len(groups), candidates.cycle_days + 1), dtype=np.int64)
    linked = np.zeros((len(groups), problem.weeks), dtype=np.int64)
    must = np.zeros((len(groups), candidates.cycle_days), dtype=np.int64)
    who, trained = [0], [0]
    part.append(0)
    _crew_sizes(problem, candidates)
    kinds, change = _Kinds(problem, candidates), _Change(problem)
    for g, group in enumerate(groups):
        prepared = candidates.prepared(group)
        for week in range(problem.weeks):
            linked[g, week] = prepared[week * problem.days : (week + 1) * problem.days].any()
        for pin in group.pins:
            must[g, pin.week * problem.days + pin.day] = 1
        first[g, :] = len(begins)
        same: dict[object, int] = {}
        places = candidates.places(g)
        besides = zip(kinds.add(g, places), change.add(g, places), strict=True)
        for (day, begin, bits, losses), beside in zip(places, besides, strict=True):
            first[g, day + 1 :] = len(begins) + 1
            begins.append(begin)
            adults.append(bits)
            prepares.append(prepared[day, begin])
            lost = tuple((a, b, tuple(c.items())) for a, b, c in losses)
            kin.append(same.setdefault((day, prepared[day, begin], lost, beside), len(kin)))
            own.append(len(plain))
            for points, steps_away, pieces in losses:
                plain.append(points)
                away.append(steps_away)
                for number, missed in pieces.items():
                    pair.append(number)
                    steps.append(missed)
                part.append(len(pair))
        pupil.extend(candidates.number[member] for member in group.members)
        who.append(len(pupil))
        trained.append(trained[-1] + len(candidates.crew[g]))
    clubs: list[list[int]] = [[] for _ in candidates.pupils]
    for g, group in enumerate(groups):
        for member in group.members:
            clubs[candidates.number[member]].append(g)
    joins = np.cumsum([0] + [len(item) for item in clubs])
    shape = [
        len(groups),
        len(candidates.pupils),
        len(problem.adults),
        len(problem.rooms),
        candidates.cycle_days,
        candidates.size,
        problem.days,
        problem.weeks,
    ]
    settings = [
        weights.second_same_day,
        weights.worst_pupil,
        weights.session_short,
        weights.preparation_missed,
        weights.teacher_time * candidates.fives,
        -(-problem.turnaround // step),
        PATIENCE,
        weights.cover * candidates.fives,
        sum(item.unavoidable for item in candidates.pupils),
        candidates.sites.index(MAIN_SITE) if MAIN_SITE in candidates.sites else -1,
    ]
    return CompiledProblem(
        shape=_whole(shape),
        weights=_whole(settings),
        length=_whole([group.minutes // step for group in groups]),
        dose=_whole([group.sessions for group in groups]),
        linked=linked,
        first=first,
        begins=_whole(begins),
        adults=_whole(adults),
        prepares=_whole(prepares),
        representative=_whole(kin),
        pinned=must,
        member_start=_whole(who),
        pupil=_whole(pupil),
        row_start=_whole(own),
        plain=_whole(plain),
        away=_whole(away),
        piece_start=_whole(part),
        pair=_whole(pair),
        steps=_whole(steps),
        curve=_whole(candidates.curve),
        points=_whole(candidates.points),
        cap=_whole(candidates.cap),
        crew_start=_whole(trained),
        crew=_whole([lead for crew in candidates.crew for lead in crew]),
        teacher=_whole([int(adult.teacher) for adult in problem.adults]),
        hours=_whole([adult.minutes // step * problem.weeks for adult in problem.adults]),
        room_free=candidates.there,
        room_places=_whole([room.places for room in problem.rooms]),
        relatedness=_nearness(problem, candidates),
        pupil_group_start=_whole(joins),
        pupil_groups=_whole([g for item in clubs for g in item]),
        unavoidable=_whole([item.unavoidable for item in candidates.pupils]),
        short=_whole(change.short),
        owed=_whole(change.owed),
        in_class=_whole([int(group.joins is not None) for group in groups]),
        kind_start=_whole(kinds.first),
        kind=_whole(kinds.rows).reshape(-1, 4),
        crew_kind=_whole(kinds.sort),
        cover=_whole([cover for covers in candidates.covers for cover in covers]),
        move_cost=_whole(change.move_cost),
        taught=_whole(kinds.taught),
        site=_whole([candidates.sites.index(room.site) for room in problem.rooms]),
        walk_steps=np.stack([candidates.far(problem.turnaround), candidates.far(0)]),
    )
