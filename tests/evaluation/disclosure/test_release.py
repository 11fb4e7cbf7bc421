"""What leaves a school holds no hidden number, nor one from which it could be worked out."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.types import TOTAL, CapacityRow, Outcomes, Position
from inreach.evaluation.charts import capacity, caterpillar, data_quality, dose, funnel, maintenance, outcomes
from inreach.evaluation.charts.svg import svg
from inreach.evaluation.disclosure import release
from inreach.evaluation.disclosure.attacker import Attacker
from inreach.evaluation.disclosure.suppression import Suppression
from inreach.evaluation.disclosure.tables import ALL, Adds, Table, by_unit, together
from inreach.evaluation.figures.chart import Chart, Width
from inreach.evaluation.figures.dose_position import DoseBand
from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.maintenance_curve import MaintenanceCurve, MaintenanceStep
from inreach.evaluation.reporting import report_charts
from inreach.evaluation.reporting.service_report import analyse
from tests.evaluation import example_reports


def of(names, not_met, met, exceeded, missing):
    columns = (np.array(column, float) for column in (not_met, met, exceeded, missing))
    return Outcomes(tuple(names), *columns, np.zeros(len(names)))


# Beacon has 3 targets exceeded; its row and another must give way.
AREAS = of(
    ["Ash", "Beacon", "Chalk", "Dale"], [30, 41, 22, 19], [25, 33, 18, 27], [12, 3, 14, 16], [9, 11, 8, 6]
)


def left(found, kind="area"):
    sheet = release.Sheet(
        "areas", outcomes.counts(found, kind), lambda suppression: outcomes.chart(found, kind, suppression)
    )
    return release.leave([sheet])


def everything(drawn):
    """All that goes out: specifications, table, words and both drawings."""
    assert isinstance(drawn, Chart)
    return release.payload(drawn) + svg(drawn, Width.WIDE) + svg(drawn, Width.NARROW)


def test_a_line_with_a_small_number_is_neither_drawn_nor_spoken_of():
    made = left(AREAS)
    assert ("area", "Beacon", "exceeded") in made.released.primary
    chart = made.drawn[0]
    drawn = svg(chart)
    hidden_lines = {cell[1] for cell in made.released.hidden if cell[0] == "area"}
    assert "Beacon" in hidden_lines
    assert [name for name in hidden_lines if name in drawn] == []
    assert chart.sentence_manager.split(",")[0] not in {f"In {name}" for name in hidden_lines}
    line = next(line for line in chart.table.lines if line[0] == "Beacon")
    assert line[1] == "hidden"
    assert line[-1] == "hidden"


def test_no_hidden_number_stands_in_specification_table_or_drawing():
    """Numbers are made so that each is found nowhere else."""
    found = of(
        ["Ash", "Beacon", "Chalk", "Dale"],
        [3001, 4127, 2203, 1907],
        [2503, 3, 1801, 2707],
        [1201, 3307, 1409, 1607],
        [907, 1103, 811, 613],
    )
    made = left(found)
    out = everything(made.drawn[0])
    told = set(re.findall(r"\d+(?:\.\d+)?", out.replace(",", "")))
    for cell in made.released.hidden:
        count = made.counts.cells[cell]
        assert count < 10 or str(int(count)) not in told, cell
    row = [found.exceeded[1], found.met[1], found.not_met[1], found.missing[1]]
    total = sum(row)
    for number in row:
        assert f"{100 * number / total:.6f}"[:7] not in out


def test_what_goes_out_does_not_change_with_what_is_hidden():
    """Two services that agree on every printed number send the very same bytes."""
    made = left(AREAS)
    hidden = made.released.hidden
    other = _with_other_hidden_numbers(AREAS, made)
    assert other.table.tolist() != AREAS.table.tolist()
    suppression = Suppression(hidden)
    assert everything(outcomes.chart(other, "area", suppression)) == everything(made.drawn[0])


def _with_other_hidden_numbers(found, made):
    """The same printed numbers with a cycle of 4 hidden cells moved by one."""
    columns = outcomes.COLUMNS
    rows = [i for i, name in enumerate(found.names) if ("area", name, "exceeded") in made.released.hidden]
    swapped = next(
        c for c in columns[1:] if all(("area", found.names[i], c) in made.released.hidden for i in rows[:2])
    )
    arrays = {"exceeded": found.exceeded.copy(), "met": found.met.copy(), "not met": found.not_met.copy()}
    arrays["exceeded"][rows[0]] += 1
    arrays[swapped][rows[0]] -= 1
    arrays["exceeded"][rows[1]] -= 1
    arrays[swapped][rows[1]] += 1
    return Outcomes(
        found.names, arrays["not met"], arrays["met"], arrays["exceeded"], found.missing, found.not_due
    )


def test_whoever_knows_all_that_is_printed_narrows_no_hidden_number_down():
    random = np.random.default_rng(5)
    hidden = 0
    for _ in range(6):
        k = int(random.integers(3, 6))
        found = of(
            [f"area {i}" for i in range(k)], *(random.poisson(random.choice([3, 8, 20]), k) for _ in range(4))
        )
        made = left(found)
        told = _read_back(made.drawn[0], made.counts)
        unseen = frozenset(made.counts.cells) - told
        for cell, seen in Attacker(made.counts, unseen).ranges(sorted(made.released.primary)).items():
            hidden += 1
            assert seen.width >= 5 - 1e-6, cell
    assert hidden > 10


def _read_back(drawn, counts):
    """The cells that a reader of the table finds there, and with them the totals of the title."""
    if isinstance(drawn, Refusal):
        return frozenset()
    told = set()
    for line in drawn.table.lines:
        for column, words in zip((*outcomes.COLUMNS, TOTAL), line[1:6], strict=True):
            if words != "hidden":
                cell = ("area", line[0], column)
                assert words == f"{counts.cells[cell]:,.0f}"
                told.add(cell)
    if "hidden" not in drawn.title:
        told |= {(ALL, column) for column in (*outcomes.COLUMNS, *outcomes.SUMS)}
    return frozenset(told)


def test_a_hidden_school_has_no_estimate_and_the_others_are_worked_out_without_it():
    """What goes out is what would go out if the school were not part of the service."""
    pooled = example_reports.large().units["school"]
    name = pooled.names[int(np.argmin(pooled.n))]
    suppression = Suppression(frozenset([("school", name, "reviewed")]))
    assert "lean on them" in caterpillar.chart(pooled, suppression).reason
    made = caterpillar.chart(
        pooled, suppression, caterpillar.refits(aggregate(example_reports.service()))["school"]
    )
    others = replace(
        example_reports.service(),
        rows=tuple(row for row in example_reports.service().rows if row.school != name),
    )
    alone = caterpillar.chart(analyse(others).units["school"])
    for part in ("title", "spec", "narrow", "table", "sentence_senco", "sentence_manager"):
        assert getattr(made, part) == getattr(alone, part)
    assert name not in release.payload(made)


def test_the_funnel_is_drawn_around_the_schools_that_may_be_seen():
    names = [f"school {i}" for i in range(14)]
    found = of(names, [20] * 13 + [17], [25] * 13 + [2], [0] * 14, [0] * 14)
    sheet = release.Sheet(
        "funnel",
        funnel.counts(found, "school"),
        lambda suppression: funnel.chart(found, "school", suppression),
    )
    made = release.leave([sheet])
    assert ("school", "school 13", "met or exceeded") in made.released.primary
    shown = [line[0] for line in made.drawn[0].table.lines]
    assert "school 13" not in shown
    kept = [i for i, name in enumerate(names) if name in shown]
    alone = of(
        [names[i] for i in kept],
        *([c[i] for i in kept] for c in (found.not_met, found.met, found.exceeded, found.missing)),
    )
    assert svg(replace(made.drawn[0], title="0", notes=())) == svg(
        replace(funnel.chart(alone), title="0", notes=())
    )


def test_two_charts_of_one_release_do_not_give_away_what_each_hides():
    """The dose chart hides 3 targets; the chart of areas prints the total that would give them away."""
    bands = [
        DoseBand(Position.INSIDE, 60, 50, 0.5, 0.4, 0.6),
        DoseBand(Position.UNKNOWN, 3, 3, 0.5, 0.2, 0.8),
    ]
    areas = of(["Ash", "Beacon"], [15, 11], [9, 8], [5, 5], [6, 4])
    totals = {(ALL, TOTAL): 63.0, (ALL, "reviewed"): 53.0}
    counts = release.anchored(dose.counts(bands), totals)
    sheets = [
        release.Sheet(
            "areas",
            outcomes.counts(areas, "area"),
            lambda suppression: outcomes.chart(areas, "area", suppression),
        ),
        release.Sheet("dose", counts, lambda suppression: dose.chart(bands, (), 63, suppression)),
    ]
    made = release.leave(sheets)
    unknown = ("dose", "Not recorded", "targets")
    assert unknown in made.released.primary
    assert made.released.ranges[unknown].width >= 5
    assert "Not recorded" not in release.payload(made.drawn[1])


def test_shares_of_bands_that_lean_on_a_hidden_one_are_not_shown():
    bands = [
        DoseBand(Position.INSIDE, 60, 50, 0.512, 0.4, 0.6),
        DoseBand(Position.BELOW, 80, 70, 0.413, 0.3, 0.5),
        DoseBand(Position.UNKNOWN, 3, 3, 0.5, 0.2, 0.8),
    ]
    open_chart = dose.chart(bands, (), 143)
    assert "40 to 60" in str(open_chart.table.lines)
    closed = dose.chart(bands, (), 143, Suppression(frozenset([("dose", "Not recorded", "targets")])))
    assert [line[-1] for line in closed.table.lines] == ["hidden", "hidden"]
    assert "51.2" not in release.payload(closed)


BEFORE = of(["Ash", "Beacon", "Chalk"], [30, 20, 40], [25, 26, 28], [12, 14, 18], [8, 8, 9])


def test_what_was_added_since_an_earlier_release_is_protected_too():
    """Two more targets were met in Ash, and more in the others."""
    before = left(BEFORE)
    assert before.released.hidden == frozenset()
    now = of(["Ash", "Beacon", "Chalk"], [30, 30, 52], [27, 36, 40], [12, 24, 30], [8, 18, 20])
    sheet = release.Sheet(
        "areas", outcomes.counts(now, "area"), lambda suppression: outcomes.chart(now, "area", suppression)
    )
    fresh, later = release.leave([sheet]), release.leave([sheet], earlier=[before])
    assert fresh.released.hidden == frozenset()
    assert ("area", "Ash", "met") in later.released.hidden
    assert "In Ash" not in release.payload(later.drawn[0])
    line = next(line for line in later.drawn[0].table.lines if line[0] == "Ash")
    assert line[2] == "hidden"


def test_the_same_numbers_may_leave_again():
    before = left(BEFORE)
    sheet = release.Sheet(
        "areas",
        outcomes.counts(BEFORE, "area"),
        lambda suppression: outcomes.chart(BEFORE, "area", suppression),
    )
    same = release.leave([sheet], earlier=[before])
    assert same.released.hidden == frozenset()
    assert same.drawn == before.drawn


def test_a_curve_with_small_steps_stays_inside():
    curve = MaintenanceCurve(
        (MaintenanceStep(6, 0.95, 0.9, 0.98, 40), MaintenanceStep(12, 0.9, 0.8, 0.95, 20)),
        (0.8, 0.7),
        (0.96, 0.92),
        40,
        10,
        True,
    )
    assert isinstance(maintenance.chart(curve), Chart)
    made = release.leave(
        [
            release.Sheet(
                "held", maintenance.counts(curve), lambda suppression: maintenance.chart(curve, suppression)
            )
        ]
    )
    assert isinstance(made.drawn[0], Refusal)
    assert "too small to leave" in made.drawn[0].reason


def test_a_statement_on_which_few_moved_one_way_is_left_out():
    rows = [CapacityRow("hill", f"s{i}", "Plan", 2, 3 if i < 8 else 2) for i in range(16)]
    rows += [CapacityRow("hill", f"s{i}", "Share", 2, 1 if i < 2 else 3) for i in range(16)]
    made = release.leave(
        [release.Sheet("staff", capacity.counts(rows), lambda suppression: capacity.chart(rows, suppression))]
    )
    out = release.payload(made.drawn[0])
    assert "Plan" in out
    assert "Share" not in out


def test_everything_of_a_report_leaves_together_or_says_why_not():
    report = example_reports.large()
    made = release.leave(report_charts.sheets(report))
    names = [drawn.name for drawn in made.drawn]
    assert len(names) == len(set(names)) >= 8
    assert made.released.hidden != frozenset()
    attacker = Attacker(made.counts, made.released.hidden)
    assert min(seen.width for seen in attacker.ranges(sorted(made.released.primary)).values()) >= 5 - 1e-6
    tiny = release.leave(report_charts.sheets(example_reports.tiny()))
    assert [d.name for d in tiny.drawn if isinstance(d, Chart)] == [data_quality.NAME]


def test_numbers_of_a_line_add_up_in_every_kind_of_unit_to_the_same_totals():
    counts = together(
        [
            by_unit("area", ["a"], ["x", "y"], [[7, 8]], {"both": ("x", "y")}),
            by_unit("school", ["s"], ["x", "y"], [[7, 8]], {"both": ("x", "y")}),
        ]
    )
    assert counts.cells[ALL, "both"] == 15
    with pytest.raises(ValueError, match="in one table"):
        together([counts, by_unit("year", ["1"], ["x", "y"], [[7, 9]], {"both": ("x", "y")})])


def test_a_sum_equal_to_a_total_is_that_total_and_a_smaller_one_leaves_a_rest():
    own = Table({("a",): 3, ("b",): 7, ("sum",): 10}, (Adds((("a",), ("b",)), ("sum",)),))
    equal = release.anchored(own, {(ALL, TOTAL): 10.0})
    assert equal.adds[-1] == Adds((("sum",),), (ALL, TOTAL))
    smaller = release.anchored(own, {(ALL, TOTAL): 12.0})
    assert smaller.cells["sum", release.REST] == 2


def test_words_of_a_refusal_are_all_that_it_sends():
    refused = Refusal("held", "Nobody was checked.", "Share held.")
    assert json.loads(json.dumps(release.payload(refused))) == "held Nobody was checked. Share held."
