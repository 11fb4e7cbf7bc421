"""How the list of pupils is narrowed."""

from typing import Any

from django import forms

from inreach.apps.schools.queries.pupil_list import classes_to_choose, years_to_choose
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.choice_field import choice_field, model_choice_field
from inreach.core.access.policy import Actor
from inreach.core.school.sen import PROVISIONS
from inreach.core.school.year_group import year_group_label


class PupilFilters(GovForm):
    """Class, year group and SEN provision; they stand in the address, because they name nobody."""

    mark_optional = False
    group: "forms.ModelChoiceField[Any]" = forms.ModelChoiceField(
        label="Class", queryset=None, required=False, empty_label="Every class"
    )
    year = forms.ChoiceField(label="Year", required=False)
    sen = forms.ChoiceField(
        label="SEN",
        required=False,
        choices=[("", "All pupils"), *((provision.code, provision.label) for provision in PROVISIONS)],
    )

    def __init__(self, *args: Any, actor: Actor, like: "PupilFilters | None" = None, **kwargs: Any) -> None:
        """Offer what the actor may choose; `like` is a form that has looked it up already."""
        super().__init__(*args, **kwargs)
        model_choice_field(self, "group").queryset = classes_to_choose(actor)
        choice_field(self, "year").choices = (
            choice_field(like, "year").choices
            if like
            else [("", "Every year"), *((year, year_group_label(year)) for year in years_to_choose(actor))]
        )


class PupilSearch(PupilFilters):
    """The filters with a name, which is posted and kept with the session instead."""

    q = forms.CharField(label="Name", required=False, max_length=100)
    field_order = ["q", "group", "year", "sen"]
