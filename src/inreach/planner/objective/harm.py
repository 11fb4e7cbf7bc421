"""What a timetable costs the pupils, every term apart: slow, obvious, and sharing no code with the search."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from inreach.core.ledger.types import PeriodKind, SubjectKind
from inreach.planner.problem.problem import Group, Lesson, Problem, Pupil
from inreach.planner.problem.timetable import Session, Timetable


@dataclass(frozen=True, slots=True)
class PupilHarm:
    """One pupil's loss in points, by term, and in minutes: by subject, and away from a qualified teacher."""

    ordinary: int = 0
    core: int = 0
    loved: int = 0
    edges: int = 0
    repeats: int = 0
    second_same_day: int = 0
    missed: dict[str, int] = field(default_factory=dict)
    teacher_missed: int = 0
    teacher_over: int = 0
    unavoidable: int = 0

    @property
    def points(self) -> int:
        """The pupil's harm; time away from the teacher beyond the cap is counted for the whole timetable."""
        return self.ordinary + self.core + self.loved + self.edges + self.repeats + self.second_same_day

    @property
    def avoidable(self) -> int:
        """The pupil's harm beyond the least that this pupil could have alone."""
        return max(0, self.points - self.unavoidable)


@dataclass(frozen=True, slots=True)
class Harm:
    """The harm of a timetable. `points` is what the planner makes small; nothing is hidden inside another term.

    `worst_pupil` is the most points of one pupil, `worst_avoidable` the most beyond what that pupil cannot avoid, which
    `worst_points` weigh.
    """

    pupils: dict[str, PupilHarm]
    pupil_points: int
    worst_pupil: int
    worst_avoidable: int
    worst_points: int
    sessions_short: int
    short_points: int
    preparation_missed: int
    preparation_points: int
    teacher_minutes_over: int
    teacher_points: int
    covered_minutes: int
    cover_points: int
    sessions_moved: int
    moved_points: int
    other_adults: int
    other_adult_points: int

    @property
    def change_points(self) -> int:
        """What weighs in the change from the published timetable."""
        return self.moved_points + self.other_adult_points

    @property
    def points(self) -> int:
        """The sum of all terms."""
        extra = self.short_points + self.preparation_points + self.teacher_points + self.cover_points
        return self.pupil_points + self.worst_points + extra + self.change_points

    @property
    def minutes_out(self) -> int:
        """Minutes of lessons that pupils spend out of class, in the cycle."""
        return sum(minutes for pupil in self.pupils.values() for minutes in pupil.missed.values())


