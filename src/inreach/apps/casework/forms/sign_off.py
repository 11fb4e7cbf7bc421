"""What is asked when a target is agreed."""

from typing import Any

from django import forms

from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field
from inreach.core.targets.party import choices


class SignForm(GovForm):
    """A party agreed, by name."""

    mark_optional = False
    party = forms.ChoiceField(label="Who agrees?", widget=forms.RadioSelect)
    name = forms.CharField(label="Name of the person", max_length=200)

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice_field(self, "party").choices = choices(tuple(parties))
