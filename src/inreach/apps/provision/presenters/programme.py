"""Programmes as their pages show them."""

from inreach.apps.provision.models import Programme
from inreach.apps.provision.presenters.conditions import between


def dose_in_words(programme: Programme) -> str:
    """The recommended dose of a programme as a sentence."""
    parts = [
        between(programme.minutes_low, programme.minutes_high, "minutes"),
        between(programme.per_week_low, programme.per_week_high, "times a week"),
        "for " + between(programme.weeks_low, programme.weeks_high, "weeks"),
    ]
    known_parts = [part for part in parts if "not said" not in part]
    return ", ".join(known_parts) if known_parts else "The dose is not said."
