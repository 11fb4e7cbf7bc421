"""A whole timetable in words, for people who know nothing of how it was found."""

import json
import re
from dataclasses import replace

import pytest
from bench.planner import problem_of

from inreach.planner.explain import explain
from inreach.planner.explain.summary import gap_sentence
from inreach.planner.explain.wording import Names, capital, listed, many, number, stretches
from inreach.planner.problem.problem import Pupil, Window
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.search.search import search
from tests.planner.impossible import NAMES, NINE, TEN, school, whole_week, with_adult, with_group
from tests.planner.schools import instance

FORBIDDEN = re.compile(r"optimal|infeasib|constraint|solver|heuristic|None|nan", re.IGNORECASE)


def test_the_summary_says_what_is_placed_what_it_costs_and_how_near_to_the_best():
    problem = with_group(with_group(school(), "lego", sessions=2), "talk", members=("amir",), sessions=1)
    problem = replace(problem, pupils=(Pupil("amir", "blue", loved=frozenset({"Art"})), problem.pupils[1]))
    timetable = Timetable(
        (
            Placement("lego", "bello", (Session(0, 0, NINE + 10, "den"), Session(0, 1, TEN, "den"))),
            Placement("talk", "okafor", (Session(0, 1, NINE + 30, "den"),)),
        )
    )
    found = explain(problem, timetable, names=NAMES, rounds=0, bound=0)
    assert found.summary == (
        "All three sessions are placed.",
        "Pupils miss 30 minutes of subjects that they love in the week.",
        "Pupils miss 60 minutes of core subjects in the week.",
        "A pupil leaves or comes back in the middle of a lesson four times.",
        "The same subject again and again: of one subject a pupil misses more than a tenth once.",
        "A pupil has more than one session out of class on one day once.",
        "Amir loses most: 60 of 300 minutes of Maths and 30 of 300 minutes of Art.",
        "The harm is at most 100.0 % from the best possible.",
    )


def test_missing_sessions_are_counted_and_explained_in_their_own_part():
    problem = with_adult(school(), "bello", windows=whole_week((0, 1)))
    found = explain(problem, search(problem, rounds=3).timetable, names=NAMES, rounds=0)
    assert found.summary[0] == "5 of 6 sessions are placed; one session could not be."
    parts = dict(found.sections())
    assert parts["What could not be placed"][0] == "Lego Therapy A has two of its three sessions in the week."
    assert "What would help" not in parts
    assert found.sentences() == tuple(sentence for said in parts.values() for sentence in said)


def test_nothing_that_helps_is_said_to_be_so_where_it_was_tried():
    problem = replace(school(), groups=())
    found = explain(problem, Timetable(()), rounds=1)
    assert found.sections() == (
        (
            "The timetable",
            (
                "There are no sessions to place.",
                "It has been shown that no timetable does less harm.",
            ),
        ),
        ("What would help", ("No single change that was tried helped in every try.",)),
    )


@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(4))
def test_every_kind_of_harm_is_told_apart_and_they_add_up(seed, weeks):
    problem = problem_of(instance(seed, weeks=weeks, groups=4))
    answer = search(problem, seed=seed, rounds=3)
    found = explain(problem, answer.timetable, rounds=0, bound=answer.points)
    assert sum(item.points for item in found.terms) == found.points == answer.points
    assert found.gap == 0
    assert found.summary[-1] == "It has been shown that no timetable does less harm."
    assert len({item.id for item in found.terms}) == len(found.terms)


@pytest.mark.parametrize("seed", range(4))
def test_sentences_are_plain_end_with_a_full_stop_and_use_no_word_of_the_trade(seed):
    problem = problem_of(instance(seed, weeks=1 + seed % 2, groups=5))
    found = explain(problem, search(problem, seed=seed, rounds=3).timetable, rounds=2)
    for sentence in found.sentences():
        assert not FORBIDDEN.search(sentence), sentence
        assert sentence[0] == sentence[0].upper()
        assert sentence.endswith(".")
        assert "  " not in sentence
        assert ".." not in sentence
    written = json.loads(json.dumps(found.as_json()))
    assert written["points"] == found.points
    assert len(written["pupils"]) == len(found.pupils)
    assert written["moves"][0]["sentence"] == found.moves[0].sentence


def test_the_same_names_for_a_pupil_and_an_adult_are_told_apart_by_kind():
    names = Names({"pupil 1": "Amir", "adult 1": "Ms Bello", "2": "Beth"})
    assert (names.pupil("1"), names.adult("1"), names.pupil("2"), names.room("3")) == (
        "Amir",
        "Ms Bello",
        "Beth",
        "room 3",
    )
    assert names.thing("registration") == "registration"
    assert [names.group("group 7"), names.room("Room 2"), names.group("grouper")] == [
        "group 7",
        "Room 2",
        "group grouper",
    ]


def test_a_gap_is_rounded_up_and_never_made_smaller():
    assert gap_sentence(None) == "How near this is to the best possible timetable has not been worked out."
    assert gap_sentence(0.0) == "It has been shown that no timetable does less harm."
    assert gap_sentence(0.0231) == "The harm is at most 2.4 % from the best possible."
    assert gap_sentence(0.024) == "The harm is at most 2.4 % from the best possible."


def test_numbers_lists_and_times_read_as_people_say_them():
    assert [number(0), number(2), number(13), number(2500)] == ["none", "two", "13", "2,500"]
    assert [many(0, "session"), many(1, "session"), many(3, "session")] == [
        "no sessions",
        "one session",
        "three sessions",
    ]
    assert [listed([]), listed("a"), listed("ab"), listed("abc")] == ["", "a", "a and b", "a, b and c"]
    assert capital("amir") == "Amir"
    problem = school()
    assert stretches(problem, whole_week((0, 4))) == "on Monday and Friday"
    late = [Window(day, TEN, TEN + 60) for day in range(5)]
    assert stretches(problem, late) == "from 10:00 to 11:00 every day"
    assert stretches(problem, [*late[:1], Window(2, NINE, TEN)]) == (
        "on Monday from 10:00 to 11:00; on Wednesday from 09:00 to 10:00"
    )


def test_when_somebody_ends_the_trying_of_changes_the_reader_is_told_so_and_not_that_nothing_helps():
    problem = problem_of(instance(4, groups=5))
    timetable = search(problem, rounds=3).timetable
    found = explain(problem, timetable, rounds=2, stop=lambda: True)
    assert found.ended
    assert dict(found.sections())["What would help"] == (
        "The trying of changes was ended before all were tried.",
    )
    assert not explain(problem, timetable, rounds=2, stop=lambda: False).ended


def test_changes_are_compared_with_searches_as_short_as_their_own_and_the_reader_knows():
    problem = problem_of(instance(4, groups=5))
    timetable = search(problem, rounds=400).timetable
    found = explain(problem, timetable, rounds=8, seed=3)
    without = found.helps[0].without.points
    said = dict(found.sections())["What would help"]
    told = [text for text in said if text.endswith(f"without any change, which come to {without:,} points.")]
    assert told == ([said[0]] if without != found.points else [])
    assert all(f"from {without:,} to" in text for text in said[len(told) :])
