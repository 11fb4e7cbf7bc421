"""One call makes the whole report of a service, the same from rows and from sums, however small it is."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from inreach.evaluation.aggregation.aggregate import aggregate, patterns
from inreach.evaluation.aggregation.types import CapacityRow, FollowUp, Service, TargetRow
from inreach.evaluation.figures import data_quality
from inreach.evaluation.figures.figure import NEVER, Figure, Refusal
from inreach.evaluation.figures.mean_change import mean_change
from inreach.evaluation.figures.median_gain import median_gain
from inreach.evaluation.figures.progress import progress
from inreach.evaluation.figures.report import Part
from inreach.evaluation.figures.report_context import rating_pairs, records, review_state
from inreach.evaluation.figures.share_met import share_met
from inreach.evaluation.figures.standardised_change import standardised_change
from inreach.evaluation.figures.target import target_of
from inreach.evaluation.reporting.service_report import analyse

AGREED, LEADER = "agreed by all", "leadership took part"


def rows(n=240, schools=4, seed=1, missing=0.05):
    """Targets as a service might have them, two a pupil."""
    random = np.random.default_rng(seed)
    found = []
    for i in range(n):
        baseline = int(random.integers(1, 8))
        expected = min(10, baseline + int(random.integers(1, 5)))
        achieved = int(np.clip(np.rint(baseline + random.normal(2, 1.5)), 1, 10))
        reviewed, weeks = random.random() > missing, int(random.integers(2, 20))
        found.append(
            TargetRow(
                f"p{i % (n // 2)}",
                f"s{i % schools}",
                f"area {int(random.integers(3))}",
                baseline,
                expected,
                achieved if reviewed else None,
                programme=f"programme {i % 3}",
                year=f"20{20 + i % 2}",
                due=date(2026, 3, 1) if random.random() < 0.9 else date(2027, 3, 1),
                edited_after_start=random.random() < 0.05,
                weeks=float(weeks),
                holiday_weeks=1.0,
                planned_minutes=200.0 * weeks,
                delivered_minutes=float(weeks * random.choice([60, 160, 240])),
                sessions=4.0 * weeks,
                factors={AGREED: bool(random.integers(2)), LEADER: bool(random.integers(2))},
                follow_ups=tuple(FollowUp(w, achieved - int(random.integers(3))) for w in (13.0, 26.0))
                if i % 2
                else (),
            )
        )
    return tuple(found)


def service(**given):
    return Service("Outreach", **{"rows": rows(), "today": date(2026, 6, 1), **given})


def check_same(one, other):
    """Two figures say the same up to rounding."""
    assert type(one) is type(other)
    if isinstance(one, Refusal):
        assert one == other
        return
    assert (one.name, one.sentence, one.notes, one.n, one.denominator) == (
        other.name,
        other.sentence,
        other.notes,
        other.n,
        other.denominator,
    )
    assert one.estimate == pytest.approx(other.estimate)
    if one.interval:
        assert (one.interval.low, one.interval.high) == pytest.approx(
            (other.interval.low, other.interval.high)
        )


@pytest.mark.parametrize(("n", "schools", "seed"), [(8, 2, 1), (60, 1, 2), (240, 4, 3), (600, 25, 4)])
def test_figures_from_sums_are_those_of_targets_one_by_one(n, schools, seed):
    """The figures of a group over targets are the slow, obvious twin."""
    whole = service(rows=rows(n, schools, seed))
    targets = [target_of(row, whole.today) for row in whole.rows]
    report = analyse(whole)
    told = report.section(Part.PROGRESS).figures
    check_same(report.section(Part.ATTAINMENT).figures[0], share_met(targets))
    for fast, slow in zip(
        told,
        (median_gain, mean_change, progress, standardised_change),
        strict=False,
    ):
        check_same(fast, slow(targets))
    for fast, slow in zip(
        report.section(Part.QUALITY).figures, data_quality.data_quality(targets), strict=True
    ):
        check_same(fast, slow)


def test_a_report_has_every_section_and_every_number_or_its_reason():
    report = analyse(service())
    assert [section.part for section in report.sections] == list(Part)
    assert all(section.figures and section.title.endswith("?") for section in report.sections)
    assert all(isinstance(shown, Figure | Refusal) for shown in report)
    assert all(len(s.shown) + len(s.refused) == len(s.figures) for s in report.sections)
    assert (report.targets, report.reviewed) == (240, review_state(aggregate(service()).ratings).reviewed)
    with pytest.raises(KeyError):
        replace(report, sections=()).section(Part.DOSE)


def test_sums_made_elsewhere_give_the_report_of_the_rows():
    whole = service(follow_up_for_all=True, planned="programme", check_weeks=(13, 26))
    from_rows = analyse(whole)
    from_sums = analyse(replace(whole, rows=(), sums=aggregate(whole)))
    assert list(from_sums) == list(from_rows)
    with pytest.raises(ValueError, match="rows or as sums"):
        replace(whole, sums=aggregate(whole))


def test_seven_targets_are_listed_one_by_one_and_nothing_is_averaged():
    report = analyse(service(rows=rows(7, 2, missing=0.0)))
    listed = [f for f in report.section(Part.ATTAINMENT).shown if f.name == "points"]
    assert len(listed) == 7
    shares = [f for f in report if isinstance(f, Figure) and f.unit == "share"]
    assert {f.without for f in shares} == {data_quality.A_COUNT}
    assert report.section(Part.FACTORS).shown == ()
    assert (report.effects, report.bands, report.units, report.shares) == ((), (), {}, {})


def test_a_service_with_no_review_yet_has_a_report():
    report = analyse(service(rows=tuple(replace(row, achieved=None, follow_ups=()) for row in rows(12))))
    assert report.reviewed == 0
    assert "missing" in report.section(Part.QUALITY).figures[0].name
    assert report.section(Part.PROGRESS).shown == ()
    with pytest.raises(ValueError, match="no targets"):
        analyse(service(rows=()))


def test_the_correction_is_made_over_every_comparison_of_the_page():
    whole = service(rows=rows(1500, 25), follow_up_for_all=True, planned="programme", check_weeks=(13, 26))
    report = analyse(whole)
    told, looked = report.section(Part.FACTORS).shown, f"{report.comparisons} comparisons were looked at"
    assert report.comparisons in {
        5,
        6,
        7,
    }  # two factors (twice where the splits disagree), two doses, the curves
    assert len(told) == 4
    assert all(f.notes[0].startswith(looked) for f in told)
    assert any(f.name.startswith("A dose below") for f in report.section(Part.DOSE).shown)
    assert looked in report.section(Part.SUSTAINABILITY).figures[-1].notes[0]
    assert len(report.effects) == 4
    assert all(effect.adjusted >= effect.p for effect in report.effects)


def test_what_charts_draw_stands_in_the_report():
    whole = service(
        rows=rows(400, 12),
        follow_up_for_all=True,
        check_weeks=(13, 26),
        capacity=tuple(CapacityRow(f"s{i % 3}", f"t{i}", "We can", 3, 3 + i % 3, 2) for i in range(12)),
        minutes_out=tuple(float(i) for i in range(30)),
    )
    report = analyse(whole)
    assert set(report.outcomes) == {"area", "school", "programme", "year"}
    assert set(report.units) == {"area", "school", "programme"}
    assert report.shares["area"].estimate.sum(1) == pytest.approx(1)
    assert [step.weeks for step in report.maintenance.steps] == [13, 26]
    assert (
        report.maintenance.all_lost[1] <= report.maintenance.steps[1].held <= report.maintenance.all_held[1]
    )
    assert [band.position.name for band in report.bands] == ["BELOW", "INSIDE", "ABOVE"]
    assert (len(report.capacity), len(report.minutes_out), len(report.rows)) == (12, 30, 400)


def test_no_sentence_of_a_report_holds_a_word_that_is_never_printed():
    named = tuple(
        replace(row, factors={"best impact": row.factors[AGREED]}, area="proven best")
        for row in rows(600, 25)
    )
    for shown in analyse(service(rows=named)):
        said = shown.sentence if isinstance(shown, Figure) else shown.reason
        assert not NEVER.search(said)


def test_targets_counted_by_pattern_are_all_targets():
    targets = rows()
    found = patterns(targets, date(2026, 6, 1), achieved=True, area=True, dose=True, factors=(AGREED,))
    assert found.count.sum() == 240
    assert rating_pairs(found).n == sum(row.achieved is not None for row in targets)
    assert records(found).edited == sum(row.edited_after_start for row in targets)
    assert found.count[found.asked[:, 0] == 1].sum() == sum(row.factors[AGREED] for row in targets)
