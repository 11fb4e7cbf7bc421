"""The words of the guard: severities, what a rule is, what it finds, and the flag that comes of it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any

from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.thresholds import Setting, Thresholds
from inreach.core.guard.unknown import never_open
from inreach.core.ledger.types import Segment

NOT_FELT = 1000


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
class PupilWords:
    """What a sentence calls the pupil: at its start, further on, and where it speaks of the same pupil again."""

    start: str = "This pupil"
    within: str = "this pupil"
    again: str = "the pupil"

    @classmethod
    def named(cls, name: str) -> PupilWords:
        """Return the words for a pupil who is called by name."""
        return cls(name, name, name)


UNNAMED = PupilWords()


@dataclass(frozen=True, slots=True)
class Number:
    """One number behind a finding: the key of it in data, and its name on a page."""

    key: str
    name: str
    value: float


@dataclass(frozen=True, slots=True)
class Finding(ABC):
    """What a rule has found, as numbers and named things, from which its sentences are made."""

    @property
    @abstractmethod
    def numbers(self) -> tuple[Number, ...]:
        """The numbers that the finding rests on."""

    @abstractmethod
    def sentence(self, pupil: PupilWords) -> str:
        """Return what was found, in a sentence with its numbers."""

    def headline(self, pupil: PupilWords) -> str:
        """Return the same as the one sentence of the week; a rule may have another for it."""
        return self.sentence(pupil)

    def explained_by(self, _segment: Segment) -> bool:
        """Say whether these minutes out of class stand behind the finding."""
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule of the guard, with where its line comes from and when somebody looks at it again.

    `order` is its place in every list of rules. `severity_order` is its place among equally grave rules when the
    one that matters most is chosen: what the pupil feels comes before what adults forgot. `at_risk` says that a
    pupil whose gravest flag this is needs thought first. `threshold` is Inreach's default in `unit`, and `setting`
    is what a school may move it by. `short_title` may say `{line}` for where the line is drawn. `needs` are the
    facts without which the rule is not judged, and `not_known` says what is not known then. Where the rule finds
    nothing, `left_open` says whether minutes of the week that nobody knows could still meet it.
    """

    id: str
    title: str
    short_title: str
    sentence: str
    severity: Severity
    order: int
    severity_order: int = NOT_FELT
    at_risk: bool = False
    threshold: float
    unit: str
    setting: Setting | None = None
    source: str
    in_class_alternative: str
    needs: tuple[Fact[Any], ...]
    not_known: str = ""
    judge: Callable[[WeekFacts, Thresholds], Finding | None] = field(repr=False, compare=False)
    left_open: Callable[[WeekFacts, Thresholds], bool] = field(default=never_open, repr=False, compare=False)
    reviewed_on: date
    next_review: date

    @property
    def not_known_sentence(self) -> str:
        """What is not known yet while the rule cannot be judged."""
        return self.not_known or f"{self.title}: nobody has recorded enough to say."


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule that a pupil's week has met, with what it found and its source; `pupil` is what its sentences say."""

    rule: Rule
    finding: Finding
    source: str
    pupil: PupilWords = UNNAMED

    def about(self, name: str) -> Flag:
        """Return the same flag speaking of the pupil by name."""
        return replace(self, pupil=PupilWords.named(name))

    @property
    def severity(self) -> Severity:
        """How much it matters."""
        return self.rule.severity

    @property
    def sentence(self) -> str:
        """What was found, with its numbers."""
        return self.finding.sentence(self.pupil)

    @property
    def headline(self) -> str:
        """What was found, as the one sentence of the week."""
        return self.finding.headline(self.pupil)

    @property
    def alternative(self) -> str:
        """What could happen in class instead."""
        return self.rule.in_class_alternative

    @property
    def numbers(self) -> dict[str, float]:
        """The numbers of the sentence by their keys in data."""
        return {number.key: number.value for number in self.finding.numbers}

    @property
    def named_numbers(self) -> dict[str, float]:
        """The numbers of the sentence by their names on a page."""
        return {number.name: number.value for number in self.finding.numbers}
