"""Each chart says how many it rests on, what it cannot tell, and the same numbers in a table; and it can be seen."""

import re
from dataclasses import replace
from itertools import pairwise

import altair as alt
import numpy as np
import pytest
from lxml import etree

from inreach.evaluation.aggregation.types import Outcomes
from inreach.evaluation.charts import (
    caterpillar,
    dumbbell,
    examples,
    factors,
    funnel,
    maintenance,
    outcomes,
    palette,
    timeline,
)
from inreach.evaluation.charts.pupil_charts import of_pupil
from inreach.evaluation.charts.svg import svg
from inreach.evaluation.charts.text_width import wide
from inreach.evaluation.estimators.proportions import share_limits
from inreach.evaluation.figures.chart import Chart, Grid, Width
from inreach.evaluation.figures.figure import CAUSE, NEVER, SPOKEN, Evidence, Refusal
from inreach.evaluation.figures.maintenance_curve import MaintenanceCurve, MaintenanceStep
from inreach.evaluation.figures.probes import Probes
from inreach.evaluation.figures.target import Target
from inreach.evaluation.figures.unit_differences import PooledUnits
from inreach.evaluation.indicators.registry import CHARTS
from inreach.evaluation.reporting import report_charts
from tests.evaluation import example_reports

SVG = "{http://www.w3.org/2000/svg}"
NAMES = [
    "before, expected, review",
    "probes over time",
    "targets met by area",
    "mean gain by area",
    "mean gain by school",
    "mean gain by programme",
    "schools against chance",
    "what goes with targets met",
    "held after support ended",
    "delivered sessions",
    "what staff say they can do",
    "how good the records are",
]


@pytest.fixture(scope="module")
def large():
    return (*of_pupil(examples.amir()), *report_charts.of_report(example_reports.large()))


@pytest.fixture(scope="module")
def drawings(large):
    """Every chart of the large service at both widths, as text and as a tree."""
    made = [(chart, width, svg(chart, width)) for chart in large for width in Width]
    return [(chart, width, text, etree.fromstring(text.encode())) for chart, width, text in made]


def counts_of(name, not_met, met, exceeded, missing, not_due=0):
    columns = ([value] for value in (not_met, met, exceeded, missing, not_due))
    return Outcomes((name,), *(np.array(column, float) for column in columns))


def pooled(estimates, above, kind="school", half=0.5):
    estimate = np.array(estimates, float)
    size = np.full(estimate.size, 20.0)
    return PooledUnits(
        kind,
        tuple(f"{kind} {i}" for i in range(estimate.size)),
        size,
        2.0,
        estimate,
        estimate - half,
        estimate + half,
        np.array(above, float),
        size * 0,
        "We can be fairly sure that some differ.",
    )


def test_every_kind_is_drawn_for_a_large_service_and_no_two_have_one_name(large):
    names = [chart.name for chart in large]
    assert [name for name in names if name in NAMES] == NAMES
    assert len(set(names)) == len(names)
    assert [chart.name for chart in CHARTS if not chart.draw(example_reports.large())] == []
    assert {type(chart) for chart in large} == {Chart}


def test_seven_targets_give_words_instead_of_charts_that_would_mislead():
    made = (*of_pupil(examples.bea()), *report_charts.of_report(example_reports.tiny()))
    told = {drawn.name: drawn.reason for drawn in made if isinstance(drawn, Refusal)}
    assert "2 probes before and 1 after are too few" in told["probes over time"]
    assert "Fewer than 10 schools" in told["schools against chance"]
    assert "Fewer than 10 targets met were checked" in told["held after support ended"]
    assert "No factor is recorded" in told["what goes with targets met"]
    assert "Fewer than 10 pairs" in told["what staff say they can do"]
    assert "Sessions are recorded for too few" in told["delivered sessions"]
    shown = {drawn.name for drawn in made if isinstance(drawn, Chart)}
    assert shown == {"before, expected, review", "targets met by area", "how good the records are"}


def test_every_title_says_how_many_of_how_many(large):
    assert [chart.title for chart in large if not re.search(r"\d[\d,]* of \d[\d,]* ", chart.title)] == []


