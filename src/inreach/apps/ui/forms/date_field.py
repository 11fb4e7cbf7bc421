"""A date in three boxes: day, month and year."""

import datetime
import re
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class GovDateWidget(forms.Widget):
    """Three boxes named `<name>-day`, `<name>-month` and `<name>-year`; what was typed stays when it is not a date.

    One value named `<name>` (2026-11-22) is understood too, as an address or a script sends it.
    """

    first_part = "day"
    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        parts = {part: str(data.get(f"{name}-{part}", "") or "").strip() for part in PARTS}
        if not any(parts.values()) and data.get(name):
            return data.get(name)
        return parts

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and all(f"{name}-{part}" not in data for part in PARTS)

    def boxes(self, value: Any) -> dict[str, str]:
        """What stands in each of the three boxes."""
        if isinstance(value, dict):
            return {part: str(value.get(part, "")) for part in PARTS}
        if isinstance(value, str):
            value = date_in(value)
        if isinstance(value, datetime.date):
            return {part: str(getattr(value, part)) for part in PARTS}
        return dict.fromkeys(PARTS, "")

    def format_value(self, value: Any) -> Any:
        return self.boxes(value)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> Any:
        """The boxes alone, without legend, hint and error; pages use `as_field_group`."""
        from django.template.loader import render_to_string

        ident = (attrs or {}).get("id") or name
        return render_to_string(
            "gov/date_alone.html", {"params": boxes_options(name, ident, self.boxes(value))}
        )


def date_in(text: str) -> datetime.date | None:
    """The date that an address or a script writes as 2026-11-22; None for anything else."""
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None


def boxes_options(name: str, ident: str, values: dict[str, str]) -> dict[str, Any]:
    """The options that the date-input component needs for a field of this name."""
    return {
        "id": ident,
        "name_prefix": name,
        "items": [
            {
                "name": part,
                "value": values[part],
                "classes": f"govuk-input--width-{4 if part == 'year' else 2}",
            }
            for part in PARTS
        ],
    }


class GovDateField(forms.DateField):
    """A date from three boxes, whose errors say which part is wrong; the month may be a number or a name."""

    widget = GovDateWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.wrong_parts: tuple[str, ...] = ()

    @classmethod
    def instead_of(cls, field: forms.DateField) -> Self:
        """The same field with three boxes."""
        new = cls(
            required=field.required,
            label=field.label,
            initial=field.initial,
            help_text=field.help_text,
            validators=field.validators,
            disabled=field.disabled,
        )
        changed = {
            key: text for key, text in field.error_messages.items() if text != cls().error_messages.get(key)
        }
        new.error_messages.update(changed)
        return new

    def spoken(self) -> str:
        """The name of the field as a sentence begins."""
        return str(self.label or "The date")

    def to_python(self, value: Any) -> datetime.date | None:
        if not isinstance(value, dict):
            return super().to_python(value)
        self.wrong_parts = ()
        typed = {part: value.get(part, "") for part in PARTS}
        missing = [part for part in PARTS if not typed[part]]
        if len(missing) == len(PARTS):
            return None
        if missing:
            raise self._wrong(
                missing, f"{self.spoken()} must include a {' and a '.join(missing)}", "incomplete"
            )
        try:
            return datetime.date(_year(typed["year"]), _month(typed["month"]), int(typed["day"]))
        except (ValueError, OverflowError):
            raise self._wrong(list(_unreal(typed)), self._what_to_do(typed), "invalid") from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True

    def _wrong(self, parts: list[str], message: str, code: str) -> ValidationError:
        self.wrong_parts = tuple(parts)
        return ValidationError(message, code=code)

    def _what_to_do(self, typed: dict[str, str]) -> str:
        wrong = _unreal(typed)
        if wrong == ("year",):
            return f"{self.spoken()} must have a year of four digits, like 2026"
        return f"{self.spoken()} must be a real date, like 27 3 2026"


def _year(text: str) -> int:
    if not re.fullmatch(r"[0-9]{4}", text):
        raise ValueError(text)
    return int(text)


def _month(text: str) -> int:
    if text[:3].lower() in MONTHS:
        return MONTHS.index(text[:3].lower()) + 1
    return int(text)


def _unreal(typed: dict[str, str]) -> tuple[str, ...]:
    """The parts that cannot stand in any date; all three when each could, but not together."""
    wrong = []
    if not (re.fullmatch(r"[0-9]{1,2}", typed["day"]) and 1 <= int(typed["day"]) <= 31):
        wrong.append("day")
    try:
        month_right = 1 <= _month(typed["month"]) <= 12
    except ValueError:
        month_right = False
    if not month_right:
        wrong.append("month")
    if not re.fullmatch(r"[0-9]{4}", typed["year"]) or int(typed["year"]) == 0:
        wrong.append("year")
    return tuple(wrong) or PARTS
