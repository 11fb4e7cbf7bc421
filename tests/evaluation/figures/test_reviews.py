"""Every target is counted once by the state of its review."""

from dataclasses import replace

from inreach.evaluation.aggregation.types import Reviews
from inreach.evaluation.figures import reviews
from inreach.evaluation.figures.target import Target

AMIR = Target("amir", "hill", 3, 7, 5, weeks=10, holiday_weeks=0, hours=8)


OPEN = replace(AMIR, achieved=None)


def test_every_target_is_counted_once_by_the_state_of_its_review():
    state = reviews.reviews([AMIR, replace(AMIR, achieved=7), OPEN, OPEN, replace(OPEN, due=False)])
    assert (state.opened, state.reviewed, state.missing, state.not_due, state.met, state.due) == (
        5,
        2,
        2,
        1,
        1,
        4,
    )
    assert state.bounds == (0.25, 0.75)


def test_the_tipping_point_is_the_first_number_of_failures_that_changes_the_sentence():
    state = Reviews(opened=20, reviewed=14, missing=6, not_due=0, met=9)
    for claim in (0.3, 0.5, 0.6, 0.74, 0.9):
        falls = [k for k in range(7) if (15 - k) / 20 < claim]
        assert state.tipping_point(claim) == (falls[0] if falls else None)
