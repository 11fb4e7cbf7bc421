"""Problems and timetables go to JSON and come back; what is wrong is named."""

import json
from dataclasses import replace

import pytest
from bench.planner import problem_of

from inreach.planner.problem.files import (
    FileRefused,
    problem_text,
    read_named,
    read_problem,
    read_timetable,
    timetable_text,
)
from inreach.planner.problem.problem import Walk, Window
from inreach.planner.problem.timetable import Placement, Session, Timetable
from tests.planner.schools import instance


@pytest.mark.parametrize("seed", range(5))
def test_a_problem_comes_back_from_its_file_as_it_was(seed):
    problem = problem_of(instance(seed, weeks=1 + seed % 2))
    assert read_problem(problem_text(problem)) == problem
    assert problem_text(read_problem(problem_text(problem))) == problem_text(problem)


def test_a_timetable_comes_back_from_its_file_as_it_was():
    timetable = Timetable((Placement("1", "7", (Session(0, 2, 540, "blue room"),)), Placement("2")))
    assert read_timetable(timetable_text(timetable)) == timetable


def with_every_fact():
    """Return a problem in which no field has the value it would have by itself."""
    problem = problem_of(instance(1))
    first = problem.pupils[0]
    return replace(
        problem,
        subjects=(replace(problem.subjects[0], weight=4), *problem.subjects[1:]),
        pupils=(replace(first, allowed=frozenset({"PSHE"}), unavoidable=12), *problem.pupils[1:]),
        adults=(replace(problem.adults[0], teaches=(Window(0, 10, 40),), covers=True), *problem.adults[1:]),
        rooms=(replace(problem.rooms[0], site="Hill"), *problem.rooms[1:]),
        groups=(replace(problem.groups[0], joins="Maths"), *problem.groups[1:]),
        walks=(Walk("", "Hill", 7),),
        published=Timetable((Placement("0", "1", (Session(0, 2, 20, "0"),), cover="2"), Placement("1"))),
        day_names=("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"),
        weights=replace(problem.weights, cover=1, moved=2, other_adult=3),
    )


def test_every_fact_comes_back_from_a_file():
    problem = with_every_fact()
    assert read_problem(problem_text(problem)) == problem
    assert read_timetable(timetable_text(problem.published)) == problem.published


def test_a_file_written_before_a_fact_was_known_is_still_read():
    file = json.loads(problem_text(problem_of(instance(1))))
    for name in ("walks", "published", "day_names"):
        del file[name]
    for name in ("cover", "moved", "other_adult"):
        del file["weights"][name]
    for things, names in {
        "subjects": ("weight",),
        "pupils": ("allowed", "unavoidable"),
        "adults": ("teaches", "covers"),
        "rooms": ("site",),
        "groups": ("joins",),
    }.items():
        for thing in file[things]:
            for name in names:
                del thing[name]
    assert read_problem(json.dumps(file)) == problem_of(instance(1))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda file: file.update(file="something else"), "The file must begin with “file”"),
        (lambda file: file.update(colour="red"), "problem: “colour” is not a name that belongs here."),
        (
            lambda file: file["groups"][1].update(minutes="20"),
            "problem.groups[1].minutes: '20' is not of the kind",
        ),
        (
            lambda file: file.update(step="9" * 3000),
            f"problem.step: '{'9' * 59}… is not of the kind that belongs here (int).",
        ),
        (
            lambda file: file["subjects"][0].update(kind="fun"),
            "problem.subjects[0].kind: “fun” is not known here.",
        ),
        (lambda file: file["rooms"][0].pop("places"), "problem.rooms[0]: "),
        (lambda file: file.update(adults=3), "problem.adults: there must be a list."),
        (
            lambda file: file["weights"].update(loved=-1),
            "problem.weights: The weight “loved” cannot be negative",
        ),
    ],
)
def test_a_fault_in_a_file_is_named_with_its_place(change, sentence):
    file = json.loads(problem_text(problem_of(instance(1))))
    change(file)
    with pytest.raises(FileRefused) as refused:
        read_problem(json.dumps(file))
    assert str(refused.value).startswith(sentence)


def test_text_that_is_no_json_is_refused_with_its_line():
    with pytest.raises(FileRefused, match=r"^Line 2: this is not JSON"):
        read_timetable("{\n!}")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[" * 100_000, "a list too deep"),
        ('{"file": "inreach plan problem 1", "step": ' + "9" * 5000 + "}", "a number too long"),
        ('{"file": "inreach plan problem 1"}', "problem: “step” is missing"),
        ('{"file": "inreach plan timetable 1", "placements": [{"group": "\\ud800"}]}', "half of a character"),
    ],
)
def test_a_file_that_no_school_would_write_is_refused_in_words(text, sentence):
    with pytest.raises(FileRefused, match=sentence):
        (read_timetable if "timetable" in text else read_problem)(text)


def test_a_file_that_begins_with_a_mark_of_byte_order_is_read():
    assert read_timetable("\ufeff" + timetable_text(Timetable(()))) == Timetable(())


def test_a_problem_keeps_what_its_ids_are_called_and_is_the_same_problem_without():
    problem = problem_of(instance(1))
    text = problem_text(problem, {"g1": "Sound Steps"})
    assert read_named(text) == (problem, {"g1": "Sound Steps"})
    assert read_problem(text) == problem
    assert read_named(problem_text(problem)) == (problem, {})
    assert problem_text(problem, {}) == problem_text(problem)


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ([], "names: there must be an object with ids and names."),
        ({"g1": 7}, "names.g1: 7 is not of the kind that belongs here (str)."),
    ],
)
def test_names_that_are_none_are_refused(names, sentence):
    told = json.loads(problem_text(problem_of(instance(1)))) | {"names": names}
    with pytest.raises(FileRefused) as refused:
        read_named(json.dumps(told))
    assert str(refused.value) == sentence
