"""A page as a browser has it: its form with the hidden fields, what somebody types, and what is sent."""

import html
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urljoin

from django.test import Client
from lxml import html as markup


def text_of(response: Any) -> str:
    """What a page says, without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def named(name: str, value: Any) -> dict[str, Any]:
    """What a browser sends for a field: three boxes for a date."""
    if isinstance(value, date):
        return {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}
    return {name: value}


@dataclass
class OpenForm:
    """A form that somebody has before them."""

    client: Client
    address: str
    values: dict[str, list[str]] = field(default_factory=dict)
    boxes: frozenset[str] = frozenset()
    """The boxes in which one writes freely."""

    def type(self, typed: dict[str, Any]) -> "OpenForm":
        """Write into fields; a list is ticked boxes."""
        for name, value in typed.items():
            for part, text in named(name, value).items():
                self.values[part] = [str(each) for each in (text if isinstance(text, list) else [text])]
        return self

    def send(self) -> Any:
        """Press the button. The same values can be sent again."""
        return self.client.post(self.address, self.values)

    def shows(self, typed: dict[str, Any]) -> bool:
        """Whether these values stand in the form."""
        parts = {
            part: str(text) for name, value in typed.items() for part, text in named(name, value).items()
        }
        return all(self.values.get(part) == [text] for part, text in parts.items())


def is_box(control: Any) -> bool:
    """Whether one can write anything into a control."""
    return control.tag == "textarea" or (
        control.tag == "input" and control.get("type", "text") in {"text", "email"}
    )


def sent_by(control: Any) -> list[str]:
    """What a browser sends of one control."""
    if control.tag == "select":
        chosen = [option for option in control.iter("option") if option.get("selected") is not None]
        options = chosen or list(control.iter("option"))[:1]
        return [option.get("value", option.text or "") for option in options]
    if control.tag == "textarea":
        return [control.value or ""]
    kind = control.get("type", "text")
    if kind in {"submit", "button", "file", "image", "reset"} or control.get("disabled") is not None:
        return []
    if kind in {"checkbox", "radio"}:
        return [control.get("value", "on")] if control.get("checked") is not None else []
    return [control.get("value", "")]


def form_in(client: Client, response: Any, address: str, marker: str) -> OpenForm:
    """The form of a page that has a field of this name, with everything that a browser would send of it."""
    tree = markup.fromstring(response.content.decode())
    forms = [form for form in tree.forms if marker in form.fields or f"{marker}-day" in form.fields]
    assert forms, f"no form with {marker} on {address}: {text_of(response)[:500]}"
    form = forms[0]
    assert form.fields.get("once"), f"the form with {marker} on {address} carries no key"
    values: dict[str, list[str]] = {}
    for control in form.inputs:
        if control.name and control.name != "csrfmiddlewaretoken":
            for value in sent_by(control):
                values.setdefault(control.name, []).append(value)
    boxes = frozenset(control.name for control in form.inputs if control.name and is_box(control))
    return OpenForm(client, urljoin(address, form.action or ""), values, boxes)


def open_form(client: Client, address: str, marker: str) -> OpenForm:
    """Open a page and find its form."""
    response = client.get(address)
    assert response.status_code == 200, f"{address}: {response.status_code}"
    return form_in(client, response, address, marker)
