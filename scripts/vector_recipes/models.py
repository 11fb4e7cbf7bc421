"""Models over schools, pupils and categories, and what may leave a school."""

from typing import Any

import numpy as np

from inreach.evaluation.disclosure import suppression
from inreach.evaluation.estimators import growth_curve, ordinal_regression, random_intercept, two_level
from vector_recipes.book import Data, recipe


@recipe("lmm_boundary_dyestuff2")
def one_level(data: Data) -> dict[str, Any]:
    y, batch = np.array(data["Yield"], float), list(data["Batch"])
    names = list(dict.fromkeys(batch))
    at = [names.index(b) for b in batch]
    n, total = np.bincount(at)[:, None], np.bincount(at, y)[:, None]
    f = two_level.two_level(n, total, float(y @ y))
    return {
        "intercept": float(f.areas[0]),
        "se": float(f.se[0]),
        "var_between": f.between,
        "var_resid": f.residual,
    }


@recipe("lmm_sleepstudy")
def lines(data: Data) -> dict[str, Any]:
    f = growth_curve.growth(data["Subject"], data["Days"], data["Reaction"])
    return {
        "fixef": [f.level, f.slope],
        "se": [f.level_se, f.slope_se],
        "var_int": f.level_variance,
        "var_slope": f.slope_variance,
        "var_resid": f.residual,
        "reml_crit": f.criterion,
    }


@recipe("clm_wine")
def categories(data: Data) -> dict[str, Any]:
    y = [rating - 1 for rating in data["rating"]]
    warm = [float(t == "warm") for t in data["temp"]]
    contact = [float(c == "yes") for c in data["contact"]]
    f = ordinal_regression.cumulative_logit(y, np.column_stack([warm, contact]))
    less = ordinal_regression.cumulative_logit(y, np.array(warm)[:, None])
    return {
        "coef": f.coefficients.tolist(),
        "se": f.se.tolist(),
        "thresholds": f.thresholds.tolist(),
        "loglik": f.log_likelihood,
        "lr_contact": ordinal_regression.likelihood_ratio(f, less)[0],
    }


@recipe("sdc_secondary_suppression")
def attacked(data: Data) -> dict[str, Any]:
    table = suppression.crossed(data["rows"], data["cols"], data["table"])
    hidden = frozenset((row, column) for row, column in data["suppressed"])
    cell, extra = tuple(data["attacked"]), tuple(data["extra"])
    before = suppression.Attacker(table, hidden).range(cell)
    after = suppression.Attacker(table, hidden | {extra}).range(cell)
    return {"before": [before.low, before.high], "after_low": after.low, "after_high": after.high}


@recipe("glmm_cbpp")
def herds(data: Data) -> dict[str, Any]:
    period = np.array(data["period"])
    x = np.column_stack([np.ones(period.size), *(period == p for p in (2, 3, 4))])
    found = {
        name: random_intercept.counts_with_units(data["incidence"], data["size"], x, data["herd"], nodes)
        for name, nodes in (("laplace", 1), ("agq9", 9))
    }
    return {
        "laplace_m2ll": -2 * found["laplace"].log_likelihood,
        **{f"{name}_fixef": f.coefficients.tolist() for name, f in found.items()},
        **{f"{name}_sd": f.sd for name, f in found.items()},
    }


@recipe("clmm_wine")
def judges(data: Data) -> dict[str, Any]:
    y = [rating - 1 for rating in data["rating"]]
    x = np.column_stack(
        [[float(t == "warm") for t in data["temp"]], [float(c == "yes") for c in data["contact"]]]
    )
    found: dict[str, Any] = {}
    for name, nodes in (("laplace", 1), ("agq10", 10)):
        f = random_intercept.categories_with_units(y, x, data["judge"], nodes)
        found |= {
            f"{name}_coef": f.coefficients.tolist(),
            f"{name}_var": f.sd**2,
            f"{name}_ll": f.log_likelihood,
        }
    return found
