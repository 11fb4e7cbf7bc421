"""The whole evaluation of a service: from rows or sums to a report, with every refusal in its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inreach.core.ratings import HIGHEST
from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.types import NO_REVIEW, Category, Patterns, Service, Sums
from inreach.evaluation.estimators.proportions import benjamini_hochberg
from inreach.evaluation.figures import (
    capacity,
    dose,
    factors,
    group,
    maintenance,
    nonresponse_weighting,
    rates,
    target,
    unit_differences,
)
from inreach.evaluation.figures.factors import Finding
from inreach.evaluation.figures.figure import Refusal, Shown
from inreach.evaluation.figures.group import Measured, Tally
from inreach.evaluation.figures.reviews import Records, Reviews, bounds_from, strip_from
from inreach.evaluation.figures.target import HIGH_BASELINE, SMALLEST_GAP
from inreach.evaluation.figures.unit_differences import Drawing
from inreach.evaluation.reporting.report import FactorEffect, Part, PooledShares, PooledUnits, Report, Section

Floats = NDArray[np.float64]
ONE_BY_ONE = 10
NO_FACTORS = "No factors were recorded."
NO_PLACES = "Areas and doses were not handed in."


def state(ratings: Patterns) -> Reviews:
    """Count reviews made, missing and not due yet."""
    made = ratings.reviewed
    waiting = ~made & ~ratings.due
    return Reviews(
        opened=int(ratings.count.sum()),
        reviewed=int(ratings.count[made].sum()),
        missing=int(ratings.count[~made & ratings.due].sum()),
        not_due=int(ratings.count[waiting].sum()),
        met=int(ratings.count[ratings.category >= Category.MET].sum()),
    )


def by_school(ratings: Patterns) -> tuple[Floats, Floats]:
    """Targets met or exceeded and reviewed targets of each school with a review."""
    schools = len(ratings.schools)
    sizes = np.bincount(ratings.school, weights=ratings.count * ratings.reviewed, minlength=schools)
    hits = np.bincount(
        ratings.school, weights=ratings.count * (ratings.category >= Category.MET), minlength=schools
    )
    used = sizes > 0
    return hits[used].astype(np.float64), sizes[used].astype(np.float64)


def pairs(ratings: Patterns) -> Tally:
    """Reviewed targets by their two ratings."""
    made = ratings.category != NO_REVIEW
    return Tally(ratings.baseline[made], ratings.achieved[made], ratings.count[made])


def records(ratings: Patterns) -> Records:
    """What the data-quality strip counts."""
    count, wanted = ratings.count, ratings.expected - ratings.baseline
    ceiling = (ratings.baseline >= HIGH_BASELINE) | (ratings.expected == HIGHEST)
    return Records(
        state=state(ratings),
        at_ceiling=int(count[ceiling].sum()),
        with_gap=int(count[~ratings.maintain].sum()),
        small_gaps=int(count[~ratings.maintain & (wanted < SMALLEST_GAP)].sum()),
        edited=int(count[ratings.edited].sum()),
        tens=int(count[ratings.achieved == HIGHEST].sum()),
    )


def analyse(service: Service) -> Report:
    """Return the whole report of a service.

    Comparisons (factors, doses, planned curves) are corrected together, over everything on the page. ValueError if
    there are no targets, or as for core.ratings.outcome.
    """
    sums = aggregate(service) if service.sums is None else service.sums
    reviews = state(sums.ratings)
    if not reviews.opened:
        raise ValueError("There are no targets to evaluate.")
    units, areas = _areas(sums)
    compared = _compared(service, sums)
    sections = (
        Section(Part.ATTAINMENT, _attainment(service, sums, reviews)),
        Section(Part.PROGRESS, _progress(service, sums, reviews)),
        Section(Part.AREAS, areas),
        Section(Part.FACTORS, compared.factors),
        Section(
            Part.SUSTAINABILITY,
            (*maintenance.figures(sums.checks, service.check_weeks), *compared.sustainability),
        ),
        Section(Part.DOSE, _dose(service, sums, compared.dose)),
        Section(Part.CAPACITY, capacity.figures(service.capacity)),
        Section(Part.QUALITY, strip_from(records(sums.ratings))),
    )
    return Report(
        service=service.name,
        targets=reviews.opened,
        reviewed=reviews.reviewed,
        comparisons=compared.looked,
        sections=sections,
        outcomes=sums.outcomes,
        units=units,
        shares=_shares(sums),
        effects=compared.effects,
        held=maintenance.curve(sums.checks, service.check_weeks),
        bands=dose.bands(sums.placed) if sums.placed else (),
        minutes_out=tuple(service.minutes_out),
        capacity=service.capacity,
        rows=service.rows,
    )


def _attainment(service: Service, sums: Sums, reviews: Reviews) -> tuple[Shown, ...]:
    """Shares met, with the missing reviews as bounds and weighed in; few targets one by one."""
    hits, sizes = by_school(sums.ratings)
    found: list[Shown] = [group.share_met_from(reviews, hits.tolist(), sizes.tolist())]
    if reviews.missing:
        found.append(bounds_from(reviews))
        if sums.placed is not None:
            found.append(nonresponse_weighting.weighted(sums.placed, reviews))
    if service.rows and reviews.reviewed < ONE_BY_ONE:
        found += [target.points(row.target(service.today)) for row in service.rows]
    return tuple(found)


def _progress(service: Service, sums: Sums, reviews: Reviews) -> tuple[Shown, ...]:
    """How far ratings moved, and how fast."""
    told = pairs(sums.ratings)
    base = Measured(reviews.opened, sums.unworded, int(sums.pupils.n))
    before = float(told.count @ told.baseline) / max(1, told.n)
    return (
        group.median_gain_from(told, reviews.opened, service.selection),
        group.mean_change_from(sums.gained, before, base, service.selection),
        group.progress_from(sums.progress, reviews.reviewed, reviews.opened, service.selection),
        group.standardised_change_from(sums.pupils, sums.everyone, told, base, service.selection),
        rates.weekly(sums.weeks, sums.left_out, over_holiday=sums.over_holiday, unworded=sums.unworded),
        rates.hourly(sums.hours, sums.no_hours, unworded=sums.unworded),
    )


def _areas(sums: Sums) -> tuple[Mapping[str, PooledUnits], tuple[Shown, ...]]:
    """Areas, programmes and schools drawn together, by gains and by shares, and the funnel of schools."""
    drawn: dict[str, Drawing] = {}
    for kind, cells in sums.cells.items():
        drawn[kind], schools = unit_differences.draw(cells, kind, unworded=sums.unworded)
        drawn.setdefault("school", schools)
    found: list[Shown] = []
    for kind in sums.outcomes:
        if kind != "school":
            found += unit_differences.each_share(sums.outcomes[kind], kind)
        if kind in drawn:
            found.append(unit_differences.differ(drawn[kind]))
            found += unit_differences.each(drawn[kind]) if kind != "school" else ()
    if "school" in sums.outcomes:
        found.append(unit_differences.school_funnel(sums.outcomes["school"]))
    if not found:
        found.append(Refusal("areas differ", NO_PLACES, unit_differences.DIFFER))
    return {kind: units for kind, units in drawn.items() if isinstance(units, PooledUnits)}, tuple(found)


def _shares(sums: Sums) -> Mapping[str, PooledShares]:
    """Shares by kind of unit where they may be drawn together."""
    drawn = {kind: unit_differences.draw_shares(outcomes, kind) for kind, outcomes in sums.outcomes.items()}
    return {kind: shares for kind, shares in drawn.items() if isinstance(shares, PooledShares)}


@dataclass(frozen=True, slots=True)
class _Compared:
    """Every comparison of the page, corrected together."""

    looked: int
    factors: tuple[Shown, ...]
    dose: tuple[Shown, ...]
    sustainability: tuple[Shown, ...]
    effects: tuple[FactorEffect, ...]


def _compared(service: Service, sums: Sums) -> _Compared:
    """Look at factors, doses and planned curves, then correct over all of them."""
    reasons = factors.Looked((), (factors.refusal("factors", NO_FACTORS),))
    of_factors = factors.look(sums.factored, sums.hindsight) if sums.factored is not None else reasons
    of_doses = dose.look(sums.placed) if sums.placed is not None else factors.Looked((), ())
    curves = maintenance.compare(sums.checks, service.planned, service.check_weeks)
    findings: Sequence[Finding] = (*of_factors.findings, *of_doses.findings)
    p = [finding.p for finding in findings]
    if isinstance(curves, maintenance.Compared):
        p.append(curves.p)
    adjusted, looked = benjamini_hochberg(p), len(p)
    k = len(of_factors.findings)
    told = factors.figures(findings, adjusted[: len(findings)], looked)
    first = sum(len(finding.differences) for finding in of_factors.findings)
    last = (
        maintenance.compared(curves, adjusted[-1], looked)
        if isinstance(curves, maintenance.Compared)
        else curves
    )
    return _Compared(
        looked,
        (*told[:first], *of_factors.refused),
        (*told[first:], *of_doses.refused),
        (last,),
        factors.effects(of_factors.findings, adjusted[:k]),
    )


def _dose(service: Service, sums: Sums, compared: tuple[Shown, ...]) -> tuple[Shown, ...]:
    """What was delivered, where it lies, what goes with it, and how long pupils were out of class."""
    placed = (dose.inside(sums.placed), *dose.by_band(sums.placed)) if sums.placed is not None else ()
    return (
        dose.fidelity(sums.delivered, sums.no_plan),
        *placed,
        *compared,
        dose.curve(),
        dose.out_of_class(service.minutes_out),
    )
