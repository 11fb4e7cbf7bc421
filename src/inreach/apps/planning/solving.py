"""From a question to an answer that the command can print: searched for, or given and only looked at."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from inreach.apps.planning.adapters import Question
from inreach.apps.planning.progress import Progress, Tried, interrupted
from inreach.core.timeline import hhmm
from inreach.planner.explain import Explanation, explain
from inreach.planner.explain.losses import losses
from inreach.planner.explain.summary import Term, gap_of, gap_told, placed_told, terms
from inreach.planner.explain.words import Names
from inreach.planner.harm import Harm, Judge
from inreach.planner.plan import plan
from inreach.planner.problem import Problem
from inreach.planner.rules import broken, told
from inreach.planner.runs import run_of, run_text
from inreach.planner.share import share_out
from inreach.planner.timetable import Session, Timetable
from inreach.planner.validate import check, check_timetable


@dataclass(frozen=True, slots=True)
class Said:
    """An answer with its harm by term, the bound if one was proved, and the run as text if it was searched for."""

    timetable: Timetable
    harm: Harm
    broken: tuple[str, ...]
    bound: int | None = None
    run: str | None = None


def beforehand(problem: Problem) -> Iterator[str]:
    """Yield what no timetable can change, before anybody waits for one: pupils whose share out reaches a guard line."""
    warnings = share_out(problem)
    for line in sorted({warning.line for warning in warnings}, reverse=True):
        shares = [warning.share.share for warning in warnings if warning.line == line]
        many = "One pupil" if len(shares) == 1 else f"{len(shares)} pupils"
        yield (
            f"{many} will be out of class for {line:.0%} of lesson time or more, whatever the timetable"
            + (f": for {shares[0]:.0%}." if len(shares) == 1 else f"; one of them for {max(shares):.0%}.")
        )


def given(problem: Problem, timetable: Timetable) -> Said:
    """Return what there is to say of a timetable that somebody made.

    ProblemRefused if the question makes no sense, TimetableRefused if the timetable is one of another school.
    """
    check(problem)
    check_timetable(problem, timetable)
    return Said(timetable, Judge(problem).harm(timetable), broken(problem, timetable))


def found(
    problem: Problem,
    *,
    seed: int,
    seconds: float | None,
    rounds: int | None,
    workers: int,
    prove: bool,
    out: Any = None,
) -> Said:
    """Search, with a line of progress on `out`; Ctrl-C ends the search, and the best so far is the answer."""
    progress = Progress(out) if out is not None else None
    with interrupted() as asked:
        answer = plan(
            problem,
            seed=seed,
            seconds=seconds,
            rounds=rounds,
            workers=workers,
            prove=prove,
            on_news=progress.tell if progress else None,
            stop=lambda: bool(asked),
        )
    if progress:
        progress.end()
    harm, rules = Judge(problem).harm(answer.timetable), broken(problem, answer.timetable)
    return Said(answer.timetable, harm, rules, answer.bound, run_text(run_of(problem, answer)))


def explained(
    problem: Problem, said: Said, names: Mapping[str, str], rounds: int, out: Any = None
) -> Explanation:
    """Explain an answer, with a line of progress on `out` while changes are tried; Ctrl-C ends the trying."""
    with interrupted() as asked:
        return explain(
            problem,
            said.timetable,
            names=names,
            bound=said.bound,
            rounds=rounds,
            on_progress=None if out is None else Tried(out).tell,
            stop=lambda: bool(asked),
        )


def _today(question: Question) -> Harm | None:
    return None if question.today is None else Judge(question.problem).harm(question.today)


def in_words(question: Question, said: Said) -> Iterator[str]:
    """Yield the lines that a person reads first: when each group meets, what it costs by kind, how good that is."""
    problem, names, harm, today = question.problem, question.names, said.harm, _today(question)
    for placement in said.timetable:
        times = ", ".join(_when(problem, session) for session in placement.sessions)
        adult = names.get(placement.adult or "", placement.adult)
        yield f"{names.get(placement.group, placement.group)}: {f'{times}, with {adult}' if times else 'not placed'}."
    yield ""
    yield placed_told(problem, said.timetable)
    yield f"Harm is {harm.points:,}" + (f"; with today's times it is {today.points:,}." if today else ".")
    for term in _terms(problem, said, names):
        yield f"  {term.points:>8,}  {term.sentence}"
    yield (
        f"Pupils are out of lessons for {harm.minutes_out:,} minutes in all. That follows from how long and how often "
        "groups meet; the timetable decides which lessons they miss."
    )
    yield gap_told(gap_of(harm.points, said.bound))
    for sentence in said.broken:
        yield f"A rule is broken: {sentence}"


def _terms(problem: Problem, said: Said, names: Mapping[str, str]) -> tuple[Term, ...]:
    called, judge = Names(names), Judge(problem)
    return terms(problem, said.harm, losses(problem, said.timetable, called, judge), called)


def _when(problem: Problem, session: Session) -> str:
    first = f"week {session.week + 1} " if problem.weeks > 1 else ""
    return f"{first}{problem.day_name(session.day)} {hhmm(session.start)}"


def as_json(question: Question, said: Said) -> dict[str, Any]:
    """Return the answer as plain data: ids, minutes and points, every term apart."""
    harm, today = said.harm, _today(question)
    return {
        "harm": harm.points,
        "harm_today": None if today is None else today.points,
        "bound": said.bound,
        "gap": gap_of(harm.points, said.bound),
        "sessions_short": harm.sessions_short,
        "minutes_out": harm.minutes_out,
        "terms": {term.id: term.points for term in _terms(question.problem, said, {})},
        "pupils": {name: {"points": one.points, "missed": one.missed} for name, one in harm.pupils.items()},
        "groups": [asdict(placement) for placement in said.timetable],
        "broken": list(said.broken),
        "told": [
            {"rule": rule.id, "sentence": sentence}
            for rule, sentence in told(question.problem, said.timetable)
        ],
        "notes": list(question.notes),
    }
