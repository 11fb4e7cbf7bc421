"""What a school can do by itself is told with the starting point as it was and as it is looked back at, or refused."""

from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.aggregation.types import CapacityRow
from inreach.evaluation.figures import capacity
from inreach.evaluation.figures.figure import Evidence, Figure, Refusal


def rows(seed=1, schools=5, staff=4, statements=3, lift=1.0):
    random = np.random.default_rng(seed)
    found = []
    for school in range(schools):
        own = random.normal(0, 0.3)
        for person in range(staff):
            for statement in range(statements):
                start = int(random.integers(2, 5))
                end = int(np.clip(np.rint(start + lift + own + random.normal(0, 0.8)), 1, 6))
                found.append(
                    CapacityRow(f"s{school}", f"t{person}", f"We can do {statement}", start, end, start - 1)
                )
    return found


def named(shown):
    return {f.name: f for f in shown}


def test_capacity_is_told_as_up_same_and_down_which_add_up_to_all():
    found = named(capacity.figures(rows()))
    three = [found[f"capacity {name}"] for name in ("up", "the same", "down")]
    assert sum(f.estimate for f in three) == pytest.approx(1)
    assert all(f.interval.holds(f.estimate) for f in three)
    assert three[0].sentence.startswith("Of 60 pairs of ratings by 20 members of staff")
    assert three[0].sentence.endswith("Self-ratings often re-set the starting point.")


def test_the_mean_shift_has_an_interval_over_schools_and_a_check_without_averages():
    found = named(capacity.figures(rows()))["capacity shift"]
    shifts = [r.end - r.start for r in rows()]
    assert found.estimate == pytest.approx(np.mean(shifts))
    assert found.label == Evidence.CHANGE
    assert found.interval.holds(1.0)
    assert "Wilcoxon" in found.notes[1]
    assert "also finds" in found.notes[1]
    assert "does not find" in capacity.wilcoxon(rows(lift=0.0))
    assert "Too few" in capacity.wilcoxon([replace(r, end=r.start) for r in rows()])


def test_the_start_looked_back_at_stands_beside():
    found = named(capacity.figures(rows()))
    assert found["capacity shift, looking back"].estimate == pytest.approx(
        found["capacity shift"].estimate + 1
    )
    assert (
        "place the start 1.0 grades lower than they had rated it"
        in found["capacity shift, looking back"].notes[0]
    )
    same = capacity.looked_back([replace(r, then=r.start) for r in rows()])
    assert "as high as they had rated it" in same.notes[0]


def test_a_rating_after_support_had_ended_is_told():
    again = [replace(r, follow_up=r.end) if i % 2 else r for i, r in enumerate(rows())]
    found = capacity.later(again)
    assert (found.estimate, found.n) == (0, 30)
    assert "30 pairs were not rated again" in found.notes[0]


def test_each_statement_is_told_by_itself():
    found = named(capacity.figures(rows()))
    own = [r for r in rows() if r.statement == "We can do 1"]
    assert found["capacity: We can do 1"].estimate == np.mean([r.end > r.start for r in own])
    few = named(capacity.figures(rows(schools=3, staff=3, statements=2)))
    assert isinstance(few["capacity: We can do 1"], Refusal)
    assert isinstance(few["capacity up"], Figure)


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (capacity.figures([])[0], "Nobody rated"),
        (capacity.figures(rows()[:9])[0], "listed one by one"),
        (capacity.looked_back([replace(r, then=None) for r in rows()]), "how far it was re-set is not known"),
        (
            capacity.looked_back([replace(r, then=None) if i > 5 else r for i, r in enumerate(rows())]),
            "Fewer than 10",
        ),
        (capacity.later(rows()), "Nobody rated again"),
        (capacity.shift([replace(r, school="s", staff="t") for r in rows()]), "All ratings are one person's"),
    ],
)
def test_a_figure_of_capacity_that_would_mislead_is_not_shown(shown, reason):
    assert isinstance(shown, Refusal)
    assert reason in shown.reason
    assert not hasattr(shown, "estimate")


def test_ratings_of_one_school_give_wider_intervals_than_as_many_of_different_people():
    """Where a whole school moves together, its ratings are not independent."""
    tied = [CapacityRow(f"s{i // 10}", f"t{i}", "We can", 3, 3 + (i // 10) % 2) for i in range(60)]
    apart = [replace(row, school=f"s{i}") for i, row in enumerate(tied)]
    wide, narrow = (named(capacity.figures(r))["capacity up"].interval for r in (tied, apart))
    assert wide.high - wide.low > 1.5 * (narrow.high - narrow.low)
