"""What is not shown is named by its reason."""

from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.reporting.header import by_reason


def test_numbers_with_the_same_reason_are_named_together():
    refused = [
        Refusal("one", "Too few.", "d"),
        Refusal("two", "Too few.", "d"),
        Refusal("one", "Too few.", "d"),
    ]
    assert by_reason(refused) == {"Too few.": ["one", "two"]}
