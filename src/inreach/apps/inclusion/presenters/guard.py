"""The rules of the guard as a page shows them, with where this school or service draws each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms import Form

from inreach.apps.inclusion.adapters.thresholds import thresholds_from
from inreach.apps.inclusion.models import GuardSetting
from inreach.core.guard.engine import DEFAULTS, RULES
from inreach.core.guard.types import Rule


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: its default and its value here in words, the setting that moved it, and the form that moves it."""

    rule: Rule
    default: str
    here: str
    setting: GuardSetting | None
    form: Form | None

    @property
    def moved(self) -> bool:
        """Say whether this school or service has moved the line."""
        return self.setting is not None


def amount(key: str, value: float) -> str:
    """Return a line as people say it: "25 %", "3 programmes", "20 school weeks"."""
    if key == "programmes":
        return f"{value:.0f} programmes"
    return f"{value:.0f} school weeks" if key == "weeks" else f"{value * 100:g} %"


def guard_lines(settings: Sequence[GuardSetting], forms: Mapping[str, Form]) -> list[Line]:
    """Return every rule in its order; those with a threshold that can be moved carry its form, by the setting."""
    here = thresholds_from(settings)
    by_key = {setting.key: setting for setting in settings}
    lines = []
    for rule in RULES:
        key = rule.setting
        if not key:
            lines.append(Line(rule, "", "", None, None))
            continue
        default, value = amount(key, getattr(DEFAULTS, key)), amount(key, getattr(here, key))
        lines.append(Line(rule, default, value, by_key.get(key), forms[key]))
    return lines
