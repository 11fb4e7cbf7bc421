"""What it costs to move one session, everything else staying where it is: exact, and quick enough for every place."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from typing import NamedTuple

from inreach.core.ledger.types import PeriodKind
from inreach.planner.objective.harm import Harm, ObjectiveEvaluator
from inreach.planner.problem.problem import Group, Lesson, Problem
from inreach.planner.problem.timetable import Placement, Session, Timetable


class Loss(NamedTuple):
    """What a pupil loses in one session: points by themselves, lessons broken, steps by subject and from a teacher."""

    plain: int
    edges: int
    subjects: dict[str, int]
    away: int


class Pricing:
    """Prices every place of every session under one timetable."""

    def __init__(
        self, problem: Problem, timetable: Timetable, evaluator: ObjectiveEvaluator, harm: Harm
    ) -> None:
        self.problem, self.timetable = problem, timetable
        self.evaluator, self.harm = evaluator, harm
        self.weights, self.step = problem.weights, problem.step
        self.fives = max(1, problem.step // 5)
        self._losses: dict[tuple[str, int, int, int], Loss] = {}
        self._frees: dict[tuple[str, str], list[tuple[int, int]]] = {}
        self._caps: dict[str, int] = {}
        self._prepares: dict[tuple[str, int, int], bool] = {}
        self.visits: Counter[tuple[str, int]] = Counter()
        for group in problem.groups:
            if group.joins is None:
                for session in timetable.of(group.id).sessions:
                    for member in group.members:
                        self.visits[member, self.day(session)] += 1

    def day(self, session: Session) -> int:
        """Return the day of the cycle."""
        return session.week * self.problem.days + session.day

    @cached_property
    def lessons(self) -> dict[tuple[str, int], list[Lesson]]:
        """Return the stretches of each stream and cycle day."""
        by_day = defaultdict(list)
        for stream in self.problem.streams:
            for item in stream.lessons:
                by_day[stream.id, item.week * self.problem.days + item.day].append(item)
        return by_day

    def loss(self, member: str, day: int, start: int, minutes: int) -> Loss:
        """Return what a pupil loses by leaving class for so many minutes."""
        key = (member, day, start, minutes)
        if key not in self._losses:
            pupil, end = self.evaluator.pupils[member], start + minutes
            plain = edges = away = 0
            subjects: Counter[str] = Counter()
            for item in self.lessons[pupil.stream, day]:
                low, high = max(item.start, start), min(item.end, end)
                if low >= high:
                    continue
                subject, steps = self.problem.subject_of(item), (high - low) // self.step
                subjects[subject] += steps
                weight = self.evaluator.weight(pupil, subject)[1]
                plain += weight * self.fives * steps
                edges += (low > item.start) + (high < item.end)
                away += steps if item.kind is PeriodKind.LESSON and item.teacher else 0
            plain += self.weights.edge * edges
            self._losses[key] = Loss(plain, edges, dict(subjects), away)
        return self._losses[key]

    def repeated(self, member: str, subject: str, steps: int) -> int:
        """Return the points for so many steps of a subject missed in the cycle."""
        key = (member, subject)
        if key not in self._frees:
            stream = self.evaluator.streams[self.evaluator.pupils[member].stream]
            whole = sum(
                (item.end - item.start) // self.step
                for item in stream.lessons
                if self.problem.subject_of(item) == subject
            )
            self._frees[key] = [(item.points * self.fives, item.free(whole)) for item in self.weights.repeats]
        return sum(points * max(0, steps - free) for points, free in self._frees[key])

    def cap(self, member: str) -> int:
        """Return the steps that a pupil may be away from a qualified teacher."""
        if member not in self._caps:
            self._caps[member] = self.evaluator.teacher_cap(self.evaluator.pupils[member])
        return self._caps[member]

    def _member(
        self, group: Group, member: str, old: tuple[int, int], new: tuple[int, int], helped: bool
    ) -> tuple[int, int]:
        """Return how much a member's points, and points for time away from a teacher, change; places are day, start."""
        harm = self.harm.pupils[member]
        before = self.loss(member, *old, group.minutes)
        after = self.loss(member, *new, group.minutes)
        points = after.plain - before.plain
        for subject in before.subjects.keys() | after.subjects.keys():
            steps = harm.missed.get(subject, 0) // self.step
            more = after.subjects.get(subject, 0) - before.subjects.get(subject, 0)
            points += self.repeated(member, subject, steps + more) - self.repeated(member, subject, steps)
        if old[0] != new[0]:
            there = self.visits[member, new[0]] > 0
            points += self.weights.second_same_day * (there - (self.visits[member, old[0]] > 1))
        away = harm.teacher_missed // self.step
        moved = away + (after.away - before.away if helped else 0)
        over = max(0, moved - self.cap(member)) - max(0, away - self.cap(member))
        return points, self.weights.teacher_time * self.fives * over

    def price(self, group: Group, placement: Placement, at: int, to: Session) -> int:
        """Return how many points more the timetable costs with one session of a group elsewhere."""
        old = placement.sessions[at]
        adult = self.evaluator.adults[placement.adult or ""]
        points = 0
        if group.joins is None:
            worst = self._worst_other(group)
            for member in group.members:
                more, over = self._member(
                    group, member, (self.day(old), old.start), (self.day(to), to.start), not adult.teacher
                )
                points += more + over
                harm = self.harm.pupils[member]
                worst = max(worst, harm.points + more - self.evaluator.pupils[member].unavoidable)
            points += self.weights.worst_pupil * worst - self.harm.worst_points
        return points + self._of_group(group, placement, at, to)

    def _worst_other(self, group: Group) -> int:
        """Return the worst harm beyond the unavoidable of pupils who are not in the group."""
        for harm, name in self._by_harm:
            if name not in group.members:
                return harm
        return 0

    @cached_property
    def _by_harm(self) -> list[tuple[int, str]]:
        every = ((h.points - self.evaluator.pupils[n].unavoidable, n) for n, h in self.harm.pupils.items())
        return sorted(((max(0, points), name) for points, name in every), reverse=True)

    def _of_group(self, group: Group, placement: Placement, at: int, to: Session) -> int:
        """Return the change in points that no pupil has: preparation, cover, and change from what is published."""
        old, points = placement.sessions[at], 0
        if group.prepares is not None:
            others = any(
                self.prepares(group, item)
                for item in placement.sessions
                if item != old and item.week == old.week
            )
            if not others:
                gone = self.prepares(group, old) - self.prepares(group, to)
                points += self.weights.preparation_missed * gone
        steps = self.covered(group, placement, to) - self.covered(group, placement, old)
        points += self.weights.cover * self.fives * steps
        if self.problem.published is not None:
            times = {(i.week, i.day, i.start) for i in self.problem.published.of(group.id).sessions}
            gone = ((old.week, old.day, old.start) in times) - ((to.week, to.day, to.start) in times)
            points += self.weights.moved * gone
        return points

    def prepares(self, group: Group, session: Session) -> bool:
        """Say whether a session prepares for the linked lesson."""
        key = (group.id, self.day(session), session.start)
        if key not in self._prepares:
            end = session.start + group.minutes
            self._prepares[key] = self.evaluator.prepares(group, session.week, session.day, end)
        return self._prepares[key]

    def covered(self, group: Group, placement: Placement, session: Session) -> int:
        """Return the steps of a session in which the adult has a class."""
        windows = self.evaluator.adults[placement.adult or ""].teaches
        return sum(
            any(w.day == session.day and w.start < begin + self.step and begin < w.end for w in windows)
            for begin in range(session.start, session.start + group.minutes, self.step)
        )
