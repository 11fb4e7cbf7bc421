"""Where the guard draws its lines: the settings that a school or service may move, and all lines together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Scale(StrEnum):
    """What a line counts in: a share from 0 to 1, or whole things such as school weeks."""

    SHARE = "share"
    WHOLE = "whole"

    def number(self, value: float | Decimal) -> float:
        """Return a value as a number of this scale."""
        return int(value) if self is Scale.WHOLE else float(value)

    def holds(self, value: float) -> bool:
        """Say whether a line can be drawn here at all: a share above 0 and up to 1, a whole number from 1."""
        return value >= 1 if self is Scale.WHOLE else 0 < value <= 1


@dataclass(frozen=True, slots=True)
class Setting:
    """A line that can be moved, by the key under which a school or service sets it.

    `refusal` is the sentence for a value that cannot stand. A line may have to stay `below` another one, which
    takes its place for whatever reaches both.
    """

    key: str
    scale: Scale
    refusal: str
    below: Setting | None = None


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where every line is drawn, by setting; ValueError with a sentence if the lines cannot stand together."""

    at: Mapping[Setting, float]

    def __post_init__(self) -> None:
        for setting, value in self.at.items():
            in_order = setting.below is None or value < self.at[setting.below]
            if not (setting.scale.holds(value) and in_order):
                raise ValueError(setting.refusal)

    def __getitem__(self, setting: Setting) -> float:
        """Return where a line is drawn."""
        return self.at[setting]

    def with_lines(self, moved: Mapping[str, float | Decimal]) -> Thresholds:
        """Return these lines with some moved, by key; a key of no line counts for nothing.

        Raises ValueError with a sentence if the lines cannot stand, OverflowError if a whole number has no end.
        """
        return Thresholds(
            {
                setting: setting.scale.number(moved.get(setting.key, value))
                for setting, value in self.at.items()
            }
        )
