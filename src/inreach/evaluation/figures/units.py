"""Kinds of units (areas, schools, programmes, years) and what they are called."""

from __future__ import annotations

FEWEST_UNITS = 2
MOST_TOLD = 40
PLURAL = {"area": "areas", "school": "schools", "programme": "programmes", "year": "years"}


def plural(kind: str) -> str:
    """The kind of unit as several of them are called."""
    return PLURAL.get(kind, f"{kind}s")
