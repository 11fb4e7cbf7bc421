"""What is asked about one pupil: names, numbers, loved subjects, and SEN from a day on."""

from datetime import date
from typing import Any

from django import forms

from inreach.apps.schools.models import Pupil
from inreach.apps.schools.queries.pupil_details import (
    Sen,
    has_upn,
    latest_sen,
    loved_ids,
    subjects_to_love,
    why_not_sen,
)
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import model_choice_field
from inreach.core.school import upn as numbers
from inreach.core.school.sen import NEEDS, PROVISIONS

NEED_CHOICES = [("", "None"), *((need.code, f"{need.label} ({need.code})") for need in NEEDS)]


class PupilDetailsForm(GovForm):
    """One pupil's details. The SEN answers hold from the day that is given with them."""

    given_name = forms.CharField(label="Given name", max_length=100)
    family_name = forms.CharField(label="Family name", max_length=100)
    known_as = forms.CharField(
        label="Known as", max_length=100, required=False, help_text="The name this pupil goes by in class."
    )
    born = forms.DateField(label="Date of birth", required=False)
    year_group = forms.CharField(
        label="Year group",
        max_length=20,
        required=False,
        help_text="R, 1 to 13, or the name your school uses.",
    )
    upn = forms.CharField(
        label="UPN", max_length=30, required=False, help_text="The pupil’s number: a letter, then 12 more."
    )
    loved_subjects: "forms.ModelMultipleChoiceField[Any]" = forms.ModelMultipleChoiceField(
        label="Loved subjects",
        queryset=None,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Tick what this pupil would hate to miss. The ledger then shows when it is missed.",
    )
    provision = forms.ChoiceField(
        label="SEN provision",
        choices=[(provision.code, f"{provision.label} ({provision.code})") for provision in PROVISIONS],
        widget=forms.RadioSelect,
        required=False,
    )
    primary = forms.ChoiceField(label="Primary need", choices=NEED_CHOICES, required=False)
    secondary = forms.ChoiceField(label="Secondary need", choices=NEED_CHOICES, required=False)
    starts = forms.DateField(
        label="From which day?",
        required=False,
        help_text="Only if you change SEN. What was true before ends on the day before, and is kept.",
    )
    look = {
        "given_name": {"width": 20},
        "family_name": {"width": 20},
        "known_as": {"width": 20},
        "year_group": {"width": 5},
        "upn": {"width": 20},
        "loved_subjects": {"small": True, "legend_size": "s"},
        "provision": {"small": True, "legend_size": "s"},
    }

    def __init__(self, *args: Any, pupil: Pupil, today: date, **kwargs: Any) -> None:
        self.pupil, self.today = pupil, today
        self.sen_before = latest_sen(pupil, today)
        names = ("given_name", "family_name", "known_as", "born", "year_group", "upn")
        initial = {
            **{name: getattr(pupil, name) for name in names},
            "loved_subjects": loved_ids(pupil),
            "provision": self.sen_before.provision,
            "primary": self.sen_before.primary,
            "secondary": self.sen_before.secondary,
        }
        super().__init__(*args, initial=initial, **kwargs)
        model_choice_field(self, "loved_subjects").queryset = subjects_to_love(pupil, today)

    def merged_with(self, now: "PupilDetailsForm") -> None:
        """Judge what was typed against the pupil's SEN as it is now."""
        self.sen_before = now.sen_before

    def clean_upn(self) -> str:
        """The number as it is written, right and nobody else's; an old wrong number may stand while it is unchanged."""
        number = numbers.tidy(self.cleaned_data["upn"])
        if not number or number == self.pupil.upn:
            return number
        wrong = numbers.explain(number)
        if wrong:
            raise forms.ValidationError(wrong)
        if has_upn(self.pupil, number):
            raise forms.ValidationError("Another pupil of this school has this UPN. Check both.")
        return number

    def clean_born(self) -> date | None:
        """A day that has been."""
        born = self.cleaned_data["born"]
        if born and born > self.today:
            raise forms.ValidationError("The date of birth cannot be in the future.")
        return born

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.sen_given is None or "starts" in self.errors:
            return typed
        starts = typed.get("starts")
        if starts is None:
            self.add_error("starts", "Enter the day from which the SEN details hold.")
            return typed
        for part, sentence in why_not_sen(self.pupil, self.sen_given, starts, self.today).items():
            if part in self.fields and part not in self.errors:
                self.add_error(part, sentence)
        return typed

    @property
    def sen_given(self) -> Sen | None:
        """The SEN details if they are not the ones that hold already."""
        typed = self.cleaned_data
        typed_sen = Sen(*(typed.get(part, "") for part in ("provision", "primary", "secondary")))
        return None if typed_sen == self.sen_before else typed_sen

    @property
    def details(self) -> dict[str, Any]:
        """What stands on the pupil's own record."""
        apart = {"loved_subjects", "provision", "primary", "secondary", "starts"}
        return {name: value for name, value in self.cleaned_data.items() if name not in apart}
