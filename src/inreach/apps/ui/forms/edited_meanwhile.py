"""Edited meanwhile: two people change one record at the same time, and nothing that either wrote is lost.

A form carries a digest of each value that it showed. When it is sent, the record is locked and read again:
what the other changed and this person did not is taken over; what both changed differently is shown side by side.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.db.models import Model

FIELD = "seen"
LENGTH = 12


class Edited(Protocol):
    """A form about a record, as it was sent or as it is shown."""

    cleaned_data: dict[str, Any]
    seen_now: str | None

    @property
    def fields(self) -> Mapping[str, forms.Field]:
        """Its fields, by name."""

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> Any:
        """What the form shows in a field before anybody types."""

    def add_error(self, field: str | None, error: str) -> None:
        """Show an error beside a field, or at the head of the form."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people wrote different things into one field."""

    field: str
    theirs: str
    mine: str


def as_text(value: Any) -> str:
    """A value in one way of writing, whether it was read from a record or typed into a form."""
    match value:
        case None:
            text = ""
        case Model():
            text = str(value.pk)
        case datetime() | date() | time():
            text = value.isoformat()
        case Decimal():
            text = format(value.normalize(), "f")
        case str():
            text = value.replace("\r\n", "\n").strip()
        case Iterable():
            text = "\n".join(sorted(as_text(part) for part in value))
        case _:
            text = str(value)
    return text


def digest(value: Any) -> str:
    """What stands for a value in a form: equal for equal values, and telling nothing else."""
    return hashlib.sha256(as_text(value).encode()).hexdigest()[:LENGTH]


def shown_values(form: Edited) -> dict[str, Any]:
    """What a form shows before anybody types, by field."""
    return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}


def seen_text(form: Edited) -> str:
    """The digests of what a form shows, for its hidden field."""
    digests = {name: digest(value) for name, value in shown_values(form).items()}
    return base64.urlsafe_b64encode(json.dumps(digests).encode()).decode()


def seen_in(text: str) -> dict[str, str]:
    """The digests that a form brought back; empty if it brought none that can be read."""
    try:
        digests = json.loads(base64.urlsafe_b64decode(text.encode()))
    except (ValueError, binascii.Error):
        return {}
    return {str(name): str(value) for name, value in digests.items()} if isinstance(digests, dict) else {}


def merge(form: Edited, now: Edited, seen: Mapping[str, str]) -> list[Conflict]:
    """Take over into a valid form what others changed and this person did not; return what both changed.

    `now` is the same form as it would be shown now, and `seen` the digests of what this person was shown.
    """
    conflicts = []
    for name, value in shown_values(now).items():
        if name not in seen or name not in form.cleaned_data:
            continue
        mine = form.cleaned_data[name]
        if digest(value) in {seen[name], digest(mine)}:
            continue
        if digest(mine) == seen[name]:
            form.cleaned_data[name] = cleaned(now.fields[name], value)
        else:
            field = now.fields[name]
            conflicts.append(Conflict(name, in_words(field, value), in_words(field, mine)))
    return conflicts


def cleaned(field: forms.Field, value: Any) -> Any:
    """A value of a record as a form gives it when it was typed."""
    if isinstance(field, forms.MultiValueField) or isinstance(value, (date, bool)):
        return value
    if isinstance(field, forms.ModelMultipleChoiceField):
        return field.clean([part.pk if isinstance(part, Model) else part for part in value or ()])
    if isinstance(field, forms.ModelChoiceField):
        return field.to_python(value.pk if isinstance(value, Model) else value)
    return field.clean(value) if isinstance(field, forms.MultipleChoiceField) else field.to_python(value)


def in_words(field: forms.Field, value: Any) -> str:
    """A value as a person reads it."""
    if value in (None, "") or value == []:
        return "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, (list, tuple, set)) or (isinstance(value, Iterable) and not isinstance(value, str)):
        return ", ".join(sorted(in_words(field, part) for part in value)) or "nothing"
    if isinstance(field, forms.ModelChoiceField):
        return str(value if isinstance(value, Model) else field.to_python(value))
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return choices.get(str(value), as_text(value))


def show_conflicts(form: Edited, conflicts: Iterable[Conflict], last_change: str) -> None:
    """Say at the head of a form who else changed the record, and beside each field what both wrote."""
    who = last_change or "Somebody changed this while you were writing."
    form.add_error(
        None, f"{who} What you wrote is still here, and nothing is saved yet. Look at both, and save again."
    )
    for conflict in conflicts:
        form.add_error(conflict.field, f"It now says: {conflict.theirs}. You wrote: {conflict.mine}.")
