"""What is asked about who is in a group."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django import forms

from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field, model_choice_field
from inreach.core.school.year_group import year_group_label


class MembersForm(GovForm):
    """Several pupils at once, found by class, year group or name. What was ticked stays ticked while one searches."""

    mark_optional = False
    look: ClassVar[dict[str, Any]] = {"pupils": {"small": True}}

    teaching_group: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Class", queryset=None, required=False, empty_label="Every class"
    )
    year = forms.ChoiceField(label="Year", required=False)
    q = forms.CharField(label="Part of a name", required=False, max_length=100)
    pupils: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        label="Pupils",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": "Choose pupils from the list."},
    )
    starts = forms.DateField(label="From which day?")

    def __init__(
        self, *args: Any, classes: Any, years: list[str], shown: Any, possible: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        model_choice_field(self, "teaching_group").queryset = classes
        choice_field(self, "year").choices = [
            ("", "Every year"),
            *((year, year_group_label(year)) for year in years),
        ]
        field = model_choice_field(self, "pupils")
        field.queryset = possible
        field.choices = [(str(pupil.pk), label_of(pupil)) for pupil in shown]

    def quiet(self) -> None:
        """Searching is no mistake: nothing is said to be wrong while pupils are looked for."""
        self.full_clean()
        self.errors.clear()


def ids_in(sent: Iterable[str]) -> list[str]:
    """Those of the sent texts that are ids at all."""
    ids = []
    for text in sent:
        try:
            ids.append(str(UUID(text)))
        except ValueError:
            continue
    return ids


def label_of(pupil: Any) -> str:
    """A pupil as a choice."""
    return f"{pupil.name}, {year_group_label(pupil.year_group)}" if pupil.year_group else pupil.name
