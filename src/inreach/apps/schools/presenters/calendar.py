"""Years, terms and closures as their page shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inreach.apps.schools.models import AcademicYear, ClosureDay, Term


@dataclass(frozen=True, slots=True)
class TermLine:
    """A term with the closures inside it and how it stands to today."""

    term: Term
    closures: list[ClosureDay]
    state: str


@dataclass(frozen=True, slots=True)
class YearLine:
    """A year with its terms."""

    year: AcademicYear
    terms: list[TermLine]


def year_lines(years: Iterable[AcademicYear], closures: Sequence[ClosureDay], today: date) -> list[YearLine]:
    """Years, their terms and the closures inside each."""
    year_lines = []
    for year in years:
        terms = []
        for term in sorted(year.terms.all(), key=lambda term: term.starts):
            inside = [closure for closure in closures if term.starts <= closure.day <= term.ends]
            state = "now" if term.starts <= today <= term.ends else "past" if term.ends < today else "ahead"
            terms.append(TermLine(term, inside, state))
        year_lines.append(YearLine(year, terms))
    return year_lines
