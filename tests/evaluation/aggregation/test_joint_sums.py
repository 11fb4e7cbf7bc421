"""Sums of several services together give the joint evaluation."""

import random
from collections import Counter
from dataclasses import replace

import numpy as np
import pytest

from inreach.evaluation.aggregation import query_results, query_results_reference
from inreach.evaluation.aggregation.engines import Line, in_memory
from inreach.evaluation.aggregation.joint_sums import Bounds, bounds_of, combine
from inreach.evaluation.aggregation.sums_file import KINDS, NotSums, read_sums, write_sums
from inreach.evaluation.aggregation.types import TOTAL
from inreach.evaluation.disclosure.sum_suppression import sums_to_share
from inreach.evaluation.estimators.crossed_effects import analyse

AREAS = ["speech", "reading", "feelings"]


def service(seed, many, schools, pupils):
    """Lines of a service whose schools are of very different sizes."""
    dice = random.Random(seed)
    weights = [1 / (1 + s) for s in range(schools)]
    lines = []
    for _ in range(many):
        school = dice.choices(range(schools), weights)[0]
        baseline = dice.randint(1, 5)
        lines.append(
            Line(
                school=f"school {seed}.{school}",
                area=dice.choice(AREAS),
                programme=dice.choice(["blocks", "circle"]),
                pupil=f"{dice.randrange(pupils)}",
                baseline=baseline,
                expected=baseline + dice.randint(1, 4),
                achieved=None if dice.random() < 0.15 else min(10, max(1, baseline + dice.randint(-1, 5))),
                due=dice.random() < 0.6,
            )
        )
    return lines


def shared(lines, name="north", **how):
    return sums_to_share(in_memory(lines), service=name, **how)


def by_name(cells, field):
    return {
        (s, a): value
        for s, line in zip(cells.schools, getattr(cells, field).tolist(), strict=True)
        for a, value in zip(cells.areas, line, strict=True)
        if value
    }


def truth(lines):
    """Counts of lines by area and kind."""
    counts = {area: Counter() for area in [*AREAS, TOTAL]}
    kinds = {"worse": "not met", "no_progress": "not met", "some_progress": "not met", "not_due": "not due"}
    for line in lines:
        for area in (line.area, TOTAL):
            kind = kinds.get(query_results_reference.state(line), query_results_reference.state(line))
            counts[area][kind] += 1
            counts[area]["opened"] += 1
            counts[area]["reviewed"] += line.achieved is not None
    return counts


@pytest.mark.parametrize("threshold", [1, 5])
def test_services_together_are_evaluated_as_if_they_had_shared_their_rows(tmp_path, threshold):
    north, south = service(1, 900, 3, 400), service(2, 700, 2, 300)
    files = []
    for name, lines in (("north", north), ("south", south)):
        write_sums(shared(lines, name, threshold=threshold), tmp_path / f"{name}.json")
        files.append(read_sums(tmp_path / f"{name}.json"))
    joint, whole = combine(files, same_schools=True), query_results.gather(in_memory(north + south))
    for field in ("n", "pupils", "pupil_n2", "total"):
        assert by_name(joint.cells, field) == by_name(whole, field)
    assert dict(zip(joint.cells.schools, joint.cells.shared, strict=True)) == dict(
        zip(whole.schools, whole.shared, strict=True)
    )
    ours, rows = analyse(joint.cells), analyse(whole)
    assert ours.mean == pytest.approx(rows.mean, abs=1e-6)
    assert (ours.within.pupil, ours.within.residual) == pytest.approx(
        (rows.within.pupil, rows.within.residual)
    )
    for side in ("areas", "schools"):
        mine, theirs = getattr(ours, side), getattr(rows, side)
        for field in ("estimate", "low", "high"):
            assert dict(zip(mine.names, getattr(mine, field), strict=True)) == pytest.approx(
                dict(zip(theirs.names, getattr(theirs, field), strict=True)), abs=1e-4
            )
    areas, counts = joint.categories
    assert dict(zip(areas, counts.tolist(), strict=True)) == {
        area: [told[kind] for kind in ("not met", "met", "exceeded")]
        for area, told in truth(north + south).items()
        if area != TOTAL
    }
    reviewed = sum(line.achieved is not None for line in north + south)
    assert joint.left_out == Bounds(0, 0)
    assert joint.sentence == f"2 services share sums of {reviewed} reviewed targets. None is left out."


@pytest.mark.parametrize("seed", range(8))
def test_what_was_left_out_is_said_and_every_count_lies_within_its_bounds(seed):
    services = [service(10 * seed + at, 110, 7, 60) for at in range(3)]
    joint = combine([shared(lines, f"service {at}") for at, lines in enumerate(services)])
    everybody = [line for lines in services for line in lines]
    reviewed = sum(line.achieved is not None for line in everybody)
    missed = reviewed - joint.cells.n.sum()
    assert missed > 0
    assert joint.left_out.low <= missed <= joint.left_out.high
    assert f"{joint.left_out}".capitalize() in joint.sentence
    for area, counts in truth(everybody).items():
        for kind in KINDS:
            bounds = joint.outcomes[area][kind]
            assert bounds.low <= counts[kind] <= bounds.high, (area, kind)
    assert analyse(joint.cells).targets == joint.cells.n.sum()


def test_files_that_do_not_fit_together_are_refused():
    lines = service(4, 300, 3, 120)
    north = shared(lines)
    for files, complaint in (
        ([], "no file"),
        ([north, north], "north is there twice"),
        ([north, shared(lines, "south", value="achieved")], "south, value: achieved here, but gain in north"),
        ([north, shared(lines, "south", by=("programme",))], "south, by: programme here, but area in north"),
        ([shared(lines[:9], "tiny")], "left out as too small"),
    ):
        with pytest.raises(NotSums, match=complaint):
            combine(files)


def test_where_outcomes_are_not_told_at_all_their_bounds_are_open():
    found = replace(shared(service(4, 300, 3, 120)), outcomes={})
    bounds = bounds_of(found)
    assert bounds["speech"]["met"] == Bounds(0, np.inf)
    assert bounds[TOTAL]["reviewed"].low == sum(c.targets for c in found.cells.values())
    assert str(combine([found]).left_out) == "at least 0"
