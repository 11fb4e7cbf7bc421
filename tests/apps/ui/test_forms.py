import datetime

import pytest
from django import forms
from django.http import QueryDict
from django.template import engines
from lxml import html

from inreach.apps.ui.forms.base import GovDateField, GovForm


class TargetForm(GovForm):
    look = {
        "skill": {"width": 20},
        "baseline": {"width": 2, "suffix": "of 10"},
        "provision": {"inline": True, "legend_size": "m", "hints": {"K": "In class first"}},
        "report": {"label_size": "l", "page_heading": True},
    }

    skill = forms.CharField(max_length=30, help_text="What the pupil will do")
    baseline = forms.IntegerField(min_value=1, max_value=10)
    starts = forms.DateField(label="Start date")
    ends = forms.DateField(required=False)
    provision = forms.ChoiceField(choices=[("K", "SEN support"), ("E", "Plan")], widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        choices=[("0", "Monday"), ("1", "Tuesday")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="The family agrees")
    subject = forms.ChoiceField(choices=[("", "---------"), ("art", "Art")])
    notes = forms.CharField(widget=forms.Textarea, max_length=200)
    report = forms.FileField()
    begins = forms.TimeField(required=False)
    email = forms.EmailField(required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    secret = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}))
    place = forms.CharField(widget=forms.HiddenInput, initial="3")


def tree(form):
    return html.fragment_fromstring(str(form), create_parent="main")


def only(root, path):
    (found,) = root.xpath(path)
    return found


def template(source, **context):
    return engines["django"].from_string("{% load gov %}" + source).render(context)


def sent(**values):
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return TargetForm(data)


def test_text_field_has_its_label_hint_width_and_description():
    root = tree(TargetForm())
    box = only(root, '//input[@name="skill"]')
    assert dict(box.attrib) == {
        "class": "govuk-input govuk-input--width-20",
        "id": "id_skill",
        "name": "skill",
        "type": "text",
        "aria-describedby": "id_skill-hint",
    }
    assert only(root, '//label[@for="id_skill"]').text == "Skill"
    assert only(root, '//*[@id="id_skill-hint"]').text == "What the pupil will do"


def test_number_field_brings_the_number_keys_and_its_unit():
    root = tree(TargetForm())
    box = only(root, '//input[@name="baseline"]')
    assert (box.get("type"), box.get("inputmode")) == ("text", "numeric")
    assert box.getnext().text == "of 10"


def test_field_keeps_the_autocomplete_of_its_widget():
    root = tree(TargetForm())
    assert only(root, '//input[@name="email"]').get("autocomplete") == "email"
    assert only(root, '//input[@name="email"]').get("type") == "email"
    assert only(root, '//input[@name="secret"]').get("autocomplete") == "new-password"


def test_field_that_may_stay_empty_says_so():
    root = tree(TargetForm())
    assert only(root, '//label[@for="id_begins"]').text == "Begins (optional)"
    legends = [legend.text for legend in root.xpath("//legend")]
    assert legends == ["Start date", "Ends (optional)", "Provision", "Days"]


def test_radios_have_a_legend_and_the_hint_of_each_choice():
    root = tree(TargetForm())
    group = only(root, '//fieldset[.//input[@name="provision"]]')
    assert only(group, "legend").get("class") == "govuk-fieldset__legend govuk-fieldset__legend--m"
    assert [box.get("value") for box in group.xpath(".//input")] == ["K", "E"]
    assert only(group, './/*[@id="id_provision-item-hint"]').text == "In class first"
    assert (
        only(group, './/div[@data-module="govuk-radios"]').get("class") == "govuk-radios govuk-radios--inline"
    )


def test_label_can_be_the_heading_of_the_page():
    root = tree(TargetForm())
    assert only(root, '//h1/label[@for="id_report"]').get("class") == "govuk-label govuk-label--l"


def test_long_text_with_a_limit_counts_its_characters():
    root = tree(TargetForm())
    assert only(root, '//*[@data-module="govuk-character-count"]').get("data-maxlength") == "200"
    assert only(root, '//*[@id="id_notes-info"]').text == "You can enter up to 200 characters"


def test_empty_choice_of_a_list_asks_to_choose():
    options = [(option.get("value"), option.text) for option in tree(TargetForm()).xpath("//select/option")]
    assert options == [("", "Choose one"), ("art", "Art")]


def test_empty_choice_among_radios_says_none():
    class Perhaps(GovForm):
        need = forms.ChoiceField(
            choices=[("", "---------"), ("HI", "Ears")], widget=forms.RadioSelect, required=False
        )

    labels = tree(Perhaps({"need": ""})).xpath("//div[@class='govuk-radios__item']")
    assert [label.text_content().strip() for label in labels] == ["None", "Ears"]
    assert [box.get("value") for box in tree(Perhaps({"need": ""})).xpath("//input[@checked]")] == [""]


def test_choices_in_groups_stay_in_their_groups():
    class Grouped(GovForm):
        need = forms.ChoiceField(
            choices=[("", "---"), ("Learning", [("SPLD", "Specific")]), ("Body", [("HI", "Ears")])]
        )

    groups = tree(Grouped({"need": "HI"})).xpath("//optgroup")
    assert [(group.get("label"), [option.get("value") for option in group]) for group in groups] == [
        ("Learning", ["SPLD"]),
        ("Body", ["HI"]),
    ]
    assert [option.get("value") for option in tree(Grouped({"need": "HI"})).xpath("//option[@selected]")] == [
        "HI"
    ]


