"""Two ends and how sure one is of them."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """Two ends of an interval and its confidence (0.95 is 95 %); ValueError if they are the wrong way round."""

    low: float
    high: float
    level: float = 0.95

    def __post_init__(self) -> None:
        if math.isnan(self.low) or math.isnan(self.high) or self.low > self.high:
            raise ValueError(
                f"An interval runs from its lower to its upper end, not from {self.low} to {self.high}."
            )
        if not 0 < self.level < 1:
            raise ValueError(f"The level of an interval is between 0 and 1, not {self.level}.")

    def holds(self, value: float) -> bool:
        """Say whether the value lies inside, ends included."""
        return self.low <= value <= self.high
