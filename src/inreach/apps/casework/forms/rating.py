"""What is asked when a target is rated, and when a rating is corrected."""

from typing import Any, ClassVar

from django import forms

from inreach.apps.casework.forms.target import LEVELS
from inreach.apps.casework.models import Rating
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field
from inreach.core.targets.party import Party, choices

POSTED_NAMES = {"rated_on": "on", "observation": "words"}


class RatingFields(GovForm):
    """What forms about a rating share: fields are named as a rating names them, and posted under short names."""

    mark_optional = False

    def add_prefix(self, field_name: str) -> str:
        """The name under which a field is posted."""
        return super().add_prefix(POSTED_NAMES.get(field_name, field_name))


class RateForm(RatingFields):
    """One rating: a level, and if need be who, when, where and what was seen."""

    look: ClassVar[dict[str, Any]] = {
        "setting": {"inline": True, "small": True},
        "purpose": {"inline": True, "small": True},
        "observation": {"rows": 2},
    }

    value = forms.TypedChoiceField(
        label="Rating",
        choices=[(str(level), str(level)) for level in LEVELS],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose a rating from 1 to 10"},
    )
    setting = forms.ChoiceField(
        label="Where was it seen?", choices=Rating.Setting.choices, widget=forms.RadioSelect
    )
    observation = forms.CharField(
        label="What did you see?",
        max_length=300,
        required=False,
        widget=forms.TextInput,
        help_text="You can leave this empty.",
    )
    purpose = forms.ChoiceField(label="What is it for?", widget=forms.RadioSelect)
    rated_on = forms.DateField(label="On which day?")
    rater = forms.CharField(label="Who gave it?", max_length=200)
    rater_role = forms.ChoiceField(label="In which part?", choices=choices(tuple(Party)))
    independent = forms.BooleanField(label="Given without knowing the other ratings", required=False)

    def __init__(self, *args: Any, purposes: Any, family: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "purpose").choices = [(purpose.value, purpose.label) for purpose in purposes]
        if len(purposes) == 1:
            self.fields["purpose"].widget = forms.HiddenInput()
        if family:
            for name in ("rater", "rater_role", "independent"):
                del self.fields[name]
        self.family = family

    def more_fields(self) -> list[Any]:
        """The fields that are filled already and seldom changed."""
        return [
            self[name] for name in ("rated_on", "rater", "rater_role", "independent") if name in self.fields
        ]

    def more_wrong(self) -> bool:
        """Whether one of those fields is wrong, so that they have to be shown."""
        return any(field.errors for field in self.more_fields())


class CorrectForm(RatingFields):
    """A rating put right."""

    value = forms.TypedChoiceField(
        label="The rating should be",
        choices=[(str(level), str(level)) for level in LEVELS],
        coerce=int,
    )
    rated_on = forms.DateField(label="On which day was it given?")
    reason = forms.CharField(
        label="What was wrong?", max_length=300, help_text="The old rating is kept beside your reason."
    )
