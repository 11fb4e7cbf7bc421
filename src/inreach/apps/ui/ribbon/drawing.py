"""The week ribbon: the segments of a pupil's week laid out on one time axis, as plain data for a template."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache

from inreach.apps.ui.ribbon.mini import Mini, mini_week
from inreach.apps.ui.ribbon.sentences import (
    ADULTS,
    PERIODS,
    WITH,
    Entry,
    Key,
    Take,
    entry_of,
    key_of,
    minutes_of,
    name_of,
    takes_of,
    time_of,
)
from inreach.apps.ui.ribbon.shapes import (
    BAND,
    BAND_TOP,
    DROP,
    PILL,
    PILL_TOP,
    QUIET,
    QUIET_TOP,
    ROW_HEIGHT,
    SEAM_RISE,
    Axis,
    Label,
    Shape,
    Stage,
    Tick,
    as_block,
    as_place,
    as_session,
    axis_of,
    runs,
    staged,
)
from inreach.apps.ui.ribbon.text_width import ELLIPSIS, first_that_fits, shorten
from inreach.core.ledger.totals import totals
from inreach.core.ledger.types import OUTSIDE_SCHOOL, PeriodKind, Segment, State, Where

HEART_ROOM = 17
NOT_OWN_TIME = frozenset({PeriodKind.LESSON, PeriodKind.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Day:
    """One row of the ribbon: its drawing, its sentences and its lines of the table.

    `out` are lesson minutes away from class, `own_time` minutes that support takes from anything else.
    """

    day: date
    out: int
    own_time: int
    absent: bool
    blocks: tuple[Shape, ...]
    gaps: tuple[Shape, ...]
    pills: tuple[Shape, ...]
    taken: tuple[Shape, ...]
    seams: tuple[Shape, ...]
    rings: tuple[Shape, ...]
    hearts: tuple[Shape, ...]
    labels: tuple[Label, ...]
    takes: tuple[Take, ...]
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Ribbon:
    """A pupil's week, laid out; `taught` and `out` (minutes) and `leavings` are the ledger's own totals."""

    id: str
    name: str
    first_day: date
    days: tuple[Day, ...]
    ticks: tuple[Tick, ...]
    key: tuple[Key, ...]
    taught: int
    out: int
    leavings: int
    row_height: int
    mini: Mini = field(repr=False)

    @property
    def summary(self) -> str:
        """The week in one sentence."""
        if not self.taught:
            return "No lessons are known for this week."
        if not self.out:
            return f"In class for all {self.taught:,} taught minutes."
        times = {1: "once", 2: "twice"}.get(self.leavings, f"{self.leavings} times")
        return f"Out of class for {self.out:,} of {self.taught:,} taught minutes; left and came back {times}."


def cut_name(name: str, stage: Stage, percent: float) -> str:
    """Return a programme's name as it fits; never as initials, which nobody could read back."""
    return shorten(name, stage.small, stage.room(percent), may_be_initials=False)


