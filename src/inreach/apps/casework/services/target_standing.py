"""Where a target stands on a day: gathered from its rows, then calculated and judged by the core."""

from datetime import date

from inreach.apps.casework.adapters.target import gather_target
from inreach.apps.casework.models import Target
from inreach.core.school.calendar import Calendar
from inreach.core.targets.standing import TargetStanding, standing_of


def target_standing(target: Target, today: date, calendar: Calendar | None = None) -> TargetStanding:
    """Return where a target stands today. Ratings, words and agreements should have been fetched with it."""
    return standing_of(gather_target(target), today, calendar)
