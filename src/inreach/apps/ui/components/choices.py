"""What follows from the options of fields with several controls: radios, checkboxes, date input."""

from typing import Any

from inreach.apps.ui.components.fields import described, grouped, optional
from inreach.apps.ui.components.options import Options, is_given, words


def as_text(value: object) -> str:
    """A value as it stands in a form: true and false in small letters."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def fieldset_of(o: Options, described_by: str, **more: str) -> None:
    """The fieldset around the controls, where one was asked for, with what describes it."""
    fieldset: Any = o.get("fieldset")
    o["has_fieldset"] = fieldset is not None and fieldset is not False
    if o["has_fieldset"]:
        o["fieldset"] = Options({**fieldset, **more, "described_by": described_by})


def choice(o: Options, kind: str, item: Options, index: int) -> None:
    """One radio or checkbox: its id, whether it is chosen, its label, hint and what it reveals."""
    prefix = o["id_prefix"] if is_given(o["id_prefix"]) else o["name"]
    ident = item["id"] or (f"{prefix}-{index}" if index > 1 else prefix)
    hint = item["hint"] or Options()
    has_hint = is_given(hint["content"])
    described_by = f"{ident}-item-hint" if has_hint else ""
    if kind == "checkboxes" and not o["has_fieldset"]:
        described_by = words(o["described_by"], described_by)
    reveals = item["conditional"]["html"] if item["conditional"] else ""
    item["reveals"] = reveals if is_given(reveals) else ""
    item["reveals_id"] = f"conditional-{ident}"
    item["is_chosen"] = bool(item["checked"]) or (
        item.get("checked") is not False and _is_named(o, kind, item)
    )
    item["element"] = {
        "class": f"govuk-{kind}__input",
        "id": ident,
        "name": (item["name"] if kind == "checkboxes" else "") or o["name"],
        "type": "checkbox" if kind == "checkboxes" else "radio",
        "value": as_text(item["value"]),
    } | optional(
        checked=item["is_chosen"],
        disabled=bool(item["disabled"]),
        data_aria_controls=item["reveals_id"] if item["reveals"] else None,
        data_behaviour=(item["behaviour"] or None) if kind == "checkboxes" else None,
        aria_describedby=described_by or None,
    )
    look = item["label"] or Options()
    item["label"] = Options(
        content=item["content"],
        classes=words(f"govuk-{kind}__label", look["classes"]),
        attributes=look["attributes"] or {},
        **{"for": ident},
    )
    item["hint"] = (
        Options(
            {**hint, "id": f"{ident}-item-hint", "classes": words(f"govuk-{kind}__hint", hint["classes"])}
        )
        if has_hint
        else ""
    )


def _is_named(o: Options, kind: str, item: Options) -> bool:
    """Whether the whole field's value names this item."""
    if kind == "radios":
        return is_given(o.get("value")) and as_text(item["value"]) == as_text(o["value"])
    values: Any = o["values"] or ()
    if isinstance(values, str):
        return as_text(item["value"]) in values
    return as_text(item["value"]) in [as_text(value) for value in values]


def radios(o: Options) -> None:
    """One of several, or none yet."""
    several(o, "radios", (o["fieldset"] or Options())["described_by"])


def checkboxes(o: Options) -> None:
    """Any number of several."""
    several(o, "checkboxes", (o["fieldset"] or Options())["described_by"] or o["described_by"])


def several(o: Options, kind: str, described_by: Any) -> None:
    """Frame, description and items of radios or checkboxes."""
    grouped(o)
    prefix = o["id_prefix"] if is_given(o["id_prefix"]) else o["name"]
    o["described_by"] = described(o, prefix, described_by)
    fieldset_of(o, o["described_by"])
    for index, item in enumerate(o["items"] or [], start=1):
        if item and not item["divider"]:
            choice(o, kind, item, index)


def date_input(o: Options) -> None:
    """Day, month and year in three boxes, or as many of them as are asked for."""
    grouped(o)
    o["described_by"] = described(o, o["id"], (o["fieldset"] or Options())["described_by"])
    fieldset_of(o, o["described_by"], role="group")
    values = o["values"] or {}
    parts = {}
    for name, width in (("day", 2), ("month", 2), ("year", 4)):
        default = Options(name=name, value=values.get(name), classes=f"govuk-input--width-{width}")
        part = o.get(name)
        parts[name] = default if part is None else part
    boxes = [box for box in (o["items"] or parts.values()) if box]
    any_wrong = any(_is_wrong(box) for box in boxes)
    o["boxes"] = [_date_box(o, box, parts, any_wrong) for box in boxes]


def _is_wrong(box: Options) -> bool:
    return bool(box["error"]) or "govuk-input--error" in box["classes"]


def _date_box(o: Options, box: Options, parts: dict[str, Any], any_wrong: bool) -> Options:
    name, value, width = box["name"], box.get("value"), 2
    for part, default in parts.items():
        own = default["name"] if default else ""
        if box is default or (name and name in (part, own)):
            name = name or part
            value = value if value is not None else (default.get("value") if default else None)
            width = 4 if part == "year" else 2
            break
    classes = box["classes"]
    says_wrong = "govuk-input--error" in classes
    wrong = box["error"] or (
        box.get("error") is not False and is_given(o.get("error_message")) and not any_wrong
    )
    prefix = f"{o['name_prefix']}-" if o["name_prefix"] else ""
    shown = value if value is not None else (o["values"] or {}).get(f"{prefix}{name}")
    return Options(
        label=Options(content=box["label"] or str(name).capitalize(), classes="govuk-date-input__label"),
        id=box["id"] or f"{o['id']}-{name}",
        classes=words(
            "govuk-date-input__input",
            "govuk-input--error" if wrong and not says_wrong else "",
            "" if "govuk-input--width-" in classes else f"govuk-input--width-{width}",
            classes,
        ),
        name=f"{prefix}{name}",
        value=shown,
        type="text",
        inputmode=box["inputmode"] or "numeric",
        autocomplete=box.get("autocomplete"),
        pattern=box.get("pattern"),
        attributes=box["attributes"] or {},
    )
