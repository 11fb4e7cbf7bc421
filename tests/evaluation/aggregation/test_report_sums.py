"""A report from sums that an engine made is the report from the rows themselves."""

from dataclasses import asdict
from datetime import date

import numpy as np
import pytest

from inreach.evaluation.aggregation.aggregate import aggregate
from inreach.evaluation.aggregation.engines import Line, in_memory
from inreach.evaluation.aggregation.report_sums import sums
from inreach.evaluation.aggregation.types import Service, TargetRow
from inreach.evaluation.figures.figure import Figure
from inreach.evaluation.figures.report import Part
from inreach.evaluation.reporting.service_report import analyse
from tests.evaluation.aggregation.test_query_results import targets


def row(line):
    """A line as a row with the dates that make it due or not."""
    return TargetRow(
        pupil=line.pupil,
        school=line.school,
        area=line.area,
        programme=line.programme,
        baseline=line.baseline,
        expected=line.expected,
        achieved=line.achieved,
        maintain=line.maintain,
        worded=line.worded,
        edited_after_start=line.edited,
        due=None if line.due else DAY.replace(year=2030),
    )


DAY = date(2026, 1, 1)


def by_name(names, *arrays):
    return {name: tuple(map(float, values)) for name, *values in zip(names, *arrays, strict=True)}


def counted(patterns):
    """What a table of patterns counts, whatever the order of its lines and names."""
    found = {}
    for at, n in enumerate(patterns.count):
        key = (
            patterns.schools[patterns.school[at]],
            patterns.areas[patterns.area[at]],
            *(
                int(getattr(patterns, name)[at])
                for name in (
                    "baseline",
                    "expected",
                    "achieved",
                    "category",
                    "due",
                    "edited",
                    "maintain",
                    "position",
                )
            ),
        )
        found[key] = found.get(key, 0) + n
    return found


@pytest.mark.parametrize("seed", range(4))
def test_sums_of_an_engine_are_the_sums_of_rows(seed):
    lines = targets(seed, 250)
    ours, theirs = sums(in_memory(lines)), aggregate(Service("s", tuple(map(row, lines)), today=DAY))
    assert counted(ours.ratings) == counted(theirs.ratings)
    assert counted(ours.placed) == counted(theirs.placed)
    for name in ("pupils", "gained", "progress"):
        mine, other = asdict(getattr(ours, name)), asdict(getattr(theirs, name))
        for part in mine:
            assert mine[part] == pytest.approx(other[part]), (name, part)
    for name in ("everyone", "unworded", "left_out", "no_hours", "no_plan"):
        assert getattr(ours, name) == getattr(theirs, name), name
    assert set(ours.outcomes) == set(theirs.outcomes) == {"area", "programme", "school"}
    for kind, mine in ours.outcomes.items():
        other = theirs.outcomes[kind]
        columns = ("not_met", "met", "exceeded", "missing", "not_due")
        assert by_name(mine.names, *(getattr(mine, c) for c in columns)) == by_name(
            other.names, *(getattr(other, c) for c in columns)
        )
    assert set(ours.cells) == set(theirs.cells)
    for kind, mine in ours.cells.items():
        other = theirs.cells[kind]
        assert mine.n.sum() == other.n.sum()
        assert by_name(mine.schools, mine.shared) == by_name(other.schools, other.shared)
        assert by_name(mine.areas, mine.total.sum(0)) == by_name(other.areas, other.total.sum(0))


def test_a_report_from_sums_says_what_the_report_from_rows_says():
    lines = [line for line in targets(7, 500) if line.worded]
    ours = analyse(Service("s", sums=sums(in_memory(lines))))
    theirs = analyse(Service("s", tuple(map(row, lines)), today=DAY))
    for part in (Part.ATTAINMENT, Part.PROGRESS, Part.AREAS, Part.FACTORS, Part.QUALITY):
        mine, other = ours.section(part), theirs.section(part)
        assert [shown.name for shown in mine.figures] == [shown.name for shown in other.figures]
        for one, two in zip(mine.figures, other.figures, strict=True):
            assert type(one) is type(two), one
            if isinstance(one, Figure):
                assert one.estimate == pytest.approx(two.estimate, abs=1e-3)
                assert (one.n, one.denominator, one.sentence) == (two.n, two.denominator, two.sentence)
            else:
                assert one == two
    assert sum(len(section.shown) for section in ours.sections) > 8


def test_a_service_without_programmes_or_reviews_has_sums_too():
    found = sums(in_memory([Line("s", "a", "", "p", 3, 6), Line("s", "a", "", "q", 3, 6, due=False)]))
    assert (found.cells, found.gained, found.progress, found.everyone) == ({}, None, None, 2)
    assert set(found.outcomes) == {"area", "school"}
    assert np.array_equal(found.outcomes["area"].missing, [1])
    with pytest.raises(ValueError, match="no targets"):
        sums(in_memory([]))
