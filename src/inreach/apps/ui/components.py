"""Which function completes the options of which component."""

from collections.abc import Callable

from inreach.apps.ui import prepare, prepare_choices
from inreach.apps.ui.options import Options, words

PREPARE: dict[str, Callable[[Options], None]] = {
    "button": prepare.button,
    "character-count": prepare.character_count,
    "checkboxes": prepare_choices.checkboxes,
    "date-input": prepare_choices.date_input,
    "error-message": prepare.error_message,
    "error-summary": prepare.error_summary,
    "fieldset": prepare.fieldset,
    "file-upload": prepare.file_upload,
    "input": prepare.text_input,
    "label": prepare.label,
    "password-input": prepare.password_input,
    "radios": prepare_choices.radios,
    "select": prepare.select,
    "textarea": prepare.textarea,
}


def prepared(component: str, o: Options) -> Options:
    """The options complete for the template: `class` and whatever else follows from what was given."""
    o["class"] = words(f"govuk-{component}", o["classes"])
    if component in PREPARE:
        PREPARE[component](o)
    return o
