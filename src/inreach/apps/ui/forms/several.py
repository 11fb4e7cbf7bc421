"""Several forms of one page, such as the rows of a table, that are sent, judged and merged as one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from inreach.apps.ui.forms.base import GovForm, seen_of
from inreach.apps.ui.forms.edited_meanwhile import Merged


class SeveralForms:
    """Forms with a prefix each. A field is named as it is posted; what belongs to none stands at the first form."""

    def __init__(self, parts: Sequence[GovForm]) -> None:
        self.parts = list(parts)
        self.seen_now: str | None = None

    @property
    def fields(self) -> dict[str, forms.Field]:
        """The fields of all of them, by the names under which they are posted."""
        return {form.add_prefix(name): field for form in self.parts for name, field in form.fields.items()}

    @property
    def seen(self) -> str:
        """What this person was shown, in one hidden field for all of them."""
        data: Mapping[str, Any] = next((form.data for form in self.parts if form.is_bound), {})
        return seen_of(self.parts, self.seen_now, data)

    def is_valid(self) -> bool:
        """Judge every form, so that each shows its errors."""
        valid = [form.is_valid() for form in self.parts]
        return all(valid)

    def judge_again(self) -> bool:
        """Judge every form again, now that others' changes are in them."""
        valid = [form.judge_again() for form in self.parts]
        return all(valid)

    def merge_with(self, now: "SeveralForms", seen: Mapping[str, str]) -> Merged:
        """Merge each form with the same one as it would be shown now."""
        merged = Merged()
        by_prefix = {form.prefix: form for form in now.parts}
        for form in self.parts:
            if form.prefix in by_prefix:
                merged.add(form.merge_with(by_prefix[form.prefix], seen))
        return merged

    def add_error(self, field: str | None, error: Any) -> None:
        """Show an error beside a field, or at the head."""
        for form in self.parts:
            for name in form.fields:
                if form.add_prefix(name) == field:
                    form.add_error(name, error)
                    return
        if self.parts:
            self.parts[0].add_error(None, error)
