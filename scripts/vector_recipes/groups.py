"""Groups, raters and services: change, agreement, shares, pooling and holding."""

import math
from typing import Any

import numpy as np

from inreach.core.targets.ratings import gas_t
from inreach.evaluation.estimators import change, meta_analysis, proportions, rater_agreement, survival
from vector_recipes.book import Data, column, known, recipe


@recipe("paired_dav_lakens", "paired_sleep_student")
def paired(data: Data) -> dict[str, Any]:
    """These sources subtract the later from the earlier value; ours is the other way round."""
    f = change.paired(data["pre"], data["post"])
    return {
        "n": f.n,
        "mean_diff": -f.mean,
        "sd_diff": f.sd,
        "ci": [-f.high, -f.low],
        "t": -f.t,
        "p": f.p,
        "r": f.r,
        "g_av": -f.g_av,
        "g_av_ci": [-f.g_high, -f.g_low],
        "d_z": -f.d_z,
        "CLES_pct": 100 * f.share_higher,
    }


@recipe("ppc_morris2008")
def waiting_list(data: Data) -> dict[str, Any]:
    def groups(d: Data) -> list[change.Group]:
        columns = (d["n"], d["m_pre"], d["m_post"], d["sd_pre"], d["r"])
        return [change.Group(*row) for row in zip(*columns, strict=True)]

    pairs = list(zip(groups(data["treatment"]), groups(data["control"]), strict=True))
    found = [change.waiting_list(t, c) for t, c in pairs]
    return {
        "d_ppc2": [f.d for f in found],
        "v_ppc2": [f.variance for f in found],
        "d_ppc1": [change.waiting_list_separate(t, c) for t, c in pairs],
    }


@recipe("meta_bcg_dl")
def risk_ratios(data: Data) -> dict[str, Any]:
    a, b, c, d = (np.array(data[k], float) for k in ("tpos", "tneg", "cpos", "cneg"))
    f = meta_analysis.pool(
        np.log(a * (c + d) / (c * (a + b))), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d), method="DL"
    )
    return {"tau2": f.tau2, "mu": f.mean, "ci": [f.low[0], f.high[0]], "Q": f.q, "I2": f.i2}


@recipe("eb_raudenbush1985")
def shrunken(data: Data) -> dict[str, Any]:
    f, s = meta_analysis.pool(data["yi"], data["vi"]), meta_analysis.shrink(data["yi"], data["vi"])
    return {
        "tau2": f.tau2,
        "mu": f.mean,
        "Q": f.q,
        "z": f.z[0],
        "eb": list(s.estimate),
        "lb": list(s.low),
        "ub": list(s.high),
        "se": list(s.se),
    }


@recipe("metareg_raudenbush1985")
def meta_regression(data: Data) -> dict[str, Any]:
    f = meta_analysis.pool(data["yi"], data["vi"], [data["weeks_capped"]])
    return {"tau2": f.tau2, "coef": list(f.coefficients), "z": list(f.z), "se": list(f.se)}


@recipe("knha_raudenbush2009")
def knapp_hartung(data: Data) -> dict[str, Any]:
    f = meta_analysis.pool(data["yi"], data["vi"], knapp_hartung=True)
    ends = [f.low[0], f.high[0]]
    return {
        "tau2": f.tau2,
        "mu": f.mean,
        "coef": f.mean,
        "se": f.se[0],
        "t": f.z[0],
        "z": f.z[0],
        "Q": f.q,
        "I2": f.i2,
        "ci": ends,
        "lb": ends[0],
        "ub": ends[1],
    }


@recipe("eight_schools")
def eight_schools(data: Data) -> dict[str, Any]:
    f = meta_analysis.pool(data["y"], [s**2 for s in data["se"]], method="DL")
    return {"mu": f.mean, "se": f.se[0], "tau2": f.tau2}


@recipe("threelevel_konstantopoulos2011")
def three_levels(data: Data) -> dict[str, Any]:
    f = meta_analysis.three_levels(column(data, "yi"), column(data, "vi"), column(data, "district"))
    ends = [f.low, f.high]
    return {
        "mu": f.mean,
        "coef": f.mean,
        "se": f.se,
        "ci": ends,
        "lb": ends[0],
        "ub": ends[1],
        "z": f.mean / f.se,
        "sigma2": [f.between, f.within],
        "sigma2_district": f.between,
        "sigma2_school": f.within,
        "loglik": f.log_likelihood,
        "blup_district": list(f.districts),
        "ranef_district": list(f.districts),
    }


