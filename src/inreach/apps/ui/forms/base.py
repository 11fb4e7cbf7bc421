"""Forms in the look of Inreach: `{{ form }}` and `{{ form.name.as_field_group }}` give GOV.UK markup by our components.

The renderer (settings.FORM_RENDERER) draws every Django form. `GovForm` and `GovModelForm` add plain words for errors,
dates in three boxes and the choices below. An example, with the form in an app's forms.py and its page:

    class TargetForm(GovModelForm):
        look = {
            "skill": {"width": 20},
            "baseline": {"width": 2, "suffix": "of 10"},
            "provision": {"legend_size": "m", "inline": True},
        }

        class Meta:
            model = Target
            fields = ["skill", "baseline", "starts", "provision"]
            widgets = {"provision": forms.RadioSelect}

    {% extends "ui/page.html" %}{% load gov %}
    {% block title %}{% error_prefix form %}Add a target{% endblock %}
    {% block content %}
      <c-error-summary :form="form" />
      <h1 class="govuk-heading-l">Add a target</h1>
      <form method="post" novalidate>{% post_token form %}{{ form }}<c-button>Save the target</c-button></form>
    {% endblock %}

`novalidate` lets our own words speak instead of the browser's. A form with a file needs enctype="multipart/form-data".
`look` may say for each field: width (2, 3, 4, 5, 10, 20, 30 characters), legend_size and label_size (s, m, l, xl),
inline (radios side by side), small, prefix, suffix, rows, threshold, hints (value of a choice to its hint),
page_heading (the label is the page's h1), hidden_label, classes. What a widget has in `attrs` (autocomplete, inputmode,
hx-get, data-...) goes on the control. Fields that need not be filled say "(optional)"; `mark_optional = False` on the
form stops that.
"""

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import DjangoTemplates
from django.template import loader

from inreach.apps.ui.forms.date_field import GovDateField, GovDateWidget
from inreach.apps.ui.forms.edited_meanwhile import FIELD as SEEN
from inreach.apps.ui.forms.edited_meanwhile import EditedPart, Merged, merge, seen_in, seen_text
from inreach.apps.ui.forms.error_messages import label_of, speak_plainly

__all__ = ["GovDateField", "GovDateWidget", "GovForm", "GovModelForm", "GovRenderer"]


class GovRenderer(DjangoTemplates):
    """Draws forms, and fields with label, hint and error, by our templates; bare widgets by Django's own."""

    form_template_name = "gov/form.html"
    formset_template_name = "gov/formset.html"
    field_template_name = "gov/field.html"

    def get_template(self, template_name: str) -> Any:
        if template_name.startswith("gov/"):
            return loader.get_template(template_name)
        return super().get_template(template_name)


class GovFormMixin:
    """Dates in three boxes, messages that say what to do, and `look` for how each field is shown."""

    look: ClassVar[Mapping[str, Mapping[str, Any]]] = {}
    mark_optional: ClassVar[bool] = True
    fields: dict[str, forms.Field]
    data: Any
    is_bound: bool
    seen_now: str | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = label_of(field, name)
            if type(field) is forms.DateField and type(field.widget) is forms.DateInput:
                self.fields[name] = GovDateField.instead_of(field)
            speak_plainly(self.fields[name])

    @property
    def parts(self) -> list[EditedPart]:
        """The forms that are merged with what others changed: this one."""
        return [cast("EditedPart", self)]

    @property
    def seen(self) -> str:
        """What this person was shown, for the form's hidden field: kept while the form goes to and fro."""
        return seen_of(self.parts, self.seen_now, self.data if self.is_bound else {})

    def shown_values(self) -> dict[str, Any]:
        """What the form shows before anybody types, by field."""
        form = cast("forms.BaseForm", self)
        return {name: form.get_initial_for_field(field, name) for name, field in self.fields.items()}

    def is_left_out(self, name: str) -> bool:
        """Whether a field that a browser always sends was not sent."""
        form = cast("forms.BaseForm", self)
        return self.fields[name].widget.value_omitted_from_data(form.data, form.files, form.add_prefix(name))

    def merge_with(self, now: Any, seen: Mapping[str, str]) -> Merged:
        """Take over what others changed and this person did not, and say what both changed."""
        return merge(cast("EditedPart", self), now, seen)

    def judge_again(self) -> bool:
        """Whether what was sent still stands together, now that others' changes are in it; errors are shown."""
        form = cast("forms.BaseForm", self)
        try:
            form.clean()
        except ValidationError as error:
            form.add_error(None, error)
        return not form.errors


def seen_of(parts: Iterable[EditedPart], seen_now: str | None, data: Mapping[str, Any]) -> str:
    """What somebody was shown: what was said of it now, or what was sent with the forms, or what they show."""
    if seen_now is not None:
        return seen_now
    sent = data.get(SEEN, "")
    return sent if seen_in(sent) else seen_text(parts)


class GovForm(GovFormMixin, forms.Form):
    """A form of our own look and words."""


class GovModelForm(GovFormMixin, forms.ModelForm):
    """A form for a model, of our own look and words."""
