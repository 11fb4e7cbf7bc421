"""Which function completes the options of which component."""

from collections.abc import Callable

from inreach.apps.ui.components import choices, fields, page_parts
from inreach.apps.ui.components.options import Options, words

PREPARE: dict[str, Callable[[Options], None]] = {
    "accordion": page_parts.accordion,
    "breadcrumbs": page_parts.breadcrumbs,
    "button": fields.button,
    "character-count": fields.character_count,
    "checkboxes": choices.checkboxes,
    "date-input": choices.date_input,
    "error-message": fields.error_message,
    "error-summary": fields.error_summary,
    "fieldset": fields.fieldset,
    "file-upload": fields.file_upload,
    "footer": page_parts.footer,
    "input": fields.text_input,
    "label": fields.label,
    "notification-banner": page_parts.notification_banner,
    "pagination": page_parts.pagination,
    "panel": page_parts.panel,
    "password-input": fields.password_input,
    "phase-banner": page_parts.phase_banner,
    "radios": choices.radios,
    "select": fields.select,
    "service-navigation": page_parts.service_navigation,
    "summary-list": page_parts.summary_list,
    "table": page_parts.table,
    "tabs": page_parts.tabs,
    "task-list": page_parts.task_list,
    "textarea": fields.textarea,
}


def prepared(component: str, o: Options) -> Options:
    """The options complete for the template: `class` and whatever else follows from what was given."""
    o["class"] = words(f"govuk-{component}", o["classes"])
    if component in PREPARE:
        PREPARE[component](o)
    return o
