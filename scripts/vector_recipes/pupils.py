"""One pupil, or a few: single-case indices."""

from typing import Any

import numpy as np

from inreach.evaluation.estimators import multiple_baseline, overlap_indices, single_case_effects, trend
from vector_recipes.book import Data, column, known, recipe


@recipe("scd_parker2011_ex1", "scd_tarlow2017_trend", "scd_tauu_bob", "scd_tau_bc_ref")
def overlap(data: Data) -> dict[str, Any]:
    a, b = data["A"], data["B"]
    down = data.get("improvement") == "decrease"
    plain, against, corrected = (
        f(a, b, falling=down)
        for f in (overlap_indices.tau, overlap_indices.tau_u, overlap_indices.tau_corrected)
    )
    return {
        "PND": overlap_indices.pnd(a, b, falling=down),
        "PAND": overlap_indices.pand(a, b, falling=down),
        "PEM": overlap_indices.pem(a, b, falling=down),
        "IRD": overlap_indices.ird(a, b, falling=down),
        "NAP": overlap_indices.nap(a, b, falling=down).estimate,
        "Tau": plain.estimate,
        "Tau_AB": plain.estimate,
        "S_AB": plain.s,
        "SD_S": plain.sd_s,
        "S_trendA": plain.s - against.s,
        "TauU": against.estimate,
        "TauU_minus_trendA": against.estimate,
        "TauBC": corrected.estimate,
        "Tau_BC": corrected.estimate,
    }


@recipe("scd_nap_se_ci")
def nap_interval(data: Data) -> dict[str, Any]:
    found = {name: overlap_indices.nap(case["A"], case["B"]) for name, case in data.items()}
    return {name: [f.estimate, f.se, f.low, f.high] for name, f in found.items()}


@recipe("scd_parametric_ref")
def single_case_levels(data: Data) -> dict[str, Any]:
    a, b = data["A"], data["B"]
    found = {
        "SMD_baseline": single_case_effects.smd(a, b),
        "LRRi": single_case_effects.log_response_ratio(a, b),
        "PoGO": single_case_effects.goal_obtained(a, b, data["goal"]),
    }
    return {name: [f.value, f.se] for name, f in found.items()}


@recipe("kendall1970_tau_b")
def kendall(data: Data) -> dict[str, Any]:
    found = overlap_indices.kendall(data["x"], data["y"])
    return {"S": found.s, "tau_b": found.estimate}


@recipe("scd_corrected_tau_scan")
def corrected_tau(data: Data) -> dict[str, Any]:
    a, b = data["A"], data["B"]
    return {
        "baseline_tau": overlap_indices.kendall(range(len(a)), a).estimate,
        "uncorrected": overlap_indices.tau_b_against_phase(a, b).estimate,
        "corrected": overlap_indices.tau_b_corrected(a, b).estimate,
    }


@recipe("pogo_spencer2012", "pogo_peters2020")
def goals_obtained(data: Data) -> dict[str, Any]:
    who, pre, post = known(
        column(data, "Observation", "case", "child"), column(data, "Pre"), column(data, "Post")
    )
    found = []
    for name in dict.fromkeys(who):
        rows = [i for i, w in enumerate(who) if w == name]
        found.append(
            single_case_effects.goal_obtained(
                [pre[i] for i in rows], [post[i] for i in rows], data["goal"]
            ).value
        )
    return {"pogo": found}


@recipe("scd_randomization_byheart")
def randomisation(data: Data) -> dict[str, Any]:
    f = single_case_effects.randomisation_test(
        data["values"], data["nA"], shortest_phase=data["min_phase"], start_was_drawn_by_lot=True
    )
    return {"observed": f.observed, "n": f.starts, "mean": f.mean, "sd": f.sd, "p": f.p}


def by_phase(values: list[float], phase: list[str]) -> tuple[list[float], list[float]]:
    return tuple([v for v, p in zip(values, phase, strict=True) if p == name] for name in ("A", "B"))


@recipe("scd_piecewise_johanna")
def piecewise(data: Data) -> dict[str, Any]:
    a, b = by_phase(data["values"], data["phase"])
    found = single_case_effects.piecewise(a, b, data["mt"])
    return {
        "coef_table_sum": sum(c.estimate + c.se + c.t + c.p for c in found.coefficients),
        "slope_change": found.slope_change.estimate,
        "mean_diff": float(np.mean(b) - np.mean(a)),
    }


@recipe("scd_smd_exampleAB")
def standardised(data: Data) -> dict[str, Any]:
    rows, found = data["rows"], []
    for name in data["cases"]:
        at = [i for i, case in enumerate(rows["nm"]) if case == name]
        found.append(
            single_case_effects.standardised(
                *by_phase([rows["values"][i] for i in at], [rows["phase"][i] for i in at])
            )
        )
    return {
        "glass": [f.glass for f in found],
        "hedges_g": [f.hedges for f in found],
        "hedges_g_corr": [f.hedges_corrected for f in found],
    }


@recipe("bcsmd_laski", "bcsmd_saddler_quality")
def design_comparable(data: Data) -> dict[str, Any]:
    phase = column(data, "treatment", "phase")
    f = multiple_baseline.design_comparable(
        column(data, "case", "id"),
        column(data, "time"),
        [p in {"treatment", "B", 1} for p in phase],
        column(data, "outcome", "value"),
    )
    return {
        "K": f.groups,
        "D_bar": f.mean_shift,
        "S_sq": f.s2,
        "delta_unadj": f.d_plain,
        "phi": f.phi,
        "sigma_sq_w": f.sigma2_within,
        "rho": f.rho,
        "theta": f.theta,
        "nu": f.nu,
        "delta": f.d,
        "V_delta": f.variance,
        "g_dotdot": f.n,
    }


@recipe("theilsen_pymk")
def theil_sen(data: Data) -> dict[str, Any]:
    y = column(data, "y", "values", "x")
    when = data.get("t", data.get("time", list(range(len(y)))))
    f = trend.theil_sen(*known(list(when), y))
    return {"slope": f.slope, "intercept": f.intercept}
