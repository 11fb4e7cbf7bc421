"""Rows with a first and a last day: which of them hold on a day, or at any time in a stretch of days."""

from datetime import date

from django.db.models import Q


def holds_on(day: date, prefix: str = "") -> Q:
    """Rows with `starts` and `ends` that hold on a day; an empty end is open, and so is an empty start."""
    return holds_between(day, day, prefix)


def holds_between(first: date, last: date | None, prefix: str = "") -> Q:
    """Rows with `starts` and `ends` that hold on at least one day of a stretch; no last day is open."""
    return _between(f"{prefix}starts", f"{prefix}ends", first, last)


def valid_on(day: date, prefix: str = "") -> Q:
    """Rows with `valid_from` and `valid_to` that hold on a day."""
    return valid_between(day, day, prefix)


def valid_between(first: date, last: date | None, prefix: str = "") -> Q:
    """Rows with `valid_from` and `valid_to` that hold on at least one day of a stretch; no last day is open."""
    return _between(f"{prefix}valid_from", f"{prefix}valid_to", first, last)


def _between(starts: str, ends: str, first: date, last: date | None) -> Q:
    lasting = Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gte": first})
    if last is None:
        return lasting
    return (Q(**{f"{starts}__isnull": True}) | Q(**{f"{starts}__lte": last})) & lasting
