"""Year groups as schools in England count and say them."""

from __future__ import annotations

import re
from collections.abc import Iterable


def year_group_label(year: str) -> str:
    """Return a year group as people say it: "Reception", "Year 4"; a school's own name stays as it is."""
    return {"R": "Reception", "N": "Nursery"}.get(year.upper(), f"Year {year}" if year.isdigit() else year)


def in_order_of_years(years: Iterable[str]) -> list[str]:
    """Return year groups as schools count them: nursery, R, 1, 2, … 13, then a school's own names by letter."""

    def place(year: str) -> tuple[int, int, str]:
        number = re.fullmatch(r"(?:Year\s*|Y)?(\d{1,2})", year, re.IGNORECASE)
        if number:
            return (2, int(number[1]), "")
        early = {"N": 0, "N1": 0, "N2": 1, "R": 2}
        return (1, early[year.upper()], "") if year.upper() in early else (3, 0, year)

    return sorted(years, key=place)
