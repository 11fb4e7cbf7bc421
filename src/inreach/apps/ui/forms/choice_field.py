"""The fields of a form that offer choices, by name, with the type they have."""

from typing import TYPE_CHECKING, Any, cast

from django import forms

if TYPE_CHECKING:
    ModelChoiceField = forms.ModelChoiceField[Any]


def choice_field(form: forms.BaseForm, name: str) -> forms.ChoiceField:
    """The field of this name, which offers choices from a list."""
    return cast("forms.ChoiceField", form.fields[name])


def model_choice_field(form: forms.BaseForm, name: str) -> "ModelChoiceField":
    """The field of this name, which offers records of a queryset."""
    return cast("ModelChoiceField", form.fields[name])
