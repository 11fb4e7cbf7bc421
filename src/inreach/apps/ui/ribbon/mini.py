"""The smallest form of the week ribbon: a week in one line, for lists of many pupils."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from inreach.apps.ui.ribbon.shapes import axis_of
from inreach.core.ledger.types import PeriodKind, Segment, State

DAY_WIDTH = 40
DAY_GAP = 6
BAR_TOP = 1
BAR = 8
OUT_TOP = 7
HEIGHT = 16


@dataclass(frozen=True, slots=True)
class Mini:
    """A week as one small drawing: path data in a box of `width` by `height` pixels, and its words."""

    width: int
    height: int
    lessons: str
    quiet: str
    out: str
    protected: str
    absent: str
    words: str

    @property
    def mini(self) -> "Mini":
        """Itself, so that a list may lay out nothing but the small form."""
        return self


def box(left: float, right: float, top: int, height: int) -> str:
    """Return the path data of a rectangle."""
    return f"M{left:g} {top}h{right - left:g}v{height}h-{right - left:g}z"


def in_words(days: Sequence[date], out: dict[date, int]) -> str:
    """Return "Minutes out of class: Monday 60, Tuesday 30.", or that there are none."""
    named = [f"{day:%A} {out[day]}" for day in days if out.get(day)]
    return f"Minutes out of class: {', '.join(named)}." if named else "In class all week."


@lru_cache(maxsize=512)
def mini_week(segments: tuple[Segment, ...], days: tuple[date, ...]) -> Mini:
    """Lay out a pupil's week as thin bars side by side, one for each of the days given."""
    column = {day: index * (DAY_WIDTH + DAY_GAP) for index, day in enumerate(days)}
    shown = [p for p in segments if p.day in column]
    axis = axis_of(shown)
    scale = DAY_WIDTH / (axis.end - axis.start)
    paths: dict[str, list[str]] = {"lessons": [], "quiet": [], "out": [], "protected": [], "absent": []}
    out: dict[date, int] = {}
    for p in shown:
        left = round(column[p.day] + (p.start - axis.start) * scale, 1)
        right = round(column[p.day] + (p.end - axis.start) * scale, 1)
        lesson = p.kind is PeriodKind.LESSON
        if p.out:
            paths["out"].append(box(left, right, OUT_TOP, BAR))
            out[p.day] = out.get(p.day, 0) + (p.minutes if lesson else 0)
        elif p.state is State.ABSENT:
            paths["absent"].append(box(left, right, BAR_TOP, BAR))
        elif lesson:
            paths["lessons"].append(box(left, right, BAR_TOP, BAR))
        else:
            paths["quiet"].append(box(left, right, BAR_TOP + 3, BAR - 6))
        if p.protected and lesson:
            paths["protected"].append(f"M{left:g} {HEIGHT}H{right:g}" if p.out else f"M{left:g} 0H{right:g}")
    width = len(days) * (DAY_WIDTH + DAY_GAP) - DAY_GAP if days else 0
    return Mini(
        width, HEIGHT, **{kind: "".join(pieces) for kind, pieces in paths.items()}, words=in_words(days, out)
    )
