import re
from pathlib import Path

import pytest

import inreach.apps.ui

TOKENS = Path(inreach.apps.ui.__file__).parent / "static" / "ui" / "tokens.css"
PALETTE = dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6});", TOKENS.read_text("utf-8")))

TEXT = {
    "ink": ("paper", "card", "sunk", "focus", "amber-tint", "teal-tint", "plum-tint", "red-tint"),
    "ink-soft": ("paper", "card", "sunk", "amber-tint"),
    "teal": ("paper", "card", "sunk", "amber-tint", "plum-tint", "teal-tint"),
    "teal-deep": ("card", "teal-tint"),
    "on-dark": ("teal", "teal-deep", "amber", "plum", "red", "ink-soft"),
    "amber": ("paper", "card", "amber-tint"),
    "amber-ink": ("card", "amber-tint"),
    "plum": ("card", "plum-tint", "teal-tint"),
    "red": ("paper", "card", "red-tint"),
}
EDGES = {
    "line-strong": ("card", "paper"),
    "teal": ("card", "teal-tint"),
    "amber": ("card", "paper", "amber-tint", "teal-tint"),
    "plum": ("card", "teal-tint"),
    "ink": ("focus", "paper", "teal-tint"),
}


def luminance(colour):
    """Relative luminance of #rrggbb, as WCAG 2.2 defines it."""
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """WCAG contrast ratio of two colours of the palette, 1 to 21."""
    dark, light = sorted((luminance(PALETTE[one]), luminance(PALETTE[other])))
    return (light + 0.05) / (dark + 0.05)


def pairs(table):
    return [(front, back) for front, backs in table.items() for back in backs]


def test_black_on_white_has_the_contrast_that_the_definition_gives():
    assert luminance("#ffffff") == pytest.approx(1)
    assert (luminance("#ffffff") + 0.05) / (luminance("#000000") + 0.05) == pytest.approx(21)


@pytest.mark.parametrize(("front", "back"), pairs(TEXT))
def test_lettering_stands_out_from_its_ground(front, back):
    assert contrast(front, back) >= 4.5


@pytest.mark.parametrize(("front", "back"), pairs(EDGES))
def test_lines_that_mean_something_stand_out_from_their_ground(front, back):
    assert contrast(front, back) >= 3
