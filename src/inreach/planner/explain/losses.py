"""What each pupil loses, in minutes, shares and times, with sentences plain enough for a parent."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from inreach.core.text import listed
from inreach.planner.explain.wording import Names, capital, every_week, many, minutes_of, on_day
from inreach.planner.objective.harm import ObjectiveEvaluator, PupilHarm
from inreach.planner.problem.problem import Group, Problem, Pupil
from inreach.planner.problem.timetable import Timetable

TIMES = {1: "once", 2: "twice"}


@dataclass(frozen=True, slots=True)
class SubjectLoss:
    """Minutes in the cycle that a pupil misses of a subject, and how many there are; kind is empty for no lesson."""

    subject: str
    kind: str
    minutes: int
    whole: int
    loved: bool

    @property
    def share(self) -> float:
        """The part of the subject that is missed."""
        return self.minutes / self.whole


@dataclass(frozen=True, slots=True)
class PupilLoss:
    """What one pupil loses in the cycle: minutes by subject, largest share first, and how often the day is broken.

    `left` and `returned` count lessons left before their end and joined after their start; `days_twice` are the days
    with two sessions or more out of class; `in_class` counts sessions for which the pupil stays. `teacher_minutes` are
    those of lessons by a qualified teacher missed with somebody who is none, `teacher_over` those beyond the cap.
    """

    pupil: str
    sessions: int
    in_class: int
    subjects: tuple[SubjectLoss, ...]
    left: int
    returned: int
    days_twice: tuple[tuple[int, int], ...]
    teacher_minutes: int
    teacher_over: int
    points: int
    sentences: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """Minutes missed in all."""
        return sum(item.minutes for item in self.subjects)


def times(count: int) -> str:
    """Return how often: “once”, “twice”, “three times”."""
    return TIMES.get(count) or many(count, "time")


class Losses:
    """Works out losses under one timetable."""

    def __init__(self, problem: Problem, timetable: Timetable, names: Names) -> None:
        self.problem, self.timetable, self.names = problem, timetable, names
        self.kinds = {subject.id: subject.kind for subject in problem.subjects}
        self.streams = {stream.id: stream for stream in problem.streams}
        self.clubs: dict[str, list[Group]] = {}
        for group in problem.groups:
            for member in group.members:
                self.clubs.setdefault(member, []).append(group)

    def of(self, pupil: Pupil, harm: PupilHarm) -> PupilLoss:
        """Return what one pupil loses, given the pupil's harm."""
        subject_minutes: Counter[str] = Counter()
        out: Counter[tuple[int, int]] = Counter()
        left = returned = in_class = 0
        lessons = self.streams[pupil.stream].lessons
        for item in lessons:
            subject_minutes[self.problem.subject_of(item)] += item.end - item.start
        for group in self.clubs.get(pupil.id, ()):
            for session in self.timetable.of(group.id).sessions:
                if group.joins is not None:
                    in_class += 1
                    continue
                out[session.week, session.day] += 1
                end = session.start + group.minutes
                for item in lessons:
                    if (item.week, item.day) == (session.week, session.day):
                        left += item.start < session.start < item.end
                        returned += item.start < end < item.end
        subjects = (
            SubjectLoss(name, self.kinds.get(name, ""), missed, subject_minutes[name], name in pupil.loved)
            for name, missed in harm.missed.items()
        )
        loss = PupilLoss(
            pupil.id,
            sum(out.values()),
            in_class,
            tuple(sorted(subjects, key=lambda item: (-item.share, -item.minutes, item.subject))),
            left,
            returned,
            tuple(sorted(day for day, count in out.items() if count > 1)),
            harm.teacher_missed,
            harm.teacher_over,
            harm.points,
            (),
        )
        return replace(loss, sentences=self._sentences(loss))

    def _sentences(self, loss: PupilLoss) -> tuple[str, ...]:
        name, cycle = capital(self.names.pupil(loss.pupil)), every_week(self.problem)
        sentences = []
        if loss.sessions:
            sentences.append(
                f"{name} leaves class for {many(loss.sessions, 'session')} {cycle}, {loss.minutes:,} minutes in all."
            )
        if loss.in_class:
            sentences.append(
                f"In class, an adult helps {self.names.pupil(loss.pupil)} {times(loss.in_class)} {cycle}; "
                "nothing is missed for it."
            )
        if loss.subjects:
            sentences.append(f"{name} misses {listed(map(self._missed, loss.subjects))}.")
        broken = []
        if loss.left:
            broken.append(f"leaves a lesson before its end {times(loss.left)}")
        if loss.returned:
            broken.append(f"comes back after a lesson has begun {times(loss.returned)}")
        if broken:
            sentences.append(f"{name} {listed(broken)}.")
        if loss.days_twice:
            days = listed(on_day(self.problem, *day) for day in loss.days_twice)
            sentences.append(f"{name} has more than one session out of class on {days}.")
        if loss.teacher_minutes:
            over = f", {loss.teacher_over} more than the school's limit" if loss.teacher_over else ""
            sentences.append(
                f"For {loss.teacher_minutes:,} minutes of lessons with a qualified teacher "
                f"{self.names.pupil(loss.pupil)} is with somebody who is no teacher{over}."
            )
        return tuple(sentences)

    def _missed(self, item: SubjectLoss) -> str:
        part = f"{minutes_of(item.minutes, item.whole)} of {self.names.thing(item.subject)}"
        return f"{part} (a loved subject)" if item.loved else part


def losses(
    problem: Problem, timetable: Timetable, names: Names, evaluator: ObjectiveEvaluator | None = None
) -> tuple[PupilLoss, ...]:
    """Return what each pupil of a group loses, in the problem's order."""
    evaluator = evaluator or ObjectiveEvaluator(problem)
    every = Losses(problem, timetable, names)
    return tuple(
        every.of(evaluator.pupils[name], evaluator.pupil_harm(evaluator.pupils[name], timetable))
        for name in evaluator.supported
    )
