"""Ratings are dated, kept when corrected, and move a target only at its review."""

from datetime import date, timedelta

import pytest

from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.free_text import with_texts
from inreach.apps.casework.actions import correct_rating, rate_target, start_target
from inreach.apps.casework.adapters.target import gather_target
from inreach.core.refusal import Refusal
from inreach.core.targets.progress import outcome_of, outcome_so_far
from inreach.core.targets.ratings import Outcome
from tests import worlds
from tests.apps.casework.conftest import agree


def rate(world, target, value=5, by=None, **changes):
    said = {
        "rated_on": worlds.TODAY,
        "purpose": "progress",
        "rater": "Ms Okafor",
        "rater_role": "class_teacher",
    }
    return rate_target(by=by or world.teacher, target=target, value=value, **{**said, **changes})


def test_a_rating_on_the_way_leaves_the_outcome_open(world, started):
    rate(world, started, 5)
    assert started.state == "active"
    assert outcome_of(gather_target(started)) is Outcome.NOT_RATED
    assert outcome_so_far(gather_target(started)) is Outcome.SOME_PROGRESS


def test_the_review_rating_moves_the_target_to_reviewed(world, started):
    rate(world, started, 8, purpose="review")
    started.refresh_from_db()
    assert started.state == "reviewed"
    assert outcome_of(gather_target(started)) is Outcome.EXCEEDED


def test_a_second_independent_review_rating_stands_beside_the_first(world, started):
    rate(world, started, 7, purpose="review")
    rate(world, started, 4, purpose="review", independent=True, by=world.assistant)
    assert outcome_of(gather_target(started)) is Outcome.MET
    assert started.ratings.filter(purpose="review").count() == 2


def test_a_baseline_rating_sets_the_baseline_of_a_draft(world, written):
    rate(world, written, 2, purpose="baseline")
    written.refresh_from_db()
    assert written.baseline == 2


def test_an_independent_baseline_rating_leaves_the_baseline(world, written):
    rate(world, written, 5, purpose="baseline", independent=True)
    written.refresh_from_db()
    assert written.baseline == 3


@pytest.mark.parametrize("purpose", ["baseline", "follow_up"])
def test_a_started_target_takes_no_other_kind_of_rating(world, started, purpose):
    with pytest.raises(Refusal) as wrong:
        rate(world, started, purpose=purpose)
    assert wrong.value.field_errors.keys() == {"purpose", ""}
    assert wrong.value.field_errors[""][0].startswith("It is in progress. ")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"rated_on": worlds.TODAY + timedelta(days=1)}, "rated_on"),
        ({"rated_on": worlds.TODAY - timedelta(days=1)}, "rated_on"),
        ({"value": 0}, "value"),
        ({"value": 11}, "value"),
        ({"rater": " "}, "rater"),
    ],
)
def test_a_rating_that_cannot_be_is_named_by_field(world, started, changes, field):
    with pytest.raises(Refusal) as wrong:
        rate(world, started, **changes)
    assert list(wrong.value.field_errors) == [field]
    assert started.ratings.filter(purpose="progress").count() == 0


def test_the_family_rates_on_the_way_but_not_at_the_review(world, started):
    rate(world, started, 6, by=world.parent, rater="Dana Rowe", rater_role="parent", setting="home")
    with pytest.raises(Refusal, match="from the list"):
        rate(world, started, 9, by=world.parent, purpose="review")
    assert started.state == "active"


def test_another_schools_senco_rates_nothing(world, started):
    with pytest.raises(Forbidden, match="You cannot rate this target"):
        rate(world, started, by=world.other_senco)


def test_a_corrected_rating_keeps_the_old_value_and_the_reason(world, started):
    rating = rate(world, started, 9)
    with pytest.raises(Refusal, match="Say what was wrong"):
        correct_rating(by=world.teacher, rating=rating, value=6, reason=" ")
    correct_rating(by=world.teacher, rating=rating, value=6, reason="Typed upside down")
    rating.refresh_from_db()
    assert rating.value == 6
    (event,) = with_texts(Event.objects.filter(verb="rating.corrected"))
    assert event.details["from"]["value"] == 9
    assert event.details["reason"] == "Typed upside down"


def test_a_corrected_baseline_rating_corrects_the_baseline(world, written):
    agree(written, world.senco)
    start_target(by=world.senco, target=written)
    correct_rating(by=world.senco, rating=written.ratings.get(), value=2, reason="Typed wrongly")
    written.refresh_from_db()
    assert written.baseline == 2


def test_an_assistant_corrects_only_their_own_ratings(world, started):
    theirs = rate(world, started, 5, by=world.assistant)
    hers = rate(world, started, 5, by=world.teacher)
    correct_rating(by=world.assistant, rating=theirs, value=4, reason="Miscounted")
    with pytest.raises(Forbidden):
        correct_rating(by=world.assistant, rating=hers, value=4, reason="Miscounted")


def test_a_closed_target_is_not_rated(world, started):
    from inreach.apps.casework.actions import move_target
    from inreach.core.transitions import NotAllowed

    rate(world, started, 7, purpose="review")
    move_target(by=world.senco, target=started, to="closed")
    with pytest.raises(NotAllowed, match="cannot be rated now"):
        rate(world, started, purpose="follow_up")


def test_ratings_are_on_days_since_the_target_was_written(world, started):
    with pytest.raises(Refusal, match="The target was written on 4 March 2026"):
        rate(world, started, rated_on=date(2026, 1, 5))
