"""A waiting list speaks where its design allows, and is refused with the reason where it does not."""

from dataclasses import replace

import pytest

from inreach.evaluation.estimators.change import Group
from inreach.evaluation.figures.figure import Evidence, Refusal
from inreach.evaluation.figures.waiting_list import WaitingDesign, waiting

TREATED, CONTROL = Group(40, 3.2, 6.1, 1.4, 0.5), Group(38, 3.1, 3.9, 1.5, 0.5)


FAIR = WaitingDesign(weeks_of_support=12, weeks_of_waiting=12, ordered_by_need=False)


def refused(shown, reason):
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def test_a_waiting_list_may_speak_of_cause_only_where_the_interval_leaves_nothing_out():
    found = waiting(TREATED, CONTROL, FAIR)
    assert found.label == Evidence.EXPERIMENT
    alike = waiting(replace(TREATED, mean_after=4.1), CONTROL, FAIR)
    assert alike.label == Evidence.DESCRIBE
    assert "cannot be told" in alike.sentence


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (waiting(replace(TREATED, mean_before=3.6), CONTROL, FAIR), "already differed by 0.34"),
        (waiting(TREATED, CONTROL, replace(FAIR, weeks_of_waiting=5)), "shorter than half"),
        (waiting(TREATED, CONTROL, replace(FAIR, ordered_by_need=True)), "Need decided"),
        (waiting(replace(TREATED, n=1), CONTROL, FAIR), "at least 2"),
        (waiting(replace(TREATED, sd_before=0), replace(CONTROL, sd_before=0), FAIR), "all alike"),
    ],
)
def test_a_comparison_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)
