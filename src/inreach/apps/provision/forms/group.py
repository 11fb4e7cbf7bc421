"""What is asked about programmes, groups, members and times."""

from datetime import date
from typing import Any, ClassVar

from django import forms

from inreach.apps.provision.actions import GroupDetails
from inreach.apps.provision.models import Group
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import model_choice_field


class GroupForm(GovForm):
    """What a group is."""

    mark_optional = False
    look: ClassVar[dict[str, Any]] = {
        "adult_trained": {"inline": True, "small": True},
        "class_link": {"small": True},
    }

    name = forms.CharField(
        label="Name of the group", max_length=100, help_text="Do not put a child’s name in it."
    )
    programme: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(label="Programme", queryset=None)
    purpose = forms.CharField(label="What is it for?", max_length=300, required=False)
    adult: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Who leads it?", queryset=None, required=False, empty_label="Nobody yet"
    )
    adult_trained = forms.ChoiceField(
        label="Has this adult been trained for the programme?",
        choices=[("yes", "Yes"), ("no", "No"), ("", "Not known yet")],
        widget=forms.RadioSelect,
        required=False,
    )
    class_link = forms.ChoiceField(
        label="Is it linked to what the class is doing?", choices=Group.Link.choices, widget=forms.RadioSelect
    )
    entry_measure = forms.CharField(
        label="What do you measure before?",
        max_length=200,
        required=False,
        help_text="For example: 30 words with this sound.",
    )
    exit_measure = forms.CharField(label="What do you measure after?", max_length=200, required=False)
    starts = forms.DateField(label="First day")
    review_on = forms.DateField(label="When do you look whether it works?", required=False)

    def __init__(self, *args: Any, programmes: Any, adults: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_choice_field(self, "programme").queryset = programmes
        model_choice_field(self, "adult").queryset = adults

    def details(self) -> GroupDetails:
        """What was written, for the action."""
        trained = {"yes": True, "no": False}.get(self.cleaned_data["adult_trained"])
        return GroupDetails(**{**self.cleaned_data, "adult_trained": trained})

    @staticmethod
    def initial_of(group: Group) -> dict[str, Any]:
        """A group as the form shows it."""
        values = {name: getattr(group, name) for name in GroupDetails.__slots__}
        return {**values, "adult_trained": {True: "yes", False: "no", None: ""}[group.adult_trained]}


class LastDayForm(GovForm):
    """The last day of something."""

    mark_optional = False
    last_day = forms.DateField(label="Last day", help_text="What happened until then stays as it was.")

    def __init__(self, *args: Any, ends: date | None, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"last_day": ends or today}, **kwargs)
        self.ends = ends

    def shown_values(self) -> dict[str, Any]:
        """The last day that stands; today is only offered where there is none."""
        return {"last_day": self.ends}


class GroupSearch(GovForm):
    """Part of a group's name, its programme or its adult."""

    mark_optional = False
    q = forms.CharField(label="Group, programme or adult", required=False, max_length=100)
