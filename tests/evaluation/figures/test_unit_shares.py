"""The share of a unit is told drawn together, and never raw of few."""

import numpy as np

from inreach.evaluation.aggregation.types import Outcomes
from inreach.evaluation.figures.figure import Figure, Refusal
from inreach.evaluation.figures.unit_shares import each_share


def outcomes(*table, missing=0):
    counts = np.array(table, float)
    names = tuple(f"area {i}" for i in range(len(table)))
    nothing = np.zeros(len(table))
    return Outcomes(names, *counts.T, nothing + missing, nothing)


def refused(shown, reason):
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def test_the_share_of_a_unit_is_drawn_together_and_none_of_few_is_told():
    told = each_share(outcomes((10, 20, 30), (40, 15, 5), (0, 3, 0)), "area")
    assert [type(f) for f in told] == [Figure, Figure, Refusal]
    assert 0.6 < told[0].estimate < 50 / 60
    assert told[0].interval.holds(told[0].estimate)
    refused(told[2], "3 reviewed targets are too few for a share")


def test_a_unit_with_many_missing_reviews_has_no_share():
    refused(
        each_share(outcomes((10, 20, 30), (40, 15, 5), missing=8), "area")[0],
        "8 of 68 reviews due",
    )


def test_shares_of_a_single_unit_are_not_drawn_together():
    refused(each_share(outcomes((10, 20, 30)), "area")[0], "Fewer than two areas")
    refused(each_share(outcomes((1, 2, 3), (1, 1, 1)), "programme")[0], "fewer than 10 targets")
