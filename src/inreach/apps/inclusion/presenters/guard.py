"""The rules of the guard as a page shows them, with where this school or service draws each line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.forms import Form

from inreach.apps.inclusion.adapters.thresholds import thresholds_from
from inreach.apps.inclusion.models import GuardSetting
from inreach.apps.ui.presenters.figures import line_words
from inreach.core.guard.engine import DEFAULTS
from inreach.core.guard.rules import RULES
from inreach.core.guard.thresholds import Scale, Thresholds
from inreach.core.guard.types import Rule


@dataclass(frozen=True, slots=True)
class Line:
    """One rule: its default and its current value in words, the setting that moved it, and the form that moves it."""

    rule: Rule
    default: str
    current: str
    setting: GuardSetting | None
    form: Form | None

    @property
    def moved(self) -> bool:
        """Say whether this school or service has moved the line."""
        return self.setting is not None


def amount(rule: Rule, thresholds: Thresholds) -> str:
    """Return where the line of a rule is drawn as people say it: "25 %", "20 school weeks", or "" without a line."""
    if rule.setting is None:
        return ""
    return amount_words(rule, thresholds[rule.setting])


def amount_words(rule: Rule, value: float) -> str:
    """Return a value of a rule's line as people say it."""
    whole = rule.setting is not None and rule.setting.scale is Scale.WHOLE
    return f"{value:.0f} {rule.unit}" if whole else f"{value * 100:g} %"


def short_title(rule: Rule, thresholds: Thresholds) -> str:
    """Return what stands out in a few words, with the line where the rule says it: "A quarter or more out"."""
    if rule.setting is not None and rule.setting.scale is Scale.SHARE:
        line = line_words(thresholds[rule.setting]).capitalize()
    else:
        line = amount(rule, thresholds)
    return rule.short_title.format(line=line)


def guard_lines(settings: Sequence[GuardSetting], forms: Mapping[str, Form]) -> list[Line]:
    """Return every rule in its order; those with a threshold that can be moved carry its form, by the setting."""
    thresholds = thresholds_from(settings)
    by_key = {setting.key: setting for setting in settings}
    return [
        Line(
            rule,
            amount(rule, DEFAULTS),
            amount(rule, thresholds),
            by_key.get(rule.setting.key) if rule.setting else None,
            forms[rule.setting.key] if rule.setting else None,
        )
        for rule in RULES
    ]
