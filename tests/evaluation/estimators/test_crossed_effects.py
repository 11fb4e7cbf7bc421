"""Schools and areas together: sums give what rows give, and intervals hold what they say."""

import numpy as np
import pytest

from inreach.evaluation.estimators.crossed_effects import Crossed, Spread, analyse, within
from inreach.evaluation.estimators.crossed_effects_reference import posterior_reference
from inreach.evaluation.estimators.sufficient_statistics import gather_cells

TRUE = Spread(0.4, 0.4, 0.3)


def service(seed, schools, areas, targets, areas_a_pupil=2):
    """Ratings of a service, whose pupils have targets in so many areas; and the true effects."""
    random = np.random.default_rng(seed)
    pupils = max(schools, targets // 2)
    home = random.integers(0, schools, pupils)
    own = random.integers(0, areas, (pupils, areas_a_pupil))
    pupil = random.integers(0, pupils, targets)
    area = own[pupil, random.integers(0, areas_a_pupil, targets)]
    school = home[pupil]
    of_area, of_school = random.normal(0, TRUE.area, areas), random.normal(0, TRUE.school, schools)
    of_cell, of_pupil = random.normal(0, TRUE.cell, (schools, areas)), random.normal(0, 0.6, pupils)
    y = 5 + of_area[area] + of_school[school] + of_cell[school, area] + of_pupil[pupil]
    y = y + random.normal(0, 1.2, targets)
    return (y, school.tolist(), area.tolist(), pupil.tolist()), of_area, of_school


def held(side, true):
    index = np.array(side.names, dtype=int)
    return (side.low <= true[index]) & (true[index] <= side.high)


@pytest.mark.parametrize("seed", range(3))
def test_sums_give_what_the_covariance_of_all_rows_gives(seed):
    """Each pupil has two targets in one area, so that the mean of a cell holds all that its rows say of it."""
    (y, school, area, _), *_ = service(seed, 5, 4, 40)
    random = np.random.default_rng(seed)
    first = np.array(y) + random.normal(0, 1, 40)
    pupils = list(range(40)) * 2
    rows = (np.concatenate([first, first + random.normal(0, 1, 40)]), school * 2, area * 2, pupils)
    model = Crossed(gather_cells(*rows))
    heights = []
    for spread in (
        Spread(0.4, 0.3, 0.2),
        Spread(0.0, 0.6, 0.1),
        Spread(0.8, 0.0, 0.5),
        Spread(0.3, 0.2, 0.0),
    ):
        fast, slow = model.at(spread), posterior_reference(*rows, (spread, model.inside))
        for name in ("areas", "schools"):
            for ours, theirs in zip(getattr(fast, name), slow[name], strict=True):
                assert ours == pytest.approx(theirs, abs=1e-9)
        heights.append(fast.height - slow["height"])
    assert heights == pytest.approx([heights[0]] * 4)


def test_pupils_with_several_areas_change_little_from_what_all_rows_give():
    rows, *_ = service(4, 6, 4, 200)
    model = Crossed(gather_cells(*rows))
    fast, slow = model.at(TRUE), posterior_reference(*rows, (TRUE, model.inside))
    assert fast.schools[0] == pytest.approx(slow["schools"][0], abs=0.1)
    assert fast.areas[0] == pytest.approx(slow["areas"][0], abs=0.1)


def test_variances_inside_cells_are_those_put_in():
    rows, *_ = service(5, 40, 5, 20_000, areas_a_pupil=1)
    found = within(gather_cells(*rows))
    assert (found.pupil, found.residual) == (pytest.approx(0.36, abs=0.06), pytest.approx(1.44, abs=0.05))


def test_the_spreads_of_a_large_service_are_those_put_in_though_pupils_have_several_areas():
    rows, of_area, of_school = service(6, 300, 25, 60_000)
    found = analyse(gather_cells(*rows))
    assert found.spread.school == pytest.approx(of_school.std(), rel=0.1)
    assert found.spread.area == pytest.approx(of_area.std(), rel=0.15)
    assert found.spread.cell == pytest.approx(TRUE.cell, rel=0.1)
    assert 0.92 <= held(found.schools, of_school).mean() <= 0.98


def test_small_crossed_services_of_10_schools_and_6_areas_are_covered():
    schools, areas = [], []
    for seed in range(25):
        rows, of_area, of_school = service(seed, 10, 6, 130)
        found = analyse(gather_cells(*rows))
        schools.append(held(found.schools, of_school).mean())
        areas.append(held(found.areas, 5 + of_area).mean())
    assert np.mean(schools) >= 0.93
    assert np.mean(areas) >= 0.93


def test_two_services_that_share_sums_get_the_figures_of_all_rows():
    rows, *_ = service(8, 8, 4, 400)
    y, school, area, pupil = rows
    first = [i for i, s in enumerate(school) if s < 3]
    rest = [i for i, s in enumerate(school) if s >= 3]
    parts = [
        gather_cells(*([column[i] for i in at] for column in (y, school, area, pupil)))
        for at in (first, rest)
    ]
    joint, whole = analyse(parts[0] + parts[1]), analyse(gather_cells(*rows))
    assert dict(zip(joint.schools.names, joint.schools.estimate.tolist(), strict=True)) == pytest.approx(
        dict(zip(whole.schools.names, whole.schools.estimate.tolist(), strict=True)), abs=1e-4
    )
    assert joint.mean == pytest.approx(whole.mean, abs=1e-4)


def test_schools_are_told_without_an_order():
    found = analyse(gather_cells(*service(9, 12, 5, 300)[0]))
    assert found.schools.names == tuple(dict.fromkeys(service(9, 12, 5, 300)[0][1]))
    assert (found.schools.above >= found.schools.top_fifth).all()
    assert found.schools.sentence.startswith(("We can be fairly sure that", "No detectable difference"))


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: gather_cells([1, 2], ["a"], ["x", "y"]), "its school"),
        (lambda: Crossed(gather_cells([1, 2, 3], ["a"] * 3, ["x", "y", "y"])), "2 schools and 2 areas"),
        (lambda: within(gather_cells([1, 2], ["a", "b"], ["x", "y"])), "two different values"),
    ],
)
def test_too_small_a_service_is_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()