def test_no_chart_claims_more_than_its_evidence(large):
    for chart in large:
        words = " ".join(
            (chart.title, chart.sentence_senco, chart.sentence_manager, chart.cannot_tell, *chart.notes)
        )
        assert not NEVER.search(words)
        assert not CAUSE.search(words)
        assert chart.cannot_tell.startswith("This cannot tell you")
        if chart.evidence in SPOKEN:
            assert SPOKEN[chart.evidence].search(chart.sentence_senco)
            assert SPOKEN[chart.evidence].search(chart.sentence_manager)


def test_a_chart_with_a_word_that_is_never_printed_cannot_be_made(large):
    for change in (
        {"sentence_manager": "This proves it."},
        {"sentence_senco": "The best school."},
        {"title": "Rank of 3 schools"},
        {"title": "Schools"},
        {"evidence": Evidence.EXPERIMENT},
        {"table": Grid(("a",), ())},
    ):
        with pytest.raises(ValueError, match=r"."):
            replace(large[2], **change)


def test_the_specifications_fit_the_schema_of_vega_lite(large):
    kinds = {}
    for chart in large:
        for width in Width:
            for layer in chart.at(width)["layer"]:
                kind = str((sorted(layer["mark"]), sorted(layer["encoding"])))
                kinds[kind] = {**layer, "data": {"values": []}}
    assert len(kinds) > 20
    alt.LayerChart.from_dict({**large[0].spec, "layer": list(kinds.values())})


def test_a_drawing_is_heard_as_well_as_seen(drawings):
    for chart, width, _, tree in drawings:
        assert tree.get("role") == "img"
        heard = [tree.find(f".//*[@id='{name}']").text for name in tree.get("aria-labelledby").split()]
        assert heard == [chart.title, f"{chart.sentence_manager} {chart.cannot_tell}"]
        assert tree.get("width") == str(int(width))
        assert tree.get("viewBox").startswith(f"0 0 {int(width)} ")


def test_a_drawing_passes_a_policy_without_inline_style_or_script(drawings):
    for _, _, text, tree in drawings:
        assert not [e for e in tree.iter() if e.tag in {f"{SVG}style", f"{SVG}script", f"{SVG}image"}]
        assert not [e for e in tree.iter() if e.get("style") is not None]
        assert [n for e in tree.iter() for n in e.attrib if n.startswith("on") or "href" in n] == []
        assert "data:" not in text
        assert set(re.findall(r"https?://[^\"]+", text)) == {"http://www.w3.org/2000/svg"}


def test_words_in_a_drawing_are_words_in_the_identitys_letters(drawings):
    for _, _, _, tree in drawings:
        assert tree.get("font-family").startswith("Atkinson Hyperlegible Next,")
        assert len(tree.findall(f".//{SVG}text")) > 5


def placed(tree):
    """Left, right and middle of every line of text, in the pixels of the drawing."""
    found = []
    for text in tree.iter(f"{SVG}text"):
        if text.get("stroke"):
            continue
        x = y = 0.0
        for element in (text, *text.iterancestors()):
            for dx, dy in re.findall(r"translate\(([-\d.e]+),([-\d.e]+)\)", element.get("transform", "")):
                x, y = x + float(dx), y + float(dy)
        spans = [span.text for span in text.iter(f"{SVG}tspan")] or [text.text]
        for at, words in enumerate(spans):
            size = wide(words, float(text.get("font-size"))) / 1.12
            shift = {"middle": size / 2, "end": size}.get(text.get("text-anchor"), 0.0)
            found.append((x - shift, x - shift + size, y + 16 * at, words))
    return found


def test_no_words_run_over_the_edge_or_into_each_other(drawings):
    for chart, width, _, tree in drawings:
        texts = placed(tree)
        assert [t for t in texts if t[0] < -4 or t[1] > width + 6] == [], chart.name
        for i, (left, right, y, words) in enumerate(texts):
            for other in texts[i + 1 :]:
                apart = abs(y - other[2]) > 11 or min(right, other[1]) - max(left, other[0]) < 2
                assert apart, (chart.name, width, words, other[3])


