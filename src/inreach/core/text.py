"""Lists and numbers as people say them, made once for every sentence of the product."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Return a list as it is read: "a", "a and b", "a, b and c"; empty text for none."""
    items = list(parts)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def counted(number: int, singular: str, plural: str = "") -> str:
    """Return a number with its thing, in the plural unless it is one: "1,425 minutes"."""
    return f"{number:,} {singular if number == 1 else plural or singular + 's'}"


def with_capital(text: str) -> str:
    """Return a text with its first letter large and all others as they are: "Week A"."""
    return text[:1].upper() + text[1:]


def as_sentence(text: str) -> str:
    """Return what somebody typed so that a sentence can follow: with a full stop unless it ends in a stop already."""
    trimmed = text.strip()
    return trimmed if not trimmed or trimmed.rstrip("\"'’”)")[-1:] in set(".!?…") else f"{trimmed}."


def minutes(number: int) -> str:
    """Return minutes as people say them: "1 minute", "1,425 minutes"."""
    return counted(number, "minute")


def minutes_of(things: Mapping[str, int]) -> str:
    """Return minutes by name as people say them: "40 minutes of PSHE and 20 minutes of RSHE"."""
    return listed(f"{minutes(number)} of {name}" for name, number in things.items())


def whole_percent(part: float, whole: float) -> int:
    """Return a whole percentage, rounded down so that it never shows a line which is not reached."""
    return int(part * 100 // whole)
