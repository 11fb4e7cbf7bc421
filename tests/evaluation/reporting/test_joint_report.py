"""The report of several services says what it rests on, and nothing that one of them hid."""

import random
from collections import Counter

import pytest

from inreach.evaluation.aggregation import query_results_reference
from inreach.evaluation.aggregation.engines import Line, in_memory
from inreach.evaluation.aggregation.joint_sums import combine
from inreach.evaluation.aggregation.types import TOTAL
from inreach.evaluation.disclosure.sum_suppression import sums_to_share
from inreach.evaluation.estimators.crossed_effects import analyse
from inreach.evaluation.figures.figure import Figure, Refusal
from inreach.evaluation.figures.report import Part
from inreach.evaluation.reporting.joint_report import joint_report

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


def test_the_joint_report_says_what_it_rests_on_and_tells_areas_known_in_full(tmp_path):
    parts = [service(20 + at, 500, 4, 200) for at in range(3)]
    joint = combine([shared(lines, f"service {at}") for at, lines in enumerate(parts)])
    told = joint_report(joint, "Three services")
    first, met = told.section(Part.ATTAINMENT).figures
    counts = truth([line for lines in parts for line in lines])[TOTAL]
    due = counts["reviewed"] + counts["missing"]
    assert isinstance(first, Figure)
    assert first.sentence == joint.sentence
    assert isinstance(met, Figure)
    good = counts["met"] + counts["exceeded"]
    assert met.estimate == pytest.approx((2 * good + counts["missing"]) / due / 2)
    assert told.units["area"].estimate == pytest.approx(analyse(joint.cells).areas.estimate)
    assert set(told.outcomes["area"].names) == set(AREAS)
    assert all(name.startswith("service ") for name in told.units["school"].names)


def test_a_joint_report_does_not_tell_what_a_service_hid():
    joint = combine([shared(service(at, 130, 6, 70), f"service {at}") for at in range(3)])
    told, known = joint_report(joint, "Three services"), set(joint.categories[0])
    met = told.section(Part.ATTAINMENT).figures[1]
    hidden = [kind for kind, bounds in joint.outcomes[TOTAL].items() if not bounds.known]
    assert isinstance(met, Refusal) == bool({"met", "exceeded", "missing", "not due", "opened"} & set(hidden))
    assert set(told.outcomes["area"].names) <= known < set(AREAS)
    with pytest.raises(ValueError, match="about gains"):
        joint_report(combine([shared(service(1, 300, 3, 120), value="achieved")]), "One")
