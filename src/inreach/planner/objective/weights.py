"""What each kind of loss weighs: reviewed data, in points, with presets that a school can choose by name."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, fields, replace


@dataclass(frozen=True, slots=True)
class Repeat:
    """The same subject again and again: beyond `share` of its time, five minutes more weigh `points` more.

    The free share is counted in whole steps of the timetable, rounded up where `rounds_up`, else down.
    """

    share: float
    points: int
    rounds_up: bool = True

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"A share of a subject lies between 0 and 1, not {self.share}.")
        if self.points < 0:
            raise ValueError(f"A weight cannot be negative, not {self.points}.")

    def free(self, steps: int) -> int:
        """Return how many of a subject's steps may be missed before this counts."""
        share = self.share * steps
        return math.ceil(share) if self.rounds_up else math.floor(share)


def _points(number: int, words: str) -> int:
    """Declare a weight with the number that is usual, and what it counts, as a school says it."""
    counted: int = field(default=number, metadata={"words": words})
    return counted


@dataclass(frozen=True, slots=True)
class Weights:
    """Points of harm. Those for missed time are points per five minutes, the others are points each.

    `teacher_share` is the share of lesson time that a pupil may spend away from a qualified teacher before each
    further five minutes weigh `teacher_time`. `cover` is for five minutes in which somebody else takes a teacher's
    class. `moved` is for each published session that is no longer at its time, `other_adult` for each group that has
    another adult than was published. The standard figures are those of the planner benchmark, as far as it has them.
    """

    ordinary: int = _points(2, "five minutes of an ordinary lesson")
    core: int = _points(3, "five minutes of a core lesson")
    loved: int = _points(8, "five minutes of a loved lesson")
    edge: int = _points(4, "leaving or returning in the middle of a lesson")
    second_same_day: int = _points(10, "a second session on one day")
    repeats: tuple[Repeat, ...] = (Repeat(0.10, 3), Repeat(0.25, 6), Repeat(0.50, 30, rounds_up=False))
    worst_pupil: int = _points(10, "each point of the worst-off pupil")
    session_short: int = _points(2000, "a session short")
    preparation_missed: int = _points(300, "a week without preparation")
    teacher_time: int = _points(50, "five minutes too many away from the teacher")
    teacher_share: float = 0.20
    cover: int = _points(10, "five minutes of cover")
    moved: int = _points(40, "a published session moved")
    other_adult: int = _points(80, "another adult than published")

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, int) and value < 0:
                raise ValueError(f"The weight “{item.name}” cannot be negative, not {value}.")
        if not 0 <= self.teacher_share <= 1:
            raise ValueError(
                f"The share away from the teacher lies between 0 and 1, not {self.teacher_share}."
            )


STANDARD = Weights()

PRESETS = {
    "standard": STANDARD,
    "protect what pupils love": replace(STANDARD, loved=16),
    "spread the loss": replace(
        STANDARD, repeats=(Repeat(0.10, 6), Repeat(0.25, 12), Repeat(0.50, 60, rounds_up=False))
    ),
}
