import pytest
from django.template import engines

from inreach.apps.ui.presenters.figures import hours, numbered, percent
from inreach.core.guard.engine import flags
from inreach.core.guard.facts import WeekFacts
from inreach.core.guard.shares import OUT, TAUGHT


def rendered(source, **context):
    return engines["django"].from_string(source).render(context)


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.1333, "13 %"), (0, "0 %"), (1, "100 %"), (0.004, "under 1 %"), (None, "–")],
)
def test_a_share_is_written_as_whole_per_cent(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(1235, "20 h 35"), (35, "35 min"), (120, "2 h"), (0, "0 min"), (None, "–"), (61, "1 h 01")],
)
def test_minutes_are_written_as_hours(minutes, text):
    assert hours(minutes) == text


def test_numbers_behind_a_flag_have_names():
    numbers = {"minutes out of class": 1420, "share": 0.29, "school weeks": 21.5, "lesson name": "Art"}
    assert numbered(numbers) == (
        ("minutes out of class", "1,420"),
        ("share", "29 %"),
        ("school weeks", "21.5"),
        ("lesson name", "Art"),
    )


def test_a_flag_shows_its_word_sentence_alternative_numbers_and_source():
    flag = flags(WeekFacts({TAUGHT: 1425, OUT: 800}))[0]
    html = rendered('{% cotton flag :flag="flag" / %}', flag=flag)
    assert "flag--outvention" in html
    assert '<strong class="flag__word">Outvention</strong>' in html
    assert "<li>Minutes out of class: <strong>800</strong></li>" in html
    assert "In class instead:" in html
    assert flag.source in html.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")


def test_a_figure_can_carry_the_bar_with_the_three_lines():
    html = rendered('{% cotton stat number="13 %" label="out" :share="share" / %}', share=0.1333)
    assert 'aria-label="13 % out of class. Notice at 10 %, concern at 25 %, outvention at 50 %."' in html
    assert 'class="stat-bar__out" y="4" width="13%"' in html


def test_a_figure_without_a_share_has_no_bar():
    assert "stat-bar" not in rendered('{% cotton stat number="6" label="times" / %}')


def test_a_card_has_its_area_title_body_and_footer():
    html = rendered(
        '{% cotton card title="Kai asks" area="Communication" tone="say" footer="Next: 12 March" %}Body{% endcotton %}'
    )
    assert 'class="card card--say"' in html
    assert '<h3 class="card__title">Kai asks</h3>' in html
    assert '<p class="card__area">Communication</p>' in html
    assert '<div class="card__footer">Next: 12 March</div>' in html
    assert "Body" in html
