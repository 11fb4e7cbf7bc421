"""What is asked about a programme."""

from typing import Any, ClassVar

from django import forms

from inreach.apps.casework.models import Area
from inreach.apps.provision.actions import ProgrammeDetails
from inreach.apps.provision.models import Programme
from inreach.apps.ui.forms.base import GovForm


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
