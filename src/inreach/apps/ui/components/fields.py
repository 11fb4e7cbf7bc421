"""What follows from the options of fields with one control, and of buttons: ids, states, what describes what.

Data in, data out; the HTML is in the templates.
"""

from itertools import groupby
from typing import Any

from inreach.apps.ui.components.options import Options, element_attributes, is_given, words
from inreach.apps.ui.forms.error_summary import errors_of, title_of


def optional(**attributes: Any) -> dict[str, Any]:
    """Attributes that are left out when they are nothing or false; trailing and inner underscores are hyphens."""
    return element_attributes(
        {
            name.strip("_").replace("_", "-"): {"value": value, "optional": True}
            for name, value in attributes.items()
        }
    )


def translated(o: Options, *names: str) -> dict[str, Any]:
    """The texts that the scripts show, as data-i18n attributes: one, or one for each plural form."""
    attributes: dict[str, Any] = {}
    for name in names:
        message, key = o.get(f"{name}_text"), f"data-i18n.{name.replace('_', '-')}"
        if isinstance(message, dict):
            attributes |= {f"{key}.{form}": text for form, text in message.items()}
        elif is_given(message):
            attributes[key] = message
    return attributes


def grouped(o: Options) -> None:
    """The frame of every field: its classes, and red when there is an error."""
    group = o["form_group"] or Options()
    wrong = "govuk-form-group--error" if is_given(o.get("error_message")) else ""
    o["group"] = Options(
        {
            **group,
            "class": words("govuk-form-group", wrong, group["classes"]),
            "attributes": group["attributes"],
        }
    )


def described(o: Options, ident: str, described_by: Any) -> str:
    """The ids of what describes a field: what was named, then its hint, then its error; gives those two their ids."""
    for name, suffix in (("hint", "hint"), ("error_message", "error")):
        if is_given(o.get(name)):
            o[name] = Options({**o[name], "id": f"{ident}-{suffix}"})
            described_by = words(described_by, f"{ident}-{suffix}")
        else:
            o[name] = ""
    return str(described_by or "")


def labelled(o: Options, ident: Any) -> None:
    """The label of a field names the field it is for."""
    o["label"] = Options({**(o["label"] or {}), "for": ident})


def single(o: Options) -> None:
    """What every field with one control needs: id, label, description and frame."""
    o["id"] = o["id"] if is_given(o["id"]) else o["name"]
    labelled(o, o["id"])
    grouped(o)
    o["described_by"] = described(o, o["id"], o["described_by"])


def label(o: Options) -> None:
    """A label may be big: `size` s, m, l or xl."""
    o["class"] = words("govuk-label", o["size"] and f"govuk-label--{o['size']}", o["classes"])


def fieldset(o: Options) -> None:
    """A legend may be big: `size` s, m, l or xl."""
    legend = o["legend"]
    if legend:
        size = legend["size"] and f"govuk-fieldset__legend--{legend['size']}"
        legend["class"] = words("govuk-fieldset__legend", size, legend["classes"])


def error_message(o: Options) -> None:
    """Screen readers hear "Error:" before the message, unless another word or none was asked for."""
    o.setdefault("visually_hidden_text", "Error")


def text_input(o: Options) -> None:
    """A text box, with what stands before and after it."""
    wrong = is_given(o.get("error_message"))
    single(o)
    spellcheck = o.get("spellcheck")
    o["element"] = {
        "class": words("govuk-input", o["classes"], wrong and "govuk-input--error"),
        "id": o["id"],
        "name": o["name"],
        "type": o["type"] or "text",
    } | optional(
        spellcheck=str(spellcheck).lower() if isinstance(spellcheck, bool) else None,
        value=o.get("value"),
        disabled=o.get("disabled"),
        aria_describedby=o["described_by"] or None,
        autocomplete=o.get("autocomplete"),
        autocapitalize=o.get("autocapitalize"),
        pattern=o.get("pattern"),
        inputmode=o.get("inputmode"),
    )
    for name in ("prefix", "suffix"):
        if o[name]:
            o[name]["class"] = words(f"govuk-input__{name}", o[name]["classes"])
    group = o["group"]
    o["before"], o["after"] = group["before_input"], group["after_input"]
    parts = (o["prefix"], o["suffix"], o["before"], o["after"])
    o["wrapped"] = any(part and is_given(part["content"]) for part in parts)
    wrapper = o["input_wrapper"] or Options()
    o["wrapper"] = Options(
        {"class": words("govuk-input__wrapper", wrapper["classes"]), "attributes": wrapper["attributes"]}
    )


