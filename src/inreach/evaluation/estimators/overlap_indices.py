"""How far the sessions after a start lie above those before: the overlap indices of one pupil's probes.

Every function takes `before` and `after`, the probes of the two phases in the order of their sessions, on any one
unit. With `falling=True` a lower probe is the wanted one. NAP is the index to show; the others are for readers
who know them. None of them says how large a change is: all stop at their end once the phases no longer overlap.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, stats

from inreach.evaluation.estimators.trend import theil_sen

Floats = NDArray[np.float64]
TIE = 8  # decimals: residuals of a straight line differ by rounding alone, and such differences are ties


@dataclass(frozen=True, slots=True)
class Overlap:
    """A share of pairs with its standard error and interval; se is None where the formula gives a false 0."""

    estimate: float
    se: float | None
    low: float
    high: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Tau:
    """A Tau with the name of its variant, because values of different variants must never be pooled."""

    variant: str
    estimate: float
    s: float
    divisor: float
    sd_s: float


def phases(
    before: Sequence[float], after: Sequence[float], falling: bool, least: int = 1
) -> tuple[Floats, Floats]:
    """Return both phases turned so that up is wanted; ValueError if one is shorter than `least` or not finite."""
    sign = -1.0 if falling else 1.0
    a, b = sign * np.asarray(before, float), sign * np.asarray(after, float)
    if min(a.size, b.size) < least:
        raise ValueError(
            f"Each phase needs at least {least} probes; there are {a.size} before and {b.size} after."
        )
    if not (np.isfinite(a).all() and np.isfinite(b).all()):
        raise ValueError("A missing probe is left out, not given as a number that is none.")
    return a, b


def nap(
    before: Sequence[float], after: Sequence[float], *, falling: bool = False, level: float = 0.95
) -> Overlap:
    """Return NAP, the share of pairs (one before, one after) in which the later probe is higher, ties counting half.

    Standard error: the exactly unbiased variance (Sen 1967; Mee 1990). Interval: Newcombe (2006), method 5. At
    NAP 0 or 1 the estimate itself solves Newcombe's equation; that root is divided out, since three sessions
    above three others are no certainty. ValueError with fewer than 2 probes in a phase.
    """
    a, b = phases(before, after, falling, least=2)
    m, n = a.size, b.size
    wins = (b[None, :] > a[:, None]) + 0.5 * (b[None, :] == a[:, None])
    share = float(wins.mean())
    rows, columns = float((wins.sum(1) ** 2).sum()), float((wins.sum(0) ** 2).sum())
    variance = (
        share - (m + n - 1) * share**2 + rows / (m * n) + columns / (m * n) - 2 * float((wins**2).mean())
    ) / ((m - 1) * (n - 1))
    low, high = newcombe(share, m, n, level)
    se = None if share in {0.0, 1.0} else math.sqrt(max(variance, 0.0))
    return Overlap(share, se, low, high, m * n)


def newcombe(share: float, m: int, n: int, level: float = 0.95) -> tuple[float, float]:
    """Return Newcombe's method 5 limits for a share of m times n pairs (Statistics in Medicine 25, 2006, 559-573).

    The limits x solve mn (share - x)^2 (2 - x)(1 + x) = z^2 x (1 - x) (2 + h + (1 + 2h) x (1 - x)), h = (m+n)/2 - 1.
    """
    if share < 0.5:
        low, high = newcombe(1 - share, m, n, level)
        return 1 - high, 1 - low
    z2, h = float(stats.norm.isf((1 - level) / 2)) ** 2, (m + n) / 2 - 1

    def beyond(x: float) -> float:
        spread = z2 * x * (2 + h + (1 + 2 * h) * x * (1 - x))
        if share == 1:
            return m * n * (1 - x) * (2 - x) * (1 + x) - spread
        return m * n * (share - x) ** 2 * (2 - x) * (1 + x) - spread * (1 - x)

    low = float(optimize.brentq(beyond, 0.0, share, xtol=1e-14))
    return low, 1.0 if share == 1 else float(optimize.brentq(beyond, share, 1.0, xtol=1e-14))


def s_between(a: Floats, b: Floats) -> float:
    """Return Kendall's S between two phases: pairs that rise minus pairs that fall."""
    return float(np.sign(b[None, :] - a[:, None]).sum())


def s_within(x: Floats) -> float:
    """Return Kendall's S of one phase against the order of its sessions."""
    return float(np.triu(np.sign(x[None, :] - x[:, None]), 1).sum())


def tau(before: Sequence[float], after: Sequence[float], *, falling: bool = False) -> Tau:
    """Return Tau "A vs B" = S / (mn) = 2 NAP - 1; sd_s = sqrt(mn (m + n + 1) / 3) (Parker and others 2011)."""
    a, b = phases(before, after, falling)
    m, n = a.size, b.size
    s = s_between(a, b)
    return Tau("A vs B", s / (m * n), s, m * n, math.sqrt(m * n * (m + n + 1) / 3))


