"""From settings to the thresholds of the guard: what they are here, and whether all stand once one is moved."""

from collections.abc import Iterable
from decimal import Decimal
from uuid import UUID

from inreach.apps.inclusion.models import GuardSetting
from inreach.core.guard.engine import DEFAULTS, SETTINGS
from inreach.core.guard.thresholds import Thresholds


def thresholds_from(settings: Iterable[GuardSetting]) -> Thresholds:
    """Return the lines that a school or service has drawn, with Inreach's defaults for the others.

    Lines that cannot stand together (a notice above a concern) count for nothing: the defaults hold.
    """
    moved = {setting.key: setting.value for setting in settings}
    try:
        return DEFAULTS.with_lines(moved)
    except ValueError:
        return DEFAULTS


def thresholds_of(organisation_id: UUID) -> Thresholds:
    """Where a school or service draws its lines: its own settings over the defaults."""
    return thresholds_from(GuardSetting.objects.filter(organisation=organisation_id).order_by("key"))


def line_of(settings: Iterable[GuardSetting], key: str) -> float:
    """Return where a line is drawn now; ValueError if there is no such line."""
    if key not in SETTINGS:
        raise ValueError("There is no such line.")
    return float(thresholds_from(settings)[SETTINGS[key]])


def lines_with(settings: Iterable[GuardSetting], key: str, value: Decimal | None) -> Thresholds:
    """Return the lines after one is moved, or put back (None); ValueError with a sentence if they cannot stand."""
    at = DEFAULTS[SETTINGS[key]] if value is None else value
    return thresholds_from(settings).with_lines({key: at})