def textarea(o: Options) -> None:
    """A box for longer text, five rows high unless said otherwise."""
    wrong = is_given(o.get("error_message"))
    single(o)
    spellcheck = o.get("spellcheck")
    o["element"] = {
        "class": words("govuk-textarea", wrong and "govuk-textarea--error", o["classes"]),
        "id": o["id"],
        "name": o["name"],
        "rows": o["rows"] or 5,
    } | optional(
        spellcheck=str(spellcheck).lower() if isinstance(spellcheck, bool) else None,
        disabled=o["disabled"] or None,
        aria_describedby=o["described_by"] or None,
        autocomplete=o["autocomplete"] or None,
    )


def select(o: Options) -> None:
    """A list to choose from; the chosen item says so itself or is named by `value`. Neighbours may share a `group`."""
    wrong = is_given(o.get("error_message"))
    single(o)
    o["element"] = {
        "class": words("govuk-select", o["classes"], wrong and "govuk-select--error"),
        "id": o["id"],
        "name": o["name"],
    } | optional(disabled=o["disabled"] or None, aria_describedby=o["described_by"] or None)
    items = [item for item in o["items"] or [] if item]
    for item in items:
        effective = item["value"] if "value" in item else item["text"]
        chosen = is_given(o.get("value")) and effective == o["value"] and item.get("selected") is not False
        named = element_attributes({"value": item["value"]}) if "value" in item else {}
        item["state"] = named | optional(
            selected=bool(item["selected"] or chosen), disabled=bool(item["disabled"])
        )
    o["runs"] = [
        Options(group=group, items=list(run)) for group, run in groupby(items, key=lambda item: item["group"])
    ]


def file_upload(o: Options) -> None:
    """A box for a file; `javascript` makes it a place to drop files on."""
    wrong = is_given(o.get("error_message"))
    single(o)
    o["element"] = {
        "class": words("govuk-file-upload", o["classes"], wrong and "govuk-file-upload--error"),
        "id": o["id"],
        "name": o["name"],
        "type": "file",
    } | optional(
        disabled=o["disabled"] or None,
        multiple=o["multiple"] or None,
        aria_describedby=o["described_by"] or None,
    )
    texts: tuple[str, ...] = ("choose_files_button", "no_file_chosen", "multiple_files_chosen")
    texts += ("drop_instruction", "entered_drop_zone", "left_drop_zone")
    o["wrapper"] = {
        "class": words("govuk-file-upload-wrapper", o["wrapper_classes"]),
        "data-module": "govuk-file-upload",
        **translated(o, *texts),
        **(o["wrapper_attributes"] or {}),
    }


