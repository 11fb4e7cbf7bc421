"""From a question to an answer that the command can print: searched for, or given and only looked at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from inreach.apps.planning.progress import Progress, interrupted
from inreach.core.timeline import hhmm
from inreach.planner.harm import Harm, Judge
from inreach.planner.plan import plan
from inreach.planner.problem import Problem
from inreach.planner.rules import broken
from inreach.planner.runs import run_of, run_text
from inreach.planner.timetable import Session, Timetable
from inreach.planner.validate import check

OF_PUPILS = (
    ("ordinary", "lessons missed"),
    ("core", "English, maths and other core lessons missed"),
    ("loved", "loved subjects missed"),
    ("edges", "leaving and coming back in the middle of a lesson"),
    ("repeats", "the same subject again and again"),
    ("second_same_day", "several sessions on one day"),
)
OF_ALL = (
    ("worst_points", "the worst-off pupil, who counts more"),
    ("short_points", "sessions that could not be placed"),
    ("preparation_points", "weeks without a session before the lesson that it prepares for"),
    ("teacher_points", "time away from a qualified teacher beyond the limit"),
    ("cover_points", "lessons in which somebody else takes a teacher's class"),
    ("change_points", "changes from the timetable that people know"),
)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with its harm by term, the bound if one was proved, and the run as text if it was searched for."""

    timetable: Timetable
    harm: Harm
    broken: tuple[str, ...]
    bound: int | None = None
    run: str | None = None

    @property
    def gap(self) -> float | None:
        """How far from the least harm the answer is at most, as a share; None where nothing was proved."""
        if self.bound is None:
            return None
        return (self.harm.points - self.bound) / self.harm.points if self.harm.points else 0.0


def given(problem: Problem, timetable: Timetable) -> Said:
    """Return what there is to say of a timetable that somebody made; ProblemRefused if the question makes no sense."""
    check(problem)
    return Said(timetable, Judge(problem).harm(timetable), broken(problem, timetable))


def found(
    problem: Problem, *, seed: int, seconds: float | None, rounds: int | None, prove: bool, out: Any = None
) -> Said:
    """Search, with a line of progress on `out`; Ctrl-C ends the search, and the best so far is the answer."""
    progress = Progress(out) if out is not None else None
    with interrupted() as asked:
        answer = plan(
            problem,
            seed=seed,
            seconds=seconds,
            rounds=rounds,
            prove=prove,
            on_news=progress.tell if progress else None,
            stop=lambda: bool(asked),
        )
    if progress:
        progress.end()
    harm, rules = Judge(problem).harm(answer.timetable), broken(problem, answer.timetable)
    return Said(answer.timetable, harm, rules, answer.bound, run_text(run_of(problem, answer)))


def sessions_asked(problem: Problem) -> int:
    """Return how many sessions the groups ask for in a cycle."""
    return sum(group.sessions for group in problem.groups) * problem.weeks


def in_words(
    problem: Problem, said: Said, today: Harm | None, names: Mapping[str, str], days: Sequence[str]
) -> Iterator[str]:
    """Yield the lines that a person reads first: when each group meets, what it costs by kind, how good that is."""
    harm, asked = said.harm, sessions_asked(problem)
    for placement in said.timetable:
        times = ", ".join(_when(problem, session, days) for session in placement.sessions)
        adult = names.get(placement.adult or "", placement.adult)
        yield f"{names.get(placement.group, placement.group)}: {f'{times}, with {adult}' if times else 'not placed'}."
    yield ""
    yield f"{asked - harm.sessions_short} of {asked} sessions are placed."
    yield f"Harm is {harm.points:,}" + (f"; with today's times it is {today.points:,}." if today else ".")
    for name, words in OF_PUPILS:
        points = sum(getattr(pupil, name) for pupil in harm.pupils.values())
        if points:
            yield f"  {points:>8,}  {words}"
    for name, words in OF_ALL:
        points = getattr(harm, name, 0)
        if points:
            yield f"  {points:>8,}  {words}"
    yield (
        f"Pupils are out of lessons for {harm.minutes_out:,} minutes in all. That follows from how long and how often "
        "groups meet; the timetable decides which lessons they miss."
    )
    if said.gap is None:
        yield "Nothing was proved about how much better a timetable could be."
    else:
        yield f"No timetable can have less than {said.bound:,}: this one is at most {said.gap:.1%} from that."
    for sentence in said.broken:
        yield f"A rule is broken: {sentence}"


def _when(problem: Problem, session: Session, days: Sequence[str]) -> str:
    first = f"week {session.week + 1} " if problem.weeks > 1 else ""
    return f"{first}{days[session.day]} {hhmm(session.start)}"


def as_json(problem: Problem, said: Said, today: Harm | None, notes: Sequence[str]) -> dict[str, Any]:
    """Return the answer as plain data: ids, minutes and points, every term apart."""
    harm = said.harm
    return {
        "harm": harm.points,
        "harm_today": None if today is None else today.points,
        "bound": said.bound,
        "gap": None if said.gap is None else round(said.gap, 4),
        "sessions": sessions_asked(problem),
        "sessions_short": harm.sessions_short,
        "minutes_out": harm.minutes_out,
        "terms": {name: sum(getattr(pupil, name) for pupil in harm.pupils.values()) for name, _ in OF_PUPILS}
        | {name: getattr(harm, name, 0) for name, _ in OF_ALL},
        "pupils": {name: {"points": one.points, "missed": one.missed} for name, one in harm.pupils.items()},
        "groups": [asdict(placement) for placement in said.timetable],
        "broken": list(said.broken),
        "notes": list(notes),
    }