def test_empty_form_says_what_to_do_for_each_field():
    form = sent()
    assert {name: list(errors) for name, errors in form.errors.items()} == {
        "skill": ["Enter skill"],
        "baseline": ["Enter baseline"],
        "starts": ["Enter start date"],
        "provision": ["Choose provision"],
        "days": ["Choose days"],
        "agreed": ["Tick the box: the family agrees"],
        "subject": ["Choose subject"],
        "notes": ["Enter notes"],
        "report": ["Choose a file for report"],
        "secret": ["Enter secret"],
        "place": ["Enter place"],
    }


def test_wrong_values_stay_in_the_form_beside_what_is_wrong():
    form = sent(
        skill='<b>"Asks"</b>',
        baseline="12",
        days=["1"],
        starts__day="31",
        starts__month="2",
        starts__year="2026",
    )
    root = tree(form)
    assert only(root, '//input[@name="skill"]').get("value") == '<b>"Asks"</b>'
    assert root.xpath("//b") == []
    assert only(root, '//input[@name="baseline"]').get("value") == "12"
    assert form.errors["baseline"] == ["Baseline must be 10 or less"]
    assert [box.get("value") for box in root.xpath('//input[starts-with(@name, "starts-")]')] == [
        "31",
        "2",
        "2026",
    ]
    assert [box.get("value") for box in root.xpath('//input[@name="days" and @checked]')] == ["1"]
    assert only(root, '//input[@name="baseline"]').get("aria-describedby") == "id_baseline-error"
    assert only(root, '//*[@id="id_baseline-error"]').text_content() == "Error: Baseline must be 10 or less"


def test_message_of_the_forms_author_is_kept():
    class OwnWords(GovForm):
        name = forms.CharField(error_messages={"required": "Say who it is for"})
        day = forms.DateField(error_messages={"required": "Say on which day"})

    assert OwnWords({}).errors == {"name": ["Say who it is for"], "day": ["Say on which day"]}


def test_error_summary_leads_to_each_field_in_the_order_of_the_page():
    form = sent(
        skill="Asks", days=["1"], subject="art", notes="n", baseline="3", secret="s", place="3", agreed="on"
    )
    summary = html.fromstring(template('{% cotton error-summary :form="form" / %}', form=form))
    links = [(link.get("href"), link.text) for link in summary.xpath(".//a")]
    assert links == [
        ("#id_starts-day", "Enter start date"),
        ("#id_provision", "Choose provision"),
        ("#id_report", "Choose a file for report"),
    ]
    ids = tree(form).xpath("//@id")
    assert [href[1:] in ids for href, _ in links] == [True, True, True]


def test_error_summary_shows_what_is_wrong_with_the_form_as_a_whole():
    class Pair(GovForm):
        first = forms.CharField(required=False)

        def clean(self):
            raise forms.ValidationError("Choose one of the two")

    summary = html.fromstring(
        template('{% cotton error-summary :form="form" / %}', form=Pair({"first": "a"}))
    )
    assert [item.text_content() for item in summary.xpath(".//li")] == ["Choose one of the two"]


@pytest.mark.parametrize("form", [TargetForm(), None])
def test_page_without_errors_has_no_error_summary_and_no_prefix(form):
    assert template('{% cotton error-summary :form="form" / %}{% error_prefix form %}', form=form) == ""


def test_title_of_a_page_with_errors_begins_with_error():
    assert template("{% error_prefix form %}Add a target", form=sent()) == "Error: Add a target"


def test_formset_shows_its_forms_and_its_errors():
    pupils = forms.formset_factory(TargetForm, extra=2)
    assert len(tree(pupils()).xpath('//input[contains(@name, "-skill")]')) == 2
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-skill": "Asks"}
    summary = html.fromstring(template('{% cotton error-summary :form="form" / %}', form=pupils(data)))
    assert summary.xpath(".//a/@href")[:2] == ["#id_form-0-baseline", "#id_form-0-starts-day"]


def test_one_field_can_be_placed_alone():
    root = html.fragment_fromstring(template("{{ form.skill.as_field_group }}", form=TargetForm()))
    assert root.get("class") == "govuk-form-group"


def test_hidden_field_stays_hidden():
    assert only(tree(TargetForm()), '//input[@name="place"]').get("type") == "hidden"


def test_plain_django_form_is_drawn_by_the_same_components():
    class Plain(forms.Form):
        name = forms.CharField()

    assert only(tree(Plain()), '//input[@name="name"]').get("class") == "govuk-input"


def test_date_in_the_form_arrives_as_a_date():
    class Dated(GovForm):
        day = forms.DateField(initial=datetime.date(2026, 3, 27))

    assert [box.get("value") for box in tree(Dated()).xpath("//input")] == ["27", "3", "2026"]
    form = Dated({"day-day": "1", "day-month": "September", "day-year": "2026"})
    assert form.is_valid()
    assert form.cleaned_data == {"day": datetime.date(2026, 9, 1)}
    assert isinstance(form.fields["day"], GovDateField)
