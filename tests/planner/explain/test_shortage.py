"""A shortage of many groups is proved, counted, and told by name with the fewest groups and rules."""

import random
import sys
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inreach.planner.bounds.block_solver import available
from inreach.planner.explain.capacity_bound import moments, program
from inreach.planner.explain.capacity_certificate import WHOLE, certified_capacity, shown
from inreach.planner.explain.changes import ChangeKind, helps
from inreach.planner.explain.facts import Fact, Kind
from inreach.planner.explain.relaxed_problem import School
from inreach.planner.explain.sentences import SentenceWriter
from inreach.planner.explain.shortage import Patience, Shortage, keeping, missing, shortages
from inreach.planner.explain.shortage_sentences import shortage_sentences
from inreach.planner.explain.unplaced import NEEDED, Why
from inreach.planner.explain.unplaced import lacking as explained
from inreach.planner.explain.unplaced_sentences import lines
from inreach.planner.explain.wording import Names
from inreach.planner.problem.problem import Pin, Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.search.search import search
from tests.planner.impossible import (
    NAMES,
    NINE,
    amir_in_six,
    crowd,
    each,
    mornings_only,
    one_room_in_the_mornings,
    there_on_two_days,
    three_people_with_too_few_hours,
    whole_week,
)
from tests.planner.tiny import every_timetable, problems

pytestmark = pytest.mark.skipif(not available(), reason="HiGHS is not installed")
SLOW = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
LEGO = "only adult a0 and adult a1 are trained for Lego Therapy"
CASES = {
    "one room": (
        one_room_in_the_mornings(),
        (
            "All 14 groups together ask for 28 sessions in the week, and there is space for ten at most: "
            "at least 18 sessions cannot be had.",
            "The reason: there is only one room that is large enough for two pupils (the Den), and it holds one group "
            "at a time; the Den is taken by others from 10:00 to 11:00 every day; each session lasts 30 minutes.",
        ),
    ),
    "hours": (
        three_people_with_too_few_hours(),
        (
            "All seven groups together ask for 14 sessions in the week, 420 minutes in all, and there is space for "
            "twelve at most: at least two sessions cannot be had.",
            "The reason: only adult a0, adult a1 and adult a2 are trained for Lego Therapy; together they have 360 "
            "minutes a week for sessions; each session lasts 30 minutes.",
        ),
    ),
    "mornings": (
        mornings_only(),
        (
            "All twelve groups together ask for 24 sessions in the week, and there is space for 20 at most: "
            "at least four sessions cannot be had.",
            f"The reason: {LEGO}; each of them can be with one group at a time; PSHE is kept whole; "
            "each session lasts 30 minutes.",
        ),
    ),
    "a pupil's own day": (
        amir_in_six(),
        (
            "All six groups together ask for 18 sessions in the week, and there is space for 15 at most: "
            "at least three sessions cannot be had.",
            "The reason: Amir is in group g0, group g1, group g2, group g3, group g4 and group g5 and cannot be in "
            "two at once; each session lasts 40 minutes.",
        ),
    ),
    "days": (
        there_on_two_days(),
        (
            "All ten groups together ask for 20 sessions in the week, and there is space for twelve at most: "
            "at least eight sessions cannot be had.",
            f"The reason: {LEGO}; adult a0 is there on two days (Monday and Tuesday); adult a1 is there on one day "
            "(Monday); each of them can be with one group at a time; each session lasts 30 minutes.",
        ),
    ),
}
every_case = pytest.mark.parametrize(("problem", "sentences"), CASES.values(), ids=CASES.keys())


def told(problem: Problem, timetable: Timetable) -> tuple[str, ...]:
    names = Names(NAMES)
    return lines(SentenceWriter(problem, names), explained(problem, timetable, names), timetable)


def planned(problem: Problem) -> Timetable:
    """Return a timetable for which no harm is worth a session."""
    dear = replace(problem, weights=replace(problem.weights, session_short=10**6))
    return search(dear, rounds=20).timetable


@every_case
def test_a_shortage_of_each_kind_is_told_with_names_and_numbers(problem, sentences):
    assert told(problem, Timetable(()))[:2] == sentences


@every_case
def test_as_many_sessions_as_are_said_to_have_space_are_found(problem, sentences):
    (shortage,) = shortages(problem, 99, Patience())
    timetable = planned(problem)
    assert sum(len(item.sessions) for item in timetable) == shortage.space
    assert told(problem, timetable)[2].endswith(" of them are missing: no timetable has more.")


