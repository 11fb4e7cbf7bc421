"""Which function completes the options of which component."""

from collections.abc import Callable

from inreach.apps.ui import prepare_page
from inreach.apps.ui.components import choices, fields
from inreach.apps.ui.components.options import Options, words

PREPARE: dict[str, Callable[[Options], None]] = {
    "accordion": prepare_page.accordion,
    "breadcrumbs": prepare_page.breadcrumbs,
    "button": fields.button,
    "character-count": fields.character_count,
    "checkboxes": choices.checkboxes,
    "date-input": choices.date_input,
    "error-message": fields.error_message,
    "error-summary": fields.error_summary,
    "fieldset": fields.fieldset,
    "file-upload": fields.file_upload,
    "footer": prepare_page.footer,
    "input": fields.text_input,
    "label": fields.label,
    "notification-banner": prepare_page.notification_banner,
    "pagination": prepare_page.pagination,
    "panel": prepare_page.panel,
    "password-input": fields.password_input,
    "phase-banner": prepare_page.phase_banner,
    "radios": choices.radios,
    "select": fields.select,
    "service-navigation": prepare_page.service_navigation,
    "summary-list": prepare_page.summary_list,
    "table": prepare_page.table,
    "tabs": prepare_page.tabs,
    "task-list": prepare_page.task_list,
    "textarea": fields.textarea,
}


def prepared(component: str, o: Options) -> Options:
    """The options complete for the template: `class` and whatever else follows from what was given."""
    o["class"] = words(f"govuk-{component}", o["classes"])
    if component in PREPARE:
        PREPARE[component](o)
    return o
