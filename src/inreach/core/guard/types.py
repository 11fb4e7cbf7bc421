"""The words of the guard: severities, rules, lines to draw, facts of a pupil's week, and flags."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum

from inreach.core.ledger.types import NamedGroup, PeriodKind, Totals

REVIEWED, NEXT_REVIEW = date(2026, 11, 22), date(2027, 9, 1)


class Severity(StrEnum):
    """How much a flag matters, from a note to an outvention."""

    NOTE = "note"
    NOTICE = "notice"
    CONCERN = "concern"
    OUTVENTION = "outvention"

    @property
    def rank(self) -> int:
        """0 for a note up to 3 for an outvention."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the guard draws its lines: shares from 0 to 1, whole programmes, school weeks.

    These are Inreach's defaults; a school or service may choose its own.
    """

    notice: float = 0.10
    concern: float = 0.25
    outvention: float = 0.50
    programmes: int = 3
    weeks: int = 20
    delivered: float = 0.80
    loved: float = 0.50

    def __post_init__(self) -> None:
        if not 0 < self.notice < self.concern < self.outvention <= 1:
            raise ValueError(
                "The lines for notice, concern and outvention must rise, and lie between 0 and 100 %."
            )
        if self.programmes < 1 or self.weeks < 1:
            raise ValueError("The lines for programmes and for weeks must be at least 1.")
        if not (0 < self.delivered <= 1 and 0 < self.loved <= 1):
            raise ValueError("The lines for delivery and for loved subjects must lie between 0 and 100 %.")


@dataclass(frozen=True, slots=True)
class WeekFacts:
    """What is known of a pupil's week and support; None means not known, so that its rules are not judged.

    Minutes are of one week. Tuples name the groups (or lessons) of which something is true; an empty tuple
    means that none is. A name stands as often as there are groups or programmes of this name, because they are told
    apart by their ids. `weeks_running` are school weeks by group.
    """

    taught: int | None = None
    out: int | None = None
    programmes_out: tuple[str, ...] | None = None
    lessons_missed_again: tuple[str, ...] | None = None
    protected_missed: Mapping[str, int] | None = None
    non_learning: Mapping[PeriodKind, int] | None = None
    weeks_running: Mapping[NamedGroup, float] | None = None
    without_entry_or_exit_data: tuple[str, ...] | None = None
    without_class_link: tuple[str, ...] | None = None
    without_review_date: tuple[str, ...] | None = None
    adult_not_trained: tuple[str, ...] | None = None
    sessions_planned: int | None = None
    sessions_delivered: int | None = None
    without_adaptation_first: tuple[str, ...] | None = None
    loved_missed: Mapping[str, int] | None = None
    loved_taught: Mapping[str, int] | None = None

    def knows(self, needs: tuple[str, ...]) -> bool:
        """Say whether every named fact is known; a share also needs some taught minutes."""
        values = [getattr(self, name) for name in needs]
        return None not in values and not ("taught" in needs and self.taught == 0)


FACT_NAMES = tuple(f.name for f in fields(WeekFacts))


def facts_of_week(totals: Totals) -> WeekFacts:
    """Return the facts that a week's totals hold; add the others with dataclasses.replace."""
    return WeekFacts(
        taught=totals.taught,
        out=totals.out,
        programmes_out=tuple(sorted(totals.programmes_out.values())),
        protected_missed=totals.protected_missed,
        non_learning=totals.non_learning,
        loved_missed=totals.loved_missed_by_subject,
        loved_taught=totals.taught_by_subject,
    )


Numbers = Mapping[str, float | int | str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule found: its sentence, with the numbers that stand in it."""

    sentence: str
    numbers: Numbers


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the guard, with where its line comes from and when somebody looks at it again.

    `threshold` is Inreach's default in `unit`, and `setting` names the line in Thresholds that a school may
    move ("" when there is none). `needs` are the facts without which the rule is not judged.
    """

    id: str
    title: str
    sentence: str
    severity: Severity
    threshold: float
    unit: str
    source: str
    in_class_alternative: str
    needs: tuple[str, ...]
    judge: Callable[[WeekFacts, Thresholds], Finding | None] = field(repr=False, compare=False)
    setting: str = ""
    reviewed_on: date = REVIEWED
    next_review: date = NEXT_REVIEW


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that a pupil's week has met, in words, with numbers, source and what to do in class instead."""

    rule: str
    severity: Severity
    sentence: str
    numbers: Numbers
    source: str
    alternative: str
