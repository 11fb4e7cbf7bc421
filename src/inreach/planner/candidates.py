"""Where and when each group could meet at all, and what each member would lose there; every hard ban lives here."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import numpy as np

from inreach.core.ledger_words import PeriodKind, SubjectKind
from inreach.planner.problem import Group, Problem, Pupil


def repeat_points(problem: Problem, whole: int) -> list[int]:
    """Return the points for 0, 1, 2 … steps of a subject missed that has `whole` steps in the cycle."""
    fives, found = max(1, problem.step // 5), [0] * (whole + 1)
    for repeat in problem.weights.repeats:
        free = repeat.free(whole)
        for missed in range(free + 1, whole + 1):
            found[missed] += repeat.points * fives * (missed - free)
    return found


class _Day:
    """One pupil's steps of one day: which stretch lies there, and sums that answer a session at once."""

    def __init__(self, problem: Problem, pupil: Pupil, lessons: list, size: int) -> None:
        self.at = [-1] * size
        self.lessons = lessons
        for index, item in enumerate(lessons):
            if problem.is_open(item, pupil):
                low, high = item.start - problem.day_starts, item.end - problem.day_starts
                for step in range(max(0, low // problem.step), min(size, high // problem.step)):
                    self.at[step] = index


class Candidates:
    """The places of every group of a checked problem, and the numbers that stand for names."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.size = (problem.day_ends - problem.day_starts) // problem.step
        self.cycle_days = problem.days * problem.weeks
        members = {member for group in problem.groups for member in group.members}
        self.pupils = [pupil for pupil in problem.pupils if pupil.id in members]
        self.number = {pupil.id: n for n, pupil in enumerate(self.pupils)}
        self.kinds = {subject.id: subject.kind for subject in problem.subjects}
        self.fives = max(1, problem.step // 5)
        self.lessons = defaultdict(list)
        for stream in problem.streams:
            for item in sorted(stream.lessons):
                self.lessons[stream.id, item.week * problem.days + item.day].append(item)
        self.days: dict[tuple[int, int], _Day] = {}
        self.pairs: dict[tuple[int, str], int] = {}
        self.curve, self.points, self.cap = [], [], []
        self._pairs()
        self.crew = [
            [n for n, adult in enumerate(problem.adults) if self._may_lead(group, n)]
            for group in problem.groups
        ]
        self.there = self._rooms()

    def _may_lead(self, group: Group, number: int) -> bool:
        adult = self.problem.adults[number]
        return group.programme in adult.trained and group.adult in (None, adult.id)

    def _pairs(self) -> None:
        problem = self.problem
        for n, pupil in enumerate(self.pupils):
            whole, taught, without = Counter(), 0, 0
            for day in range(self.cycle_days):
                lessons = self.lessons[pupil.stream, day]
                self.days[n, day] = _Day(problem, pupil, lessons, self.size)
                for item in lessons:
                    steps = (item.end - item.start) // problem.step
                    whole[problem.subject_of(item)] += steps
                    if item.kind is PeriodKind.LESSON and problem.is_open(item, pupil):
                        taught += steps
                        without += 0 if item.teacher else steps
            for subject, steps in sorted(whole.items()):
                self.pairs[n, subject] = len(self.curve)
                self.curve.append(len(self.points))
                self.points.extend(repeat_points(problem, steps))
            self.cap.append(max(0, math.floor(problem.weights.teacher_share * taught) - without))

    def _rooms(self) -> np.ndarray:
        problem = self.problem
        there = np.ones((len(problem.rooms), self.cycle_days, self.size), dtype=np.int8)
        for n, room in enumerate(problem.rooms):
            for busy in room.busy:
                low, high = self._steps(busy.start, busy.end)
                for week in range(problem.weeks):
                    there[n, week * problem.days + busy.day, low:high] = 0
        return there

    def _steps(self, start: int, end: int) -> tuple[int, int]:
        step, zero = self.problem.step, self.problem.day_starts
        return max(0, (start - zero) // step), max(0, min(self.size, -((zero - end) // step)))

    def _leave(self, n: int, day: int, begin: int, length: int) -> tuple[int, int, dict[int, int]] | None:
        """Return points, steps away from a teacher and steps by pair that a pupil loses; None if it may not leave."""
        found = self.days[n, day]
        pupil, weights, points, away, pieces = self.pupils[n], self.problem.weights, 0, 0, Counter()
        at = found.at[begin : begin + length]
        if -1 in at or (self.problem.within_lessons and at[0] != at[-1]):
            return None
        for index, steps in sorted(Counter(at).items()):
            item = found.lessons[index]
            subject = self.problem.subject_of(item)
            if subject in pupil.loved:
                weight = weights.loved
            else:
                weight = weights.core if self.kinds.get(subject) is SubjectKind.CORE else weights.ordinary
            points += weight * self.fives * steps
            if item.kind is PeriodKind.LESSON and item.teacher:
                away += steps
            pieces[self.pairs[n, subject]] += steps
        zero, step = self.problem.day_starts, self.problem.step
        points += weights.edge * (found.lessons[at[0]].start < zero + begin * step)
        points += weights.edge * (found.lessons[at[-1]].end > zero + (begin + length) * step)
        return points, away, dict(pieces)

    def prepared(self, group: Group) -> np.ndarray:
        """Return, for every cycle day and step, whether a session that begins there prepares for the linked lesson."""
        problem, near = self.problem, np.zeros((self.cycle_days, self.size), dtype=np.int64)
        length = group.minutes // problem.step
        if group.prepares is None:
            return np.zeros_like(near)
        for member in group.members:
            pupil = self.pupils[self.number[member]]
            for day in range(self.cycle_days):
                one = np.zeros(self.size, dtype=np.int64)
                for item in self.lessons[pupil.stream, day]:
                    if item.kind is PeriodKind.LESSON and item.subject == group.prepares:
                        latest = (item.start - problem.day_starts) // problem.step - length
                        earliest = latest - problem.prepare_within // problem.step
                        one[max(0, earliest) : max(0, latest + 1)] = 1
                near[day] += one
        near[:, self.size - length + 1 :] = 0
        return (2 * near >= len(group.members)).astype(np.int64) * (near > 0)

    def places(self, g: int) -> list[tuple[int, int, int, list]]:
        """Return the places of a group: cycle day, step, bits of adults, and what each member loses."""
        group, found = self.problem.groups[g], []
        length = group.minutes // self.problem.step
        numbers = [self.number[member] for member in group.members]
        zero, step = self.problem.day_starts, self.problem.step
        pins = {(pin.week * self.problem.days + pin.day): (pin.start - zero) // step for pin in group.pins}
        large = [n for n, room in enumerate(self.problem.rooms) if room.places >= len(group.members)]
        for day in range(self.cycle_days):
            for begin in range(self.size - length + 1):
                if pins.get(day, begin) != begin:
                    continue
                bits = 0
                for bit, number in enumerate(self.crew[g]):
                    start = zero + begin * step
                    if any(
                        w.day == day % self.problem.days
                        and w.start <= start
                        and start + group.minutes <= w.end
                        for w in self.problem.adults[number].windows
                    ):
                        bits |= 1 << bit
                if not bits or not any(self.there[n, day, begin : begin + length].all() for n in large):
                    continue
                losses = []
                for n in numbers:
                    loss = self._leave(n, day, begin, length)
                    if loss is None:
                        break
                    losses.append(loss)
                else:
                    found.append((day, begin, bits, losses))
        return found
