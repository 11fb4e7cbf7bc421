"""Missing reviews are shown as bounds."""

from dataclasses import replace

from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.missing_review_bounds import bounds
from inreach.evaluation.figures.target import Target

AMIR = Target("amir", "hill", 3, 7, 5, weeks=10, holiday_weeks=0, hours=8)


OPEN = replace(AMIR, achieved=None)


def refused(shown, reason):
    """The number is absent and its reason says this."""
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def test_missing_reviews_are_shown_as_bounds():
    found = bounds([replace(AMIR, achieved=7)] * 6 + [AMIR] * 2 + [OPEN] * 2)
    assert found.sentence.startswith("Between 60 and 80 in 100 targets due for review were met or exceeded.")
    refused(bounds([replace(OPEN, due=False)]), "No review is due")
