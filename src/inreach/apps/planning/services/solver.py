"""From a question to an answer that the command can print: searched for, or given and only looked at."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from inreach.apps.planning.services.progress import Presses, Progress, Tried
from inreach.apps.planning.services.question import Question
from inreach.apps.planning.services.usual_rooms import in_usual_rooms
from inreach.planner.explain import Explanation, explain
from inreach.planner.explain.losses import losses
from inreach.planner.explain.summary import Term, gap_of, terms
from inreach.planner.explain.wording import Names
from inreach.planner.objective.harm import Harm, ObjectiveEvaluator
from inreach.planner.objective.share_out import share_out
from inreach.planner.plan import News, Plan, plan
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.problem.validation import check, check_timetable
from inreach.planner.rules import broken, soft_violations
from inreach.planner.runs import run_of, run_text


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a problem with its harm by term, the bound if one was proved, and the run if it was searched for."""

    problem: Problem
    timetable: Timetable
    harm: Harm
    broken: tuple[str, ...]
    bound: int | None = None
    run: str | None = None


def given(problem: Problem, timetable: Timetable) -> Answer:
    """Return what there is to say of a timetable that somebody made.

    ProblemRefused if the question makes no sense, TimetableRefused if the timetable is one of another school.
    """
    check(problem)
    check_timetable(problem, timetable)
    return Answer(problem, timetable, ObjectiveEvaluator(problem).harm(timetable), broken(problem, timetable))


def searched(
    question: Question,
    presses: Presses,
    *,
    seed: int,
    seconds: float | None,
    rounds: int | None,
    workers: int,
    prove: bool,
    out: Any = None,
) -> Answer:
    """Search, with a line of progress on `out`; Ctrl-C ends the search, and the best so far is the answer.

    Pressed twice it ends the search at once: then there is no run to keep. KeyboardInterrupt if nothing was found yet.
    """
    problem, latest, finished = question.problem, Latest(out), None

    def stop() -> bool:
        latest.look()
        return presses.asked()

    try:
        finished = plan(
            problem,
            seed=seed,
            seconds=seconds,
            rounds=rounds,
            workers=workers,
            prove=prove,
            on_news=latest.tell,
            stop=stop,
        )
    except KeyboardInterrupt:
        if latest.news is None:
            raise
    finally:
        latest.end()
    best = cast("Plan | News", finished or latest.news)
    run = None if finished is None else run_text(run_of(problem, finished))
    timetable = best.timetable
    if question.today is not None:
        timetable = in_usual_rooms(problem, timetable, question.today)
    harm, rules = ObjectiveEvaluator(problem).harm(timetable), broken(problem, timetable)
    return Answer(problem, timetable, harm, rules, best.bound, run)


class Latest:
    """The best answer so far, kept for whoever cannot wait, and shown on a line where there is one."""

    def __init__(self, out: Any) -> None:
        self.news: News | None = None
        self.progress = None if out is None else Progress(out)

    def tell(self, news: News) -> None:
        """Keep an answer."""
        self.news = news
        if self.progress:
            self.progress.tell(news)

    def look(self) -> None:
        """Let the clock of the line run."""
        if self.progress:
            self.progress.look()

    def end(self) -> None:
        """Leave the line."""
        if self.progress:
            self.progress.end()


def explained(
    answer: Answer, names: Mapping[str, str], presses: Presses, rounds: int, out: Any = None
) -> Explanation | None:
    """Explain an answer, with a line of progress on `out` while changes are tried; Ctrl-C ends the trying.

    Pressed twice it ends the explaining, and there is none.
    """
    line = None if out is None else Tried(out)
    presses.begin()
    try:
        return explain(
            answer.problem,
            answer.timetable,
            names=names,
            bound=answer.bound,
            rounds=rounds,
            on_progress=None if line is None else line.tell,
            stop=presses.asked,
        )
    except KeyboardInterrupt:
        return None
    finally:
        if line is not None:
            line.end()


def terms_of(answer: Answer, names: Mapping[str, str]) -> tuple[Term, ...]:
    """Return every kind of harm of an answer, apart, with names in its sentences."""
    wording, judge = Names(names), ObjectiveEvaluator(answer.problem)
    return terms(
        answer.problem, answer.harm, losses(answer.problem, answer.timetable, wording, judge), wording
    )


def as_json(question: Question, answer: Answer) -> dict[str, Any]:
    """Return the answer as plain data: ids, minutes and points, every term apart."""
    harm = answer.harm
    today = None if question.today is None else ObjectiveEvaluator(answer.problem).harm(question.today)
    return {
        "harm": harm.points,
        "harm_today": None if today is None else today.points,
        "bound": answer.bound,
        "gap": gap_of(harm.points, answer.bound),
        "sessions_short": harm.sessions_short,
        "minutes_out": harm.minutes_out,
        "terms": {term.id: term.points for term in terms_of(answer, {})},
        "out_of_class": [
            {"pupil": out.share.pupil, "share": round(out.share.share, 4), "line": out.line}
            for out in share_out(answer.problem)
        ],
        "pupils": {
            pupil: {"points": of_pupil.points, "missed": of_pupil.missed}
            for pupil, of_pupil in harm.pupils.items()
        },
        "groups": [asdict(placement) for placement in answer.timetable],
        "broken": list(answer.broken),
        "told": [
            {"rule": rule.id, "sentence": sentence}
            for rule, sentence in soft_violations(answer.problem, answer.timetable)
        ],
        "notes": list(question.notes),
    }