def character_count(o: Options) -> None:
    """A text area that says how much may be written; scripts count down while the person types."""
    ident = o["id"] if is_given(o["id"]) else o["name"]
    limit = o["maxwords"] or o["maxlength"]
    counted = o["count_type"] or ("words" if o["maxwords"] else "")
    unit = "words" if counted == "words" else "characters"
    description = o["textarea_description_text"] or f"You can enter up to %{{count}} {unit}"
    own = {"data-module": "govuk-character-count"} | optional(
        data_maxlength=o.get("maxlength"),
        data_maxwords=o.get("maxwords"),
        data_threshold=o.get("threshold"),
        data_count_type=counted or None,
    )
    if not limit and o["textarea_description_text"]:
        own["data-i18n.textarea-description.other"] = o["textarea_description_text"]
    names = ("characters_under_limit", "characters_at_limit", "characters_over_limit")
    own |= translated(o, *names, "words_under_limit", "words_at_limit", "words_over_limit")
    group = o["form_group"] or Options()
    o["id"] = ident
    o["described_by"] = f"{ident}-info"
    o["after"] = group["after_input"]
    o["message"] = Options(
        id=f"{ident}-info",
        classes=words("govuk-character-count__message", (o["count_message"] or Options())["classes"]),
        content=description.replace("%{count}", str(limit)) if limit else "",
    )
    o["form_group"] = Options(
        {
            **group,
            "classes": words("govuk-character-count", group["classes"]),
            "attributes": {**own, **(group["attributes"] or {})},
        }
    )
    o["classes"] = words("govuk-js-character-count", o["classes"])
    o.pop("autocomplete", None)


def password_input(o: Options) -> None:
    """A text box for a password with a button that shows what was typed."""
    ident = o["id"] if is_given(o["id"]) else o["name"]
    texts: tuple[str, ...] = (
        "show_password",
        "hide_password",
        "show_password_aria_label",
        "hide_password_aria_label",
    )
    texts += ("password_shown_announcement", "password_hidden_announcement")
    group = o["form_group"] or Options()
    own = {"data-module": "govuk-password-input", **translated(o, *texts)}
    o["after"] = group["after_input"]
    look = "govuk-button--secondary govuk-password-input__toggle govuk-js-password-input-toggle"
    o["toggle"] = Options(
        type="button",
        classes=words(look, (o["button"] or Options())["classes"]),
        content=o["show_password_text"] or "Show",
        attributes={
            "aria-controls": ident,
            "aria-label": o["show_password_aria_label_text"] or "Show password",
            "hidden": "",
        },
    )
    o["box"] = Options(
        {
            name: o[name]
            for name in ("label", "hint", "error_message", "value", "disabled", "described_by")
            if name in o
        }
        | {
            "id": ident,
            "name": o["name"],
            "type": "password",
            "spellcheck": False,
            "autocapitalize": "none",
            "autocomplete": o["autocomplete"] or "current-password",
            "classes": words("govuk-password-input__input govuk-js-password-input-input", o["classes"]),
            "attributes": o["attributes"] or {},
            "input_wrapper": Options(classes="govuk-password-input__wrapper"),
            "form_group": Options(
                {
                    **group,
                    "classes": words("govuk-password-input", group["classes"]),
                    "attributes": {**own, **(group["attributes"] or {})},
                }
            ),
        }
    )


def button(o: Options) -> None:
    """A button, or a link that looks like one when it has an address."""
    o["class"] = words("govuk-button", o["classes"], o["is_start_button"] and "govuk-button--start")
    prevent = o.get("prevent_double_click")
    own = {"type": o["type"] or "submit"} | optional(
        value=o["value"] or None,
        name=o["name"] or None,
        disabled=o["disabled"] or None,
        aria_disabled="true" if o["disabled"] else None,
        data_prevent_double_click=str(prevent).lower() if prevent is not None else None,
    )
    if o["href"]:
        own = {"href": o["href"], "role": "button", "draggable": "false"}
    o["element"] = {**own, "class": o["class"], "data-module": "govuk-button", **(o["attributes"] or {})}
    o["element"] |= optional(id=o["id"] or None)
    o["spanned"] = bool(o["html"] and o["is_start_button"])


def error_summary(o: Options) -> None:
    """What is wrong with the page, each with a link to its field; from a form, a formset or a list of either."""
    o["error_list"] = [*(o["error_list"] or []), *errors_of(o.get("form"))]
    o["shown"] = bool(o["title"] or o["description"] or o["error_list"])
    o["title"] = o["title"] or title_of(o.get("form"))
    focus = o.get("disable_auto_focus")
    o["own"] = {} if focus is None else {"data-disable-auto-focus": str(focus).lower()}
