"""A figure as the reader may see it: a number with its uncertainty and its evidence, or a refusal with its reason.

Nothing in this package hands out a bare number to be printed. The evidence label says what design the number
comes from, and so which verb its sentence may use; the checks here run whenever a figure is made, so a sentence
that claims too much cannot be built.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from enum import StrEnum

from inreach.evaluation.estimators.interval import Interval


class Evidence(StrEnum):
    """The design that a number comes from, weakest first."""

    DESCRIBE = "describe"
    CHANGE = "change"
    COMPARISON = "comparison"
    EXPERIMENT = "experiment-like"

    @property
    def strength(self) -> int:
        """0 for a description, up to 3 for an experiment-like design."""
        return list(Evidence).index(self)

    @property
    def meaning(self) -> str:
        """The data behind the label, in words for the reader."""
        return MEANINGS[self]

    @property
    def verb(self) -> str:
        """The words that a sentence with this label uses."""
        return VERBS[self]


MEANINGS = {
    Evidence.DESCRIBE: "One group, ratings at review only.",
    Evidence.CHANGE: "The same pupils before and after, with nobody to compare them with.",
    Evidence.COMPARISON: "An adjusted comparison of groups that chance did not make.",
    Evidence.EXPERIMENT: "A waiting list, a start drawn by lot, or a reversal.",
}
VERBS = {
    Evidence.DESCRIBE: "were rated",
    Evidence.CHANGE: "moved from ... to",
    Evidence.COMPARISON: "is associated with",
    Evidence.EXPERIMENT: "is consistent with the intervention causing",
}
SPOKEN = {
    Evidence.CHANGE: re.compile(r"\bmoved from\b.+\bto\b", re.IGNORECASE | re.DOTALL),
    Evidence.COMPARISON: re.compile(r"\b(?:is|are) associated with\b", re.IGNORECASE),
    Evidence.EXPERIMENT: re.compile(
        r"\b(?:is|are) consistent with the intervention causing\b", re.IGNORECASE
    ),
}
NEVER = re.compile(
    r"\b(?:significan(?:t|tly|ce)|pro(?:ve|ves|ved|ven|of)|best|worst|rank(?:s|ed|ing|ings)?)\b",
    re.IGNORECASE,
)
CAUSE = re.compile(
    r"\b(?:effects? of|impact(?:s|ed|ful)?|caus(?:e|es|ed|ing)|led to|thanks to|due to the)\b", re.IGNORECASE
)


def check_words(sentence: str, label: Evidence) -> str:
    """Return the sentence; ValueError if a word claims more than the label allows.

    Some words are never printed. Words of cause belong to experiment-like figures alone, and the verb of a
    stronger label is not lent to a weaker one. A label above "describe" must speak with its own verb.
    """
    if not sentence.strip():
        raise ValueError("A figure needs a sentence.")
    never = NEVER.search(sentence)
    if never:
        raise ValueError(f"The word '{never.group()}' is never printed: {sentence}")
    cause = CAUSE.search(sentence)
    if cause and label is not Evidence.EXPERIMENT:
        raise ValueError(f"'{cause.group()}' claims a cause, and the evidence is only '{label}': {sentence}")
    for other, pattern in SPOKEN.items():
        if other.strength > label.strength and pattern.search(sentence):
            raise ValueError(
                f"'{other.verb}' belongs to '{other}', and the evidence is only '{label}': {sentence}"
            )
    if label in SPOKEN and not SPOKEN[label].search(sentence):
        raise ValueError(f"A sentence with the label '{label}' says '{label.verb}': {sentence}")
    return sentence


def mentionable(name: str, otherwise: str) -> str:
    """Return the name of something recorded (a factor, an area) if a sentence may hold it, else other words for it.

    People name factors "best practice"; the word stays in their records and out of our sentences.
    """
    held = NEVER.search(name) or CAUSE.search(name) or any(p.search(name) for p in SPOKEN.values())
    return otherwise if held or not name.strip() else name


@dataclass(frozen=True, slots=True)
class Figure:
    """One number fit to be printed.

    `n` is how many units the estimate rests on, `denominator` how many there were to rest on, both counts of
    `of` (targets, pupils, schools). `interval` is None only where the number has no sampling error to speak of
    (a count, a bound); `without` then says why. ValueError if words, counts or ends do not fit.
    """

    name: str
    estimate: float
    unit: str
    interval: Interval | None
    n: int
    denominator: int
    of: str
    label: Evidence
    definition: str
    sentence: str
    without: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not math.isfinite(self.estimate):
            raise ValueError(
                f"{self.name}: a figure is a finite number, not {self.estimate}; refuse it instead."
            )
        if not 0 < self.n <= self.denominator:
            raise ValueError(f"{self.name}: {self.n} of {self.denominator} {self.of} cannot carry a figure.")
        if not self.definition.strip():
            raise ValueError(f"{self.name}: a figure says how it is defined.")
        if self.interval is None and not self.without:
            raise ValueError(f"{self.name}: say why there is no interval.")
        check_words(self.sentence, self.label)
        for note in self.notes:
            check_words(note, Evidence.DESCRIBE)

    @property
    def counted(self) -> str:
        """n and denominator as a title line says them."""
        return f"{self.n} of {self.denominator} {self.of}"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A number that is not shown, and why; it carries nothing from which the number could be had back.

    `rule` names the rule that refused it, where it was refused by one (see `refusal_rule`).
    """

    name: str
    reason: str
    definition: str
    rule: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise ValueError(f"{self.name}: a refusal gives its reason.")
        check_words(self.reason, Evidence.DESCRIBE)


Shown = Figure | Refusal
