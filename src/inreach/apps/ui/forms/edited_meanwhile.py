"""Edited meanwhile: two people change one record at the same time, and nothing that either wrote is lost.

A form carries a digest of each value that it showed. When it is sent, the record is locked and read again:
what the other changed and this person did not is taken over; what both changed differently is shown side by side.
A page with several forms (the rows of a table) carries one such field for all of them.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

FIELD = "seen"
LENGTH = 12
LONGEST = 1 << 16
CODE = "edited_meanwhile"
PARTS = ("day", "month", "year")


class EditedPart(Protocol):
    """One form about a record, as it was sent or as it is shown."""

    cleaned_data: dict[str, Any]
    data: Any

    @property
    def fields(self) -> Mapping[str, forms.Field]:
        """Its fields, by name."""

    def add_prefix(self, field_name: str) -> str:
        """The name under which a field is posted."""

    def shown_values(self) -> dict[str, Any]:
        """What the form shows before anybody types, by field."""

    def is_left_out(self, name: str) -> bool:
        """Whether a field that a browser always sends was not sent."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Show an error beside a field, or at the head of the form."""


class Edited(Protocol):
    """What is edited on a page: a form, or several that are judged as one."""

    seen_now: str | None

    @property
    def parts(self) -> Sequence[EditedPart]:
        """The forms of which it is made."""

    def merge_with(self, now: Any, seen: Mapping[str, str]) -> "Merged":
        """Take over what others changed and this person did not, and say what both changed."""

    def judge_again(self) -> bool:
        """Whether what was sent still stands together, now that others' changes are in it; errors are shown."""

    def add_error(self, field: str | None, error: Any) -> None:
        """Show an error beside a field, or at the head of the form."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people wrote different things into one field. `digests` is what this person has now been shown."""

    form: EditedPart
    field: str
    theirs: str
    mine: str
    digests: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """What the other wrote into a field that this person did not touch."""

    form: EditedPart
    field: str
    value: Any


@dataclass(slots=True)
class Merged:
    """What became of two people's changes: fields taken over from the other, and those that both changed."""

    taken: list[Taken] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)

    def add(self, other: "Merged") -> None:
        """Add what became of another form on the same page."""
        self.taken += other.taken
        self.conflicts += other.conflicts


def as_text(value: Any) -> str:
    """A value in one way of writing, whether it was read from a record or typed into a form."""
    match value:
        case None | False:
            text = ""
        case Model():
            text = str(value.pk)
        case datetime() | date() | time():
            text = value.isoformat()
        case Decimal():
            text = format(value.normalize() + 0, "f")
        case str():
            text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
        case Iterable():
            text = "\n".join(sorted(as_text(part) for part in value))
        case _:
            text = str(value)
    return text


def digest(value: Any) -> str:
    """What stands for a value in a form: equal for equal values, and telling nothing else."""
    return hashlib.sha256(as_text(value).encode()).hexdigest()[:LENGTH]


def digests_of(form: EditedPart) -> dict[str, str]:
    """The digests of what one form shows, by the names under which its fields are posted."""
    return {form.add_prefix(name): digest(value) for name, value in form.shown_values().items()}


def seen_text(parts: Iterable[EditedPart]) -> str:
    """The digests of what forms show, for their hidden field."""
    return written({name: text for form in parts for name, text in digests_of(form).items()})


def written(digests: Mapping[str, str]) -> str:
    """Digests as the hidden field carries them."""
    return base64.urlsafe_b64encode(json.dumps(digests).encode()).decode()


def seen_in(text: str) -> dict[str, str]:
    """The digests that a form brought back; empty if it brought none that can be read."""
    if len(text) > LONGEST:
        return {}
    try:
        digests = json.loads(base64.urlsafe_b64decode(text.encode()))
    except (ValueError, binascii.Error, RecursionError):
        return {}
    return {str(name): str(value) for name, value in digests.items()} if isinstance(digests, dict) else {}


