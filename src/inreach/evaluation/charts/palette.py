"""The colours of the charts: those of the pages, told apart by lightness, outline and pattern, never by hue alone."""

from __future__ import annotations

PAPER = "#faf8f4"
CARD = "#ffffff"
SUNK = "#f2efe7"
LINE = "#ddd8cc"
LINE_STRONG = "#827b6d"
INK = "#1d2b2e"
INK_SOFT = "#4d5d60"
TEAL = "#0b5c5e"
TEAL_DEEP = "#073f41"
TEAL_TINT = "#d5eae6"
TEAL_EDGE = "#86b8b1"
AMBER = "#a65400"
AMBER_TINT = "#fdf0d9"
PLUM = "#6b1f4f"

HATCH = AMBER_TINT
HATCH_LINE = "#e3b060"
FONT = "Atkinson Hyperlegible Next"

# What the thick object, the small point and the guide line of every chart are drawn in.
INTERVAL, INTERVAL_QUIET, POINT, GUIDE = TEAL_EDGE, LINE, TEAL_DEEP, INK_SOFT

# The four states of a target, darkest first; the last is an outline alone.
EXCEEDED, MET, NOT_MET, NOT_YET = TEAL_DEEP, TEAL_EDGE, HATCH, CARD


def luminance(colour: str) -> float:
    """Return the relative luminance of "#rrggbb", 0 black to 1 white (WCAG 2.2)."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours once all hue is gone, 1 to 21 (WCAG 2.2)."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
