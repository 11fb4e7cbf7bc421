"""A target, its ratings and who agreed it are what the audit says, or `audit verify` names them."""

import uuid

import pytest
from django.db import models

from inreach.apps.audit.services.verification import faults
from inreach.apps.casework.actions import correct_rating, rate_target
from inreach.apps.casework.models import Rating, SignOff, Target
from tests import worlds


def rows(model: type[models.Model]) -> models.QuerySet:
    """Rows as an attacker reaches them: past everything that guards them."""
    return models.QuerySet(model)


def sentences() -> list[str]:
    return [fault.sentence for fault in faults() if not fault.place.startswith("event")]


@pytest.fixture
def rating(world, started):
    """A rating on the way, corrected once."""
    given = rate_target(
        by=world.teacher,
        target=started,
        value=5,
        rated_on=worlds.TODAY,
        purpose="progress",
        rater="Ms Okafor",
        rater_role="class_teacher",
    )
    return correct_rating(by=world.teacher, rating=given, value=4, reason="I pressed the wrong one.")


def test_what_actions_wrote_is_explained(rating):
    assert sentences() == []


def test_a_rating_changed_past_the_product_is_found(rating):
    rows(Rating).filter(pk=rating.pk).update(value=9)
    assert sentences() == [f"No event explains the value of the rating {rating.pk}."]


def test_a_rating_put_in_or_taken_out_past_the_product_is_found(rating):
    gone = rating.pk
    rating.pk = uuid.uuid4()
    rows(Rating).bulk_create([rating])
    rows(Rating).filter(pk=gone).delete()
    assert sentences() == [
        f"No event explains the rating {rating.pk}.",
        f"The rating {gone} is gone, and no event says so.",
    ]


def test_a_target_moved_past_the_product_is_found(started):
    rows(Target).filter(pk=started.pk).update(state="closed")
    assert sentences() == [f"No event explains the state of the target {started.pk}."]


def test_an_agreement_put_in_past_the_product_is_found(written):
    forged = SignOff(pk=uuid.uuid4(), target=written, party="parent", name="X", agreed_on=written.written_on)
    rows(SignOff).bulk_create([forged])
    assert sentences() == [f"No event explains the sign off {forged.pk}."]
