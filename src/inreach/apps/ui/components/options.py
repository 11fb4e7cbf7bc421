"""What a component is told, as plain data: GOV.UK's option names or everyday attributes in, one tidy mapping out.

A component gets its options three ways, later ones winning: `:params="mapping"` with GOV.UK's own names (camelCase or
snake_case), attributes (`label="Name"`, `label-classes="..."`, `hint="..."`), and slots. An attribute that is no option
of the component (`hx-get`, `data-...`, `aria-...`) becomes an attribute of its HTML element.

Text is escaped by the templates. An `html` option is escaped too, unless it was marked safe, so nothing that a person
typed can become markup by being passed under the wrong name.
"""

import re
from collections.abc import Mapping
from typing import Any

from inreach.apps.ui.components.option_names import GROUPED, NESTED, OPTIONS, SLOT

CAPITAL = re.compile(r"(?<=[a-z0-9])([A-Z])")
VERBATIM = {"values", "form"}
INPUT_SLOTS = {"before_input", "after_input", "before_inputs", "after_inputs"}


class Options(dict[str, Any]):
    """A mapping whose missing names read as empty text, so that a template never meets a method of dict by mistake."""

    def __missing__(self, key: str) -> str:
        return ""


def snake(name: str) -> str:
    """The Python name of an option: "isPageHeading" and "is-page-heading" are both "is_page_heading"."""
    return CAPITAL.sub(r"_\1", name).replace("-", "_").lower()


def is_given(value: object) -> bool:
    """Whether an option counts as given: anything but nothing, false, zero and empty text; an empty mapping counts."""
    return value is not None and value is not False and value not in ("", 0)


def words(*parts: object) -> str:
    """Class names or ids in one attribute: the parts that are given, one space between."""
    return " ".join(str(part) for part in parts if is_given(part))


def element_attributes(raw: object) -> dict[str, Any]:
    """The attributes of an element as name and text; where a value says that it is optional, nothing means left out."""
    attributes: dict[str, Any] = {}
    if not isinstance(raw, Mapping):
        return attributes
    for name, item in raw.items():
        optional = isinstance(item, Mapping) and item.get("optional") is True
        value = item.get("value") if isinstance(item, Mapping) else item
        if optional and (value is None or value is False):
            continue
        if value is None or (optional and value is True):
            value = ""
        attributes[name] = str(value).lower() if isinstance(value, bool) else value
    return attributes


def tidy(value: Any) -> Any:
    """The same options with snake-case names, nothing where nothing was given, and one `content` for text or html."""
    if isinstance(value, Mapping):
        return _tidy_mapping(value)
    if isinstance(value, (list, tuple)):
        return [tidy(item) for item in value]
    return value


def _tidy_mapping(raw: Mapping[str, Any]) -> Options:
    out = Options()
    for key, value in raw.items():
        name = snake(key)
        if value is None:
            continue
        if name.endswith("attributes"):
            out[name] = element_attributes(value)
        else:
            out[name] = value if name in VERBATIM else tidy(value)
    for name in list(out):
        stem, _, kind = name.rpartition("_")
        if kind in ("text", "html"):
            stem = stem or "content"
            html = out[f"{stem}_html"] if stem != "content" else out["html"]
            text = out[f"{stem}_text"] if stem != "content" else out["text"]
            out[stem] = html if is_given(html) else text
    return out


def options_of(
    component: str,
    attrs: Mapping[str, Any],
    slots: Mapping[str, str] | None = None,
    slot: str = "",
) -> Options:
    """The options of one use of a component, from its attributes (kebab names), its named slots and its content."""
    raw: dict[str, Any] = {snake(key): value for key, value in (attrs.get("params") or {}).items()}
    extra: dict[str, Any] = {}
    for key, value in attrs.items():
        if key in ("params", "is"):
            continue
        path = _path(component, snake(key))
        if path is None:
            extra[key] = {"value": value, "optional": isinstance(value, bool) or value is None}
        else:
            _place(raw, path, value)
    for key, html in (slots or {}).items():
        _place(raw, _path(component, snake(key)) or (snake(key),), html)
    if slot.strip():
        raw[SLOT.get(component, "html")] = slot
    if extra:
        raw["attributes"] = {**(raw.get("attributes") or {}), **element_attributes(extra)}
    return tidy(raw)


def _path(component: str, name: str) -> tuple[str, ...] | None:
    """Where an everyday attribute belongs among the options: "label" is the text of the label."""
    if name == "class":
        return ("classes",)
    if name.startswith("legend") and component in GROUPED:
        inner = _path("fieldset", name)
        return ("fieldset", *inner) if inner else None
    if name in NESTED and name in OPTIONS[component]:
        return (name, "text")
    if name in OPTIONS[component]:
        return (name,)
    if name in INPUT_SLOTS:
        return ("form_group", name, "html")
    outer = next(
        (part for part in NESTED if part in OPTIONS[component] and name.startswith(f"{part}_")), None
    )
    return (outer, name.removeprefix(f"{outer}_")) if outer else None


def _place(raw: dict[str, Any], path: tuple[str, ...], value: Any) -> None:
    if path[-1] == "text" and isinstance(value, Mapping):
        path = path[:-1]
    if value is None:
        return
    for name in path[:-1]:
        raw[name] = dict(raw.get(name) or {})
        raw = raw[name]
    raw[path[-1]] = value
