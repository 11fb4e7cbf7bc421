"""The levels that a rating can have, as the page of a rating shows them."""

from collections.abc import Mapping
from dataclasses import dataclass

from inreach.apps.casework.models import Target


@dataclass(frozen=True, slots=True)
class Level:
    """One level as the rate form offers it."""

    value: int
    words: str
    baseline: bool
    expected: bool
    chosen: bool
    id: str


def levels_to_choose(target: Target, level_words: Mapping[int, str], chosen: str) -> list[Level]:
    """The ten levels from the top, with their words, and what was chosen."""
    return [
        Level(
            value,
            level_words.get(value, ""),
            value == target.baseline,
            value == target.expected,
            str(value) == chosen,
            f"id_value_{10 - value}",
        )
        for value in range(10, 0, -1)
    ]