def tau_u(before: Sequence[float], after: Sequence[float], *, falling: bool = False) -> Tau:
    """Return Tau-U "A vs B - trend A" = (S_AB - S_A) / (mn), with the divisor mn (Parker and others 2011)."""
    a, b = phases(before, after, falling)
    m, n = a.size, b.size
    s = s_between(a, b) - s_within(a)
    spread = m * n * (m + n + 1) / 3 + m * (m - 1) * (2 * m + 5) / 18
    return Tau("A vs B - trend A, divisor mn", s / (m * n), s, m * n, math.sqrt(spread))


def kendall(x: Sequence[float], y: Sequence[float]) -> Tau:
    """Return tau-b of two series with Kendall's S; ValueError if they differ in length or one never changes."""
    if len(x) != len(y):
        raise ValueError(f"Two series of one length are needed, not {len(x)} and {len(y)}.")
    u, v = np.asarray(x, float), np.asarray(y, float)
    signs_u, signs_v = np.sign(u[None, :] - u[:, None]), np.sign(v[None, :] - v[:, None])
    s = float(np.triu(signs_u * signs_v, 1).sum())
    divisor = math.sqrt(float(np.triu(signs_u**2, 1).sum()) * float(np.triu(signs_v**2, 1).sum()))
    if not divisor:
        raise ValueError("A series that never changes has no order to compare.")
    n = u.size
    return Tau("tau-b", s / divisor, s, divisor, math.sqrt(n * (n - 1) * (2 * n + 5) / 18))


def without_baseline_trend(
    before: Sequence[float], after: Sequence[float], *, sessions: Sequence[float] | None = None
) -> tuple[Floats, Floats]:
    """Return both phases less the Theil-Sen line of the first; sessions count 1, 2, ... unless given.

    Rounded, since residuals of an exact line must tie. ValueError with fewer than 2 probes before.
    """
    a, b = phases(before, after, False, least=1)
    when = np.arange(1.0, a.size + b.size + 1) if sessions is None else np.asarray(sessions, float)
    if when.size != a.size + b.size:
        raise ValueError(f"{a.size + b.size} probes need as many sessions, not {when.size}.")
    line = theil_sen(when[: a.size], a)
    rest = np.round(np.concatenate([a, b]) - line.intercept - line.slope * when, TIE)
    return rest[: a.size], rest[a.size :]


def tau_corrected(
    before: Sequence[float],
    after: Sequence[float],
    *,
    falling: bool = False,
    sessions: Sequence[float] | None = None,
) -> Tau:
    """Return baseline-corrected Tau "BC, divisor mn": Tau of what is left once the baseline's line is taken off."""
    a, b = without_baseline_trend(before, after, sessions=sessions)
    plain = tau(a.tolist(), b.tolist(), falling=falling)
    return Tau("baseline-corrected, divisor mn", plain.estimate, plain.s, plain.divisor, plain.sd_s)


def tau_b_against_phase(before: Sequence[float], after: Sequence[float], *, falling: bool = False) -> Tau:
    """Return tau-b of the probes against the phase (0 before, 1 after)."""
    a, b = phases(before, after, falling)
    plain = kendall([*a, *b], [0.0] * a.size + [1.0] * b.size)
    return Tau(
        "tau-b against phase", plain.estimate, plain.s, plain.divisor, tau(a.tolist(), b.tolist()).sd_s
    )


def tau_b_corrected(
    before: Sequence[float],
    after: Sequence[float],
    *,
    falling: bool = False,
    sessions: Sequence[float] | None = None,
) -> Tau:
    """Return baseline-corrected Tau in its tau-b form (Tarlow 2017): tau-b of the residuals against the phase."""
    a, b = without_baseline_trend(before, after, sessions=sessions)
    plain = tau_b_against_phase(a.tolist(), b.tolist(), falling=falling)
    return Tau("baseline-corrected, tau-b", plain.estimate, plain.s, plain.divisor, plain.sd_s)


def pnd(before: Sequence[float], after: Sequence[float], *, falling: bool = False) -> float:
    """Return PND, the share of later probes above every earlier one (Scruggs, Mastropieri and Casto 1987)."""
    a, b = phases(before, after, falling)
    return float((b > a.max()).mean())


def pem(before: Sequence[float], after: Sequence[float], *, falling: bool = False) -> float:
    """Return PEM, the share of later probes above the earlier median, ties counting half (Ma 2006)."""
    a, b = phases(before, after, falling)
    middle = np.median(a)
    return float(((b > middle) + 0.5 * (b == middle)).mean())


def pand(before: Sequence[float], after: Sequence[float], *, falling: bool = False) -> float:
    """Return PAND, the share of probes kept when the fewest are taken away that end all overlap (Parker 2011).

    Whatever is kept is parted by a cut: earlier probes below it, later ones at or above it.
    """
    a, b = phases(before, after, falling)
    kept = max(int((a < cut).sum() + (b >= cut).sum()) for cut in [*b, math.inf])
    return kept / (a.size + b.size)


def ird(before: Sequence[float], after: Sequence[float], *, falling: bool = False) -> float:
    """Return the robust improvement rate difference, ((m+n)^2 PAND - m^2 - n^2) / (2mn) (Parker and others 2009)."""
    m, n = len(before), len(after)
    return ((m + n) ** 2 * pand(before, after, falling=falling) - m**2 - n**2) / (2 * m * n)
