"""What is wrong with forms, as a list that an error summary can show."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.forms import BaseForm, BaseFormSet

from inreach.apps.ui.forms.edited_meanwhile import CODE


def has_errors(form: Any) -> bool:
    """Whether a form, a formset or one of a list of them was sent and is not right."""
    return any(not part.is_valid() for part in _each(form) if part.is_bound)


def title_of(form: Any) -> str:
    """What the summary is called: a mistake is one thing, and another person's change another."""
    parts = [part for part in _each(form) if isinstance(part, BaseForm) and part.is_bound]
    codes = {error.code for part in parts for error in part.errors.as_data().get(NON_FIELD_ERRORS, [])}
    return "This was changed meanwhile" if CODE in codes else "There is a problem"


def errors_of(form: Any) -> list[dict[str, str]]:
    """Every error of a form, a formset or a list of them, in the order of the page, with a link to its field."""
    errors: list[dict[str, str]] = []
    for part in _each(form):
        if not part.is_bound:
            continue
        errors += [{"text": message} for message in _general(part)]
        if isinstance(part, BaseForm):
            for field in part:
                link = {} if field.is_hidden else {"href": f"#{field_id(field)}"}
                errors += [{"text": text, **link} for text in _summaries(part, field)]
    return errors


def _summaries(form: BaseForm, field: Any) -> list[str]:
    """What the summary says of a field's errors: the message, or something shorter that the error brings along."""
    errors = form.errors.as_data().get(field.name, [])
    short = [str((error.params or {}).get("summary", "")) for error in errors]
    return [summary or str(message) for summary, message in zip(short, field.errors, strict=True)]


def field_id(field: Any) -> str:
    """The id of the control that an error of this field leads to: the first one where there are several."""
    ident = field.auto_id or field.html_name
    first = getattr(field.field.widget, "first_part", "")
    return f"{ident}-{first}" if first else str(ident)


def _general(form: BaseForm | BaseFormSet) -> list[str]:
    errors = form.non_form_errors() if isinstance(form, BaseFormSet) else form.non_field_errors()
    return [str(message) for message in errors]


def _each(form: Any) -> Iterator[Any]:
    if isinstance(form, (list, tuple)):
        for part in form:
            yield from _each(part)
    elif isinstance(form, BaseFormSet):
        yield form
        yield from form.forms
    elif form is not None:
        yield form