def test_the_same_report_gives_the_same_bytes(large):
    again = outcomes.chart(example_reports.large().outcomes["area"])
    assert again == large[2]
    assert svg(again, Width.NARROW) == svg(large[2], Width.NARROW)


def test_the_states_of_a_target_are_told_apart_without_hue():
    fills = [palette.EXCEEDED, palette.MET, palette.NOT_MET, palette.NOT_YET]
    light = [palette.luminance(fill) for fill in fills]
    assert light == sorted(light)
    assert [palette.contrast(a, b) >= 1.7 for a, b in pairwise(fills[:3])] == [True, True]
    assert palette.contrast(palette.HATCH_LINE, palette.NOT_YET) >= 1.8
    assert outcomes.OUTLINES["not yet reviewed"]["strokeDash"] == [3, 3]


def test_points_stand_out_of_their_intervals_and_words_off_the_page_without_hue():
    assert palette.contrast(palette.POINT, palette.INTERVAL) >= 4.5
    assert palette.contrast(palette.INK_SOFT, palette.CARD) >= 4.5
    assert palette.contrast(palette.INTERVAL, palette.INTERVAL_QUIET) >= 1.4
    assert outcomes.LETTERS["met"] == palette.INK
    assert palette.contrast(palette.INK, palette.MET) >= 4.5
    assert palette.contrast(palette.CARD, palette.EXCEEDED) >= 4.5


def test_the_palette_is_that_of_the_pages(project_file):
    tokens = project_file("src/inreach/apps/ui/static/ui/tokens.css")
    for name in (
        "PAPER",
        "CARD",
        "SUNK",
        "LINE",
        "LINE_STRONG",
        "INK",
        "INK_SOFT",
        "TEAL",
        "TEAL_DEEP",
        "TEAL_TINT",
    ):
        token = f"--{name.lower().replace('_', '-')}: {getattr(palette, name)};"
        assert token in tokens


@pytest.fixture
def project_file(request):
    return lambda path: (request.config.rootpath / path).read_text(encoding="utf-8")


def test_what_was_not_met_is_hatched_in_the_drawing(drawings):
    _, _, _, tree = next(d for d in drawings if d[0].name == "targets met by area")
    pattern = tree.find(f".//{SVG}pattern")
    assert pattern is not None
    assert f"url(#{pattern.get('id')})" in {e.get("fill") for e in tree.iter()}


def test_the_table_holds_the_numbers_of_the_drawing(large):
    for chart in large:
        told = {float(n) for n in re.findall(r"\d+(?:\.\d+)?", str(chart.table.lines).replace(",", ""))}
        for row in _rows(chart):
            for field in ("targets", "pupils", "before", "expected", "review"):
                if isinstance(row.get(field), int) and not isinstance(row[field], bool):
                    assert row[field] in told, (chart.name, field, row)


def test_missing_reviews_widen_what_is_said_of_an_area():
    chart = outcomes.chart(counts_of("Communication", 56, 30, 20, 14))
    assert chart.sentence_manager == (
        "In Communication, 38 to 57 in every 100 reviewed targets were rated met or exceeded; 14 of 120 are still to "
        "be reviewed, which could bring the whole to anything from 42 to 53."
    )
    assert chart.title == "Met, exceeded and not met by area: 106 of 120 targets reviewed"


def test_fewer_than_ten_reviewed_targets_have_no_share():
    chart = outcomes.chart(counts_of("Independence", 1, 4, 4, 0))
    assert chart.table.lines[0][-1] == "fewer than 10 reviewed"
    assert "too few for a share" in chart.sentence_manager


def test_units_that_cannot_be_told_apart_have_no_name_in_the_drawing():
    chart = caterpillar.chart(pooled([3.2, 2.1, 2.0, 0.7], [0.99, 0.6, 0.5, 0.01]))
    drawn = svg(chart)
    assert "school 0" in drawn
    assert "school 3" in drawn
    assert "school 1" not in drawn
    assert "school 2" not in drawn
    assert [line[0] for line in chart.table.lines] == [f"school {i}" for i in range(4)]


