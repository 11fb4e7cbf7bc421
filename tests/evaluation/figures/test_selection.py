"""What selection alone gives stands beside every change."""

import numpy as np
import pytest

from inreach.evaluation.aggregation.types import Selection
from inreach.evaluation.figures.mean_change import mean_change
from inreach.evaluation.figures.median_gain import median_gain
from inreach.evaluation.figures.progress import progress
from inreach.evaluation.figures.standardised_change import standardised_change
from inreach.evaluation.figures.target import Target


def service(n=40, seed=1):
    """Targets over four schools, one a pupil, with room at both ends of the scale."""
    random = np.random.default_rng(seed)
    return [
        Target(f"p{i}", f"s{i % 4}", int(b), int(b) + 4, min(9, int(b) + int(random.integers(0, 6))))
        for i, b in enumerate(random.integers(2, 5, n))
    ]


@pytest.mark.parametrize("work", [median_gain, mean_change, progress, standardised_change])
def test_what_selection_alone_gives_stands_beside_every_uncontrolled_change(work):
    assert "cannot be said" in work(service()).notes[-1]
    told = work(service(), Selection(4.5, 1.8, 3)).notes[-1]
    assert "would rise by 0.21 to 0.85 points with no support" in told
