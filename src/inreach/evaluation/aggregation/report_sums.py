"""What a report is made of, added up by an engine: the sums that `aggregate` takes row by row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from inreach.evaluation.aggregation import query_results, report_sums_optional, sql, sql_optional
from inreach.evaluation.aggregation.engines import Column, Engine
from inreach.evaluation.aggregation.thresholds import SMALLEST_GAP
from inreach.evaluation.aggregation.types import NO_REVIEW, Category, Patterns, Selection, Service, Sums
from inreach.evaluation.estimators.change import Moments
from inreach.evaluation.estimators.ratio import ClusteredRatio, Ratio, ratio

Floats = NDArray[np.float64]


def service(
    engine: Engine,
    name: str,
    *,
    today: date | None = None,
    selection: Selection | None = None,
    minutes_out: Sequence[float] = (),
    check_weeks: Sequence[float] = (),
    follow_up_for_all: bool = False,
    planned: str = "",
    strict: bool = False,
) -> Service:
    """Return all that an engine holds as a service to be analysed; see Service. ValueError as for sums()."""
    return Service(
        name,
        sums=sums(engine, follow_up_for_all=follow_up_for_all, planned=planned, strict=strict),
        today=today,
        selection=selection,
        capacity=report_sums_optional.capacity(engine),
        minutes_out=tuple(minutes_out),
        check_weeks=tuple(check_weeks),
        follow_up_for_all=follow_up_for_all,
        planned=planned,
        strict=strict,
    )


def sums(engine: Engine, *, follow_up_for_all: bool = False, planned: str = "", strict: bool = False) -> Sums:
    """Return the sums of all targets of an engine, to be handed in as a Service. ValueError as for `check`.

    What optional columns and tables hold is added up where they are there; what is made of the others is refused for
    want of them. The last three are those of Service.
    """
    if not query_results.check(engine):
        raise ValueError("There are no targets to evaluate.")
    ratings = rated(engine)
    made = ratings.reviewed
    programmes = query_results.outcomes(engine, by=("programme",))
    areas = query_results.outcomes(engine, by=("area",))
    named = programmes.areas != ("",)
    kinds = ("area", "programme") if named else ("area",)
    of_pupils = engine.ask(sql.pupils(SMALLEST_GAP))
    pupils, with_target, fixed_pupils = _pupils(of_pupils)
    gain, wanted = ratings.achieved - ratings.baseline, ratings.expected - ratings.baseline
    fixed = made & ~ratings.edited & (wanted >= SMALLEST_GAP)
    reviewed = int(ratings.count[made].sum())
    everybody = engine.ask(sql.shared())
    over_time, by_year = report_sums_optional.ratios(engine), report_sums_optional.years(engine)
    omitted, over_holiday = report_sums_optional.left_out(engine)
    factored, hindsight = report_sums_optional.factored(engine)
    return Sums(
        ratings=ratings,
        pupils=pupils,
        everyone=int(query_results.numbers(of_pupils[1]).sum()),
        outcomes={
            "area": query_results.by_name(areas.areas, areas.counts.sum(0)),
            "school": query_results.by_name(areas.schools, areas.counts.sum(1)),
        }
        | ({"programme": query_results.by_name(programmes.areas, programmes.counts.sum(0))} if named else {})
        | ({"year": by_year} if by_year else {}),
        cells={kind: query_results.gather(engine, by=(kind,), everybody=everybody) for kind in kinds}
        if reviewed
        else {},
        unworded=int(engine.ask(sql.unworded())[0][0]),
        placed=rated(engine, by=("area",)),
        gained=_shared(ratings, made, (gain, np.ones(gain.size)), with_target),
        progress=_shared(ratings, fixed, (gain, wanted), fixed_pupils),
        factored=factored,
        hindsight=hindsight,
        weeks=over_time.get("weeks"),
        hours=over_time.get("hours"),
        left_out=omitted,
        over_holiday=over_holiday,
        no_hours=reviewed - _targets(over_time.get("hours")),
        delivered=over_time.get("delivered"),
        no_plan=int(ratings.count.sum()) - _targets(over_time.get("delivered")),
        checks=report_sums_optional.checks(engine, planned=planned, strict=strict, for_all=follow_up_for_all),
    )


def _targets(shared: ClusteredRatio | None) -> int:
    """Targets in a ratio."""
    return int(shared.schools.n) if shared else 0


def rated(engine: Engine, *, by: Sequence[str] = ()) -> Patterns:
    """Return targets counted by school and ratings; with `by` also by area, and then by category alone."""
    school, *rest = engine.ask(sql.ratings(by, sql_optional.position(engine.columns()) if by else "0"))
    s, schools = query_results.coded(school)
    area, areas = query_results.grouped(rest[: len(by)]) if by else (np.zeros(s.size, dtype=np.intp), ("",))
    baseline, expected, told, due, edited, maintain, position, n = map(np.asarray, rest[len(by) :])
    if by:
        category, achieved = told.astype(np.intp), np.zeros(s.size, dtype=np.intp)
    else:
        category = np.where(told == 0, NO_REVIEW, Category.NOT_MET + (told >= expected) + (told > expected))
        achieved = told.astype(np.intp)
    return Patterns(
        schools=tuple(map(str, schools)),
        areas=tuple(map(str, areas)),
        school=s,
        area=area,
        baseline=baseline.astype(np.intp),
        expected=expected.astype(np.intp),
        achieved=achieved,
        category=category.astype(np.intp),
        due=due > 0,
        edited=edited > 0,
        maintain=maintain > 0,
        position=position.astype(np.intp),
        count=n.astype(np.float64),
    )


def _pupils(columns: tuple[Column, ...]) -> tuple[Moments, Ratio, Ratio]:
    """Pupils' mean ratings; then their ratios of gain over targets, and of gained over expected points."""
    order = np.argsort(np.asarray(columns[0], dtype=np.intp))
    n, pupils, with_fixed, *sums = (query_results.numbers(column)[order] for column in columns)
    before, after, before2, after2, both, gained, wanted, gained2, products, wanted2, fixed = sums
    some = n > 0
    each = np.where(some, n, 1.0)
    moments = Moments(
        float(pupils[some].sum()),
        float((before / each).sum()),
        float((after / each).sum()),
        float((before2 / each**2).sum()),
        float((after2 / each**2).sum()),
        float((both / each**2).sum()),
    )
    change = after - before
    of_targets = Ratio(
        n=float(n @ pupils),
        clusters=int(pupils[some].sum()),
        top=float(change.sum()),
        bottom=float(n @ pupils),
        top_squares=float((after2 - 2 * both + before2).sum()),
        products=float(n @ change),
        bottom_squares=float(n**2 @ pupils),
    )
    of_points = Ratio(
        n=float(fixed.sum()),
        clusters=int(with_fixed.sum()),
        top=float(gained.sum()),
        bottom=float(wanted.sum()),
        top_squares=float(gained2.sum()),
        products=float(products.sum()),
        bottom_squares=float(wanted2.sum()),
    )
    return moments, of_targets, of_points


def _shared(
    ratings: Patterns,
    kept: NDArray[np.bool_],
    amounts: tuple[NDArray[np.generic], NDArray[np.generic]],
    pupils: Ratio,
) -> ClusteredRatio | None:
    """A ratio over the patterns kept, by school, beside the same by pupil; None without targets."""
    if not kept.any():
        return None
    top, bottom = (np.asarray(amount, float)[kept] for amount in amounts)
    return ClusteredRatio(ratio(top, bottom, ratings.school[kept].tolist(), ratings.count[kept]), pupils)
