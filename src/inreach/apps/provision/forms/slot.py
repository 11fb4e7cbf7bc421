"""What is asked about when a group meets."""

from typing import Any, ClassVar

from django import forms

from inreach.apps.provision.actions import SlotDetails
from inreach.apps.provision.models import Group, Slot
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field, model_choice_field
from inreach.core.school.calendar import WEEKDAYS, hhmm, parse_hhmm

CYCLE = [("0", "Every week"), ("1", "Week A"), ("2", "Week B")]


class ClockField(forms.CharField):
    """A time of day such as 9:30, as minutes since midnight. A full stop does as well as a colon."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 5, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        return hhmm(value) if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_hhmm(text.replace(".", ":"))
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


class SlotForm(GovForm):
    """When, where and with whom a group meets; several days of the week at once."""

    mark_optional = False
    look: ClassVar[dict[str, Any]] = {
        "weekdays": {"small": True},
        "starts": {"width": 5},
        "ends": {"width": 5},
        "place": {"small": True},
        "cycle_week": {"inline": True, "small": True},
    }

    weekdays = forms.MultipleChoiceField(label="On which days?", widget=forms.CheckboxSelectMultiple)
    starts = ClockField(label="From, for example 9:30")
    ends = ClockField(label="To")
    cycle_week = forms.ChoiceField(label="In which weeks?", choices=CYCLE, widget=forms.RadioSelect)
    place = forms.ChoiceField(label="Where?", choices=Slot.PLACES, widget=forms.RadioSelect)
    room: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Room", queryset=None, required=False, empty_label="No room chosen"
    )
    adult: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Adult", queryset=None, required=False
    )
    valid_from = forms.DateField(label="First day", required=False)
    valid_to = forms.DateField(
        label="Last day", required=False, help_text="Leave it empty if no end is planned."
    )

    def __init__(
        self, *args: Any, group: Group, rooms: Any, adults: Any, single_day: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        days = [(str(day), WEEKDAYS[day]) for day in in_week_order(group)]
        if single_day:
            self.fields["weekdays"] = forms.ChoiceField(
                label="On which day?", choices=days, widget=forms.RadioSelect
            )
            self.fields["valid_from"].label = "From which day does the change hold?"
        else:
            choice_field(self, "weekdays").choices = days
        model_choice_field(self, "room").queryset = rooms
        adult = model_choice_field(self, "adult")
        adult.queryset = adults
        adult.empty_label = f"{group.adult.name}, who leads the group" if group.adult else "Nobody yet"
        if group.school.cycle_weeks == 1:
            self.fields["cycle_week"].widget = forms.HiddenInput()
        if not rooms.exists():
            del self.fields["room"]

    def weekdays_chosen(self) -> list[int]:
        """The days of the week, 0 = Monday."""
        chosen = self.cleaned_data["weekdays"]
        return [int(chosen)] if isinstance(chosen, str) else [int(day) for day in chosen]

    def details(self) -> SlotDetails:
        """What was written, for the action."""
        cleaned = self.cleaned_data
        return SlotDetails(
            starts=cleaned["starts"],
            ends=cleaned["ends"],
            place=cleaned["place"],
            cycle_week=int(cleaned["cycle_week"]),
            room=cleaned.get("room"),
            adult=cleaned["adult"],
            valid_from=cleaned["valid_from"],
            valid_to=cleaned["valid_to"],
        )


def in_week_order(group: Group) -> list[int]:
    """The school's days from the first of its week on."""
    school = group.school
    return sorted(school.school_days or range(5), key=lambda day: (day - school.first_weekday) % 7)
