"""Several pupils with staggered starts: a standardised difference that may stand beside that of a group study.

Hedges, Pustejovsky and Shadish (2013), "A standardized mean difference effect size for multiple baseline designs
across individuals", Research Synthesis Methods 4, 324-341.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from inreach.evaluation.estimators.small_sample import correction

Floats = NDArray[np.float64]
FEWEST_CASES = 3


@dataclass(frozen=True, slots=True)
class DesignComparable:
    """The design-comparable d and everything it is made of, under the names of the paper."""

    d: float
    variance: float
    d_plain: float
    mean_shift: float
    s2: float
    groups: int
    phi: float
    sigma2_within: float
    rho: float
    theta: float
    nu: float
    cases: int
    n: int

    def limits(self, level: float = 0.95) -> tuple[float, float]:
        """The normal interval."""
        reach = float(stats.norm.isf((1 - level) / 2)) * math.sqrt(self.variance)
        return self.d - reach, self.d + reach


def correlation(case: NDArray[np.intp], time: Floats, rho: float, phi: float) -> Floats:
    """Return the correlation of all probes: within a case rho + (1 - rho) phi^(time apart), between cases 0."""
    apart = np.abs(time[:, None] - time[None, :])
    with np.errstate(invalid="ignore"):
        decay = np.where(apart == 0, 1.0, np.sign(phi) ** np.round(apart) * np.abs(phi) ** apart)
    return np.where(case[:, None] == case[None, :], rho + (1 - rho) * decay, 0.0)


def design_comparable(
    case: Sequence[object], time: Sequence[float], treated: Sequence[bool], value: Sequence[float]
) -> DesignComparable:
    """Return the bias-corrected d of probes of several cases, one entry a probe.

    The shift is the mean over cases of their difference of phase means; it is divided by the spread between cases at
    one time and phase. `nu` are Satterthwaite's degrees of freedom. ValueError with fewer than 3 cases, a case
    without both phases, or no spread between cases at any time.
    """
    names = list(dict.fromkeys(case))
    ids = np.array([names.index(c) for c in case], dtype=np.intp)
    t, y, on = np.asarray(time, float), np.asarray(value, float), np.asarray(treated, bool)
    if not ids.size == t.size == y.size == on.size:
        raise ValueError("Every probe needs its case, its time, its phase and its value.")
    if len(names) < FEWEST_CASES:
        raise ValueError(f"A design-comparable d needs at least {FEWEST_CASES} pupils, not {len(names)}.")
    for at, name in enumerate(names):
        if len(set(on[ids == at])) < 2:
            raise ValueError(f"Case {name} has not been probed both before and after its start.")
    order = np.lexsort((t, ids))
    ids, t, y, on = ids[order], t[order], y[order], on[order]
    m, n = len(names), y.size

    phase = 2 * ids + on
    size = np.bincount(phase, minlength=2 * m).astype(float)
    mean = np.bincount(phase, weights=y, minlength=2 * m) / size
    left = y - mean[phase]
    shift = float((mean[1::2] - mean[0::2]).mean())

    _, moment = np.unique(np.column_stack([t, on]), axis=0, return_inverse=True)
    moment = moment.reshape(-1)
    groups = int(moment.max()) + 1
    if n <= groups:
        raise ValueError("No two cases were probed at one time in one phase, so their spread cannot be told.")
    same = (moment[:, None] == moment[None, :]).astype(float)
    about = np.eye(n) - same / np.bincount(moment)[moment][None, :]
    s2 = float(y @ about @ y) / (n - groups)
    if not s2 > 0:
        raise ValueError("All cases are alike at every time, so there is no spread to measure against.")

    next_to = ids[1:] == ids[:-1]
    lagged = float((left[1:] * left[:-1])[next_to].sum())
    squares = float(left @ left)
    phi = (lagged / squares if squares else 0.0) + float(((size - 1) / size).sum()) / (n - 2 * m)
    phi = min(max(phi, -0.999), 0.999)
    by_phase = (phase[:, None] == np.arange(2 * m)[None, :]) / size[None, :]
    room = n - float(np.einsum("ip,ij,jp,p->", by_phase, correlation(ids, t, 0.0, phi), by_phase, size))
    within = squares / room
    rho = max(0.0, 1 - within / s2)

    spread = correlation(ids, t, rho, phi)
    turned = about @ spread
    nu = (n - groups) ** 2 / float((turned * turned.T).sum())
    contrast = by_phase[:, 1::2] - by_phase[:, 0::2]
    theta = math.sqrt(float(np.einsum("ic,ij,jc->", contrast, spread, contrast))) / m
    small = correction(nu)
    plain = shift / math.sqrt(s2)
    d, safe = small * plain, max(nu, 2.001)
    variance = small**2 * (theta**2 * safe / (safe - 2) + d**2 * (safe / (safe - 2) - 1 / small**2))
    return DesignComparable(d, variance, plain, shift, s2, groups, phi, within, rho, theta, nu, m, n)
