"""Years, terms and closures as their page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inreach.apps.schools.models import AcademicYear, ClosureDay, Term


class TermState(StrEnum):
    """How a term stands to today; the page styles a term by this word."""

    PAST = "past"
    CURRENT = "now"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term with the closures inside it and how it stands to today."""

    term: Term
    closures: list[ClosureDay]
    state: TermState

    @property
    def is_current(self) -> bool:
        """Whether today is in this term."""
        return self.state is TermState.CURRENT


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year with its terms."""

    year: AcademicYear
    terms: list[TermLine]


def state_of(term: Term, today: date) -> TermState:
    """How a term stands to today."""
    if term.ends < today:
        return TermState.PAST
    return TermState.CURRENT if term.starts <= today else TermState.AHEAD


def year_lines(years: Iterable[AcademicYear], closures: Sequence[ClosureDay], today: date) -> list[YearLine]:
    """Years, their terms and the closures inside each."""
    year_lines = []
    for year in years:
        terms = []
        for term in sorted(year.terms.all(), key=lambda term: term.starts):
            inside = [closure for closure in closures if term.starts <= closure.day <= term.ends]
            terms.append(TermLine(term, inside, state_of(term, today)))
        year_lines.append(YearLine(year, terms))
    return year_lines
