"""Layers of a drawing in the identity: an Altair chart of fixed width, with scales whose pixels are chosen here.

A value keeps its own unit in the data; where it lies is said by a `Scale`. Only the places of lines of a list are
pixels themselves.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from inreach.evaluation.charts.palette import CARD, FONT, INK, INK_SOFT, LINE
from inreach.evaluation.charts.text_width import LEADING, SIZE, wide, wrapped
from inreach.evaluation.figures.chart import Spec, Width

Rows = Sequence[Mapping[str, Any]]
KEY_LINE = 22.0
AXIS = 44.0


def altair() -> Any:
    """Return the drawing library; ImportError in words where it is not installed."""
    try:
        import altair as found
    except ImportError as missing:
        raise ImportError(
            "Charts need the packages of the extra 'evaluation' (altair and vl-convert-python)."
        ) from missing
    return found


@dataclass(frozen=True, slots=True)
class Scale:
    """Values from `low` to `high` lie from pixel `start` to pixel `end`; `log` spreads them by their logarithm."""

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    @property
    def vega(self) -> Any:
        """The scale as a declaration."""
        return altair().Scale(
            domain=[self.low, self.high],
            range=[self.start, self.end],
            nice=False,
            zero=False,
            type="log" if self.log else "linear",
        )

    def at(self, value: float) -> float:
        """The pixel of a value."""
        low, high, here = (math.log(v) if self.log else v for v in (self.low, self.high, value))
        return self.start + (here - low) / (high - low) * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a key: the mark that it shows (a style as for Canvas.draw) and its words."""

    mark: str
    words: str
    style: Mapping[str, Any]


def dot(
    fill: str, stroke: str = CARD, *, line: float = 1.0, size: float = 60, shape: str = "circle"
) -> dict[str, Any]:
    """Return the style of a point: its fill, outline and its width, size in square pixels, and shape."""
    return {
        "fill": fill,
        "stroke": stroke,
        "strokeWidth": line,
        "size": size,
        "shape": shape,
        "opacity": 1,
    }


