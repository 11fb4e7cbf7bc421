"""The rules of the guard as a page shows them, with where this school or service draws each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inreach.apps.inclusion.adapters.guard import WHOLE, thresholds_from
from inreach.apps.inclusion.forms.guard import LineForm
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
    form: LineForm | None

    @property
    def moved(self) -> bool:
        """Say whether this school or service has moved the line."""
        return self.setting is not None


def amount(key: str, value: float) -> str:
    """Return a line as people say it: "25 %", "3 programmes", "20 school weeks"."""
    if key == "programmes":
        return f"{value:.0f} programmes"
    return f"{value:.0f} school weeks" if key == "weeks" else f"{value * 100:g} %"


def shown(key: str, value: float) -> str:
    """Return a line as it stands in the form's box."""
    return f"{value:.0f}" if key in WHOLE else f"{round(value * 100, 1):g}"


def guard_lines(settings: Sequence[GuardSetting], bound: Mapping[str, LineForm] | None = None) -> list[Line]:
    """Return every rule in its order; those with a line that can be moved carry a form, the one that was sent bound."""
    here = thresholds_from(settings)
    by_key = {one.key: one for one in settings}
    lines = []
    for rule in RULES:
        key = rule.setting
        if not key:
            lines.append(Line(rule, "", "", None, None))
            continue
        value = getattr(here, key)
        setting = by_key.get(key)
        form = (bound or {}).get(key) or LineForm(
            key=key,
            settings=list(settings),
            initial={"value": shown(key, value), "reason": setting.reason if setting else ""},
        )
        lines.append(Line(rule, amount(key, getattr(DEFAULTS, key)), amount(key, value), setting, form))
    return lines
