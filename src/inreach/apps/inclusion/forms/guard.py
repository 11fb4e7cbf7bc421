"""The forms that move the thresholds of the guard."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from inreach.apps.inclusion.adapters.thresholds import lines_with, thresholds_from
from inreach.apps.inclusion.models import GuardSetting
from inreach.apps.ui.forms.base import GovForm
from inreach.core.guard.engine import SETTINGS
from inreach.core.guard.thresholds import Scale, Setting


class LineForm(GovForm):
    """Where a line is drawn, in per cent or as a whole number, and why."""

    look = {"value": {"width": 3}, "reason": {"width": 30}}

    value = forms.DecimalField(
        label="Draw the line at",
        max_digits=6,
        decimal_places=2,
        error_messages={"required": "Give a number.", "invalid": "Give a number."},
    )
    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="It stands beside the line for everybody who looks at it.",
        error_messages={"required": "Say why the line is moved."},
    )

    def __init__(self, *args: Any, line: Setting, settings: list[GuardSetting], **kwargs: Any) -> None:
        super().__init__(*args, prefix=line.key, **kwargs)
        self.line, self.settings = line, settings
        if line.scale is Scale.SHARE:
            self.look = {**self.look, "value": {"width": 3, "suffix": "%"}}  # type: ignore[misc]

    def clean_value(self) -> Decimal:
        """The number as it was typed, if the lines still stand together with it."""
        typed: Decimal = self.cleaned_data["value"]
        if self.line.scale is Scale.WHOLE and typed != typed.to_integral_value():
            raise forms.ValidationError("Give a whole number.")
        try:
            lines_with(self.settings, self.line.key, self.drawn_at(typed))
        except (ValueError, OverflowError) as wrong:
            raise forms.ValidationError(str(wrong)) from None
        return typed

    def drawn_at(self, typed: Decimal) -> Decimal:
        """Where a line is drawn: per cent as a share, a whole number as it is."""
        return typed if self.line.scale is Scale.WHOLE else typed / 100


def shown(line: Setting, value: float) -> str:
    """Return a threshold as it stands in the form's box."""
    return f"{value:.0f}" if line.scale is Scale.WHOLE else f"{round(value * 100, 1):g}"


def line_forms(settings: list[GuardSetting], bound: Mapping[str, LineForm]) -> dict[str, LineForm]:
    """Return the form of every threshold by its key; a form that was sent stays as it was sent."""
    thresholds = thresholds_from(settings)
    reasons = {setting.key: setting.reason for setting in settings}
    return {
        key: bound.get(key)
        or LineForm(
            line=line,
            settings=settings,
            initial={"value": shown(line, thresholds[line]), "reason": reasons.get(key, "")},
        )
        for key, line in SETTINGS.items()
    }
