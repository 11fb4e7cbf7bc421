"""Groups of pupils with one need lose least at their own best times; refusals name who cannot be placed, and why."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from inreach.planner import group_formation
from inreach.planner.group_formation import FormingRefused, Wanted, form, patterns
from inreach.planner.group_formation.group_cost_reference import Worth
from inreach.planner.group_formation.pattern_pool import Pool
from inreach.planner.group_formation.patterns import BAD, Table
from inreach.planner.group_formation.proof import available
from inreach.planner.group_formation.request import blocks_of
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.objective.weights import Repeat, Weights
from inreach.planner.problem.problem import Adult, Group, Lesson, Problem, Pupil, Room, Stream, Window
from inreach.planner.problem.validation import faults
from tests.planner.rules.test_rules import SCHOOL
from tests.planner.tiny import OPENS, STEP, SUBJECTS, at, every_timetable, problems

FOUR = ("Ann", "Ben", "Cat", "Dan")
TALK = Wanted("Talk", FOUR, minutes=20, sessions=1, largest=2)
ROOMY = replace(
    SCHOOL,
    adults=(replace(SCHOOL.adults[0], minutes=200),),
    pupils=tuple(Pupil(name, "s", loved=frozenset({"English"} if name > "B" else {"Art"})) for name in FOUR),
    groups=(),
)


def slow_worth(problem: Problem, group: Group) -> int | None:
    """Return the least points of the members in every timetable of a group alone with all its sessions."""
    alone = replace(problem, groups=(group,))
    evaluator = ObjectiveEvaluator(alone)
    points = [
        evaluator.harm(timetable).pupil_points
        for timetable in every_timetable(alone)
        if len(timetable.of(group.id).sessions) == group.sessions * problem.weeks
    ]
    return min(points, default=None)


def slow_form(problem: Problem, wanted: Wanted) -> int | None:
    """Return the least points of every way to give each pupil a number of a group."""
    best, known = None, {}
    count = wanted.most or len(wanted.pupils)
    for numbers in product(range(count), repeat=len(wanted.pupils)):
        total = 0
        for number in set(numbers):
            members = tuple(name for name, own in zip(wanted.pupils, numbers, strict=True) if own == number)
            apart = any(len(pair & {*members}) > 1 for pair in wanted.never)
            torn = any(0 < len(pair & {*members}) < len(pair) for pair in wanted.together)
            if apart or torn or not wanted.smallest <= len(members) <= wanted.largest:
                total = None
                break
            if members not in known:
                group = Group("x", wanted.programme, members, wanted.minutes, wanted.sessions)
                known[members] = slow_worth(problem, group)
            if known[members] is None:
                total = None
                break
            total += known[members]
        if total is not None and (best is None or total < best):
            best = total
    return best


@st.composite
def schools(draw) -> Problem:
    """Draw a tiny school with four pupils, its groups left out, and hours for everybody."""
    problem = draw(problems(groups=1, weeks=1))
    pupils = tuple(
        Pupil(
            name, draw(st.sampled_from(["s", "t"])), draw(st.sampled_from([frozenset(), frozenset({"Art"})]))
        )
        for name in FOUR
    )
    adults = tuple(replace(adult, minutes=400) for adult in problem.adults)
    rooms = (replace(problem.rooms[0], places=draw(st.integers(2, 3))), *problem.rooms[1:])
    return replace(problem, pupils=pupils, groups=(), adults=adults, rooms=rooms)


@st.composite
def wishes(draw) -> Wanted:
    """Draw what is wanted for three or four pupils."""
    pairs = st.sampled_from([(), (), (frozenset({"Ann", "Ben"}),), (frozenset({"Ben", "Cat"}),)])
    return Wanted(
        "Talk",
        FOUR[: draw(st.integers(3, 4))],
        STEP,
        draw(st.integers(1, 2)),
        smallest=draw(st.integers(1, 2)),
        largest=draw(st.integers(2, 3)),
        together=draw(pairs),
        never=draw(pairs),
        most=draw(st.sampled_from([2, 3])),
    )


@given(schools(), wishes(), st.sampled_from([group_formation.FEW, 0]))
@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
def test_the_groups_formed_are_the_best_of_every_way_to_share_pupils_out(problem, wanted, few):
    assume(not tuple(faults(problem)))
    best = slow_form(problem, wanted)
    try:
        found = group_formation.form(problem, wanted, few=few)
    except FormingRefused:
        assert best is None
        return
    assert sorted(name for group in found.groups for name in group.members) == sorted(wanted.pupils)
    assert all(wanted.smallest <= len(group.members) <= wanted.largest for group in found.groups)
    assert not any(len(pair & {*group.members}) > 1 for pair in wanted.never for group in found.groups)
    assert found.points == sum(slow_worth(problem, group) for group in found.groups)
    assert found.least <= best <= found.points
    if few or available():
        assert found.exact


SEVEN = ("Ann", "Ben", "Cat", "Dan", "Eve", "Fay", "Gus")


@st.composite
def schools_of_seven(draw) -> tuple[Problem, Wanted]:
    """Draw a school with seven pupils of four timetables, in which most groups can meet, and what is wanted of them."""
    days, weeks, size = 3, draw(st.integers(1, 2)), 4
    ends = OPENS + size * STEP
    subjects = st.sampled_from(["English"] * 3 + ["Art"] * 3 + ["PSHE"])
    streams = tuple(
        Stream(
            name,
            tuple(
                Lesson(week, day, at(step), at(step + 2), draw(subjects))
                for week in range(weeks)
                for day in range(days)
                for step in (0, 2)
            ),
        )
        for name in "stuv"
    )
    loved = st.sampled_from([frozenset(), frozenset({"Art"}), frozenset({"English"})])
    whole = tuple(Window(day, OPENS, ends) for day in range(days))
    part = tuple(Window(day, at(1), ends) for day in range(1, days))
    adults = tuple(
        Adult(
            f"a{n}",
            draw(st.sampled_from([whole, part])),
            frozenset({"Talk"}),
            draw(st.sampled_from([60, 400])),
        )
        for n in range(2)
    )
    problem = Problem(
        step=STEP,
        days=days,
        weeks=weeks,
        day_starts=OPENS,
        day_ends=ends,
        subjects=SUBJECTS,
        streams=streams,
        pupils=tuple(Pupil(name, draw(st.sampled_from("stuv")), draw(loved)) for name in SEVEN),
        adults=adults,
        rooms=(
            Room("small", draw(st.integers(1, 4))),
            Room("large", 4, draw(st.sampled_from([(), whole[:1]]))),
        ),
        groups=(),
        within_lessons=draw(st.booleans()),
        weights=Weights(repeats=(Repeat(0.10, 3), Repeat(0.25, 6))),
    )
    pairs = st.sampled_from([(), (), (frozenset({"Ann", "Ben"}),), (frozenset({"Cat", "Eve"}),)])
    together = draw(pairs)
    wanted = Wanted(
        "Talk",
        SEVEN,
        STEP,
        draw(st.integers(1, 2)),
        smallest=draw(st.sampled_from([1, 1, 2, 3])),
        largest=draw(st.integers(3, 4)),
        together=together,
        never=tuple(pair for pair in draw(pairs) if pair not in together),
        most=draw(st.sampled_from([None, 2, 3, 4])),
    )
    return problem, wanted


def outcome(problem: Problem, wanted: Wanted, **how) -> group_formation.Formed | None:
    """Return the groups formed, or None where it is refused."""
    try:
        return group_formation.form(problem, wanted, **how)
    except FormingRefused:
        return None


@given(schools_of_seven(), st.booleans())
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
def test_the_search_agrees_with_every_way_there_is(drawn, prove):
    problem, wanted = drawn
    assert not tuple(faults(problem))
    slow = outcome(problem, wanted, few=7)
    found = outcome(problem, wanted, few=0, prove=prove)
    if slow is None:
        assert found is None
    elif found is None:
        assert not prove
    else:
        assert found.least <= slow.points <= found.points
        parts = [frozenset(group.members) for group in found.groups]
        assert found.points == sum(Worth(problem, wanted).of(part) for part in parts)
        assert sorted(name for part in parts for name in part) == sorted(SEVEN)
        assert all(wanted.smallest <= len(part) <= wanted.largest for part in parts)
        if prove and available():
            assert found.exact


@given(schools_of_seven(), st.sets(st.integers(0, 6), min_size=1, max_size=4), st.booleans())
@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
def test_a_group_has_the_same_worth_by_the_table_of_patterns_as_by_branch_and_bound(drawn, chosen, whole):
    problem, wanted = drawn
    wanted = replace(wanted, together=(), never=())
    worth = Worth(problem, wanted)
    table = Table(worth, blocks_of(wanted), most=patterns.MOST if whole else 0)
    if not whole:
        Pool(table, seed=1).improve([sorted(chosen)])
    slow = worth.of(frozenset(SEVEN[n] for n in chosen))
    fast = table.worth_of(chosen)
    assert fast >= BAD if slow is None else (fast == slow if whole else fast >= slow)


def test_pupils_with_the_same_losses_are_put_together_and_groups_are_new():
    formed = form(
        replace(ROOMY, groups=(Group("Talk 1", "Sing", ("Ann",), 20, 1),)), replace(TALK, largest=3, most=2)
    )
    assert [group.id for group in formed.groups] == ["Talk 2", "Talk 3"]
    assert formed.exact
    assert formed.sentences() == (
        "Group Talk 2: pupil Ann.",
        "Group Talk 3: pupil Ben, pupil Cat and pupil Dan.",
    )


def test_there_are_no_more_groups_than_the_adults_have_hours_for():
    few_hours = replace(ROOMY, adults=(replace(ROOMY.adults[0], minutes=40),))
    assert len(form(few_hours, TALK).groups) == 2
    led = replace(few_hours, groups=(Group("1", "Talk", ("Ann",), 20, 1),))
    with pytest.raises(
        FormingRefused, match=r"^4 pupils cannot be shared out into at most 1 groups of 1 to 2"
    ):
        form(led, TALK)


def test_the_same_seed_forms_the_same_groups():
    assert group_formation.form(ROOMY, TALK, seed=3, few=0) == group_formation.form(
        ROOMY, TALK, seed=3, few=0
    )


AWAY = Stream("z", (Lesson(0, 0, 540, 600, "PSHE"),))
LATE = Stream("late", (Lesson(0, 0, 660, 720, "Art"),))
EARLY = Stream("early", (Lesson(0, 0, 540, 600, "Art"),))


def of_streams(*streams: str) -> Problem:
    """Return the school with Ann, Ben, Cat and Dan on these streams."""
    pupils = tuple(Pupil(name, stream) for name, stream in zip(FOUR, streams, strict=True))
    return replace(ROOMY, streams=(*ROOMY.streams, AWAY, LATE, EARLY), pupils=pupils)


@pytest.mark.parametrize(
    ("problem", "wanted", "reasons"),
    [
        (ROOMY, replace(TALK, pupils=("Eve",)), ("There is no pupil “Eve”.",)),
        (ROOMY, replace(TALK, programme="Sing"), ("Nobody is trained for Sing.",)),
        (ROOMY, replace(TALK, pupils=()), ("Nobody needs Talk.",)),
        (
            ROOMY,
            replace(TALK, minutes=15),
            ("A session must last a whole number of steps of 10 minutes.",),
        ),
        (ROOMY, replace(TALK, sessions=3), ("Sessions are on different days, so 1 to 2 a week.",)),
        (
            ROOMY,
            replace(TALK, smallest=3),
            ("A group has at least one pupil, and at most as many as the largest one.",),
        ),
        (
            ROOMY,
            replace(TALK, pupils=("Ann",), never=(frozenset({"Ann", "Ben"}),)),
            ("Pupil Ben does not need Talk.",),
        ),
        (
            ROOMY,
            replace(TALK, together=(frozenset({"Ann", "Ben", "Cat"}),)),
            ("Pupil Ann, pupil Ben and pupil Cat stay together; a group has at most 2 pupils.",),
        ),
        (
            ROOMY,
            replace(TALK, together=(frozenset({"Ann", "Ben"}),), never=(frozenset({"Ann", "Ben"}),)),
            ("Pupil Ann and pupil Ben stay together, and some of them must never be together.",),
        ),
        (
            of_streams("z", "s", "s", "s"),
            TALK,
            (
                "Pupil Ann has no time for 1 sessions of 20 minutes with somebody trained for Talk and a room.",
            ),
        ),
        (
            of_streams("early", "late", "early", "early"),
            replace(TALK, smallest=2, never=(frozenset({"Ann", "Cat"}),)),
            (
                "Pupil Ben fits in no group of at least 2: pupil Ann (no common times), pupil Cat (no common times) "
                "and pupil Dan (no common times).",
            ),
        ),
        (
            of_streams("early", "late", "early", "late"),
            replace(TALK, smallest=2, largest=2, never=(frozenset({"Ann", "Cat"}),)),
            (
                "Pupil Ann fits in no group of at least 2: pupil Ben (no common times), pupil Cat (never together) "
                "and pupil Dan (no common times).",
                "Pupil Cat fits in no group of at least 2: pupil Ann (never together), pupil Ben (no common times) "
                "and pupil Dan (no common times).",
            ),
        ),
        (
            of_streams("early", "early", "early", "late"),
            replace(TALK, largest=3, most=1),
            (
                "4 pupils cannot be shared out into at most 1 groups of 1 to 3 with times that all of a group have.",
                "Pupil Ann cannot be with pupil Dan (no common times).",
                "Pupil Ben cannot be with pupil Dan (no common times).",
                "Pupil Cat cannot be with pupil Dan (no common times).",
            ),
        ),
    ],
)
def test_a_refusal_names_who_cannot_be_placed_with_whom_and_why(problem, wanted, reasons):
    with pytest.raises(FormingRefused) as refused:
        form(problem, wanted)
    assert refused.value.reasons == reasons
