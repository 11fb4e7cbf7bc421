"""What is asked when a case is opened or moved on."""

from typing import Any, ClassVar

from django import forms

from inreach.apps.casework.models import Area
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field, model_choice_field
from inreach.core.transitions import Transition


class CaseForm(GovForm):
    """A request to a service for help with one pupil."""

    mark_optional = False
    look: ClassVar[dict[str, Any]] = {"concern": {"rows": 5}, "area": {"small": True}}

    service: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Which service do you ask?", queryset=None
    )
    area = forms.ChoiceField(
        label="Which area of need is it about?", choices=Area.choices, widget=forms.RadioSelect
    )
    concern = forms.CharField(
        label="What are you worried about?",
        widget=forms.Textarea,
        help_text="In your own words. Do not write about safeguarding here: that goes to your safeguarding lead.",
    )
    next_date = forms.DateField(
        label="When does something happen next?", required=False, help_text="You can leave this empty."
    )

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        model_choice_field(self, "service").queryset = services


class MoveForm(GovForm):
    """One step of a case or target, with a reason where one is wanted."""

    mark_optional = False
    look: ClassVar[dict[str, Any]] = {"to": {"small": True}}
    to = forms.ChoiceField(label="What happens next?", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Reason", max_length=300, required=False, help_text="Needed if it ends early or is declined."
    )
    next_date = forms.DateField(
        label="When does something happen next?", required=False, help_text="You can leave this empty."
    )

    def __init__(self, *args: Any, steps: tuple[Transition, ...], dated: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer(steps)
        if not dated:
            del self.fields["next_date"]

    def offer(self, steps: tuple[Transition, ...]) -> None:
        """Offer these steps, such as those that are possible now that somebody else has moved it on."""
        choice_field(self, "to").choices = [(step.to, step.sentence) for step in steps]


class CaseDateForm(GovForm):
    """The next date of a case."""

    mark_optional = False
    next_date = forms.DateField(label="When does something happen next?", required=False)
