"""Schools, areas and programmes are told drawn together, and never in order."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.estimators import crossed_effects
from inreach.evaluation.estimators.partial_pooling import Units, gather, integrated
from inreach.evaluation.estimators.sufficient_statistics import gather_cells
from inreach.evaluation.figures import unit_differences
from inreach.evaluation.figures.figure import Refusal


def cells(seed=1, schools=12, areas=6, targets=600, apart=0.8):
    random = np.random.default_rng(seed)
    school, area = random.integers(0, schools, targets), random.integers(0, areas, targets)
    y = 2 + random.normal(0, apart, areas)[area] + random.normal(0, apart / 2, schools)[school]
    return gather_cells(
        np.rint(y + random.normal(0, 1.2, targets)), school, area, random.integers(0, targets, targets)
    )


def refused(shown, reason):
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def test_units_drawn_together_are_those_of_the_crossed_model():
    areas, schools = unit_differences.draw(cells(), "area")
    slow = crossed_effects.analyse(cells())
    assert areas.estimate == pytest.approx(slow.areas.estimate)
    assert schools.estimate == pytest.approx(slow.mean + slow.schools.estimate)
    assert schools.above == pytest.approx(slow.schools.above)
    assert (areas.names, areas.n.sum(), schools.n.sum()) == (tuple("012345"), 600, 600)


def test_the_caterpillar_says_how_many_differ_and_that_the_order_of_the_others_means_nothing():
    areas, _ = unit_differences.draw(cells(), "area")
    found = unit_differences.differ(areas)
    sure = int(((areas.above >= 0.95) | (areas.above <= 0.05)).sum())
    assert 0 < sure < 6
    assert found.estimate == sure
    assert found.sentence.startswith(
        f"We can be fairly sure {sure} of 6 areas differ from the service average."
    )
    assert found.sentence.endswith("their order means nothing.")


def test_units_that_do_not_differ_have_no_detectable_difference_which_is_not_no_difference():
    areas, schools = unit_differences.draw(cells(apart=0.0), "area")
    for found in (areas, schools):
        assert "no detectable difference" in unit_differences.differ(found).sentence
        assert "not to say that there is none" in unit_differences.differ(found).sentence


def test_each_unit_is_told_by_name_with_two_probabilities_and_no_place_in_an_order():
    areas, schools = unit_differences.draw(cells(), "area")
    told = unit_differences.each(areas)
    assert [f.name for f in told] == [f"area {i}: mean gain" for i in range(6)]
    assert "above the service's mean is" in told[0].sentence
    assert "in the top fifth" in told[0].sentence
    assert all(f.interval.holds(f.estimate) for f in told)
    assert unit_differences.each(replace(schools, names=tuple(map(str, range(41))))) == ()


def test_units_of_one_school_are_drawn_together_by_themselves():
    one = cells(schools=1)
    areas, school = unit_differences.draw(one, "area")
    slow = integrated(Units(one.n.sum(0), one.total.sum(0), one.squares.sum(0)))
    assert areas.estimate == pytest.approx(slow.estimate)
    refused(school, "There is only one school")
    areas, schools = unit_differences.draw(cells(areas=1), "area")
    refused(areas, "There is only one area")
    assert len(schools.names) == 12


@pytest.mark.parametrize(
    ("given", "changes", "reason"),
    [
        (cells(), {"unworded": 3}, "no written steps"),
        (cells(schools=1, areas=1), {}, "only one area"),
        (cells(targets=9), {}, "Fewer than 10 targets"),
        (gather_cells([2.0] * 20, [0, 1] * 10, [0, 0, 1, 1] * 5), {}, "two different values"),
    ],
)
def test_units_that_cannot_be_set_apart_are_refused(given, changes, reason):
    areas, _ = unit_differences.draw(given, "area", **changes)
    refused(areas, reason)
    refused(unit_differences.differ(areas), reason)
    assert unit_differences.each(areas) == ()


def test_an_area_with_a_name_that_no_sentence_may_hold_is_told_without_it():
    areas, _ = unit_differences.draw(cells(), "area")
    told = unit_differences.each(replace(areas, names=("best practice", *areas.names[1:])))
    assert any(f.sentence.startswith("This area:") for f in told)


def test_a_chance_is_never_told_as_certain():
    units, names = gather([1.0, 1.1] * 30 + [9.0, 9.1] * 30, ["low"] * 60 + ["high"] * 60)
    cells_of_two = gather_cells([1.0, 1.1] * 30 + [9.0, 9.1] * 30, [0] * 120, ["low"] * 60 + ["high"] * 60)
    told = unit_differences.each(unit_differences.draw(cells_of_two, "area")[0])
    assert names == ("low", "high")
    assert units.n.tolist() == [60, 60]
    assert "100 in 100" not in told[0].sentence + told[1].sentence
    assert "0 in 100," not in told[1].sentence.replace("100 in", "")
