"""`python -m bench.evaluation`: the evaluation's own engines beside general ones, on one synthetic service, in one run.

200,000 targets of 80,000 pupils in 2,000 schools and 40 areas and programmes, by our own model: it shows speed and
agreement between methods, and says nothing about schools.
"""

import resource
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

# isort: off
from inreach.evaluation.cells import (
    gather_cells,
)  # first: it sets the threads of numpy, which must not be loaded yet
from inreach.evaluation.crossed import analyse
from inreach.evaluation.ordinal import cumulative_logit
from inreach.evaluation.two_level import two_level

import numpy as np

# isort: on

SCHOOLS, AREAS = 2000, 40
PART = 4000


@dataclass(frozen=True, slots=True)
class Synthetic:
    """Rows of a made-up service, and the true departures of its schools."""

    y: np.ndarray
    school: np.ndarray
    area: np.ndarray
    pupil: np.ndarray
    ambition: np.ndarray
    category: np.ndarray
    schools: np.ndarray


def synthetic(targets: int, seed: int = 2026) -> Synthetic:
    """Make a service: sizes of schools log-normal, pupils with targets in several areas."""
    random = np.random.default_rng(seed)
    pupils = max(1, 2 * targets // 5)
    share = random.lognormal(0, 1, SCHOOLS)
    home = random.choice(SCHOOLS, pupils, p=share / share.sum())
    pupil, area = random.integers(0, pupils, targets), random.integers(0, AREAS, targets)
    school = home[pupil]
    effects = [random.normal(0, sd, n) for sd, n in ((0.46, AREAS), (0.38, SCHOOLS), (0.77, pupils))]
    cell = random.normal(0, 0.29, (SCHOOLS, AREAS))
    shift = effects[0][area] + effects[1][school] + cell[school, area] + effects[2][pupil]
    y = 5 + shift + random.normal(0, 1.2, targets)
    ambition = random.integers(2, 7, targets)
    category = np.digitize(0.8 * shift - 0.9 * (ambition - 4) + random.logistic(size=targets), [0.0, 1.6])
    return Synthetic(y, school, area, pupil, ambition.astype(float), category, effects[1])


def timed(work: Callable[[], Any], times: int = 1) -> tuple[Any, float]:
    """The result of the work, and the shortest of so many times in seconds."""
    spent, result = [], None
    for _ in range(times):
        began = time.perf_counter()
        result = work()
        spent.append(time.perf_counter() - began)
    return result, min(spent)


def two_levels(data: Synthetic) -> None:
    """Schools random and areas fixed: from sums, and statsmodels' mixed model over rows."""
    from statsmodels.regression.mixed_linear_model import MixedLM

    def ours() -> Any:
        cells = gather_cells(data.y, data.school, data.area)
        return two_level(cells.n, cells.total, float(data.y @ data.y))

    def theirs() -> Any:
        x = (data.area[:, None] == np.arange(AREAS)[None, :]).astype(float)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return MixedLM(data.y, x, groups=data.school).fit(reml=True)

    mine, short = timed(ours, 3)
    other, long = timed(theirs)
    apart = abs(mine.between / float(other.cov_re[0, 0]) - 1), abs(mine.residual / other.scale - 1)
    print(
        f"two levels, {data.y.size:,} targets: {short:.3f} s from sums, MixedLM {long:.1f} s: {long / short:.0f} times"
    )
    print(f"  variances differ by {apart[0]:.1e} (schools) and {apart[1]:.1e} (within), relative")


def categories(data: Synthetic) -> None:
    """The cumulative logit on patterns beside OrderedModel over rows, on a part that it can do."""
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    area, ambition, y = data.area[:PART], data.ambition[:PART], data.category[:PART]
    x = np.column_stack([ambition, *((area == a).astype(float) for a in range(1, AREAS))])

    def ours() -> Any:
        key = (area * 10 + ambition.astype(int)) * 3 + y
        _, first, counts = np.unique(key, return_index=True, return_counts=True)
        return cumulative_logit(y[first], x[first], counts)

    def theirs() -> Any:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return OrderedModel(y, x, distr="logit").fit(method="bfgs", disp=False, maxiter=500)

    mine, short = timed(ours, 3)
    other, long = timed(theirs)
    gap = mine.log_likelihood - other.llf
    print(
        f"categories, {PART:,} targets: {short:.3f} s on patterns, OrderedModel {long:.1f} s: {long / short:.0f} times"
    )
    print(f"  log likelihood {mine.log_likelihood:.4f}, {gap:+.5f} from OrderedModel's")


def whole(data: Synthetic) -> None:
    """All five variances, integrated, with schools' and areas' intervals."""
    cells, gathered = timed(lambda: gather_cells(data.y, data.school, data.area, data.pupil))
    found, spent = timed(lambda: analyse(cells))
    true = data.schools[np.array(found.schools.names, dtype=int)]
    held = ((found.schools.low <= true) & (true <= found.schools.high)).mean()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"whole analysis, {data.y.size:,} targets: {gathered + spent:.1f} s (gathered in {gathered:.2f}), {peak:.0f} MB"
    )
    print(f"  95 % intervals of {true.size:,} schools hold {held:.3f} of the true values")


def main() -> int:
    """Print every part; the whole analysis comes first, so that its peak of memory is its own."""
    data = synthetic(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000)
    whole(data)
    two_levels(data)
    categories(data)
    return 0


if __name__ == "__main__":
    sys.exit(main())