def smallest(problem: Problem) -> int:
    """Assert that no group and no rule of any shortage can be spared; return how many shortages there are."""
    found = shortages(problem, 99, Patience())
    for shortage in found:
        one = School(problem).only(frozenset(shortage.groups))
        assert missing(keeping(one, shortage.facts)) == shortage.missing > 0
        assert shortage.minimal
        for rule in shortage.rules:
            others = [fact for fact in shortage.facts if fact not in rule]
            assert missing(keeping(one, others)) < shortage.missing, rule
        for name in shortage.groups:
            rest = School(problem).only(frozenset(shortage.groups) - {name})
            assert missing(keeping(rest, shortage.facts)) < shortage.missing, name
    return len(found)


@every_case
def test_without_any_one_group_or_rule_less_would_be_shown(problem, sentences):
    assert smallest(problem) == 1


def drawn(seed: int) -> Problem:
    """Return a school with too few people, hours or rooms, as chance will have it."""
    chance = random.Random(seed)
    problem = crowd(
        chance.randint(5, 9), turnaround=chance.choice((0, 10)), within_lessons=chance.random() < 0.3
    )
    days = [tuple(sorted(chance.sample(range(5), chance.randint(1, 3)))) for _ in problem.adults]
    adults = tuple(
        replace(adult, windows=whole_week(some), minutes=chance.choice((60, 120, 600)))
        for adult, some in zip(problem.adults[: chance.randint(1, 3)], days, strict=False)
    )
    groups = tuple(
        replace(group, minutes=chance.choice((20, 30, 50)), sessions=chance.randint(1, 3))
        for group in problem.groups
    )
    rooms = problem.rooms[: chance.randint(1, 2)]
    return replace(problem, adults=adults, groups=groups, rooms=rooms)


def test_so_it_is_in_schools_drawn_at_random():
    assert [smallest(drawn(seed)) for seed in range(12)].count(0) < 4


def lacking(problem) -> int:
    """Return how many sessions the best of all timetables lacks, by listing every one."""
    wanted = problem.weeks * sum(group.sessions for group in problem.groups)
    most = max(sum(len(item.sessions) for item in timetable) for timetable in every_timetable(problem))
    return wanted - most


@SLOW
@given(problems(weeks=1))
def test_no_more_sessions_are_said_to_be_impossible_than_every_timetable_lacks(problem):
    least = lacking(problem)
    assert missing(School(problem)) <= least
    assert sum(item.missing for item in shortages(problem, 99, Patience())) <= least


@SLOW
@given(problems(weeks=1), st.randoms())
def test_whatever_the_prices_are_what_they_show_is_true(problem, chance):
    needed = program(School(problem))
    prices = {row: chance.choice((0, 0, WHOLE // 3, WHOLE // 2, WHOLE)) for row in needed.limits}
    assert shown(needed, prices) >= needed.wanted - lacking(problem)
    assert shown(needed, {}) >= certified_capacity(needed).space


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(1, 4)), max_size=3))
def test_the_moments_of_a_day_are_as_many_as_sessions_fit_one_after_the_other(starts):
    sessions = [(at, at + steps) for mask, steps in starts for at in range(8) if mask >> at & 1]
    found = moments(starts)
    assert all(any(begin <= moment < end for moment in found) for begin, end in sessions)
    apart = [
        some
        for count in range(min(4, len(sessions)) + 1)
        for some in combinations(sorted(set(sessions)), count)
        if all(one[1] <= other[0] for one, other in pairwise(some))
    ]
    assert min(4, len(found)) == max(len(some) for some in apart)


def test_the_one_change_that_removes_most_of_a_shortage_comes_first_with_the_right_number():
    for problem, kind, sessions in (
        (one_room_in_the_mornings(), ChangeKind.ROOM, 18),
        (three_people_with_too_few_hours(), ChangeKind.HOUR, 2),
        (mornings_only(), ChangeKind.PERSON, 4),
        (there_on_two_days(), ChangeKind.PERSON, 7),
    ):
        timetable = planned(problem)
        among = explained(problem, timetable, Names(NAMES)).shortages
        found = helps(problem, timetable, Names(NAMES), rounds=10, among=among)
        best = max(found, key=lambda item: item.sessions)
        assert kind in {item.change.kind for item in found if item.sessions == best.sessions}
        assert best.sessions == sessions
        assert found[0].sessions == sessions
        assert all(item.sessions <= among[0].missing - item.still for item in found if item.sessions > 0)


def test_a_group_that_shares_in_a_shortage_is_told_so_and_named_once():
    problem = mornings_only()
    timetable = planned(problem)
    found = explained(problem, timetable, Names(NAMES))
    assert {item.why for item in found.groups} == {Why.SHORTAGE}
    said = told(problem, timetable)
    assert len(said) == 4
    for item in found.groups:
        assert sum(f"group {item.group}" in sentence for sentence in said) == 1


