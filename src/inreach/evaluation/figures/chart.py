"""A chart as it may be shown: its drawing, the same numbers as a table, and the words that go with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from inreach.evaluation.figures.figure import Evidence, Refusal, check_words

Spec = Mapping[str, Any]


class Width(IntEnum):
    """How many pixels a drawing is wide: a column of a page, or a telephone held upright."""

    WIDE = 720
    NARROW = 358


@dataclass(frozen=True, slots=True)
class Grid:
    """The numbers of a chart as a table; ValueError if a line has not as many entries as there are headings."""

    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for line in self.lines:
            if len(line) != len(self.headings):
                raise ValueError(f"{line} does not fit the headings {self.headings}.")


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart. `title` says n and the denominator; `spec` and `narrow` are Vega-Lite, for two widths.

    The sentences are checked against the evidence label as those of figures are. `notes` say what is left out of the
    drawing or hidden, `design` where the numbers come from if the label's own meaning does not fit. ValueError if words
    claim too much or something is missing.
    """

    name: str
    title: str
    sentence_senco: str
    sentence_manager: str
    evidence: Evidence
    cannot_tell: str
    spec: Spec
    narrow: Spec
    table: Grid
    notes: tuple[str, ...] = ()
    design: str = ""

    def __post_init__(self) -> None:
        for sentence in (self.sentence_senco, self.sentence_manager):
            check_words(sentence, self.evidence)
        for words in (self.title, self.cannot_tell, *self.notes):
            check_words(words, Evidence.DESCRIBE)
        if not any(sign.isdigit() for sign in self.title) and "hidden" not in self.title:
            raise ValueError(f"The title of a chart says how many it rests on: {self.title}")
        if not self.table.lines:
            raise ValueError(f"{self.name}: a chart without numbers is a refusal.")

    def at(self, width: Width) -> Spec:
        """The drawing for one width."""
        return self.spec if width is Width.WIDE else self.narrow


Drawn = Chart | Refusal


def counted(n: int, of: int, what: str) -> str:
    """n and denominator as a title says them; `what` is a plural with what was done ("targets reviewed")."""
    return f"{n:,} of {of:,} {what}"


def in_100(share: float) -> str:
    """A share as people say it: a whole number in every 100."""
    return f"{100 * share:.0f}"


def count(number: int, one: str, several: str = "") -> str:
    """A number with its noun in the singular or plural."""
    return f"{number:,} {one if number == 1 else several or one + 's'}"
