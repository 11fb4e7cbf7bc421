"""Components as pages use them: by attributes, slots and content instead of a mapping of options."""

from django.template import engines
from django.utils.safestring import mark_safe

from tests.apps.ui.markup import laid_out


def use(source, **context):
    return laid_out(engines["django"].from_string(source).render(context))


def test_attribute_as_text_fills_the_text_of_a_nested_option():
    got = use('{% cotton input name="upn" label="UPN" label-classes="big" hint="13 characters" / %}')
    assert got == use(
        '{% cotton input :params="params" / %}',
        params={"name": "upn", "label": {"text": "UPN", "classes": "big"}, "hint": {"text": "13 characters"}},
    )


def test_attribute_that_is_no_option_goes_on_the_element():
    got = use('{% cotton button hx-get="/week" data-day="3" aria-pressed="true" %}Show{% endcotton %}')
    assert got == laid_out(
        '<button type="submit" class="govuk-button" data-module="govuk-button" hx-get="/week" data-day="3"'
        ' aria-pressed="true">Show</button>'
    )


def test_content_may_hold_other_components():
    got = use("{% cotton inset-text %}{% cotton tag %}New{% endcotton %} <b>today</b>{% endcotton %}")
    assert got == laid_out(
        '<div class="govuk-inset-text"><strong class="govuk-tag">New</strong> <b>today</b></div>'
    )


def test_named_slot_fills_the_option_of_its_name():
    got = use(
        "{% cotton details %}{% cotton:slot summary_html %}<b>Why</b>{% endcotton:slot %}So{% endcotton %}"
    )
    assert got == laid_out(
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text"><b>Why</b></span></summary>'
        '<div class="govuk-details__text">So</div></details>'
    )


def test_legend_of_radios_is_given_directly():
    source = '{% cotton radios name="who" legend="Who?" legend-size="m" :items="items" / %}'
    got = use(source, items=[{"value": "a", "text": "A"}])
    assert ("open", "legend", {"class": "govuk-fieldset__legend govuk-fieldset__legend--m"}) in got


def test_fieldset_holds_the_fields_between_its_tags():
    got = use('{% cotton fieldset legend="Address" %}<p>fields</p>{% endcotton %}')
    assert got == laid_out(
        '<fieldset class="govuk-fieldset"><legend class="govuk-fieldset__legend">Address</legend>'
        "<p>fields</p></fieldset>"
    )


def test_option_comes_before_an_attribute_of_the_same_name_in_params():
    got = use(
        '{% cotton tag :params="params" classes="govuk-tag--teal" / %}',
        params={"text": "In class", "classes": "x"},
    )
    assert got == laid_out('<strong class="govuk-tag govuk-tag--teal">In class</strong>')


def test_what_a_person_typed_never_becomes_markup():
    bad = '<img src=x onerror="alert(1)">'
    params = {"text": bad, "attributes": {"data-name": bad}, "classes": bad}
    for html in (bad, None):
        got = use('{% cotton tag :params="params" / %}', params={**params, "html": html})
        assert ("open", "strong", {"class": " ".join(f"govuk-tag {bad}".split()), "data-name": bad}) in got
        assert [piece[1] for piece in got if isinstance(piece, tuple) and piece[0] == "open"] == [
            "body",
            "strong",
        ]


def test_html_that_was_marked_safe_stays_html():
    got = use('{% cotton tag :params="params" / %}', params={"html": mark_safe("<b>In</b> class")})
    assert got == laid_out('<strong class="govuk-tag"><b>In</b> class</strong>')


def test_variable_in_an_attribute_is_escaped_once():
    got = use('{% cotton tag text="{{ name }}" / %}{% cotton tag :text="name" / %}', name="O'Brien & <Co>")
    assert got == laid_out('<strong class="govuk-tag">O\'Brien &amp; &lt;Co&gt;</strong>' * 2)


def test_variable_of_the_page_does_not_leak_into_a_component():
    got = use(
        "{% cotton tag %}A{% endcotton %}", classes="leak", text="leak", id="leak", o={"classes": "leak"}
    )
    assert got == laid_out('<strong class="govuk-tag">A</strong>')
