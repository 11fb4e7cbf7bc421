"""Words of forms: errors that say what to do instead of what the computer found."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

CHOOSING = (forms.Select, forms.RadioSelect, forms.CheckboxSelectMultiple)


def label_of(field: forms.Field, name: str) -> str:
    """The label of a field as people read it."""
    return str(field.label) if field.label else name.replace("_", " ").capitalize()


def in_sentence(label: str) -> str:
    """The label in the middle of a sentence: a small first letter, unless it is an abbreviation such as URN."""
    label = label.rstrip("?:. ")
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def speak_plainly(field: forms.Field) -> None:
    """Replace Django's general messages by ours, where the form gave none of its own."""
    label = str(field.label)
    own = in_sentence(label)
    if isinstance(field, forms.FileField):
        required = f"Choose a file for {own}" if own != "file" else "Choose a file"
    elif isinstance(field, forms.BooleanField):
        required = f"Tick the box: {own}"
    elif isinstance(field.widget, CHOOSING):
        required = f"Choose {own}"
    else:
        required = f"Enter {own}"
    if "?" in label:
        required = f"Answer the question: {label}"
    replace(field, "required", required)
    if isinstance(field, forms.IntegerField):
        replace(field, "invalid", f"{label} must be a whole number")
    elif isinstance(field, (forms.DecimalField, forms.FloatField)):
        replace(field, "invalid", f"{label} must be a number")
    elif isinstance(field, forms.ChoiceField) or hasattr(field, "queryset"):
        replace(field, "invalid_choice", f"Choose {own} from the list")
    elif isinstance(field, forms.TimeField):
        replace(field, "invalid", f"{label} must be a time, like 09:05")
    _limits(field, label)


def _limits(field: forms.Field, label: str) -> None:
    for validator in field.validators:
        if isinstance(validator, MinValueValidator):
            field.error_messages.setdefault("min_value", f"{label} must be %(limit_value)s or more")
        elif isinstance(validator, MaxValueValidator):
            field.error_messages.setdefault("max_value", f"{label} must be %(limit_value)s or less")
    if getattr(field, "max_length", None):
        field.error_messages.setdefault(
            "max_length", f"{label} must be %(limit_value)d characters or fewer. It has %(show_value)d"
        )


def replace(field: forms.Field, code: str, message: str) -> None:
    """Set the message of a code, unless the form's author has set one."""
    general: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        general.update(getattr(kind, "default_error_messages", {}))
    if str(field.error_messages.get(code)) == str(general.get(code)):
        field.error_messages[code] = message
