"""What the reference of components shows works as it is written there."""

import re

import pytest
from django.template import engines
from django_cotton.compiler_regex import CottonCompiler
from lxml import html

from inreach.apps.ui.components.option_names import OPTIONS
from tests.apps.ui.markup import laid_out
from tests.paths import ROOT

REFERENCE = (ROOT / "docs/reference/components.md").read_text("utf-8")
TAGS = re.findall(r"^(<c-.*?)(?:\s*\{#.*)?$", REFERENCE, flags=re.MULTILINE)
VALUES = {
    "options": {"name": "upn", "label": {"text": "UPN"}},
    "back": "/week/",
    "trail": [{"text": "Pupils", "href": "/pupils/"}, {"text": "Kai R."}],
    "before": {"href": "/1/", "text": "Week before", "labelText": "2 to 6 March"},
    "after": {"href": "/3/", "text": "Week after"},
    "head": [{"text": "Subject"}],
    "rows": [[{"text": "Art"}]],
    "facts": [{"key": {"text": "Skill"}, "value": {"text": "Asks for help"}}],
}
WORDS = {
    "c-back-link": "Back to the week",
    "c-breadcrumbs": "PupilsKai R.",
    "c-pagination": "Week before:2 to 6 March Week after",
    "c-summary-list": "Skill Asks for help",
    "c-details": "Where this number comes from From every lesson of the week.",
    "c-notification-banner": "Success The target is saved.",
}


def shown(tag):
    return engines["django"].from_string(CottonCompiler().process(tag)).render(VALUES)


def test_reference_has_examples():
    assert len(TAGS) == 17


@pytest.mark.parametrize("tag", TAGS)
def test_example_of_the_reference_renders_as_one_element_with_its_words(tag):
    found = html.fragment_fromstring(shown(tag))
    words = " ".join(found.text_content().split())
    assert words.replace(" ", "") != ""
    name = re.match(r"<(c-[a-z-]+)", tag)[1]
    if name in WORDS and "slot" not in tag:
        assert words.replace(" ", "") == WORDS[name].replace(" ", "")


def test_reference_names_every_component():
    listed = re.search(r"All of them: (.*?)\.\n", REFERENCE, flags=re.DOTALL)[1]
    assert listed.replace("\n", " ").split(", ") == sorted(OPTIONS)


def test_input_of_the_reference_is_what_its_attributes_say():
    tag = next(tag for tag in TAGS if tag.startswith('<c-input name="upn"'))
    assert laid_out(shown(tag)) == laid_out(
        '<div class="govuk-form-group govuk-form-group--error"><label class="govuk-label" for="upn">UPN</label>'
        '<div id="upn-hint" class="govuk-hint">13 characters</div><p id="upn-error" class="govuk-error-message">'
        '<span class="govuk-visually-hidden">Error:</span> Enter the UPN</p>'
        '<input class="govuk-input govuk-input--width-20 govuk-input--error" id="upn" name="upn" type="text"'
        ' aria-describedby="upn-hint upn-error"></div>'
    )
