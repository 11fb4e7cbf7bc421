"""Which component shows a form field, and with which options."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.forms import BoundField

from inreach.apps.ui.forms.date_field import GovDateWidget, boxes_options

NO_CHOICE = "Choose one"
NONE = "None"
WIDGET_TYPES = {"email": "email", "tel": "tel", "url": "url", "search": "search", "password": "password"}


COMPONENT_BY_WIDGET: tuple[tuple[type[forms.Widget], str], ...] = (
    (GovDateWidget, "date-input"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.CheckboxInput, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file-upload"),
    (forms.PasswordInput, "password-input"),
)


def component_of(field: BoundField) -> str:
    """The name of the component that shows this field."""
    name = next((name for kind, name in COMPONENT_BY_WIDGET if isinstance(field.field.widget, kind)), "input")
    counted = name == "textarea" and getattr(field.field, "max_length", None)
    return "character-count" if counted else name


def options_of_field(field: BoundField) -> dict[str, Any]:
    """The options of the component for this field as it stands: label, hint, error, value, choices."""
    look: Mapping[str, Any] = getattr(field.form, "look", {}).get(field.name, {})
    component = component_of(field)
    shown: dict[str, Any] = {"name": field.html_name, "attributes": _attributes(field)}
    if field.help_text:
        shown["hint"] = {"text": field.help_text}
    if field.errors:
        shown["error_message"] = {"text": field.errors[0]}
    heading = {"is_page_heading": bool(look.get("page_heading"))}
    if component in ("radios", "checkboxes", "date-input"):
        alone = isinstance(field.field.widget, forms.CheckboxInput)
        if not alone:
            legend = {"classes": f"govuk-fieldset__legend--{look.get('legend_size', 's')}"}
            shown["fieldset"] = {"legend": {"text": label_text(field), **legend, **heading}}
        shown |= _date(field) if component == "date-input" else _choices(field, look, component, alone)
        return shown
    size = f"govuk-label--{look['label_size']}" if look.get("label_size") else ""
    hidden = "govuk-visually-hidden" if look.get("hidden_label") else ""
    shown["label"] = {"text": label_text(field), "classes": f"{size} {hidden}".strip(), **heading}
    shown["id"] = field.id_for_label or field.html_name
    shown["disabled"] = field.field.disabled
    width = look.get("width")
    classes = [look.get("classes", "")]
    if width and component in ("input", "password-input", "select"):
        classes.append(f"govuk-input--width-{width}")
    shown["classes"] = " ".join(part for part in classes if part)
    return shown | _by_kind(field, look, component)


def label_text(field: BoundField) -> str:
    """The label, with "(optional)" where the field may stay empty and the form marks such fields."""
    optional = not field.field.required and getattr(field.form, "mark_optional", False)
    alone = isinstance(field.field.widget, forms.CheckboxInput)
    return f"{field.label} (optional)" if optional and not alone else str(field.label)


def _attributes(field: BoundField) -> dict[str, Any]:
    attrs = {**field.field.widget.attrs}
    for name in ("class", "rows", "cols", "maxlength", "minlength", "min", "max", "step", "type"):
        attrs.pop(name, None)
    return {
        name: {"value": value, "optional": True} if isinstance(value, bool) else str(value)
        for name, value in attrs.items()
        if value is not None
    }


def _by_kind(field: BoundField, look: Mapping[str, Any], component: str) -> dict[str, Any]:
    if component == "select":
        return _select(field)
    if component == "file-upload":
        return {"multiple": getattr(field.field.widget, "allow_multiple_selected", False)}
    if component == "password-input":
        attributes = _attributes(field)
        return {
            "autocomplete": attributes.pop("autocomplete", "current-password"),
            "attributes": attributes,
            "button": {},
        }
    value = field.field.widget.format_value(field.value())
    shown: dict[str, Any] = {"value": "" if value is None else value}
    if component == "input":
        shown["type"] = WIDGET_TYPES.get(getattr(field.field.widget, "input_type", "text"), "text")
        shown |= {name: {"text": look[name]} for name in ("prefix", "suffix") if look.get(name)}
        if isinstance(field.field, forms.IntegerField) and "inputmode" not in field.field.widget.attrs:
            shown["inputmode"] = "numeric"
        elif (
            isinstance(field.field.widget, forms.NumberInput) and "inputmode" not in field.field.widget.attrs
        ):
            shown["inputmode"] = "decimal"
        if shown["value"] == "":
            del shown["value"]
        return shown
    shown["rows"] = look.get("rows", field.field.widget.attrs.get("rows", 5) if "rows" in look else 5)
    if component == "character-count":
        shown |= {
            "maxlength": cast("forms.CharField", field.field).max_length,
            "threshold": look.get("threshold", 50),
        }
    return shown


def _date(field: BoundField) -> dict[str, Any]:
    widget = field.field.widget
    shown = boxes_options(field.html_name, field.auto_id or field.html_name, widget.boxes(field.value()))
    wrong = getattr(field.field, "wrong_parts", ()) if field.errors else ()
    for item in shown["items"]:
        item["error"] = item["name"] in wrong if wrong else bool(field.errors)
        if field.field.disabled:
            item["attributes"] = {"disabled": ""}
    return shown


def _options(field: BoundField) -> list[tuple[str, list[dict[str, Any]]]]:
    """The choices as Django's widget sees them, by group: value, label, selected, attrs."""
    widget = field.field.widget
    groups = widget.get_context(field.html_name, field.value(), {})["widget"]["optgroups"]
    return [(str(name or ""), list(options)) for name, options, _ in groups]


def _select(field: BoundField) -> dict[str, Any]:
    items = []
    for group, options in _options(field):
        for option in options:
            value = "" if option["value"] is None else str(option["value"])
            label = (
                NO_CHOICE if value == "" and str(option["label"]).startswith("---") else str(option["label"])
            )
            items.append({"value": value, "text": label, "selected": option["selected"], "group": group})
    multiple = field.field.widget.allow_multiple_selected
    return {"items": items, **({"attributes": {**_attributes(field), "multiple": ""}} if multiple else {})}


def _choices(field: BoundField, look: Mapping[str, Any], component: str, alone: bool) -> dict[str, Any]:
    ident = field.auto_id or field.html_name
    inline = "govuk-radios--inline" if look.get("inline") and component == "radios" else ""
    small = f"govuk-{component}--small" if look.get("small") else ""
    shown: dict[str, Any] = {"id_prefix": ident, "classes": f"{inline} {small}".strip()}
    if alone:
        checked = field.field.widget.check_test(field.value())
        item = {
            "value": "on",
            "text": label_text(field),
            "checked": checked,
            "disabled": field.field.disabled,
        }
        item["attributes"] = _attributes(field)
        return {**shown, "items": [item], "attributes": {}}
    hints = look.get("hints", {})
    items = []
    for _, options in _options(field):
        for option in options:
            value = "" if option["value"] is None else str(option["value"])
            empty = value == "" and str(option["label"]).startswith("---")
            item = {
                "value": value,
                "text": NONE if empty else str(option["label"]),
                "checked": bool(option["selected"]),
            }
            item |= {"disabled": field.field.disabled, "attributes": _attributes(field)}
            hint = hints.get(value) or hints.get(option["value"])
            items.append(item | ({"hint": {"text": hint}} if hint else {}))
    return {**shown, "items": items, "attributes": {}}
