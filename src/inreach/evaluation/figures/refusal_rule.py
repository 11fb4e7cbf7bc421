"""Why a number is not shown, as rules: each says when it applies and, in one sentence, what the reader is told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from inreach.evaluation.figures.figure import Refusal

Facts_contra = TypeVar("Facts_contra", contravariant=True)


@dataclass(frozen=True, slots=True)
class RefusalRule(Generic[Facts_contra]):
    """One reason for which a number is not shown, judged from the facts that the number rests on."""

    name: str
    applies: Callable[[Facts_contra], bool]
    sentence: Callable[[Facts_contra], str]

    def refuse(self, figure: str, definition: str, facts: Facts_contra) -> Refusal:
        """Return the refusal of a figure by this rule."""
        return Refusal(figure, self.sentence(facts), definition, self.name)


Rules = tuple[RefusalRule[Any], ...]


def first_that_applies(
    rules: Sequence[RefusalRule[Facts_contra]], facts: Facts_contra
) -> RefusalRule[Facts_contra] | None:
    """Return the first of these rules that applies, None if the number may be shown."""
    return next((rule for rule in rules if rule.applies(facts)), None)


def refusal(
    rules: Sequence[RefusalRule[Facts_contra]], facts: Facts_contra, *, figure: str, definition: str
) -> Refusal | None:
    """Return the refusal of a figure by the first of its rules that applies, None if it may be shown."""
    rule = first_that_applies(rules, facts)
    return None if rule is None else rule.refuse(figure, definition, facts)


class HasUnworded(Protocol):
    """Facts_contra that know how many targets were rated on scales without written steps."""

    @property
    def unworded(self) -> int:
        """How many there are."""
        ...


UNWRITTEN_STEPS: RefusalRule[HasUnworded] = RefusalRule(
    "scales without written steps",
    lambda facts: facts.unworded > 0,
    lambda facts: "Some scales have no written steps, so a point on one is not a point on another.",
)
NOT_ESTIMABLE: RefusalRule[ValueError] = RefusalRule("cannot be estimated", lambda error: True, str)