class Canvas:
    """Draws layers one over the other and makes a specification of them."""

    def __init__(self, width: Width, height: float) -> None:
        """An empty drawing, `height` pixels high without key and axis."""
        self.width, self.height = width, height
        self.layers: list[Callable[[], Any]] = []
        self.above, self.below = 4.0, 6.0

    @property
    def lines(self) -> Scale:
        """The places of lines of a list, which are pixels already."""
        return Scale(0, self.height, 0, self.height)

    def draw(
        self,
        mark: str,
        rows: Rows,
        places: Mapping[str, tuple[str, Scale] | float],
        *,
        order: str = "",
        apart: str = "",
        text: str = "",
        **style: Any,
    ) -> None:
        """Add a layer. `places` gives x, y, x2 and y2, each a field on a scale or a pixel; no rows draw nothing."""
        if not rows:
            return
        held = [dict(row) for row in rows]
        self.layers.append(lambda: self._layer(mark, held, places, (order, apart, text), style))

    def _layer(
        self,
        mark: str,
        rows: Rows,
        places: Mapping[str, tuple[str, Scale] | float],
        fields: tuple[str, str, str],
        style: Mapping[str, Any],
    ) -> Any:
        """One layer as a declaration."""
        alt = altair()
        order, apart, text = fields
        channels: dict[str, Any] = {}
        for name, place in places.items():
            if isinstance(place, tuple):
                field, scale = place
                kind = {"x": alt.X, "y": alt.Y, "x2": alt.X2, "y2": alt.Y2}[name]
                known = (
                    {} if name.endswith("2") else {"type": "quantitative", "scale": scale.vega, "axis": None}
                )
                channels[name] = kind(field, **known)
            else:
                channels[name] = alt.value(place)
        if order:
            channels["order"] = alt.Order(order, type="quantitative")
        if apart:
            channels["detail"] = alt.Detail(apart, type="nominal")
        if text:
            channels["text"] = alt.Text(text, type="nominal")
        drawn = getattr(alt.Chart(alt.Data(values=list(rows))), f"mark_{mark}")(**style)
        return drawn.encode(**channels)

    def words(
        self, rows: Rows, places: Mapping[str, tuple[str, Scale] | float], *, halo: bool = False, **style: Any
    ) -> None:
        """Add the `text` of rows; lines of one text are a list. A halo parts words from lines that they cross."""
        plain = {
            "fontSize": SIZE,
            "lineHeight": LEADING,
            "align": "left",
            "baseline": "middle",
            "fill": INK,
            **style,
        }
        if halo:
            edge = {**plain, "fill": CARD, "stroke": CARD, "strokeWidth": 4, "strokeJoin": "round"}
            self.draw("text", rows, places, text="text", **edge)
        self.draw("text", rows, places, text="text", **plain)

    def across(
        self,
        scale: Scale,
        values: Sequence[float],
        title: str = "",
        *,
        ending: str = "",
        grid: bool = True,
    ) -> None:
        """Add the horizontal axis of a scale under the drawing, with a line at each value."""
        self.below = max(self.below, AXIS if title else 26.0)
        axis = self._axis(values, title, ending, grid) | {"orient": "bottom", "titlePadding": 4}
        self.layers.insert(
            0,
            lambda: self._only(
                x=altair().X("value", type="quantitative", scale=scale.vega, axis=altair().Axis(**axis))
            ),
        )

    def down(self, scale: Scale, values: Sequence[float], *, ending: str = "", at: float = 0.0) -> None:
        """Add the vertical axis of a scale at pixel `at`, with a line at each value; its title is the caller's."""
        axis = self._axis(values, "", ending, grid=False) | {
            "orient": "left",
            "offset": -at,
            "labelFlush": False,
        }
        self.layers.insert(
            0,
            lambda: self._only(
                y=altair().Y("value", type="quantitative", scale=scale.vega, axis=altair().Axis(**axis))
            ),
        )

    def _axis(self, values: Sequence[float], title: str, ending: str, grid: bool) -> dict[str, Any]:
        """What both kinds of axis have in common."""
        return {
            "values": list(values),
            "title": title or None,
            "grid": grid,
            "gridColor": LINE,
            "gridWidth": 1,
            "domain": False,
            "ticks": False,
            "labelColor": INK_SOFT,
            "labelFontSize": 12,
            "labelPadding": 6,
            "labelExpr": f"format(datum.value, ',') + '{ending}'",
            "labelOverlap": False,
            "labelFlush": True,
            "titleAnchor": "start",
            "titleColor": INK_SOFT,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
        }

    def _only(self, **axis: Any) -> Any:
        """A layer that holds nothing but an axis."""
        alt = altair()
        return alt.Chart(alt.Data(values=[])).mark_point().encode(**axis)

    def key(self, entries: Sequence[Entry], *, left: float = 0.0) -> None:
        """Add a key above the drawing, on as many lines as its words need."""
        placed: list[tuple[Entry, float, int]] = []
        x, line = left, 0
        for entry in entries:
            taken = 24 + wide(entry.words, 12.5) + 16
            if x > left and x + taken - 16 > self.width:
                x, line = left, line + 1
            placed.append((entry, x, line))
            x += taken
        self.above = (line + 1) * KEY_LINE + 12
        for entry, at, row in placed:
            y = row * KEY_LINE - self.above + 12
            scale = Scale(0, 1, 0, 1)
            wide_mark = entry.mark in {"bar", "rule"}
            places: dict[str, tuple[str, Scale] | float] = {
                "x": ("x", scale),
                "y": ("y", scale),
                **({"x2": ("x2", scale)} if wide_mark else {}),
                **({"y2": ("y2", scale)} if entry.mark == "bar" else {}),
            }
            half = 6 if entry.mark == "bar" else 0
            mark = {"x": at if wide_mark else at + 9, "y": y - half, "x2": at + 18, "y2": y + half}
            self.draw(entry.mark, [mark], places, **entry.style)
            label = [{"x": at + 24, "y": y, "text": entry.words}]
            self.words(label, {"x": ("x", scale), "y": ("y", scale)}, fontSize=12.5, fill=INK_SOFT)

    def spec(self) -> Spec:
        """The drawing as a Vega-Lite specification; the same layers give the same one."""
        # The schema is checked once, in the tests, not for each of some hundred parts of every chart.
        with altair().utils.schemapi.debug_mode(False):
            return self._whole()

    def _whole(self) -> Spec:
        """All layers together."""
        chart = (
            altair()
            .layer(*(made() for made in self.layers))
            .resolve_scale(x="independent", y="independent")
            .properties(
                width=int(self.width),
                height=self.height,
                padding={"left": 0, "right": 0, "top": self.above, "bottom": self.below},
                autosize="none",
            )
            .configure(font=FONT, background="transparent")
            .configure_view(stroke=None)
        )
        made: dict[str, Any] = chart.to_dict(validate=False)
        return made


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list: where its middle lies, and its name in lines of words with the place of the first."""

    name: str
    middle: float
    top: float
    bottom: float
    words: tuple[str, ...]
    words_middle: float


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines of a list and where their drawings begin: names stand beside them, or above them on a telephone."""

    lines: tuple[Line, ...]
    height: float
    left: float
    right: float

    def named(self, canvas: Canvas, **style: Any) -> None:
        """Write the names."""
        rows = [
            {"at": line.words_middle - LEADING * (len(line.words) - 1) / 2, "text": list(line.words)}
            for line in self.lines
        ]
        canvas.words(rows, {"x": 0.0, "y": ("at", canvas.lines)}, halo=self.left < 10, **style)


def listing(
    names: Sequence[str], width: Width, *, bar: float = 22.0, gap: float = 14.0, beside: float = 196.0
) -> Listing:
    """Return the places of a list of names with a drawing `bar` pixels high each."""
    lines: list[Line] = []
    top = 0.0
    for name in names:
        if width is Width.WIDE:
            words = wrapped(name, beside - 18)
            height = max(bar, LEADING * len(words))
            middle = top + height / 2
            lines.append(Line(name, middle, middle - bar / 2, middle + bar / 2, tuple(words), middle))
        else:
            words = wrapped(name, width - 8.0, lines=2)
            head = LEADING * len(words) + 2
            height = head + bar
            start = top + head
            lines.append(
                Line(name, start + bar / 2, start, start + bar, tuple(words), top + LEADING * len(words) / 2)
            )
        top += height + gap
    left = beside if width is Width.WIDE else 2.0
    return Listing(tuple(lines), top - gap + 8, left, width - 12.0)


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Return round values from low to high, roughly as many as asked for; ValueError unless high is above low."""
    if not high > low:
        raise ValueError("An axis runs from a lower to a higher value.")
    rough = (high - low) / about
    size = 10.0 ** math.floor(math.log10(rough))
    step = next(size * k for k in (1, 2, 5, 10) if size * k >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(step * k, 10) for k in range(first, last + 1)]
