"""The levels that a rating can have, as the page of a rating shows them."""

from dataclasses import dataclass

from inreach.apps.casework.models import Target
from inreach.apps.casework.presenters.target import words_on_levels


@dataclass(frozen=True, slots=True)
class Level:
    """One level as the rate form offers it."""

    value: int
    words: str
    baseline: bool
    expected: bool
    chosen: bool
    id: str


def levels_to_choose(target: Target, chosen: str) -> list[Level]:
    """The ten levels from the top, with their words, and what was chosen."""
    words = words_on_levels(target)
    return [
        Level(
            value,
            words.get(value, ""),
            value == target.baseline,
            value == target.expected,
            str(value) == chosen,
            f"id_value_{10 - value}",
        )
        for value in range(10, 0, -1)
    ]