def test_without_highs_it_is_said_what_is_missing(monkeypatch):
    monkeypatch.setitem(sys.modules, "highspy", None)
    problem = mornings_only()
    found = explained(problem, Timetable(()), Names(NAMES))
    assert found.shortages == ()
    assert found.notes == (NEEDED,)
    assert told(problem, Timetable(()))[-1] == NEEDED


def test_what_takes_too_long_is_left_open_and_what_is_shown_by_then_is_true():
    problem = mornings_only()
    assert shortages(problem, 99, Patience(seconds=0)) == ()
    found = []
    for most in (3, 9, 15, 21, 30, 60):
        asked = []

        def halted(most: int = most, asked: list[int] = asked) -> bool:
            asked.append(1)
            return len(asked) > most

        found += shortages(problem, 99, Patience(stop=halted))
    assert {item.missing for item in found} == {4}
    assert {item.minimal for item in found} == {True, False}
    assert [item.minimal for item in found] == sorted(item.minimal for item in found)


def test_both_weeks_of_a_cycle_are_counted():
    problem = three_people_with_too_few_hours()
    (stream,) = problem.streams
    later = tuple(replace(item, week=1) for item in stream.lessons)
    two = replace(problem, weeks=2, streams=(replace(stream, lessons=stream.lessons + later),))
    assert told(two, Timetable(()))[0] == (
        "All seven groups together ask for 28 sessions in the two weeks, 840 minutes in all, and there is space for 24 "
        "at most: at least four sessions cannot be had."
    )


def test_every_rule_of_a_shortage_is_told_with_its_own_names_and_numbers():
    schools = [*(problem for problem, _ in CASES.values()), *(drawn(seed) for seed in range(12))]
    for problem in schools:
        writer = SentenceWriter(problem, Names(NAMES))
        for shortage in shortages(problem, 99, Patience()):
            why = shortage_sentences(writer, shortage, Timetable(()))[1]
            for rule in shortage.rules:
                others = tuple(other for other in shortage.rules if other != rule)
                assert shortage_sentences(writer, replace(shortage, rules=others), Timetable(()))[1] != why, (
                    rule
                )


@pytest.mark.parametrize(
    ("facts", "clause"),
    [
        ((Fact(Kind.TEACHES, "a0"),), "adult a0 has a class on Monday"),
        (tuple(Fact(Kind.TEACHES, f"a{n}") for n in range(4)), "have a class of their own at some times"),
        (tuple(Fact(Kind.THERE, f"a{n}") for n in range(5)), "5 adults are there only at some times"),
        (
            tuple(Fact(Kind.HOURS, f"a{n}") for n in range(5)),
            "five of them have 3,000 minutes a week for sessions",
        ),
        (tuple(Fact(Kind.ROOM_BUSY, f"r{n}") for n in range(6)), "6 rooms are taken by others at some times"),
        ((Fact(Kind.ASKED, "g0"),), "group g0 must have adult a0"),
        ((Fact(Kind.KEPT_FOR, "p0", "Art"),), "pupil p0 must not miss Art"),
        ((Fact(Kind.GAPS, "blue"),), "their pupils have no lessons at other times"),
        ((Fact(Kind.WITHIN),), "a session must stay inside one lesson"),
        ((Fact(Kind.TURNAROUND),), "an adult needs ten minutes after each session"),
        ((Fact(Kind.PIN, "g1", Pin(0, 0, NINE)),), "group g1 has a session fixed on Monday 09:00 (to 09:30)"),
        ((Fact(Kind.JOINS, "g2"),), "group g2 meets in class, in lessons of Maths"),
        ((Fact(Kind.APART, "g3"),), "the sessions of a group are on different days"),
        ((Fact(Kind.KEPT, "PSHE"), Fact(Kind.PERIOD, "lunch")), "PSHE and lunch are kept whole"),
        ((Fact(Kind.LENGTH, "g4"), Fact(Kind.LENGTH, "g5")), "sessions last 30 to 50 minutes"),
    ],
)
def test_each_kind_of_rule_has_its_words(facts, clause):
    problem = crowd(8, turnaround=10)
    adults = each(problem.adults, teaches=whole_week((0,)))
    own = {0: {"adult": "a0"}, 1: {"pins": (Pin(0, 0, NINE),)}, 2: {"joins": "Maths"}, 5: {"minutes": 50}}
    groups = tuple(replace(group, **own.get(n, {})) for n, group in enumerate(problem.groups))
    rooms = each(problem.rooms, busy=whole_week((0,)))
    problem = replace(problem, adults=adults, groups=groups, rooms=rooms)
    shortage = Shortage(tuple(group.id for group in groups), (facts,), 16, 12, minimal=True)
    assert clause in shortage_sentences(SentenceWriter(problem, Names(NAMES)), shortage, Timetable(()))[1]