def test_of_many_units_the_largest_that_stand_apart_are_named_and_not_the_farthest_out():
    found = replace(
        pooled(np.linspace(4, 0, 300), [0.99] * 20 + [0.5] * 260 + [0.01] * 20), n=np.arange(300) % 20 + 10.0
    )
    lines = caterpillar.thinned(caterpillar.units(found))
    assert len(lines) == 2 * caterpillar.MOST_NAMED + caterpillar.MOST_UNNAMED
    assert [unit.name for unit in lines[:12]] == [f"school {i}" for i in range(8, 20)]
    assert [unit.estimate for unit in lines] == sorted((unit.estimate for unit in lines), reverse=True)
    assert "60 of 300 are drawn" in caterpillar.chart(found).notes[0]


def test_a_funnel_names_schools_outside_and_says_how_many_luck_would_put_there():
    names = tuple(f"school {i}" for i in range(20))
    n = np.full(20, 50.0)
    met = np.array([25.0] * 19 + [48.0])
    found = Outcomes(names, n - met, met, n * 0, n * 0, n * 0)
    chart = funnel.chart(found)
    share = float(met.sum() / n.sum())
    assert not share_limits(share, 50, 0.998)[0] <= 0.96 <= share_limits(share, 50, 0.998)[1]
    assert chart.sentence_manager.startswith(
        "1 school lies outside the outer lines. With 20 schools we would expect about 0.0"
    )
    assert "school 19" in svg(chart)
    assert "school 3<" not in svg(chart)


def test_a_line_through_fewer_than_five_probes_is_not_drawn():
    short = Probes((3.0, 4.0, 3.0), (5.0, 6.0, 6.0, 7.0, 7.0))
    chart = timeline.chart("Leo", short)
    assert "No line is drawn through the probes before the change" in chart.notes[0]
    fans = [row for row in _rows(chart) if "line" in row]
    assert min(row["week"] for row in fans) == 4.0


def test_scores_that_rose_before_the_start_leave_the_credit_open():
    chart = of_pupil(examples.amir())[1]
    assert chart.sentence_manager == (
        "9 of 10 probes since the change are above every baseline probe: the middle one moved from 4 to 7.5, "
        "but scores were already rising before the start, so credit is uncertain."
    )


def test_one_pupils_targets_say_where_they_moved_and_that_a_point_is_within_error():
    chart = of_pupil(examples.amir())[0]
    assert chart.sentence_senco == (
        "Of Amir's 3 reviewed targets, 2 reached the level expected; one moved from 3 to 5 (expected 7). "
        "One point either way is within rating error."
    )
    bars = [(row["low"], row["high"]) for row in _rows(chart) if row.get("review") == 5]
    assert bars
    assert set(bars) == {(4, 6)}


def test_a_target_without_a_review_is_not_called_missed():
    waiting = dumbbell.chart("Bea", (dumbbell.Named("Joins in", Target("bea", "willow", 2, 5)),))
    assert (
        waiting.sentence_senco
        == "The target of Bea still waits for a review; a target without one is not a target missed."
    )
    assert dumbbell.chart("Bea", ()).reason == "There are no targets yet."


def test_losses_between_two_checks_are_drawn_as_two_ends():
    steps = (MaintenanceStep(6, 0.9, 0.8, 0.9, 40), MaintenanceStep(12, 0.8, 0.6, 0.8, 30))
    chart = maintenance.chart(MaintenanceCurve(steps, (0.6, 0.5), (0.95, 0.9), 50, 10, False))
    assert "between two checks, so 60 to 80" in chart.sentence_senco
    assert any("odd times" in note for note in chart.notes)
    assert {layer["mark"]["type"] for layer in chart.spec["layer"]} >= {"area", "line"}


def test_factors_that_point_two_ways_are_named():
    effects = [
        replace(effect, points=-effect.points if effect.outcome == "exceeded" else effect.points)
        for effect in example_reports.large().effects
    ]
    chart = factors.chart(effects, 700, 2)
    assert any("two outcomes that point different ways" in note for note in chart.notes)
    assert factors.chart((), 700, 0).reason.startswith("No factor")


def _rows(chart):
    """Every row of data of the wide drawing."""
    return [row for layer in chart.spec["layer"] for row in layer["data"]["values"]]
