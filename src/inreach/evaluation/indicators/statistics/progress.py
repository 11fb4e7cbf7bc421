"""How far ratings moved and how fast, in the order in which a report tells it."""

from __future__ import annotations

from collections.abc import Iterable

from inreach.evaluation.estimators.change import paired_from
from inreach.evaluation.estimators.order_statistics import lower_rank, median
from inreach.evaluation.estimators.ratio import ratio
from inreach.evaluation.figures import mean_change, median_gain, progress, rates, standardised_change
from inreach.evaluation.figures.figure import Shown
from inreach.evaluation.figures.report import Part
from inreach.evaluation.figures.report_context import ServiceContext
from inreach.evaluation.indicators.statistic import Statistic


def median_of_service(context: ServiceContext) -> Iterable[Shown]:
    """The median gain."""
    yield median_gain.median_gain_from(context.pairs, context.reviews.opened, context.service.selection)


def mean_of_service(context: ServiceContext) -> Iterable[Shown]:
    """The mean change."""
    pairs = context.pairs
    before = float(pairs.count @ pairs.baseline) / max(1, pairs.n)
    yield mean_change.mean_change_from(
        context.sums.gained, before, context.points_basis, context.service.selection
    )


def progress_of_service(context: ServiceContext) -> Iterable[Shown]:
    """Progress towards what was expected."""
    reviews = context.reviews
    yield progress.progress_from(
        context.sums.progress, reviews.reviewed, reviews.opened, context.service.selection
    )


def standardised_of_service(context: ServiceContext) -> Iterable[Shown]:
    """The standardised change of pupils."""
    sums = context.sums
    yield standardised_change.standardised_change_from(
        sums.pupils, sums.everyone, context.pairs, context.points_basis, context.service.selection
    )


def weekly_of_service(context: ServiceContext) -> Iterable[Shown]:
    """Points per school week."""
    sums = context.sums
    yield rates.weekly(sums.weeks, sums.left_out, over_holiday=sums.over_holiday, unworded=sums.unworded)


def hourly_of_service(context: ServiceContext) -> Iterable[Shown]:
    """Points per delivered hour."""
    sums = context.sums
    yield rates.hourly(sums.hours, sums.no_hours, unworded=sums.unworded)


STATISTICS = (
    Statistic(
        part=Part.PROGRESS,
        definitions={median_gain.NAME: median_gain.DEFINITION},
        estimators=(median, lower_rank),
        sentences=(median_gain.sentence,),
        rules=median_gain.RULES,
        indicator="median-gain",
        of_service=median_of_service,
    ),
    Statistic(
        part=Part.PROGRESS,
        definitions={mean_change.NAME: mean_change.DEFINITION},
        estimators=(ratio,),
        sentences=(mean_change.sentence,),
        rules=mean_change.RULES,
        indicator="mean-change",
        of_service=mean_of_service,
    ),
    Statistic(
        part=Part.PROGRESS,
        definitions={progress.NAME: progress.DEFINITION},
        estimators=(ratio,),
        sentences=(progress.sentence,),
        rules=progress.RULES,
        indicator="progress",
        of_service=progress_of_service,
    ),
    Statistic(
        part=Part.PROGRESS,
        definitions={standardised_change.NAME: standardised_change.DEFINITION},
        estimators=(paired_from,),
        sentences=(standardised_change.sentence,),
        rules=standardised_change.RULES,
        indicator="standardised-change",
        of_service=standardised_of_service,
    ),
    Statistic(
        part=Part.PROGRESS,
        definitions={rates.WEEKLY.name: rates.WEEKLY.definition},
        estimators=(ratio,),
        sentences=(rates.sentence,),
        rules=rates.WEEKLY_RULES,
        indicator="weekly-rate",
        of_service=weekly_of_service,
    ),
    Statistic(
        part=Part.PROGRESS,
        definitions={rates.HOURLY.name: rates.HOURLY.definition},
        estimators=(ratio,),
        sentences=(rates.sentence,),
        rules=rates.HOURLY_RULES,
        indicator="hourly-rate",
        of_service=hourly_of_service,
    ),
)
