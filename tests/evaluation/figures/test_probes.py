"""Each number of one pupil's probes is shown where it says something, and where it does not, its reason is printed."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.estimators.overlap_indices import tau, tau_u
from inreach.evaluation.estimators.trend import aimline
from inreach.evaluation.figures import probes
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal
from inreach.evaluation.figures.probes import Probes


def refused(shown, reason):
    """The number is absent and its reason says this."""
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


LEO = Probes((3, 5, 4, 3, 4), (6, 7, 9, 8, 8, 10), weeks=tuple(range(11)), real_zero=True)


def test_one_pupils_probes_show_their_figures():
    shown = [
        probes.nap(LEO),
        probes.tau_u(LEO),
        probes.tau_corrected(LEO),
        probes.ratio(LEO),
        probes.goal_obtained(LEO, 10),
        probes.standardised(LEO),
        probes.course(LEO, aimline(3, 10, 10)),
        *(probes.index(LEO, name) for name in probes.INDICES),
    ]
    assert {type(f) for f in shown} == {Figure}
    assert shown[0].estimate == 1
    assert shown[0].interval.low < 0.9


def test_scores_that_were_already_rising_make_credit_uncertain():
    rising = replace(LEO, before=(1, 2, 3, 4, 5))
    assert "credit is uncertain" in probes.nap(rising).notes[0]
    assert probes.nap(replace(LEO, before=(4, 4, 4, 4, 4))).notes == ()
    assert "falling" in probes.nap(replace(LEO, before=(9, 8, 7, 6, 5), falling=True)).notes[0]


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (probes.nap(replace(LEO, before=(3, 4))), "2 probes before"),
        (probes.index(replace(LEO, before=(3, 4)), "PND"), "2 probes before"),
        (probes.tau_u(replace(LEO, before=(3, 5, 4, 3))), "slope of so few is noise"),
        (probes.tau_corrected(replace(LEO, before=(3, 5, 4, 3))), "slope of so few is noise"),
        (probes.ratio(replace(LEO, real_zero=False)), "real zero"),
        (probes.ratio(replace(LEO, before=(0, 0, 0))), "nothing but zeros"),
        (probes.goal_obtained(LEO, None), "No goal"),
        (probes.goal_obtained(LEO, 3), "already at the goal"),
        (probes.standardised(replace(LEO, before=(4, 4, 4))), "never changes"),
        (probes.slope_change(LEO), "as a guide"),
        (probes.randomised(LEO, 3), "not drawn by lot"),
        (probes.course(replace(LEO, weeks=None), aimline(3, 10, 10)), "weeks of the probes"),
        (probes.course(Probes((3, 4), (5,), weeks=(0, 1, 2)), aimline(3, 10, 10)), "too few"),
        (probes.pooled([tau([1, 2], [3, 4]), tau_u([1, 2], [3, 4])]), "different variants"),
        (probes.pooled([tau([1, 2], [3, 4])]), "by itself"),
        (probes.several([1, 1, 2, 2], [0, 1, 0, 1], [False, True] * 2, [1, 2, 1, 2]), "at least 3 pupils"),
    ],
)
def test_a_number_of_one_pupils_probes_that_would_mislead_is_not_shown(shown, reason):
    refused(shown, reason)


def test_only_a_start_drawn_by_lot_may_speak_of_cause():
    values = tuple(float(x) for x in [1, 2, 1, 2, 1, 1, 2, 1, 2, 1, 9, 8, 9, 9, 8, 9, 9, 8, 9, 9])
    lot = Probes(values[:10], values[10:], drawn_by_lot=True)
    assert probes.randomised(lot, 3).label == Evidence.DESCRIBE
    longer = Probes(values[:10] * 2, values[10:] * 2, drawn_by_lot=True)
    found = probes.randomised(longer, 3)
    assert (found.label, found.estimate) == (Evidence.EXPERIMENT, pytest.approx(1 / 35))


def test_lines_over_eight_probes_in_each_phase_show_the_change_of_slope():
    random = np.random.default_rng(3)
    first, later = random.normal(0, 1, 12), 2 * np.arange(12) + random.normal(0, 1, 12)
    found = probes.slope_change(Probes(tuple(first), tuple(later)))
    assert found.interval.holds(2)
    wandering = np.cumsum(random.normal(0, 1, 30))
    refused(probes.slope_change(Probes(tuple(wandering[:15]), tuple(wandering[15:]))), "go together")


def test_one_variant_of_tau_may_be_put_together_over_pupils():
    found = probes.pooled([tau([1, 2], [3, 4]), tau([3, 4], [1, 2]), tau([1, 3], [2, 4])])
    assert found.estimate == pytest.approx((1 - 1 + 0.5) / 3)
    assert "A vs B" in found.sentence