def merge(form: EditedPart, now: EditedPart, seen: Mapping[str, str]) -> Merged:
    """Take over into a valid form what others changed and this person did not; return that, and what both changed.

    `now` is the same form as it would be shown now, and `seen` the digests of what this person was shown. A field
    that the browser did not send is one that this person did not touch. Without `seen` nothing can be compared.
    """
    merged = Merged()
    for name, value in now.shown_values().items():
        posted, theirs = form.add_prefix(name), digest(value)
        if not seen or name not in form.cleaned_data or now.fields[name].disabled:
            continue
        left_out = form.is_left_out(name)
        if posted not in seen and not left_out:
            continue
        mine = form.cleaned_data[name]
        untouched = left_out or digest(mine) == seen[posted]
        if theirs == digest(mine) or (theirs == seen.get(posted) and not left_out):
            continue
        if untouched and take_over(form, now, name, value):
            merged.taken += [Taken(form, name, value)] if theirs != seen.get(posted) else []
        else:
            both = [in_words(now.fields[name], text) for text in (value, mine)]
            merged.conflicts.append(Conflict(form, name, both[0], both[1], {posted: theirs}))
    return merged


def take_over(form: EditedPart, now: EditedPart, name: str, value: Any) -> bool:
    """Put the value of a record into a form as if it had been typed, and say whether the form can take it."""
    field = now.fields[name]
    try:
        form.cleaned_data[name] = field.clean(field.prepare_value(value))
    except ValidationError:
        return False
    return True


def in_words(field: forms.Field, value: Any) -> str:
    """A value as a person reads it."""
    if value is None or as_text(value) == "":
        return "no" if value is False else "nothing"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, (list, tuple, set)) or (
        isinstance(value, Iterable) and not isinstance(value, (str, Model))
    ):
        return ", ".join(sorted(in_words(field, part) for part in value))
    if isinstance(field, forms.ModelChoiceField):
        record = value if isinstance(value, Model) else field.queryset.filter(pk=value).first()  # type: ignore[union-attr]
        return field.label_from_instance(record) if record else "one that is no longer in the list"
    choices = {str(key): str(label) for key, label in getattr(field, "choices", ())}
    return choices.get(str(value), as_text(field.prepare_value(value)))


def show_conflicts(form: Edited, merged: Merged, last_change: str) -> None:
    """Say at the head of a form who else changed the record, and beside each field what both wrote."""
    who = last_change or "Somebody changed this while you were writing."
    elsewhere = " What was changed in other fields is in the form already." if merged.taken else ""
    form.add_error(
        None,
        ValidationError(
            f"{who} Nothing is saved yet, and what you wrote is still here. Look at what differs, and save again "
            f"if yours is right.{elsewhere}",
            code=CODE,
        ),
    )
    for conflict in merged.conflicts:
        label = conflict.form.fields[conflict.field].label
        words = {
            "text": f"It now says: {conflict.theirs}. You wrote: {conflict.mine}.",
            "summary": f"Two of you wrote something different: {label}",
        }
        conflict.form.add_error(conflict.field, ValidationError("%(text)s", code=CODE, params=words))


def show_taken(taken: Iterable[Taken]) -> None:
    """Put what the other wrote into the boxes of a form that is shown again."""
    for each in taken:
        name, field = each.form.add_prefix(each.field), each.form.fields[each.field]
        value = field.prepare_value(each.value)
        data = each.form.data.copy()
        if isinstance(value, date):
            for part in PARTS:
                data[f"{name}-{part}"] = str(getattr(value, part))
        elif isinstance(value, (list, tuple, set)):
            data.setlist(name, [str(part) for part in value])
        elif value is True or (value is not None and value is not False and value != ""):
            data[name] = "on" if value is True else str(value)
        else:
            for key in (name, *(f"{name}-{part}" for part in PARTS)):
                if key in data:
                    data[key] = ""
        each.form.data = data


def seen_after(seen: Mapping[str, str], merged: Merged) -> str:
    """What a person has seen who was shown this: in all other fields still what stood there at first."""
    digests = dict(seen)
    for conflict in merged.conflicts:
        digests.update(conflict.digests)
    digests.update({each.form.add_prefix(each.field): digest(each.value) for each in merged.taken})
    return written(digests)
