"""What the commands on the terminal share: how a day is written."""

from argparse import ArgumentTypeError
from datetime import date


def day(text: str) -> date:
    """Return a day written as 2026-03-02; ArgumentTypeError if it is none, or far from the years of any school."""
    try:
        parsed = date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” is not a date. Write it as 2026-03-02.") from None
    if not 2000 <= parsed.year <= 2100:
        raise ArgumentTypeError(f"“{text}” is no week of a school: the year must lie between 2000 and 2100.")
    return parsed