@recipe("js_efron_morris")
def james_stein(data: Data) -> dict[str, Any]:
    y = column(data, "y", "yi", "x", "averages")
    at_bats = data.get("n", 45)
    mean = float(np.mean(y))
    variance = data.get("variance", data.get("sigma2", mean * (1 - mean) / at_bats))
    found = meta_analysis.james_stein(y, variance)
    kept = (found[0] - mean) / (y[0] - mean)
    return {
        "js": list(found),
        "eb": list(found),
        "estimates": list(found),
        "mu": mean,
        "shrinkage": kept,
        "c": kept,
    }


@recipe("km_aml")
def two_curves(data: Data) -> dict[str, Any]:
    curves = [
        survival.kaplan_meier(*known(*([data[k][i] for i in rows] for k in ("time", "status"))))
        for name in dict.fromkeys(data["x"])
        for rows in [[i for i, x in enumerate(data["x"]) if x == name]]
    ]
    return {
        "S_maint": [s.held for s in curves[0].steps],
        "S_non": [s.held for s in curves[1].steps],
        "se_maint_23": next((s.se for s in curves[0].steps if s.time == 23), math.nan),
        "median": [c.median for c in curves],
        "logrank_chisq": survival.log_rank(data["time"], data["status"], data["x"]).chi2,
    }


@recipe("km_lung_medians")
def medians(data: Data) -> dict[str, Any]:
    time, status = column(data, "time"), column(data, "status")
    group = column(data, "sex", "x", "group")
    lost = [s == max(status) for s in status]
    curves = [
        survival.kaplan_meier([time[i] for i in rows], [lost[i] for i in rows])
        for name in dict.fromkeys(sorted(group))
        for rows in [[i for i, g in enumerate(group) if g == name]]
    ]
    return {
        "median": [c.median for c in curves],
        "median_male": curves[0].median,
        "median_female": curves[-1].median,
        "medians": [c.median for c in curves],
        "n": [c.n for c in curves],
        "events": [c.lost for c in curves],
        "logrank_chisq": survival.log_rank(time, lost, group).chi2,
    }


@recipe("turnbull_npmle")
def turnbull(data: Data) -> dict[str, Any]:
    found = survival.turnbull(data["left"], data["right"], closed=True)
    return {"mass": [m.share for m in found]}


@recipe("icc_shrout_fleiss")
def intraclass(data: Data) -> dict[str, Any]:
    f = rater_agreement.intraclass(list(zip(*(v for k, v in data.items() if k.startswith("J")), strict=True)))
    return {"icc": [*f.single, *f.mean_of_k]}


@recipe("kappa_sas")
def kappa(data: Data) -> dict[str, Any]:
    plain, weighted = (
        rater_agreement.kappa(data["table"]),
        rater_agreement.kappa(data["table"], data["weights"]),
    )
    return {name: [f.value, f.se, f.low, f.high] for name, f in (("kappa", plain), ("weighted", weighted))}


@recipe("wilson_ci")
def share_intervals(data: Data) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for hits, n in data["cases"]:
        found[f"wilson_{hits}_{n}"] = list(proportions.wilson(hits, n))
        found[f"exact_{hits}_{n}"] = list(proportions.exact(hits, n))
    return found


@recipe("bh_thrombolysis")
def false_discoveries(data: Data) -> dict[str, Any]:
    found = proportions.benjamini_hochberg(data["p"])
    return {
        "adj": list(found),
        "rejected_bh": sum(p <= 0.05 for p in found),
        "rejected_bonferroni": sum(p <= 0.05 for p in proportions.bonferroni(data["p"])),
    }


@recipe("funnel_exact_limits")
def funnel(data: Data) -> dict[str, Any]:
    limits = [proportions.poisson_limits(e) for e in data["expected"]]
    return {"ll95": [low for low, _ in limits], "ul95": [high for _, high in limits]}


@recipe("gas_tscore_gasr")
def goal_attainment(data: Data) -> dict[str, Any]:
    weights, rho = data["weights"], data["rho"]
    return {
        "T": gas_t(data["scores"], weights, rho),
        "all_expected": gas_t([0] * len(weights), weights, rho),
        "three_minus1": gas_t([-1] * 3, rho=rho),
    }


@recipe("rci_jacobson_truax")
def reliable_change(data: Data) -> dict[str, Any]:
    f = change.reliable_change(data["pre"], data["post"], data["s"], data["rxx"])
    return {"S_diff": f.s_difference, "RC": f.index}


@recipe("rtm_barnett2005")
def selection_alone(data: Data) -> dict[str, Any]:
    return {
        "rtm": [change.regression_to_the_mean(data["mu"], data["sigma"], data["cut"], r) for r in data["rho"]]
    }
