"""The guard's lines as numbers: what one is now, and whether all stand together once it is moved."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from decimal import Decimal

from inreach.apps.inclusion.adapters.guard import WHOLE, thresholds_from
from inreach.apps.inclusion.models import GuardSetting
from inreach.core.guard.engine import DEFAULTS
from inreach.core.guard.types import Thresholds


def line_of(settings: Iterable[GuardSetting], key: str) -> float:
    """Return where a line is drawn now; ValueError if there is no such line."""
    if key not in Thresholds.__slots__:
        raise ValueError("There is no such line.")
    return float(getattr(thresholds_from(settings), key))


def lines_with(settings: Iterable[GuardSetting], key: str, value: Decimal | None) -> Thresholds:
    """Return the lines after one is moved, or put back (None); ValueError with a sentence if they cannot stand."""
    chosen = asdict(DEFAULTS)[key] if value is None else value
    return replace(thresholds_from(settings), **{key: int(chosen) if key in WHOLE else float(chosen)})