class Row:
    """Collects the shapes and lettering of one day while they are laid out."""

    def __init__(self, axis: Axis) -> None:
        self.axis = axis
        self.blocks: list[Shape] = []
        self.gaps: list[Shape] = []
        self.pills: list[Shape] = []
        self.taken: list[Shape] = []
        self.seams: list[Shape] = []
        self.rings: list[Shape] = []
        self.hearts: list[Shape] = []
        self.labels: list[Label] = []

    def seam(self, run: Sequence[Segment], foot: int) -> None:
        """Sew the line that says who is with the pupil along the foot of a shape."""
        x, width = self.axis.span(run[0].start, run[-1].end)
        inset = min(0.55, width / 4)
        self.seams.append(
            Shape(round(x + inset, 3), round(width - 2 * inset, 3), foot - SEAM_RISE, 0, run[0].adult)
        )

    def block(self, block: Sequence[Segment]) -> None:
        """Draw one lesson or period: what is left of it, what is cut out, and its name."""
        first = block[0]
        lesson = first.kind is PeriodKind.LESSON
        y, height = (BAND_TOP, BAND) if lesson else (QUIET_TOP, QUIET)
        words = f"{name_of(first)}, {time_of(block)}"
        remaining: list[Shape] = []
        cut: list[Shape] = []
        for run in runs(block, as_place):
            if run[0].out:
                cut.append(self.axis.shape(run, y, height, "gap", words))
                continue
            away = run[0].state is State.ABSENT
            kind = "quiet" if not lesson else "absent" if away else "class"
            remaining.append(self.axis.shape(run, y, height, kind, words))
            if away and lesson:
                self.line("absent", remaining[-1], y + 35, ("absent",))
            elif not away:
                self.inside(run, lesson)
        self.blocks += remaining
        self.gaps += cut
        if lesson:
            self.lesson_marks(block, remaining, cut)
        elif remaining and not any(p.support for p in block):
            self.line("period", max(remaining, key=lambda s: s.width), y + 16, PERIODS[first.kind])

    def inside(self, run: Sequence[Segment], lesson: bool) -> None:
        """Draw support that comes into the class, and who is with the pupil."""
        for part in runs(run, lambda p: p.adult):
            if lesson:
                self.seam(part, BAND_TOP + BAND)
        for part in runs(run, lambda p: (p.programme_id, p.group_id, p.adult)):
            if part[0].support is None:
                continue
            words = f"{part[0].support} in class, {time_of(part)}, {WITH[part[0].adult]}"
            y, height = (PILL_TOP, PILL) if lesson else (QUIET_TOP + 3, QUIET - 6)
            x, width = self.axis.span(part[0].start, part[-1].end)
            inset = min(0.45, width / 6)
            pill = Shape(round(x + inset, 3), round(width - 2 * inset, 3), y, height, "inside", words)
            self.pills.append(pill)
            self.name("pill", pill, y + 13, part[0].support)

    def lesson_marks(
        self, block: Sequence[Segment], remaining: Sequence[Shape], cut: Sequence[Shape]
    ) -> None:
        """Write the lesson's name where most of it fits, and mark it if it is protected or loved.

        The name stands in what is left of the lesson; where it fits only into the gap, it stands there.
        """
        first = block[0]
        whole = self.axis.shape(block, BAND_TOP, BAND, "ring")
        if any(p.protected for p in block):
            self.rings.append(whole)
        loved = any(p.loved for p in block)
        if loved:
            self.hearts.append(Shape(whole.end, 0, BAND_TOP + 6, 0, "heart"))
        title = name_of(first)

        def best_of(places: Sequence[Shape], stage: Stage) -> tuple[float, float, str]:
            best = (0.0, 0.0, "")
            for place in places:
                room = stage.room(place.width)
                room -= HEART_ROOM if loved and place.end == whole.end else 0
                text = shorten(title, stage.title, room)
                if text == title:
                    return place.x, place.width, text
                if len(text) > len(best[2]):
                    best = (place.x, place.width, text)
            return best

        def in_gap(stage: Stage) -> bool:
            name_left, name_gone = best_of(remaining, stage)[2], best_of(cut, stage)[2]
            return not remaining or (
                name_left != title and (name_gone == title or len(name_gone) > len(name_left) + 2)
            )

        nothing = (0.0, 0.0, "")
        y = BAND_TOP + 17
        self.labels += staged(
            "title", y, lambda stage: nothing if in_gap(stage) else best_of(remaining, stage)
        )
        self.labels += staged(
            "title-gone", y, lambda stage: best_of(cut, stage) if in_gap(stage) else nothing
        )

    def session(self, run: Sequence[Segment], free_until: float) -> None:
        """Hang a session out of the ribbon, lettered inside, or beside it as far as there is room."""
        first = run[0]
        support = first.support or "Support"
        base = first.where is Where.BASE
        words = f"{support}, {time_of(run)}, {WITH[first.adult]}"
        shape = self.axis.shape(run, BAND_TOP + DROP, BAND, "base" if base else "out", words)
        if any(p.protected and p.kind is PeriodKind.LESSON for p in run):
            shape = replace(shape, mark="protected")
        self.taken.append(shape)
        self.seam(run, shape.y + shape.height)
        minutes = minutes_of(run)
        lines = [f"{adult} · {minutes} min" for adult in ADULTS[first.adult]]
        short = ADULTS[first.adult][-1]
        lines += [f"{short} {minutes} min", f"{short} {minutes}", f"{minutes} min", f"{minutes}"]

        def too_narrow(stage: Stage) -> bool:
            text = cut_name(support, stage, shape.width)
            return len(text) < 4 or (ELLIPSIS in text and len(text) < 6)

        def beside(stage: Stage) -> tuple[float, float, str]:
            room = stage.room(free_until - shape.end)
            choices = (f"{support} · {lines[0]}", f"{support} · {minutes} min", support)
            if not too_narrow(stage):
                return shape.end, 0.0, ""
            text = first_that_fits(choices, stage.small, room) or shorten(
                support, stage.small, room, may_be_initials=False
            )
            return shape.end, round(free_until - shape.end, 3), text

        def inner(stage: Stage) -> tuple[float, float, str]:
            has_text = not too_narrow(stage) or not beside(stage)[2]
            text = cut_name(support, stage, shape.width) if has_text else ""
            return shape.x, shape.width, text

        self.labels += staged("session", shape.y + 18, inner)
        self.labels += staged("beside", shape.y + shape.height - 5, beside)
        self.line("adult", shape, shape.y + 34, lines)

    def line(self, role: str, place: Shape, y: int, choices: Sequence[str]) -> None:
        """Write the first of the choices that fits into a shape."""

        def choose(stage: Stage) -> tuple[float, float, str]:
            return place.x, place.width, first_that_fits(choices, stage.small, stage.room(place.width))

        self.labels += staged(role, y, choose)

    def name(self, role: str, place: Shape, y: int, text: str) -> None:
        """Write a name into a shape, shortened where it must be."""

        def choose(stage: Stage) -> tuple[float, float, str]:
            return place.x, place.width, cut_name(text, stage, place.width)

        self.labels += staged(role, y, choose)


