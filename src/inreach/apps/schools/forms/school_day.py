"""What is asked about a day's bells."""

import re
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from inreach.apps.schools.actions.school_day import Bell
from inreach.apps.schools.models import Period, School
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field
from inreach.core.ledger.types import BELL_KINDS, PeriodKind
from inreach.core.school.calendar import WEEKDAYS, hhmm, parse_hhmm

SPARE = 3
MOST_ROWS = 40
KIND_LABELS = {
    "lesson": "Lesson",
    "registration": "Registration",
    "assembly": "Assembly",
    "break": "Break",
    "lunch": "Lunch",
    "before": "Before school",
    "after": "After school",
}


class TimeField(forms.CharField):
    """A time of day as 09:05, kept as minutes since midnight."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=5, required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return hhmm(value) if isinstance(value, int) else value

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip().replace(".", ":")
        if not text:
            return None
        try:
            return parse_hhmm(text if ":" in text else f"{text}:00")
        except ValueError:
            raise ValidationError(f"“{text}” is not a time. Write it like 09:05.") from None

    def validate(self, value: Any) -> None:
        return

    def run_validators(self, value: Any) -> None:
        return


class PeriodForm(GovForm):
    """One period; a row whose three boxes are empty is no period."""

    mark_optional = False
    name = forms.CharField(label="Name", max_length=50, required=False)
    kind = forms.ChoiceField(
        label="Kind", choices=[(kind.value, KIND_LABELS[kind.value]) for kind in BELL_KINDS], initial="lesson"
    )
    starts = TimeField(label="From")
    ends = TimeField(label="Until")
    look = {
        "name": {"width": 10, "hidden_label": True},
        "kind": {"hidden_label": True},
        "starts": {"width": 5, "hidden_label": True},
        "ends": {"width": 5, "hidden_label": True},
    }

    def __init__(self, *args: Any, number: int, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"p{number}", **kwargs)
        for field in self.fields.values():
            field.label = f"{field.label} of period {number}"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        name, starts, ends = cleaned.get("name"), cleaned.get("starts"), cleaned.get("ends")
        if not name and starts is None and ends is None:
            return cleaned
        if not name:
            self.add_error("name", "Give this period a name, or empty its times as well.")
        if starts is None:
            self.add_error("starts", "Say when this period begins, or empty the row.")
        if ends is None:
            self.add_error("ends", "Say when this period ends, or empty the row.")
        if starts is not None and ends is not None and ends <= starts:
            self.add_error("ends", "It must end after it begins.")
        return cleaned

    def bell(self) -> Bell | None:
        """The period that was said, or None for an empty row."""
        cleaned = self.cleaned_data
        if cleaned.get("starts") is None:
            return None
        return Bell(cleaned["name"], PeriodKind(cleaned["kind"]), cleaned["starts"], cleaned["ends"])


class OtherDaysForm(GovForm):
    """Which other days have the same bells."""

    mark_optional = False
    others = forms.TypedMultipleChoiceField(
        label="Use the same bells on other days too",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="What those days have now is replaced.",
    )
    look = {"others": {"small": True}}

    def __init__(self, *args: Any, school: School, weekday: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = [day for day in range(7) if day in school.school_days and day != weekday]
        choice_field(self, "others").choices = [(day, WEEKDAYS[day]) for day in days]


class DayForms:
    """The rows of one day and the days that share them, judged together."""

    def __init__(self, data: Any, *, school: School, weekday: int, periods: list[Period]) -> None:
        initial = [
            {"name": period.name, "kind": period.kind, "starts": period.starts, "ends": period.ends}
            for period in periods
        ]
        rows = len(initial) + SPARE
        if data is not None and re.fullmatch(r"[0-9]{1,3}", data.get("rows", "")):
            rows = min(int(data["rows"]), MOST_ROWS)
        self.rows = [
            PeriodForm(data, number=n + 1, initial=initial[n] if n < len(initial) else {})
            for n in range(rows)
        ]
        self.other_days = OtherDaysForm(data, school=school, weekday=weekday)
        self.bells: list[Bell] = []

    @property
    def all(self) -> list[GovForm]:
        return [*self.rows, self.other_days]

    @property
    def fields(self) -> dict[str, forms.Field]:
        """The fields that an error can name: none, because a row has no name of its own."""
        return {}

    def add_error(self, field: str | None, error: str) -> None:
        """Show what is wrong with the day as a whole."""
        self.other_days.add_error(field, error)

    def is_valid(self) -> bool:
        """Judge every row, then whether any two overlap."""
        judged = [form.is_valid() for form in self.all]
        if not all(judged):
            return False
        rows_and_bells = [(row, bell) for row in self.rows if (bell := row.bell())]
        rows_and_bells.sort(key=lambda pair: (pair[1].starts, pair[1].ends))
        for (_, before), (row, bell) in pairwise(rows_and_bells):
            if bell.starts < before.ends:
                row.add_error(
                    "starts",
                    f"{bell.name} begins at {hhmm(bell.starts)}, before {before.name} ends at {hhmm(before.ends)}.",
                )
        self.bells = [bell for _, bell in rows_and_bells]
        return not any(row.errors for row in self.rows)
