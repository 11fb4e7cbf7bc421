"""What the gallery shows: each component with a few of its options, in the words of Inreach."""

from typing import Any

from django import forms

from inreach.apps.ui.components.option_names import OPTIONS
from inreach.apps.ui.forms.base import GovForm

NEEDS = [
    {"value": "SLCN", "text": "Speech, language and communication"},
    {"value": "SPLD", "text": "Specific learning"},
]
HINTED = [{**NEEDS[0], "hint": {"text": "The first need of the pupil"}}, {"divider": "or"}, NEEDS[1]]
ERROR = {"text": "Choose a need"}


def named(name: str, label: str, **more: Any) -> dict[str, Any]:
    """The options that every field has."""
    return {"id": name, "name": name, "label": {"text": label}, **more}


def grouped(name: str, legend: str, **more: Any) -> dict[str, Any]:
    """The options that every field with several controls has."""
    return {"idPrefix": name, "name": name, "fieldset": {"legend": {"text": legend}}, **more}


EXAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "accordion": {
        "two sections": {
            "id": "accordion-sections",
            "items": [
                {
                    "heading": {"text": "In class"},
                    "content": {"text": "Seating, visual timetable, oral rehearsal."},
                },
                {
                    "heading": {"text": "Elsewhere"},
                    "content": {"text": "A group of four, three times a week."},
                },
            ],
        }
    },
    "back-link": {"default": {"text": "Back to the pupils", "href": "#back-link"}},
    "breadcrumbs": {
        "three steps": {"items": [{"text": "Pupils", "href": "#breadcrumbs"}, {"text": "Elm class"}]},
    },
    "button": {
        "default": {"text": "Save the target"},
        "secondary": {"text": "Add another", "classes": "govuk-button--secondary"},
        "warning": {"text": "End the group", "classes": "govuk-button--warning"},
        "disabled": {"text": "Not yet", "disabled": True},
        "start": {"text": "Open the meeting", "href": "#button", "isStartButton": True},
    },
    "character-count": {
        "default": named("count-default", "What was seen", maxlength=200),
        "words, with error": named(
            "count-words",
            "Why",
            maxlength=50,
            countType="words",
            errorMessage={"text": "Say why in 50 words or fewer"},
        ),
    },
    "checkboxes": {
        "default": grouped(
            "boxes",
            "Which days?",
            items=[{"value": "0", "text": "Monday"}, {"value": "1", "text": "Tuesday"}],
        ),
        "with hint and divider": grouped("boxes-hint", "Which needs?", items=HINTED),
        "small, with error": grouped(
            "boxes-small", "Needs", items=NEEDS, classes="govuk-checkboxes--small", errorMessage=ERROR
        ),
    },
    "date-input": {
        "default": {
            "id": "date",
            "namePrefix": "date",
            "fieldset": {"legend": {"text": "When does it start?"}},
            "hint": {"text": "For example, 27 3 2026"},
        },
        "with error": {
            "id": "date-wrong",
            "namePrefix": "date-wrong",
            "fieldset": {"legend": {"text": "When does it end?"}},
            "errorMessage": {"text": "The end must include a year"},
            "items": [
                {"name": "day", "value": "27", "error": False},
                {"name": "month", "value": "3", "error": False},
                {"name": "year", "error": True},
            ],
        },
    },
    "details": {
        "default": {"summaryText": "Where this number comes from", "text": "From every lesson of the week."}
    },
    "error-message": {"default": {"text": "Enter the pupil's number"}},
    "error-summary": {
        "with links": {
            "titleText": "There is a problem",
            "disableAutoFocus": True,
            "errorList": [
                {"text": "Enter the skill", "href": "#input-wrong"},
                {"text": "The plan has two ends"},
            ],
        }
    },
    "fieldset": {
        "big legend": {"legend": {"text": "Who was there?", "classes": "govuk-fieldset__legend--l"}}
    },
    "file-upload": {
        "default": named("file", "The timetable"),
        "with a place to drop": named("file-drop", "The class list", javascript=True),
    },
    "footer": {
        "links": {"meta": {"items": [{"text": "Privacy", "href": "#footer"}], "text": "Made for schools."}}
    },
    "generic-header": {"default": {"logoText": "Inreach", "url": "#generic-header"}},
    "hint": {"default": {"text": "It is on the register"}},
    "input": {
        "default": named("box", "Name of the group"),
        "with hint and suffix": named(
            "input-suffix",
            "How long is a session?",
            hint={"text": "Most programmes ask for 20 to 50 minutes"},
            suffix={"text": "minutes"},
            classes="govuk-input--width-3",
            inputmode="numeric",
        ),
        "with error": named("input-wrong", "Skill", errorMessage={"text": "Enter the skill"}),
    },
    "inset-text": {"default": {"text": "Kai left class six times and came back six times."}},
    "label": {
        "default": {"text": "Programme", "for": "box"},
        "big": {"text": "Programme", "for": "box", "classes": "govuk-label--l"},
    },
    "notification-banner": {
        "default": {"text": "Two sessions have no register yet.", "titleId": "banner-default"},
        "success": {
            "type": "success",
            "text": "The target is saved.",
            "titleId": "banner-success",
            "role": "region",
            "disableAutoFocus": True,
        },
    },
    "pagination": {
        "numbers": {
            "landmarkLabel": "Numbers",
            "previous": {"href": "#pagination"},
            "next": {"href": "#pagination"},
            "items": [
                {"number": 1, "href": "#pagination"},
                {"number": 2, "href": "#pagination", "current": True},
                {"ellipsis": True},
                {"number": 9, "href": "#pagination"},
            ],
        },
        "weeks": {
            "landmarkLabel": "Weeks",
            "previous": {"href": "#pagination", "text": "Week before", "labelText": "2 to 6 March"},
            "next": {"href": "#pagination", "text": "Week after", "labelText": "16 to 20 March"},
        },
    },
    "panel": {
        "default": {
            "titleText": "All parties agreed",
            "text": "The target starts on Monday.",
            "headingLevel": 3,
        }
    },
    "password-input": {"default": named("secret", "Password")},
    "phase-banner": {"default": {"tag": {"text": "Demonstration"}, "text": "Every name is invented."}},
    "radios": {
        "default": grouped("radio", "First need?", items=NEEDS, value="SLCN"),
        "side by side": grouped(
            "radio-inline",
            "Did it happen?",
            classes="govuk-radios--inline",
            items=[{"value": "yes", "text": "Yes"}, {"value": "no", "text": "No"}],
        ),
        "with hint and error": grouped("radio-wrong", "First need?", items=HINTED, errorMessage=ERROR),
    },
    "select": {
        "default": named(
            "list", "Subject", items=[{"value": "art", "text": "Art"}, {"value": "pe", "text": "PE"}]
        ),
        "with error": named("select-wrong", "Need", items=NEEDS, errorMessage=ERROR),
    },
    "service-navigation": {
        "default": {
            "navigationId": "gallery-navigation",
            "navigationLabel": "Example",
            "navigation": [
                {"text": "Today", "href": "#service-navigation", "current": True},
                {"text": "Pupils", "href": "#service-navigation"},
            ],
        }
    },
    "skip-link": {"shown when focused": {"text": "Skip to the gallery", "href": "#main"}},
    "summary-list": {
        "with actions": {
            "rows": [
                {
                    "key": {"text": "Skill"},
                    "value": {"text": "Asks for help with a phrase he chose"},
                    "actions": {
                        "items": [{"text": "Change", "href": "#summary-list", "visuallyHiddenText": "skill"}]
                    },
                },
                {"key": {"text": "Baseline"}, "value": {"text": "3"}},
            ]
        },
        "in a card": {
            "card": {"title": {"text": "Phonics", "headingLevel": 3}},
            "rows": [{"key": {"text": "When"}, "value": {"text": "Monday to Friday, 9:25"}}],
        },
    },
    "table": {
        "numbers": {
            "caption": "Minutes out of class",
            "captionClasses": "govuk-table__caption--m",
            "firstCellIsHeader": True,
            "head": [{"text": "Subject"}, {"text": "Minutes", "format": "numeric"}],
            "rows": [
                [{"text": "English"}, {"text": "120", "format": "numeric"}],
                [{"text": "Art"}, {"text": "70", "format": "numeric"}],
            ],
        }
    },
    "tabs": {
        "two panels": {
            "id": "tabs-example",
            "title": "Weeks",
            "items": [
                {"label": "Planned", "id": "tab-planned", "panel": {"text": "190 minutes out of class."}},
                {"label": "Delivered", "id": "tab-delivered", "panel": {"text": "160 minutes out of class."}},
            ],
        }
    },
    "tag": {
        "default": {"text": "Planned"},
        "in class": {"text": "In class", "classes": "govuk-tag--teal"},
        "elsewhere": {"text": "Elsewhere", "classes": "govuk-tag--orange"},
        "over the line": {"text": "Outvention", "classes": "govuk-tag--purple"},
    },
    "task-list": {
        "two tasks": {
            "idPrefix": "tasks",
            "items": [
                {"title": {"text": "Who is there"}, "href": "#task-list", "status": {"text": "Done"}},
                {"title": {"text": "Targets"}, "href": "#task-list", "status": {"tag": {"text": "Not yet"}}},
            ],
        }
    },
    "textarea": {
        "default": named("long", "What helped"),
        "with error": named("textarea-wrong", "What helped", errorMessage={"text": "Say what helped"}),
    },
    "warning-text": {"default": {"text": "More than half of this week is out of class."}},
}


def sections() -> list[dict[str, Any]]:
    """Every component in the order of its name, with its examples."""
    return [
        {
            "component": component,
            "examples": [
                {"title": title, "options": options} for title, options in EXAMPLES.get(component, {}).items()
            ],
        }
        for component in sorted(OPTIONS)
    ]


class GalleryForm(GovForm):
    """A form as pages use it."""

    look = {"minutes": {"width": 3, "suffix": "minutes"}, "where": {"inline": True}}

    name = forms.CharField(label="Name of the group", max_length=60, help_text="As the children call it")
    minutes = forms.IntegerField(label="Length of a session", min_value=5, max_value=120)
    starts = forms.DateField(label="First day", help_text="For example, 27 3 2026")
    where = forms.ChoiceField(
        choices=[("class", "In class"), ("elsewhere", "Elsewhere")], widget=forms.RadioSelect, label="Where"
    )
    notes = forms.CharField(widget=forms.Textarea, max_length=300, required=False)