@lru_cache(maxsize=256)  # a page that is looked at again, and the days on which nothing differs
def day_of(day: date, segments: Sequence[Segment], axis: Axis) -> Day:
    """Lay out one day; its segments are in order of time and do not overlap."""
    row = Row(axis)
    for block in runs(segments, as_block):
        row.block(block)
    sessions = list(runs((p for p in segments if p.out), as_session))
    for index, run in enumerate(sessions):
        later = sessions[index + 1][0].start if index + 1 < len(sessions) else axis.end
        row.session(run, axis.at(later))
    lessons = [p for p in segments if p.kind is PeriodKind.LESSON]
    return Day(
        day,
        out=sum(p.minutes for p in lessons if p.out),
        own_time=sum(
            p.minutes
            for p in segments
            if p.support and p.kind not in NOT_OWN_TIME and (p.out or p.kind in OUTSIDE_SCHOOL)
        ),
        absent=bool(lessons) and all(p.state is State.ABSENT for p in lessons),
        blocks=tuple(row.blocks),
        gaps=tuple(row.gaps),
        pills=tuple(row.pills),
        taken=tuple(row.taken),
        seams=tuple(row.seams),
        rings=tuple(row.rings),
        hearts=tuple(row.hearts),
        labels=tuple(row.labels),
        takes=takes_of(segments),
        entries=tuple(entry_of(p) for p in segments),
    )


def week_ribbon(
    segments: Sequence[Segment],
    first_day: date,
    days: Sequence[date],
    *,
    name: str = "the pupil",
    ribbon_id: str = "week",
) -> Ribbon:
    """Lay out the segments of one pupil's week for the given school days, one row a day in the order given.

    `name` is how the key speaks of the pupil; `ribbon_id` must differ between ribbons on one page.
    """
    day_set = set(days)
    shown = sorted((p for p in segments if p.day in day_set), key=lambda p: (p.day, p.start))
    axis = axis_of(shown)
    sums = totals(shown)
    return Ribbon(
        id=ribbon_id,
        name=name,
        first_day=first_day,
        days=tuple(day_of(day, tuple(p for p in shown if p.day == day), axis) for day in days),
        ticks=axis.ticks(),
        key=key_of(shown, name),
        taught=sums.taught,
        out=sums.out,
        leavings=sums.leavings,
        row_height=ROW_HEIGHT,
        mini=mini_week(tuple(shown), tuple(days)),
    )


__all__ = ["Day", "Mini", "Ribbon", "mini_week", "week_ribbon"]
