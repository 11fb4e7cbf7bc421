"""What is asked about a day's bells."""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from inreach.apps.schools.actions.school_day import Bell
from inreach.apps.schools.models import Period, School
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field
from inreach.apps.ui.forms.edited_meanwhile import FIELD as SEEN
from inreach.apps.ui.forms.edited_meanwhile import Conflict, Merged, digest, digests_of, seen_in
from inreach.apps.ui.forms.several import SeveralForms
from inreach.core.ledger.types import BELL_KINDS, PeriodKind
from inreach.core.school.calendar import WEEKDAYS, hhmm, parse_hhmm

SPARE = 3
MOST_ROWS = 40
ROW = ("name", "kind", "starts", "ends")
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

    @property
    def is_empty(self) -> bool:
        """Whether the row says of no period, as it was typed."""
        return not any(self.cleaned_data.get(name) for name in ("name", "starts", "ends"))

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


def row_values(period: Period | None) -> dict[str, Any]:
    """A period as a row shows it; nothing for no period."""
    return {name: getattr(period, name) for name in ROW} if period else {}


class DayForms(SeveralForms):
    """The rows of one day and the days that share them, judged together."""

    def __init__(
        self, data: Any, *, school: School, weekday: int, periods: Sequence[Period | None], spare: int = SPARE
    ) -> None:
        rows = len(periods) + spare
        if data is not None and re.fullmatch(r"[0-9]{1,3}", data.get("rows", "")):
            rows = min(int(data["rows"]), MOST_ROWS)
        self.rows = [
            PeriodForm(data, number=n + 1, initial=row_values(periods[n]) if n < len(periods) else {})
            for n in range(rows)
        ]
        self.school, self.weekday = school, weekday
        self.other_days = OtherDaysForm(data, school=school, weekday=weekday)
        self.added: list[Bell] = []
        self.bells: list[Bell] = []
        super().__init__([*self.rows, self.other_days])

    def add_error(self, field: str | None, error: Any) -> None:
        """Show what is wrong with the day as a whole."""
        self.other_days.add_error(field, error)

    def is_valid(self) -> bool:
        """Judge every row, then whether any two overlap."""
        return super().is_valid() and self.judge_together()

    def judge_again(self) -> bool:
        """The same, with what others changed."""
        return super().judge_again() and self.judge_together()

    def judge_together(self) -> bool:
        """Put the bells in order, and show which begin before another ends."""
        rows_and_bells: list[tuple[PeriodForm | None, Bell]] = [
            (row, bell) for row in self.rows if (bell := row.bell())
        ]
        mine = [bell for _, bell in rows_and_bells]
        rows_and_bells += [(None, bell) for bell in self.added if bell not in mine]
        rows_and_bells.sort(key=lambda pair: (pair[1].starts, pair[1].ends))
        for (row_before, before), (row, bell) in pairwise(rows_and_bells):
            if bell.starts < before.ends:
                (row or row_before or self.other_days).add_error(
                    "starts" if row else "ends" if row_before else None,
                    f"{bell.name} begins at {hhmm(bell.starts)}, before {before.name} ends at {hhmm(before.ends)}.",
                )
        self.bells = [bell for _, bell in rows_and_bells]
        return not any(form.errors for form in self.parts)

    def as_it_is_now(self, periods: Sequence[Period]) -> "DayForms":
        """The same rows as they would be shown now: each beside the one that this person saw, and those added since."""
        seen = seen_in(self.data.get(SEEN, ""))
        shown = [{name: seen.get(row.add_prefix(name), "") for name in ROW} for row in self.rows]
        beside, added = rows_beside(shown, periods)
        now = DayForms(None, school=self.school, weekday=self.weekday, periods=beside, spare=0)
        if seen:
            now.added = [
                Bell(period.name, PeriodKind(period.kind), period.starts, period.ends) for period in added
            ]
        return now

    @property
    def data(self) -> Any:
        """What was sent."""
        return self.other_days.data

    def merge_with(self, now: SeveralForms, seen: Mapping[str, str]) -> Merged:
        """Merge row by row. A period that one took away and the other changed is for this person to decide."""
        merged = Merged()
        if not seen or not isinstance(now, DayForms):
            return merged
        self.added = now.added
        for row, row_now in zip(self.rows, now.rows, strict=True):
            digests = digests_of(row_now)
            mine = {row.add_prefix(name): digest(row.cleaned_data.get(name)) for name in ROW}
            theirs_differs = any(seen.get(name) != text for name, text in digests.items())
            mine_differs = any(seen.get(name) != text for name, text in mine.items())
            gone = not row_now.initial
            if theirs_differs and mine_differs and mine != digests and gone != row.is_empty:
                theirs, typed = period_in_words(row_now.initial), period_in_words(row.cleaned_data)
                merged.conflicts.append(Conflict(row, "name", theirs, typed, digests))
            else:
                merged.add(row.merge_with(row_now, seen))
        return merged


def period_in_words(values: Mapping[str, Any]) -> str:
    """A row in words, for whoever compares two."""
    if values.get("starts") is None:
        return "no period"
    return f"{values['name']}, {hhmm(values['starts'])} to {hhmm(values['ends'])}"


def rows_beside(
    shown: Sequence[Mapping[str, str]], periods: Sequence[Period]
) -> tuple[list[Period | None], list[Period]]:
    """Find for each row that was shown, by its digests, the period that it is now; and the periods that are new.

    A period has no name of its own through a change of the day: it is the one with the same four values, or the same
    name, or the same time.
    """
    beside: list[Period | None] = [None] * len(shown)
    left = list(periods)
    for alike in (ROW, ("name",), ("starts",), ("ends",)):
        for n, row in enumerate(shown):
            if beside[n] is not None or row["starts"] in ("", digest(None)):
                continue
            beside[n] = next(
                (p for p in left if all(digest(getattr(p, name)) == row[name] for name in alike)), None
            )
            if (period := beside[n]) is not None:
                left.remove(period)
    return beside, left
