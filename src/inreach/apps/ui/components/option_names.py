"""The components of Inreach and the names of their options, GOV.UK Frontend's own in snake case."""

NAMES = {
    "accordion": (
        "id heading_level classes remember_expanded hide_all_sections_text hide_section_text "
        "hide_section_aria_label_text show_all_sections_text show_section_text "
        "show_section_aria_label_text items attributes"
    ),
    "back-link": "text html href classes attributes",
    "breadcrumbs": "items classes collapse_on_mobile label_text attributes",
    "button": (
        "text html type name value disabled href classes prevent_double_click is_start_button id attributes"
    ),
    "character-count": (
        "id name rows value maxlength maxwords threshold count_type label hint error_message form_group "
        "classes spellcheck count_message textarea_description_text characters_under_limit_text "
        "characters_at_limit_text characters_over_limit_text words_under_limit_text words_at_limit_text "
        "words_over_limit_text attributes"
    ),
    "checkboxes": (
        "described_by fieldset hint error_message form_group id_prefix name items values classes attributes"
    ),
    "date-input": (
        "id name_prefix items hint error_message form_group fieldset day month year values classes attributes"
    ),
    "details": "summary_text summary_html text html id open classes attributes",
    "error-message": "text html id classes visually_hidden_text attributes",
    "error-summary": (
        "title_text title_html description_text description_html error_list disable_auto_focus classes "
        "form attributes"
    ),
    "fieldset": "described_by legend classes role html attributes",
    "file-upload": (
        "name id disabled multiple described_by label hint error_message form_group javascript "
        "choose_files_button_text drop_instruction_text multiple_files_chosen_text no_file_chosen_text "
        "entered_drop_zone_text left_drop_zone_text classes wrapper_classes wrapper_attributes "
        "attributes"
    ),
    "footer": "meta navigation content_licence copyright container_classes classes attributes",
    "generic-header": "url logo_text logo_html container_classes classes attributes",
    "hint": "text html id classes attributes",
    "input": (
        "id name type inputmode value disabled described_by label hint error_message prefix suffix "
        "form_group classes autocomplete pattern spellcheck autocapitalize input_wrapper attributes"
    ),
    "inset-text": "text html id classes attributes",
    "label": "text html for is_page_heading classes attributes",
    "notification-banner": (
        "text html title_text title_html title_heading_level type role title_id disable_auto_focus "
        "classes attributes"
    ),
    "pagination": "items previous next landmark_label classes attributes",
    "panel": "title_text title_html heading_level text html classes actions attributes",
    "password-input": (
        "id name value disabled described_by label hint error_message form_group classes autocomplete "
        "show_password_text hide_password_text show_password_aria_label_text "
        "hide_password_aria_label_text password_shown_announcement_text "
        "password_hidden_announcement_text button attributes"
    ),
    "phase-banner": "text html tag classes attributes",
    "radios": "fieldset hint error_message form_group id_prefix name items value classes attributes",
    "select": (
        "id name items value disabled described_by label hint error_message form_group classes attributes"
    ),
    "service-navigation": (
        "classes aria_label menu_button_text menu_button_label navigation_label navigation_id "
        "navigation_classes collapse_navigation_on_mobile service_name service_url navigation slots "
        "attributes"
    ),
    "skip-link": "text html href classes attributes",
    "summary-list": "rows card classes attributes",
    "table": "rows head caption caption_classes first_cell_is_header classes attributes",
    "tabs": "id id_prefix title items classes attributes",
    "tag": "text html classes attributes",
    "task-list": "items classes id_prefix attributes",
    "textarea": (
        "id name spellcheck rows value disabled described_by label hint error_message form_group classes "
        "autocomplete attributes"
    ),
    "warning-text": "text html icon_fallback_text classes attributes",
}
OPTIONS = {component: frozenset(names.split()) for component, names in NAMES.items()}

# options that are a small mapping of their own; given as text, the text is what they say
NESTED = (
    "label",
    "legend",
    "hint",
    "error_message",
    "prefix",
    "suffix",
    "tag",
    "count_message",
    "form_group",
    "content_licence",
    "copyright",
)

# components whose legend stands inside a fieldset of their own
GROUPED = frozenset({"radios", "checkboxes", "date-input"})

# which option the content between the tags fills, where it is not "html"
SLOT = {"error-summary": "description_html", "generic-header": "logo_html", "service-navigation": "end"}
