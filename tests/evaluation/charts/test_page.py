"""A chart as part of a page: escaped, without script or style, and with long names wrapped."""

import re

from inreach.evaluation.charts import dumbbell, examples
from inreach.evaluation.charts.page import Room, gallery, html, styles
from inreach.evaluation.charts.pupil_charts import of_pupil
from inreach.evaluation.charts.text_width import wide, wrapped
from inreach.evaluation.figures.figure import Refusal
from inreach.evaluation.figures.target import Target
from inreach.evaluation.reporting.__main__ import main
from tests.evaluation import example_reports


def test_a_long_name_wraps_and_is_cut_with_dots():
    lines = wrapped(example_reports.LONG, 180, lines=3)
    assert len(lines) == 3
    assert all(wide(line) <= 180 for line in lines)
    assert lines[-1].endswith("…")
    assert wrapped("", 100) == [""]
    assert wide(wrapped("Donaudampfschifffahrtsgesellschaft", 90)[0]) <= 90


def test_a_page_escapes_what_people_wrote_and_holds_no_script_or_style():
    target = Target("x", "y", 2, 5, 4)
    chart = dumbbell.chart("<b>Mo</b>", (dumbbell.Named('Says "a & b" <script>alert(1)</script>', target),))
    made = html(chart)
    assert "<script" not in made
    assert "<b>" not in made
    assert " style=" not in made
    assert "<style" not in made
    assert "&lt;script&gt;" in made
    assert made.count('<th scope="col">') == 5
    assert ".chart__table" in styles()


def test_a_refusal_is_words_where_the_chart_would_stand():
    made = html(Refusal("held", "Nobody was checked again.", "Share held."))
    assert "Nobody was checked again." in made
    assert "<svg" not in made


def test_the_gallery_is_one_page_that_asks_for_nothing_else():
    page = gallery([Room("Hill", "Two charts.", of_pupil(examples.bea()))])
    assert re.findall(r'(?:src|href)="([^"#]+)', page) == []
    assert set(re.findall(r"url\((?!#)([^,)]{0,20})", page)) == {"data:font/ttf;base64"}
    assert page.count("<figure") == 2


def test_the_gallery_asks_for_the_file_to_write(capsys):
    assert main([]) == 2
    assert "Name the file" in capsys.readouterr().err
