"""What the week ribbon is made of: shapes, lettering and the axis that all days share.

Positions along the day are percentages of the axis, so the drawing is as wide as its place; heights are
pixels. Lettering cannot stretch, so every name is shortened for four widths of the drawing (STAGES) and the
style sheet shows the set that fits.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from inreach.core.ledger.types import Segment, State
from inreach.core.school.calendar import hhmm


@dataclass(frozen=True, slots=True)
class Stage:
    """A width of the drawing: the narrowest, in pixels, at which it holds, its type sizes and its side bearing."""

    name: str
    pixels: int
    title: float
    small: float
    inset: int

    def room(self, percent: float) -> float:
        """Return the pixels for lettering in a stretch of so many percent of the drawing."""
        return percent / 100 * self.pixels - 2 * self.inset


# ribbon.css switches at the same widths and sets the same type sizes.
STAGES = (
    Stage("s", 262, 11, 11, 3),
    Stage("p", 330, 11.5, 11.5, 3),
    Stage("m", 560, 13, 12.5, 5),
    Stage("l", 728, 13.5, 12.5, 6),
    Stage("x", 916, 13.75, 12.5, 7),
)

BAND_TOP = 2
BAND = 50
DROP = 22
QUIET_TOP = 15
QUIET = 24
ROW_HEIGHT = BAND_TOP + BAND + DROP + 3
PILL_TOP = BAND_TOP + 22
PILL = 18
SEAM_RISE = 5


@dataclass(frozen=True, slots=True)
class Label:
    """One line of lettering in its own clipped window: x and width in percent, baseline and inset in pixels."""

    x: float
    width: float
    y: int
    text: str
    inset: int
    stages: tuple[str, ...]
    role: str

    @property
    def classes(self) -> str:
        """The classes that say what the line is and at which widths it shows."""
        return " ".join((f"rib-{self.role}", *(f"at-{stage}" for stage in self.stages)))


@dataclass(frozen=True, slots=True)
class Shape:
    """A stretch of the day: x and width in percent of the axis, y and height in pixels, and what it is."""

    x: float
    width: float
    y: int
    height: int
    kind: str
    words: str = ""
    mark: str = ""

    @property
    def end(self) -> float:
        """Right edge in percent."""
        return round(self.x + self.width, 3)


@dataclass(frozen=True, slots=True)
class Tick:
    """A full hour on the axis: its place in percent and its name."""

    x: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """The stretch of the clock that all days share, in minutes since midnight."""

    start: int
    end: int

    def at(self, minute: int) -> float:
        """Return the place of a minute in percent."""
        return round((minute - self.start) / (self.end - self.start) * 100, 3)

    def span(self, start: int, end: int) -> tuple[float, float]:
        """Return place and width of a stretch in percent."""
        return self.at(start), round(self.at(end) - self.at(start), 3)

    def shape(self, run: Sequence[Segment], y: int, height: int, kind: str, words: str = "") -> Shape:
        """Return the shape of a run of segments."""
        x, width = self.span(run[0].start, run[-1].end)
        return Shape(x, width, y, height, kind, words)

    def ticks(self) -> tuple[Tick, ...]:
        """Return the full hours that lie within the axis."""
        hours = range(-(-self.start // 60), self.end // 60 + 1)
        return tuple(Tick(self.at(hour * 60), clock(hour * 60)) for hour in hours)


def clock(minute: int) -> str:
    """Return a time of day as people write it: 545 is "9:05"."""
    return hhmm(minute).removeprefix("0")


def axis_of(segments: Iterable[Segment]) -> Axis:
    """Return the axis that holds all segments; an empty week has a school day from nine to three."""
    drawn = tuple(segments)
    return Axis(min((p.start for p in drawn), default=540), max((p.end for p in drawn), default=900))


def runs(segments: Iterable[Segment], key: Callable[[Segment], object]) -> Iterator[tuple[Segment, ...]]:
    """Cut the segments of one day wherever time jumps or the key changes."""
    run: list[Segment] = []
    for segment in segments:
        if run and (run[-1].end != segment.start or key(run[-1]) != key(segment)):
            yield tuple(run)
            run = []
        run.append(segment)
    if run:
        yield tuple(run)


def as_block(segment: Segment) -> object:
    """Return what makes neighbouring segments one lesson or one period of the day."""
    return segment.kind, segment.block, segment.lesson_id, segment.subject


def as_place(segment: Segment) -> object:
    """Return what makes neighbouring segments one shape: taken out, absent, or in class."""
    return segment.state is State.ELSEWHERE, segment.state is State.ABSENT


def as_session(segment: Segment) -> object:
    """Return what makes neighbouring segments one session of support."""
    return segment.state, segment.programme_id, segment.group_id, segment.where, segment.adult


def staged(role: str, y: int, choose: Callable[[Stage], tuple[float, float, str]]) -> tuple[Label, ...]:
    """Return the labels of one line for all stages; stages with the same text in the same place share one.

    `choose` maps a stage to (x percent, width percent, text); no text means no label.
    """
    stages_by_label: dict[tuple[float, float, str, int], list[str]] = {}
    for stage in STAGES:
        x, width, text = choose(stage)
        if text:
            stages_by_label.setdefault((x, width, text, stage.inset), []).append(stage.name)
    return tuple(
        Label(x, width, y, text, inset, tuple(stages), role)
        for (x, width, text, inset), stages in stages_by_label.items()
    )
