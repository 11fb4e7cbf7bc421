"""Where and when each group could meet at all, and what each member would lose there; every hard ban lives here."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import numpy as np

from inreach.core.ledger.types import PeriodKind, SubjectKind
from inreach.planner.array_types import Flags, Ints, TinyInts
from inreach.planner.problem.problem import MAIN_SITE, Group, Lesson, Problem, Pupil, Window

NOBODY = -1
Loss = tuple[int, int, dict[int, int]]  # points, steps away from a teacher, steps missed by pair
Place = tuple[int, int, int, list[Loss]]  # cycle day, step, bits of adults, the loss of each member


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

    def __init__(self, problem: Problem, pupil: Pupil, lessons: list[Lesson], size: int) -> None:
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
        self.weights = {item.id: item.weight for item in problem.subjects if item.weight is not None}
        self.fives = max(1, problem.step // 5)
        self.lessons = defaultdict(list)
        for stream in problem.streams:
            for item in sorted(stream.lessons):
                self.lessons[stream.id, item.week * problem.days + item.day].append(item)
        self.days: dict[tuple[int, int], _Day] = {}
        self.pairs: dict[tuple[int, str], int] = {}
        self.curve: list[int] = []
        self.points: list[int] = []
        self.cap: list[int] = []
        self._pairs()
        self.taught = [self._marked(adult.teaches) for adult in problem.adults]
        pairs = [self._crew(group) for group in problem.groups]
        self.crew = [[lead for lead, _ in entries] for entries in pairs]
        self.covers = [[cover for _, cover in entries] for entries in pairs]
        self.there = self._rooms()
        used = {room.site for room in problem.rooms}
        if any(group.joins is not None for group in problem.groups) or any(a.covers for a in problem.adults):
            used.add(MAIN_SITE)
        self.sites = sorted(used)

    def _may_lead(self, group: Group, number: int) -> bool:
        adult = self.problem.adults[number]
        return group.programme in adult.trained and group.adult in (None, adult.id)

    def _marked(self, windows: tuple[Window, ...]) -> Ints:
        """Return, for every day of the week, how many steps before each step touch one of these windows."""
        marks = np.zeros((self.problem.days, self.size + 1), dtype=np.int64)
        for window in windows:
            low, high = self._steps(window.start, window.end)
            marks[window.day, low + 1 : high + 1] = 1
        return marks.cumsum(axis=1)

    def lessons_taught(self, number: int, length: int) -> Ints:
        """Return, for each day of the week and step, how many steps of a session that begins there an adult teaches."""
        found = np.zeros((self.problem.days, self.size), dtype=np.int64)
        sums = self.taught[number]
        found[:, : self.size - length + 1] = sums[:, length:] - sums[:, : self.size - length + 1]
        return found

    def _present(self, number: int, group: Group) -> Flags:
        """Return, for each day of the week and step, whether an adult is there for a session that begins there."""
        found = np.zeros((self.problem.days, self.size), dtype=bool)
        starts = self.problem.day_starts + self.problem.step * np.arange(self.size)
        for window in self.problem.adults[number].windows:
            found[window.day] |= (window.start <= starts) & (starts + group.minutes <= window.end)
        return found

    def _free_to_lead(self, group: Group, lead: int, cover: int) -> Flags:
        """Return, for each day of the week and step, whether an adult may take a session that begins there.

        In lessons that the adult teaches only with a cover, who is there and has no class of their own then.
        """
        length = group.minutes // self.problem.step
        teaches = self.lessons_taught(lead, length) > 0
        if cover == NOBODY:
            alone: Flags = self._present(lead, group) & ~teaches
            return alone
        covered = self._present(cover, group) & (self.lessons_taught(cover, length) == 0)
        free: Flags = self._present(lead, group) & (covered | ~teaches)
        return free

    def _crew(self, group: Group) -> list[tuple[int, int]]:
        """Return who may take a group: adults alone, then pairs of a teacher and a cover that open further times."""
        adults = self.problem.adults
        leads = [n for n in range(len(adults)) if self._may_lead(group, n)]
        found = [(lead, NOBODY) for lead in leads]
        for lead in leads:
            alone = self._free_to_lead(group, lead, NOBODY)
            for cover, adult in enumerate(adults):
                may = adult.covers and cover != lead and adults[lead].teaches
                if may and (self._free_to_lead(group, lead, cover) & ~alone).any():
                    found.append((lead, cover))
        return found

    def far(self, apart: int) -> Ints:
        """Return, by site and site, the steps from the end of a session to the next one's start, `apart` in minutes."""
        walk, step = self.problem.walk, self.problem.step
        return np.array(
            [[-(-(apart + walk(one, other)) // step) for other in self.sites] for one in self.sites],
            dtype=np.int64,
        ).reshape(len(self.sites), len(self.sites))

    def _pairs(self) -> None:
        problem = self.problem
        for n, pupil in enumerate(self.pupils):
            whole: Counter[str] = Counter()
            taught = without = 0
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

    def _rooms(self) -> TinyInts:
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

    def _leave(self, n: int, day: int, begin: int, length: int) -> Loss | None:
        """Return points, steps away from a teacher and steps by pair that a pupil loses; None if it may not leave."""
        found = self.days[n, day]
        pupil, weights, points, away = self.pupils[n], self.problem.weights, 0, 0
        pieces: Counter[int] = Counter()
        at = found.at[begin : begin + length]
        if -1 in at or (self.problem.within_lessons and at[0] != at[-1]):
            return None
        for index, steps in sorted(Counter(at).items()):
            item = found.lessons[index]
            subject = self.problem.subject_of(item)
            usual = weights.core if self.kinds.get(subject) is SubjectKind.CORE else weights.ordinary
            weight = self.weights.get(subject, usual)
            if subject in pupil.loved:
                weight = max(weights.loved, self.weights.get(subject, 0))
            points += weight * self.fives * steps
            if item.kind is PeriodKind.LESSON and item.teacher:
                away += steps
            pieces[self.pairs[n, subject]] += steps
        zero, step = self.problem.day_starts, self.problem.step
        points += weights.edge * (found.lessons[at[0]].start < zero + begin * step)
        points += weights.edge * (found.lessons[at[-1]].end > zero + (begin + length) * step)
        return points, away, dict(pieces)

    def _in_class(self, n: int, day: int, begin: int, length: int, subject: str) -> bool:
        """Say whether a pupil has lessons of this subject for a whole session."""
        start = self.problem.day_starts + begin * self.problem.step
        end = start + length * self.problem.step
        shared = sum(
            max(0, min(end, item.end) - max(start, item.start))
            for item in self.lessons[self.pupils[n].stream, day]
            if item.kind is PeriodKind.LESSON and item.subject == subject
        )
        return shared == end - start

    def prepared(self, group: Group) -> Ints:
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

    def places(self, g: int) -> list[Place]:
        """Return the places of a group: cycle day, step, bits of adults, and what each member loses."""
        group = self.problem.groups[g]
        places: list[Place] = []
        length = group.minutes // self.problem.step
        numbers = [self.number[member] for member in group.members]
        zero, step = self.problem.day_starts, self.problem.step
        pins = {(pin.week * self.problem.days + pin.day): (pin.start - zero) // step for pin in group.pins}
        large = [n for n, room in enumerate(self.problem.rooms) if room.places >= len(group.members)]
        crew = [self._free_to_lead(group, *pair) for pair in zip(self.crew[g], self.covers[g], strict=True)]
        for day in range(self.cycle_days):
            for begin in range(self.size - length + 1):
                if pins.get(day, begin) != begin:
                    continue
                bits = sum(int(free[day % self.problem.days, begin]) << bit for bit, free in enumerate(crew))
                if not bits:
                    continue
                if group.joins is not None:
                    if all(self._in_class(n, day, begin, length, group.joins) for n in numbers):
                        places.append((day, begin, bits, [(0, 0, {}) for _ in numbers]))
                    continue
                if not any(self.there[n, day, begin : begin + length].all() for n in large):
                    continue
                losses = []
                for n in numbers:
                    loss = self._leave(n, day, begin, length)
                    if loss is None:
                        break
                    losses.append(loss)
                else:
                    places.append((day, begin, bits, losses))
        return places
