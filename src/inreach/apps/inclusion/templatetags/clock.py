"""Filters for times of day and adults: `{% load clock %}`."""

from django import template

from inreach.apps.ui.ribbon.sentences import WITH
from inreach.core.ledger.types import Adult
from inreach.core.school.calendar import hhmm

register = template.Library()
register.filter("clock", hhmm)


@register.filter
def with_whom(adult: Adult) -> str:
    """Return "with an assistant"."""
    return WITH[adult]


@register.filter
def spoken(minutes: int) -> str:
    """Return minutes as people say them, "20 hours and 35 minutes"."""
    whole, remainder = divmod(minutes, 60)
    parts = [
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((whole, "hour"), (remainder, "minute"))
        if number
    ]
    return " and ".join(parts) or "no time"
