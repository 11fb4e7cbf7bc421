"""What a reader is told beside the figures: of whom, of when, for whom, and what was left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.indicators import Indicator

INSIDE = "For readers inside: small numbers are not hidden, so do not pass this on. To pass on, make it with --share."
OUTSIDE = (
    "Fit to be passed on: numbers from 1 to {most} are hidden, and so are those that they could be had from."
)


@dataclass(frozen=True, slots=True)
class ReportHeader:
    """The day of the evaluation, the days on which its targets were begun, and notes for the reader.

    `hidden_below` is 0 for readers inside; for others it is the count from which numbers are told. `files` says that
    targets or sums came from files, whose days nobody knows.
    """

    on: date
    first: date | None = None
    last: date | None = None
    notes: tuple[str, ...] = ()
    hidden_below: int = 0
    files: bool = False

    @property
    def begun(self) -> str:
        """Of which targets it speaks, in words."""
        if self.files:
            return "As they are in the files."
        if self.first and self.last:
            return f"Targets begun from {day(self.first)} to {day(self.last)}."
        if self.first:
            return f"Targets begun from {day(self.first)} on."
        return f"Targets begun until {day(self.last)}." if self.last else "Targets of all years."

    @property
    def readers(self) -> str:
        """Who may read it."""
        return OUTSIDE.format(most=self.hidden_below - 1) if self.hidden_below else INSIDE


def day(on: date) -> str:
    """A day in words."""
    return f"{on:%-d %B %Y}"


def late(indicators: Iterable[Indicator]) -> str:
    """What is said of indicators whose review is overdue; nothing where none is."""
    names = [indicator.title for indicator in indicators]
    return f"Due to be looked at again: {'; '.join(names)}." if names else ""


def by_reason(refused: Iterable[Refusal]) -> dict[str, list[str]]:
    """Numbers that are not shown by the reason that they share, in order, each named once."""
    names_by_reason: dict[str, list[str]] = {}
    for refusal in refused:
        names = names_by_reason.setdefault(refusal.reason, [])
        if refusal.name not in names:
            names.append(refusal.name)
    return names_by_reason