class ObjectiveEvaluator:
    """Works out harm from the problem alone; one evaluator may be used for many timetables."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.weights = problem.weights
        self.streams = {stream.id: stream for stream in problem.streams}
        self.pupils = {pupil.id: pupil for pupil in problem.pupils}
        self.adults = {adult.id: adult for adult in problem.adults}
        self.kinds = {subject.id: subject.kind for subject in problem.subjects}
        self.own = {subject.id: subject.weight for subject in problem.subjects}
        self.fives = max(1, problem.step // 5)

    @cached_property
    def supported(self) -> tuple[str, ...]:
        """The pupils that are in at least one group, in the problem's order."""
        members = {member for group in self.problem.groups for member in group.members}
        return tuple(pupil.id for pupil in self.problem.pupils if pupil.id in members)

    def day(self, pupil: Pupil, week: int, day: int) -> list[Lesson]:
        """Return the stretches of one day of a pupil."""
        return [item for item in self.streams[pupil.stream].lessons if (item.week, item.day) == (week, day)]

    def prepares(self, group: Group, week: int, day: int, end: int) -> bool:
        """Say whether a session that ends then comes soon before the linked lesson of at least half the members."""
        near = sum(
            any(
                item.kind is PeriodKind.LESSON
                and item.subject == group.prepares
                and 0 <= item.start - end <= self.problem.prepare_within
                for item in self.day(self.pupils[member], week, day)
            )
            for member in group.members
        )
        return 2 * near >= len(group.members)

    def preparation_missed(self, group: Group, sessions: tuple[Session, ...]) -> int:
        """Count the weeks in which a preparing session was possible by the clock, and none was placed."""
        if group.prepares is None:
            return 0
        problem, count = self.problem, 0
        last = problem.day_ends - group.minutes
        for week in range(problem.weeks):
            possible = any(
                self.prepares(group, week, day, start + group.minutes)
                for day in range(problem.days)
                for start in range(problem.day_starts, last + 1, problem.step)
            )
            done = any(
                self.prepares(group, week, item.day, item.start + group.minutes)
                for item in sessions
                if item.week == week
            )
            count += possible and not done
        return count

    def weight(self, pupil: Pupil, subject: str) -> tuple[str, int]:
        """Return the term and the points per five minutes of a subject missed by a pupil."""
        own = self.own.get(subject)
        if subject in pupil.loved:
            return "loved", max(self.weights.loved, own or 0)
        if self.kinds.get(subject) is SubjectKind.CORE:
            return "core", self.weights.core if own is None else own
        return "ordinary", self.weights.ordinary if own is None else own

    def repeats(self, pupil: Pupil, missed: dict[str, int]) -> int:
        """Return the points for the same subject again and again; minutes missed in the cycle by subject."""
        problem = self.problem
        subject_steps: Counter[str] = Counter()
        for item in self.streams[pupil.stream].lessons:
            subject_steps[problem.subject_of(item)] += (item.end - item.start) // problem.step
        points = 0
        for subject, minutes in missed.items():
            for repeat in self.weights.repeats:
                share = repeat.share * subject_steps[subject]
                free = math.ceil(share) if repeat.rounds_up else math.floor(share)
                points += repeat.points * self.fives * max(0, minutes // problem.step - free)
        return points

    def teacher_cap(self, pupil: Pupil) -> int:
        """Return the steps of taught lessons that a pupil may miss with somebody who is no teacher, in the cycle."""
        lessons = [
            item
            for item in self.streams[pupil.stream].lessons
            if item.kind is PeriodKind.LESSON and self.problem.is_open(item, pupil)
        ]
        steps = [(item.end - item.start) // self.problem.step for item in lessons]
        without = sum(n for n, item in zip(steps, lessons, strict=True) if not item.teacher)
        return max(0, math.floor(self.weights.teacher_share * sum(steps)) - without)

    def pupil_harm(self, pupil: Pupil, timetable: Timetable) -> PupilHarm:
        """Return what a timetable costs one pupil."""
        problem, away = self.problem, 0
        terms: Counter[str] = Counter()
        missed: dict[str, int] = defaultdict(int)
        days: Counter[tuple[int, int]] = Counter()
        for group in problem.groups:
            if pupil.id not in group.members or group.joins is not None:
                continue
            placement = timetable.of(group.id)
            adult = self.adults.get(placement.adult or "")
            led_by_teacher = adult is not None and adult.teacher
            for session in placement.sessions:
                days[session.week, session.day] += 1
                ends = session.start + group.minutes
                for item in self.day(pupil, session.week, session.day):
                    low, high = max(item.start, session.start), min(item.end, ends)
                    if low >= high:
                        continue
                    subject = problem.subject_of(item)
                    term, points = self.weight(pupil, subject)
                    terms[term] += points * self.fives * ((high - low) // problem.step)
                    terms["edges"] += self.weights.edge * ((low > item.start) + (high < item.end))
                    missed[subject] += high - low
                    if item.kind is PeriodKind.LESSON and item.teacher and not led_by_teacher:
                        away += high - low
        over = max(0, away // problem.step - self.teacher_cap(pupil)) * problem.step
        return PupilHarm(
            **{name: terms[name] for name in ("ordinary", "core", "loved", "edges")},
            repeats=self.repeats(pupil, missed),
            second_same_day=self.weights.second_same_day * sum(n - 1 for n in days.values()),
            missed=dict(missed),
            teacher_missed=away,
            teacher_over=over,
            unavoidable=pupil.unavoidable,
        )

    def covered(self, group: Group, timetable: Timetable) -> int:
        """Return the steps of a group's sessions in which the adult has a class of their own."""
        placement, step = timetable.of(group.id), self.problem.step
        adult = self.adults.get(placement.adult or "")
        return sum(
            any(
                window.day == session.day and window.start < begin + step and begin < window.end
                for window in (adult.teaches if adult is not None else ())
            )
            for session in placement.sessions
            for begin in range(session.start, session.start + group.minutes, step)
        )

    def moved(self, group: Group, timetable: Timetable) -> tuple[int, bool]:
        """Return how many published sessions are no longer at their time, and whether the adult is another."""
        if self.problem.published is None:
            return 0, False
        before, after = self.problem.published.of(group.id), timetable.of(group.id)
        times = {(item.week, item.day, item.start) for item in after.sessions}
        gone = sum((item.week, item.day, item.start) not in times for item in before.sessions)
        return gone, None not in (before.adult, after.adult) and before.adult != after.adult

    def harm(self, timetable: Timetable) -> Harm:
        """Return the harm of a timetable over the whole cycle; it need not keep the rules."""
        problem, weights = self.problem, self.weights
        pupils = {name: self.pupil_harm(self.pupils[name], timetable) for name in self.supported}
        short = preparation = covered = moved = other = 0
        for group in problem.groups:
            sessions = timetable.of(group.id).sessions
            short += max(0, group.sessions * problem.weeks - len(sessions))
            preparation += self.preparation_missed(group, sessions)
            covered += self.covered(group, timetable)
            gone, another = self.moved(group, timetable)
            moved += gone
            other += another
        over = sum(item.teacher_over for item in pupils.values())
        worst = max((item.avoidable for item in pupils.values()), default=0)
        return Harm(
            pupils=pupils,
            pupil_points=sum(item.points for item in pupils.values()),
            worst_pupil=max((item.points for item in pupils.values()), default=0),
            worst_avoidable=worst,
            worst_points=weights.worst_pupil * worst,
            sessions_short=short,
            short_points=weights.session_short * short,
            preparation_missed=preparation,
            preparation_points=weights.preparation_missed * preparation,
            teacher_minutes_over=over,
            teacher_points=weights.teacher_time * self.fives * over // problem.step,
            covered_minutes=covered * problem.step,
            cover_points=weights.cover * self.fives * covered,
            sessions_moved=moved,
            moved_points=weights.moved * moved,
            other_adults=other,
            other_adult_points=weights.other_adult * other,
        )
