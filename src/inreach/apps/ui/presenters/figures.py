"""How figures are written on a page: shares as per cent, hours and minutes, and the numbers behind a flag."""

from collections.abc import Mapping


def percent(share: float | None) -> str:
    """Return a share from 0 to 1 as whole per cent, "13 %"; a little is "under 1 %", unknown is a dash."""
    if share is None:
        return "–"
    if 0 < share < 0.005:
        return "under 1 %"
    return f"{share * 100:.0f} %"


def hours(minutes: int | None) -> str:
    """Return minutes as hours and minutes, "20 h 35" or "35 min"; unknown is a dash."""
    if minutes is None:
        return "–"
    whole, remainder = divmod(minutes, 60)
    if not whole:
        return f"{remainder} min"
    return f"{whole:,} h {remainder:02d}" if remainder else f"{whole:,} h"


def numbered(numbers: Mapping[str, float | int | str]) -> tuple[tuple[str, str], ...]:
    """Return the numbers behind a flag as text, by name; shares as per cent."""
    shown: list[tuple[str, str]] = []
    for name, value in numbers.items():
        if isinstance(value, float):
            text = percent(value) if 0 <= value <= 1 else f"{value:g}"
        else:
            text = f"{value:,}" if isinstance(value, int) else value
        shown.append((name, text))
    return tuple(shown)


def line_words(line: float) -> str:
    """Return a share as people say it, "a quarter", or "30 %"."""
    return SHARES_IN_WORDS.get(line, f"{line * 100:.0f} %")


SHARES_IN_WORDS = {0.1: "a tenth", 0.25: "a quarter", 0.5: "half"}
