"""Filters for times of day and adults: `{% load clock %}`."""

from django import template

from inreach.apps.ui.ribbon_words import WITH
from inreach.core.ledger import Adult
from inreach.core.timeline import hhmm

register = template.Library()
register.filter("clock", hhmm)


@register.filter
def with_whom(adult: Adult) -> str:
    """Return "with an assistant"."""
    return WITH[adult]
