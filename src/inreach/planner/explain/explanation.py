"""Explain a timetable: the whole answer in words, for people who know nothing of how it was found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from inreach.planner.explain.changes import Help, helps
from inreach.planner.explain.feasibility import EFFORT
from inreach.planner.explain.losses import PupilLoss, losses
from inreach.planner.explain.moves import Move, moves
from inreach.planner.explain.sentences import SentenceWriter
from inreach.planner.explain.shortage import Patience, Shortage
from inreach.planner.explain.summary import Term, gap_of, gap_sentence, placed_sentence, terms
from inreach.planner.explain.unplaced import Unplaced, lacking
from inreach.planner.explain.unplaced_sentences import lines
from inreach.planner.explain.wording import Names
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable

ROUNDS = 100
PATIENCE = 20.0


@dataclass(frozen=True, slots=True)
class Explanation:
    """What a timetable costs, what could not be had and what would help; every part as values and as sentences.

    `gap` is how far the harm may be from the best possible, as a share of it, or None where nothing was shown; `rounds`
    is the effort of each try for `helps`, 0 where none were made; `ended` says that somebody ended the trying.
    `missing` are the sentences of what could not be placed, with what is alike in one breath.
    """

    summary: tuple[str, ...]
    points: int
    gap: float | None
    terms: tuple[Term, ...]
    unplaced: tuple[Unplaced, ...]
    shortages: tuple[Shortage, ...]
    missing: tuple[str, ...]
    helps: tuple[Help, ...]
    rounds: int
    ended: bool
    pupils: tuple[PupilLoss, ...]
    moves: tuple[Move, ...]

    def sections(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the sentences under their headings, the empty parts left out."""
        parts = (
            ("The timetable", self.summary),
            ("What could not be placed", self.missing),
            ("What would help", tuple(self._help())),
            ("What each pupil loses", tuple(s for item in self.pupils for s in item.sentences)),
            ("The next best place of each session", tuple(item.sentence for item in self.moves)),
        )
        return tuple((title, sentences) for title, sentences in parts if sentences)

    def _help(self) -> Iterator[str]:
        """Yield what would help, compared with what, and whether everything was tried."""
        if self.helps and self.helps[0].without.points != self.points:
            yield (
                "Each change is tried in short searches. They are compared with short searches without any change, "
                f"which come to {self.helps[0].without.points:,} points."
            )
        yield from (item.sentence for item in self.helps)
        if self.ended:
            yield "The trying of changes was ended before all were tried."
        elif self.rounds > 0 and not self.helps:
            yield "No single change that was tried helped in every try."

    def sentences(self) -> tuple[str, ...]:
        """Return every sentence, the summary first."""
        return tuple(sentence for _, sentences in self.sections() for sentence in sentences)

    def as_json(self) -> dict[str, Any]:
        """Return the explanation as plain values that `json.dumps` can write."""
        values: dict[str, Any] = _plain(asdict(self))
        return values


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | frozenset):
        return [_plain(item) for item in value]
    return value


def explain(
    problem: Problem,
    timetable: Timetable,
    *,
    names: Mapping[str, str] | None = None,
    bound: int | None = None,
    rounds: int = ROUNDS,
    seed: int = 0,
    effort: int = EFFORT,
    patience: float | None = PATIENCE,
    on_progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> Explanation:
    """Explain a timetable of a checked problem.

    `names` says what ids are called: by id, or by kind and id (“pupil 3”) where ids of two kinds are alike. `bound` is
    the least harm that any timetable can have, as a plan proves it. What would help is found by planning `rounds`
    rounds for each change, three tries each; with 0 rounds that part is left out. `effort` limits how long all ways of
    placing some groups are tried before it is left open whether there is one; `patience` are the seconds in which a
    shortage among many groups is looked for, None for as many as it takes.
    """
    called, evaluator = Names(names or {}), ObjectiveEvaluator(problem)
    harm = evaluator.harm(timetable)
    pupils = losses(problem, timetable, called, evaluator)
    kinds = terms(problem, harm, pupils, called)
    gap = gap_of(harm.points, bound)
    wait, writer = Patience(patience, stop), SentenceWriter(problem, called)
    lacks = lacking(problem, timetable, called, effort=effort, patience=wait)
    changes: tuple[Help, ...] = ()
    if rounds > 0:
        changes = helps(
            problem,
            timetable,
            called,
            rounds=rounds,
            seed=seed,
            among=lacks.shortages,
            on_progress=on_progress,
            stop=stop,
        )
    ended = rounds > 0 and stop is not None and stop()
    return Explanation(
        summary=(
            placed_sentence(problem, timetable),
            *(item.sentence for item in kinds if item.id != "session_short"),
            gap_sentence(gap),
        ),
        points=harm.points,
        gap=gap,
        terms=kinds,
        unplaced=lacks.groups,
        shortages=lacks.shortages,
        missing=lines(writer, lacks, timetable),
        helps=changes,
        rounds=rounds,
        ended=ended,
        pupils=pupils,
        moves=moves(problem, timetable, called, evaluator, harm),
    )
