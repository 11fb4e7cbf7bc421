"""Progress of a group is a ratio of sums, over targets that expect enough."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.figures.progress import progress
from inreach.evaluation.figures.target import Target

AMIR = Target("amir", "hill", 3, 7, 5, weeks=10, holiday_weeks=0, hours=8)


def service(n=40, seed=1):
    """Targets over four schools, one a pupil, with room at both ends of the scale."""
    random = np.random.default_rng(seed)
    return [
        Target(f"p{i}", f"s{i % 4}", int(b), int(b) + 4, min(9, int(b) + int(random.integers(0, 6))))
        for i, b in enumerate(random.integers(2, 5, n))
    ]


def test_progress_of_a_group_is_a_ratio_of_sums():
    targets = service()
    gained, wanted = sum(t.gained for t in targets), sum(t.wanted for t in targets)
    assert progress(targets).estimate == pytest.approx(100 * gained / wanted)


def test_the_interval_of_progress_covers_the_truth_about_95_times_in_100():
    covered = []
    for seed in range(300):
        random = np.random.default_rng(seed)
        lean = random.normal(0, 0.7, 15)
        targets = [
            Target(
                f"p{i}",
                f"s{i % 15}",
                3,
                7,
                int(np.clip(np.rint(5.4 + lean[i % 15] + random.normal(0, 1)), 1, 10)),
            )
            for i in range(90)
        ]
        covered.append(progress(targets).interval.holds(60))
    assert 0.91 <= np.mean(covered) <= 0.98


def test_small_gaps_and_edited_expectations_are_left_out_of_progress_and_counted():
    targets = [*service(), replace(AMIR, expected=4, achieved=9), replace(AMIR, edited=True)]
    found = progress(targets)
    assert (found.n, found.denominator) == (40, 42)
    assert found.notes[0].startswith("2 reviewed targets")
