"""Several programmes take the pupil out of class in the same week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.sources import LOCAL
from inreach.core.guard.thresholds import Scale, Setting, Thresholds
from inreach.core.guard.types import Finding, Number, PupilWords, Rule, Severity
from inreach.core.ledger.types import Segment
from inreach.core.text import counted, listed

PROGRAMMES_OUT: Fact[tuple[str, ...]] = Fact(
    "programmes_out", lambda totals: tuple(sorted(totals.programmes_out.values()))
)
PROGRAMMES = Setting("programmes", Scale.WHOLE, "The lines for programmes and for weeks must be at least 1.")


@dataclass(frozen=True, slots=True)
class ManyProgrammes(Finding):
    """The programmes by name, and the line that their number reaches."""

    programmes: tuple[str, ...]
    line: float

    @property
    def numbers(self) -> tuple[Number, ...]:
        """How many programmes, and the line."""
        return (
            Number("programmes", "programmes", len(self.programmes)),
            Number("threshold", "the line is drawn at", self.line),
        )

    def sentence(self, pupil: PupilWords) -> str:
        """Return how many programmes there are, and which."""
        return (
            f"{counted(len(self.programmes), 'programme')} take {pupil.within} out of class in the same week: "
            f"{listed(self.programmes)}."
        )

    def explained_by(self, _segment: Segment) -> bool:
        """Every minute out of class stands behind it."""
        return True


def judge(facts: WeekFacts, thresholds: Thresholds) -> ManyProgrammes | None:
    """Judge how many programmes take the pupil out at once."""
    names, line = facts[PROGRAMMES_OUT], thresholds[PROGRAMMES]
    return ManyProgrammes(names, line) if len(names) >= line else None


RULE = Rule(
    id="programmes",
    title="Many programmes at once",
    short_title="Many programmes at once",
    sentence="So many programmes, or more, take the pupil out in the same week.",
    severity=Severity.CONCERN,
    order=50,
    severity_order=60,
    at_risk=True,
    threshold=3,
    unit="programmes",
    setting=PROGRAMMES,
    source=LOCAL,
    in_class_alternative=(
        "Keep the programme with the clearest entry data, and practise what the others teach "
        "in class until it ends."
    ),
    needs=(PROGRAMMES_OUT,),
    judge=judge,
    reviewed_on=date(2026, 11, 22),
    next_review=date(2027, 9, 1),
)
