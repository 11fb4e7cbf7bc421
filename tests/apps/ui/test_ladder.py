from datetime import date

import pytest
from django.template import engines

from inreach.apps.ui.ladder.drawing import RatingPoint, ladder
from inreach.core.targets.ratings import Outcome

SEPTEMBER, OCTOBER, NOVEMBER = date(2026, 9, 14), date(2026, 10, 12), date(2026, 11, 16)
WORDS = {3: "Waits until an adult comes", 7: "Uses “Can you show me?” in most lessons"}


def rated(on, value, setting="class", purpose="progress", role="class_teacher"):
    return RatingPoint(on, value, "Ms Okafor", role, setting, purpose)


@pytest.fixture
def kai():
    """Kai's target: from 3 to 7, reached at the review."""
    ratings = [
        rated(SEPTEMBER, 3, purpose="baseline"),
        rated(OCTOBER, 4, setting="group", role="deliverer"),
        rated(NOVEMBER, 7, purpose="review"),
    ]
    return ladder(3, 7, ratings, WORDS)


def rung(of, value):
    return next(r for r in of.rungs if r.value == value)


def rendered(of):
    return engines["django"].from_string('{% cotton ladder :ladder="l" title="Asks" / %}').render({"l": of})


def test_the_ladder_has_ten_rungs_with_the_highest_on_top(kai):
    assert [r.value for r in kai.rungs] == list(range(10, 0, -1))


def test_baseline_and_expected_are_rungs_with_their_words(kai):
    assert [(r.value, r.words) for r in kai.rungs if r.baseline] == [(3, WORDS[3])]
    assert [(r.value, r.words) for r in kai.rungs if r.expected] == [(7, WORDS[7])]


def test_every_rating_stands_on_the_rung_that_was_given_in_the_order_of_time(kai):
    points = [(r.value, p.x) for r in reversed(kai.rungs) for p in r.points]
    assert points == [(3, 12.0), (4, 45.78), (7, 88.0)]


def test_a_rating_climbs_from_the_baseline_through_the_rungs_between(kai):
    last = [(r.value, s.y1, s.y2) for r in kai.rungs for s in r.stems if s.latest]
    assert last == [(7, 50, 100), (6, 0, 100), (5, 0, 100), (4, 0, 100), (3, 0, 50)]


def test_a_rating_at_the_baseline_has_no_stem():
    found = ladder(3, 7, [rated(OCTOBER, 3)], {})
    assert [r.stems for r in found.rungs] == [()] * 10


def test_a_rating_below_the_baseline_falls():
    found = ladder(5, 7, [rated(OCTOBER, 4)], {})
    assert [(r.value, s.y1, s.y2, s.falling) for r in found.rungs for s in r.stems] == [
        (5, 50, 100, True),
        (4, 0, 50, True),
    ]


def test_the_latest_rating_is_the_large_one(kai):
    assert [p.latest for r in reversed(kai.rungs) for p in r.points] == [False, False, True]


def test_settings_differ_by_shape_and_the_pupil_has_one_alone():
    ratings = [
        rated(OCTOBER, n + 3, setting=s) for n, s in enumerate(("class", "group", "elsewhere", "home"))
    ]
    ratings.append(rated(NOVEMBER, 8, role="pupil"))
    found = ladder(3, 7, ratings, {})
    assert found.key == (
        ("circle", "in class"),
        ("square", "in the group"),
        ("triangle", "elsewhere in school"),
        ("diamond", "at home"),
        ("star", "the pupil’s own rating"),
    )


def test_ratings_of_one_day_stand_side_by_side():
    found = ladder(2, 6, [rated(OCTOBER, 4), rated(OCTOBER, 6, setting="group")], {})
    assert [p.x for value in (4, 6) for p in rung(found, value).points] == [45.0, 55.0]


def test_the_outcome_of_a_review_is_final(kai):
    assert (kai.outcome, kai.final, kai.label) == (Outcome.MET, True, "Met")


def test_the_outcome_before_a_review_is_only_so_far():
    found = ladder(2, 6, [rated(OCTOBER, 4)], {})
    assert (found.final, found.label) == (False, "Some progress so far")


def test_nothing_but_a_baseline_is_not_rated_yet():
    found = ladder(2, 6, [rated(SEPTEMBER, 2, purpose="baseline")], {})
    assert (found.achieved, found.label) == (None, "Not rated yet")


def test_an_agreed_rating_decides_over_the_dated_ones():
    found = ladder(2, 6, [rated(OCTOBER, 4)], {}, achieved=6)
    assert (found.achieved, found.label) == (6, "Met")


def test_a_rating_in_class_decides_over_one_in_the_group_on_the_same_day():
    found = ladder(2, 6, [rated(OCTOBER, 4), rated(OCTOBER, 6, setting="group")], {})
    assert found.achieved == 4
    assert found.sentence == "Rated 4 in class, 6 in the group. Baseline 2, expected 6."


def test_the_pupils_own_rating_is_told_and_does_not_decide():
    found = ladder(2, 6, [rated(OCTOBER, 4), rated(NOVEMBER, 9, role="pupil")], {})
    assert found.achieved == 4
    assert found.sentence == "Rated 4 in class, 9 by the pupil. Baseline 2, expected 6."


def test_a_follow_up_is_told_beside_the_outcome_of_the_review():
    ratings = [rated(OCTOBER, 6, purpose="review"), rated(NOVEMBER, 5, purpose="follow_up")]
    found = ladder(2, 6, ratings, {})
    assert (found.label, found.sentence) == (
        "Met",
        "Rated 6 in class. Baseline 2, expected 6. At follow-up 5.",
    )


def test_a_target_to_maintain_is_met_at_its_baseline():
    found = ladder(5, 5, [rated(NOVEMBER, 5, purpose="review")], {}, maintain=True)
    assert (found.outcome, found.maintain) == (Outcome.MET, True)


def test_the_top_of_the_scale_cannot_be_exceeded_and_the_ladder_says_so():
    found = ladder(4, 10, [], {})
    assert found.at_ceiling is True
    assert "cannot be exceeded" in rendered(found)


def test_dates_stand_under_the_ladder():
    many = ladder(2, 6, [rated(SEPTEMBER, 3), rated(OCTOBER, 3), rated(NOVEMBER, 4)], {})
    assert [(d.on, d.anchor) for d in many.dates] == [(SEPTEMBER, "start"), (NOVEMBER, "end")]
    one = ladder(2, 6, [rated(SEPTEMBER, 3)], {})
    assert [(d.on, d.anchor) for d in one.dates] == [(SEPTEMBER, "middle")]
    assert ladder(2, 6, [], {}).dates == ()


def test_a_rating_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="from 1 to 10, not 11"):
        ladder(2, 6, [rated(OCTOBER, 11)], {})


def test_an_expected_rating_below_the_baseline_is_refused():
    with pytest.raises(ValueError, match="must not be below the baseline"):
        ladder(6, 2, [], {})


def test_the_page_says_the_outcome_in_words_and_holds_every_rating_in_a_table(kai):
    html = rendered(kai)
    assert '<strong class="lad-outcome__label">Met</strong>' in html
    assert html.count("<tr><td>") == 3
    assert "<td>Ms Okafor, person delivering</td>" in html
    assert "style=" not in html


def test_words_from_a_form_are_escaped():
    html = rendered(ladder(3, 7, [], {3: "<script>alert(1)</script>"}))
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
