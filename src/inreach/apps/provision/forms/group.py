"""What is asked about programmes, groups, members and times."""

from typing import Any, ClassVar

from django import forms

from inreach.apps.casework.models import Area
from inreach.apps.provision.actions import GroupDetails, ProgrammeDetails, SlotDetails
from inreach.apps.provision.models import Group, Programme, Slot
from inreach.apps.provision.services.conflicts import WEEKDAYS
from inreach.apps.ui.forms.base import GovForm
from inreach.core.school.calendar import hhmm, parse_hhmm

CYCLE = [("0", "Every week"), ("1", "Week A"), ("2", "Week B")]


def said_year(year: str) -> str:
    """A year group as people say it."""
    return {"R": "Reception", "N": "Nursery"}.get(year.upper(), f"Year {year}" if year.isdigit() else year)


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


class ProgrammeForm(GovForm):
    """A programme as its makers describe it."""

    mark_optional = False
    look: ClassVar[dict[str, Any]] = {
        "area": {"small": True},
        "origin": {"small": True},
        "steps": {"rows": 5},
        **{
            f"{stem}_{end}": {"width": 3}
            for stem in ("minutes", "per_week", "weeks")
            for end in ("low", "high")
        },
        "training_hours": {"width": 3},
    }

    name = forms.CharField(label="Name of the programme", max_length=100)
    area = forms.ChoiceField(label="Area of need", choices=Area.choices, widget=forms.RadioSelect)
    origin = forms.ChoiceField(
        label="Where is it from?", choices=Programme.Origin.choices, widget=forms.RadioSelect
    )
    minutes_low = forms.IntegerField(
        label="Minutes a session, at least", min_value=1, max_value=240, required=False
    )
    minutes_high = forms.IntegerField(label="at most", min_value=1, max_value=240, required=False)
    per_week_low = forms.IntegerField(
        label="Sessions a week, at least", min_value=1, max_value=20, required=False
    )
    per_week_high = forms.IntegerField(label="at most", min_value=1, max_value=20, required=False)
    weeks_low = forms.IntegerField(label="Weeks, at least", min_value=1, max_value=60, required=False)
    weeks_high = forms.IntegerField(label="at most", min_value=1, max_value=60, required=False)
    training_hours = forms.DecimalField(
        label="Hours of training for the adult", min_value=0, max_value=200, decimal_places=1, required=False
    )
    steps = forms.CharField(
        label="What happens in a session?",
        widget=forms.Textarea,
        required=False,
        help_text="One step a line.",
    )
    source = forms.CharField(
        label="Where is this written?",
        max_length=300,
        required=False,
        help_text="A book, a page or a person.",
    )
    review_on = forms.DateField(label="When do you look at this programme again?", required=False)

    def pairs(self) -> list[tuple[str, Any, Any]]:
        """The three pairs of least and most."""
        return [
            (title, self[f"{stem}_low"], self[f"{stem}_high"])
            for title, stem in (("One session", "minutes"), ("A week", "per_week"), ("Altogether", "weeks"))
        ]

    def details(self) -> ProgrammeDetails:
        """What was written, for the action."""
        return ProgrammeDetails(**self.cleaned_data)

    @staticmethod
    def initial_of(programme: Programme) -> dict[str, Any]:
        """A programme as the form shows it."""
        return {name: getattr(programme, name) for name in ProgrammeDetails.__slots__}


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
    programme = forms.ModelChoiceField(label="Programme", queryset=None)
    purpose = forms.CharField(label="What is it for?", max_length=300, required=False)
    adult = forms.ModelChoiceField(
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
        self.fields["programme"].queryset = programmes
        self.fields["adult"].queryset = adults

    def details(self) -> GroupDetails:
        """What was written, for the action."""
        trained = {"yes": True, "no": False}.get(self.cleaned_data["adult_trained"])
        return GroupDetails(**{**self.cleaned_data, "adult_trained": trained})

    @staticmethod
    def initial_of(group: Group) -> dict[str, Any]:
        """A group as the form shows it."""
        values = {name: getattr(group, name) for name in GroupDetails.__slots__}
        return {**values, "adult_trained": {True: "yes", False: "no", None: ""}[group.adult_trained]}


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
    room = forms.ModelChoiceField(label="Room", queryset=None, required=False, empty_label="No room chosen")
    adult = forms.ModelChoiceField(label="Adult", queryset=None, required=False)
    valid_from = forms.DateField(label="First day", required=False)
    valid_to = forms.DateField(
        label="Last day", required=False, help_text="Leave it empty if no end is planned."
    )

    def __init__(
        self, *args: Any, group: Group, rooms: Any, adults: Any, one: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        days = [(str(day), WEEKDAYS[day]) for day in in_week_order(group)]
        if one:
            self.fields["weekdays"] = forms.ChoiceField(
                label="On which day?", choices=days, widget=forms.RadioSelect
            )
            self.fields["valid_from"].label = "From which day does the change hold?"
        else:
            self.fields["weekdays"].choices = days
        self.fields["room"].queryset = rooms
        adult = self.fields["adult"]
        adult.queryset = adults
        adult.empty_label = f"{group.adult.name}, who leads the group" if group.adult else "Nobody yet"
        if group.school.cycle_weeks == 1:
            self.fields["cycle_week"].widget = forms.HiddenInput()
        if not rooms.exists():
            del self.fields["room"]

    def weekdays_chosen(self) -> list[int]:
        """The days of the week, 0 = Monday."""
        said = self.cleaned_data["weekdays"]
        return [int(said)] if isinstance(said, str) else [int(day) for day in said]

    def details(self) -> SlotDetails:
        """What was written, for the action."""
        said = self.cleaned_data
        return SlotDetails(
            starts=said["starts"],
            ends=said["ends"],
            place=said["place"],
            cycle_week=int(said["cycle_week"]),
            room=said.get("room"),
            adult=said["adult"],
            valid_from=said["valid_from"],
            valid_to=said["valid_to"],
        )


def in_week_order(group: Group) -> list[int]:
    """The school's days from the first of its week on."""
    school = group.school
    return sorted(school.school_days or range(5), key=lambda day: (day - school.first_weekday) % 7)


class LastDayForm(GovForm):
    """The last day of something."""

    mark_optional = False
    last_day = forms.DateField(label="Last day", help_text="What happened until then stays as it was.")


class MembersForm(GovForm):
    """Several pupils at once, found by class, year group or name. What was ticked stays ticked while one searches."""

    mark_optional = False
    look: ClassVar[dict[str, Any]] = {"pupils": {"small": True}}

    teaching_group = forms.ModelChoiceField(
        label="Class", queryset=None, required=False, empty_label="Every class"
    )
    year = forms.ChoiceField(label="Year", required=False)
    q = forms.CharField(label="Part of a name", required=False, max_length=100)
    pupils = forms.ModelMultipleChoiceField(
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
        self.fields["teaching_group"].queryset = classes
        self.fields["year"].choices = [("", "Every year"), *((year, said_year(year)) for year in years)]
        field = self.fields["pupils"]
        field.queryset = possible
        field.choices = [(str(pupil.pk), label_of(pupil)) for pupil in shown]

    def quiet(self) -> None:
        """Searching is no mistake: nothing is said to be wrong while pupils are looked for."""
        self.full_clean()
        self.errors.clear()


def label_of(pupil: Any) -> str:
    """A pupil as a choice."""
    return f"{pupil.name}, {said_year(pupil.year_group)}" if pupil.year_group else pupil.name


class GroupSearch(GovForm):
    """Part of a group's name, its programme or its adult."""

    mark_optional = False
    q = forms.CharField(label="Group, programme or adult", required=False, max_length=100)
