"""A file of sums is read as it was written, or refused with its name and the field."""

import json
import random
from dataclasses import replace

import pytest

from inreach.evaluation.aggregation.engines import Line, in_memory
from inreach.evaluation.aggregation.joint_sums import combine
from inreach.evaluation.aggregation.sums_file import NotSums, read_sums, write_sums
from inreach.evaluation.aggregation.types import TOTAL
from inreach.evaluation.disclosure.sum_suppression import sums_to_share

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


def test_a_file_is_read_as_it_was_written(tmp_path):
    found = shared(service(4, 200, 5, 80), by=("area", "programme"), value="achieved")
    write_sums(found, tmp_path / "north.json")
    assert read_sums(tmp_path / "north.json") == replace(found, source="north.json")
    assert json.loads((tmp_path / "north.json").read_text())["version"] == 1


def spoilt(tmp_path, change):
    """A file of sums in which one thing was changed, read again."""
    write_sums(shared(service(4, 300, 3, 120)), tmp_path / "north.json")
    held = json.loads((tmp_path / "north.json").read_text())
    change(held)
    (tmp_path / "north.json").write_text(json.dumps(held))
    return combine([read_sums(tmp_path / "north.json")])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda held: held.update(format="csv"), 'north.json, format: expected "inreach sums", not "csv"'),
        (lambda held: held.update(version=2), "north.json, version: expected 1"),
        (lambda held: held.pop("value"), "north.json: 'value' is missing"),
        (lambda held: held.update(value="weight"), "north.json, value: expected gain or achieved"),
        (lambda held: held.update(by=["school"]), "north.json, by: expected area"),
        (lambda held: held.update(service=""), "north.json, service: expected a text"),
        (
            lambda held: held["cells"][1].update(targets=3),
            r"cells\[1\].targets: expected a whole number from 5",
        ),
        (
            lambda held: held["cells"][1].update(total=True),
            r"cells\[1\].total: expected a whole number, not true",
        ),
        (lambda held: held["cells"][0].update(pupils=10**6), r"cells\[0\]: 1000000 pupils"),
        (lambda held: held["cells"].append(held["cells"][0]), "stand here a second time"),
        (lambda held: held.update(cells={}), "north.json, cells: expected a list"),
        (lambda held: held.update(shared={}), "north.json, shared: expected one number"),
        (lambda held: held["outcomes"]["speech"].pop("met"), "'outcomes.speech.met' is missing"),
        (
            lambda held: held["outcomes"]["speech"].update(met=-1),
            "outcomes.speech.met: expected a whole number from 0",
        ),
        (lambda held: held["outcomes"].pop(TOTAL), "'outcomes.total' is missing"),
        (lambda held: held["outcomes"][TOTAL].update(opened=10**6), "it does not add up"),
        (lambda held: held.update(pupil_squares="many"), "pupil_squares: expected a number"),
        (lambda held: held.update(squares=0), "squares: too small"),
    ],
)
def test_a_file_that_holds_no_sums_is_refused_with_its_name_and_the_field(tmp_path, change, complaint):
    with pytest.raises(NotSums, match=complaint):
        spoilt(tmp_path, change)


def test_a_broken_file_is_refused_by_name(tmp_path):
    (tmp_path / "south.json").write_text("{")
    with pytest.raises(NotSums, match=r"south\.json is no JSON file"):
        read_sums(tmp_path / "south.json")
