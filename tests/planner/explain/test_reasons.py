"""An impossible problem of each kind is explained by name, and the explanation is minimal."""

from dataclasses import replace

import pytest

from inreach.core.ledger.types import PeriodKind
from inreach.planner.explain.adult_hours import overloaded
from inreach.planner.explain.facts import AT_ONCE, Kind, facts_of, mended, without_all
from inreach.planner.explain.feasibility import Verdict, verdict
from inreach.planner.explain.reasons import Reasons, conflict
from inreach.planner.explain.relaxed_problem import School
from inreach.planner.explain.sentences import SentenceWriter
from inreach.planner.explain.unplaced import Why, unplaced
from inreach.planner.explain.wording import Names
from inreach.planner.problem.problem import Group, Lesson, Pin, Problem, Pupil, Room, Stream, Walk, Window
from inreach.planner.problem.timetable import Timetable
from inreach.planner.search.search import search
from tests.planner.impossible import NAMES, NINE, TEN, school, whole_week, with_adult, with_group

SECOND_HOUR = tuple(Window(day, TEN, TEN + 60) for day in range(5))
BOTH = frozenset({"Lego Therapy", "Talk Boost"})


def one_person_for_both(until: int, **changes: object) -> Problem:
    """Return the school where only Ms Bello, on Monday until then, can take both groups, each once a week."""
    problem = with_group(
        with_group(school(), "talk", programme="Lego Therapy", sessions=1), "lego", sessions=1
    )
    return replace(with_adult(problem, "bello", windows=(Window(0, NINE, until),)), **changes)


def amir_in_both() -> Problem:
    """Return the school where Amir is in two groups every day and may leave one hour a day."""
    problem = replace(
        school(), pupils=(Pupil("amir", "blue", protected=frozenset({"Art"})), school().pupils[1])
    )
    problem = with_group(problem, "lego", sessions=5)
    return with_group(problem, "talk", members=("amir", "beth"), sessions=5, minutes=40)


def second_hour_kept() -> Problem:
    """Return the school where PSHE is at the only time at which Ms Bello is there."""
    lessons = tuple(
        Lesson(0, day, start, start + 60, subject)
        for day in range(5)
        for start, subject in ((NINE, "Maths"), (TEN, "PSHE"))
    )
    return with_adult(replace(school(), streams=(Stream("blue", lessons),)), "bello", windows=SECOND_HOUR)


def two_sites() -> Problem:
    """Return the school where the room for two is free first, the other then, twenty minutes away."""
    first = tuple(Window(day, NINE + 30, TEN + 60) for day in range(5))
    then = tuple(Window(day, NINE, NINE + 30) for day in range(5))
    problem = with_group(one_person_for_both(TEN + 10), "lego", members=("amir", "beth"))
    return replace(
        problem,
        rooms=(Room("den", 2, first), Room("hall", 1, then, site="far")),
        walks=(Walk("", "far", 20),),
    )


def both_fixed() -> Problem:
    """Return the school where Amir is in two groups with sessions fixed at overlapping times."""
    problem = with_group(school(), "talk", members=("amir", "beth"), pins=(Pin(0, 0, NINE),))
    return with_group(problem, "lego", pins=(Pin(0, 0, NINE + 10),))


def short_days() -> Problem:
    """Return the school where Amir has lessons on two days."""
    lessons = tuple(item for item in school().streams[0].lessons if item.day < 2)
    return replace(school(), streams=(Stream("blue", lessons),), groups=school().groups[:1])


LEGO, ALL = (
    "Lego Therapy A cannot have all its sessions: ",
    "Lego Therapy A and Talk Boost B cannot all have all their sessions: ",
)
NEEDS = "the group needs three sessions a week, each on another day"
BELLO = "only Ms Bello is trained for Lego Therapy"
EACH_30 = "a session of Lego Therapy A lasts 30 minutes; a session of Talk Boost B lasts 30 minutes"
CASES = {
    "nobody is trained": (
        with_adult(school(), "bello", trained=frozenset()),
        LEGO + "nobody is trained for Lego Therapy.",
    ),
    "the trained person is there on too few days": (
        with_adult(school(), "bello", windows=whole_week((0, 1))),
        LEGO + f"{BELLO} and is there on two days (Monday and Tuesday); {NEEDS}.",
    ),
    "hours are too few": (
        with_adult(school(), "bello", minutes=60),
        LEGO + f"{BELLO} and has 60 minutes a week for sessions; "
        "the group needs three sessions of 30 minutes a week, each on another day.",
    ),
    "the person asked for is there on too few days": (
        with_group(
            with_adult(with_adult(school(), "okafor", trained=BOTH), "bello", windows=whole_week((0, 1))),
            "lego",
            adult="bello",
        ),
        LEGO + f"the group must have Ms Bello, who is there on two days (Monday and Tuesday); {NEEDS}.",
    ),
    "two people share the week, and a group keeps its adult": (
        with_group(
            with_adult(
                with_adult(school(), "okafor", trained=BOTH, windows=whole_week((0, 1))),
                "bello",
                windows=whole_week((3, 4)),
            ),
            "talk",
            sessions=2,
        ),
        LEGO
        + "only Ms Bello and Mr Okafor are trained for Lego Therapy; Ms Bello is there on two days (Thursday "
        f"and Friday); Mr Okafor is there on two days (Monday and Tuesday); {NEEDS}, with the same adult.",
    ),
    "two groups need one person": (
        one_person_for_both(NINE + 50),
        ALL
        + f"{BELLO}, is there on one day (Monday from 09:00 to 09:50) and can be with one group at a time; "
        f"{EACH_30}.",
    ),
    "a person needs time after a session": (
        one_person_for_both(TEN, turnaround=10),
        ALL
        + f"{BELLO}, is there on one day (Monday from 09:00 to 10:00) and can be with one group at a time; "
        f"an adult needs ten minutes after each session; {EACH_30}.",
    ),
    "a pupil in two groups has too few hours": (
        amir_in_both(),
        ALL
        + "Amir is in Lego Therapy A and Talk Boost B and cannot be in two at once; Amir must not miss Art; "
        "Talk Boost B needs five sessions of 40 minutes a week, each on another day; "
        "a session of Lego Therapy A lasts 30 minutes.",
    ),
    "no room is large enough": (
        with_group(
            replace(school(), rooms=(Room("den", 1), Room("hall", 1))), "lego", members=("amir", "beth")
        ),
        LEGO + "no room holds two pupils.",
    ),
    "the room is busy": (
        replace(school(), rooms=(Room("den", 2, whole_week((0, 1, 2))),), groups=school().groups[:1]),
        LEGO
        + f"only the Den holds one pupil; the Den is taken by others on Monday, Tuesday and Wednesday; {NEEDS}.",
    ),
    "all times lie in protected lessons": (
        second_hour_kept(),
        LEGO + f"{BELLO} and is there only from 10:00 to 11:00 every day; PSHE is kept whole.",
    ),
    "a pupil must not miss the subject of that time": (
        with_adult(
            replace(
                school(), pupils=(Pupil("amir", "blue", protected=frozenset({"Art"})), school().pupils[1])
            ),
            "bello",
            windows=SECOND_HOUR,
        ),
        LEGO + f"{BELLO} and is there only from 10:00 to 11:00 every day; Amir must not miss Art.",
    ),
    "fixed sessions contradict each other": (
        both_fixed(),
        ALL + "Amir is in Lego Therapy A and Talk Boost B and cannot be in two at once; "
        "Lego Therapy A has a session fixed on Monday 09:10 (to 09:40); "
        "Talk Boost B has a session fixed on Monday 09:00 (to 09:30); a session of Talk Boost B lasts 30 minutes.",
    ),
    "a fixed session contradicts a rule": (
        with_group(
            with_adult(school(), "bello", windows=whole_week((1, 2, 3, 4))), "lego", pins=(Pin(0, 0, NINE),)
        ),
        LEGO + f"{BELLO} and is there on four days (Tuesday, Wednesday, Thursday and Friday); "
        "the group has a session fixed on Monday 09:00 (to 09:30).",
    ),
    "a session is longer than any lesson": (
        replace(with_group(school(), "lego", minutes=70), within_lessons=True),
        LEGO + "a session must stay inside one lesson; a session of the group lasts 70 minutes.",
    ),
    "there are lessons on too few days": (
        short_days(),
        LEGO + f"Amir has no lessons at other times; {NEEDS}.",
    ),
    "walking takes too long": (
        two_sites(),
        ALL
        + f"{BELLO}, is there on one day (Monday from 09:00 to 10:10) and can be with one group at a time; "
        "only the Den holds two pupils, as Lego Therapy A needs; "
        "only the Den and room hall hold one pupil, as Talk Boost B needs; "
        "the Den is taken by others from 09:30 to 11:00 every day; walking from one site to another takes time; "
        f"{EACH_30}.",
    ),
    "nobody takes the class": (
        with_adult(school(), "bello", teaches=whole_week((0, 1, 2))),
        LEGO + f"{BELLO} and has a class on Monday, Tuesday and Wednesday; {NEEDS}.",
    ),
    "the adult is not there in the lessons that the group joins": (
        with_group(with_adult(school(), "bello", windows=SECOND_HOUR), "lego", joins="Maths"),
        LEGO + f"{BELLO} and is there only from 10:00 to 11:00 every day; "
        "the group meets in class, in lessons of Maths.",
    ),
}
every_case = pytest.mark.parametrize(("problem", "sentence"), CASES.values(), ids=CASES.keys())


def placed(one: School) -> bool:
    """Say whether the search, or where somebody may be in two places the trial of every way, places everything."""
    if one.at_once:
        return verdict(one) is Verdict.POSSIBLE
    dear = replace(one.problem.weights, session_short=10**6)  # so that no harm is worth a session
    problem = replace(one.problem, weights=dear)
    found = search(problem, rounds=20).timetable
    wanted = sum(group.sessions for group in problem.groups) * problem.weeks
    return sum(len(item.sessions) for item in found) == wanted


@every_case
def test_an_impossible_problem_is_explained_by_name(problem, sentence):
    found = unplaced(problem, Timetable(()), Names(NAMES))[0]
    assert found.group == "lego"
    assert found.why is Why.IMPOSSIBLE
    assert found.sentences[1] == sentence


@every_case
def test_without_any_one_fact_of_the_explanation_the_others_forbid_nothing(problem, sentence):
    groups = Reasons(problem).too_many("lego")
    found = conflict(problem, groups)
    assert found.minimal
    one = School(problem).only(groups)
    others = [fact for fact in facts_of(one) if fact not in found.facts]
    assert verdict(without_all(one, others)) is Verdict.IMPOSSIBLE
    for fact in found.facts:
        assert placed(without_all(one, [*others, fact])), fact


@every_case
def test_what_is_said_to_be_enough_alone_makes_room_for_all_groups(problem, sentence):
    found = conflict(problem, Reasons(problem).too_many("lego"))
    assert found.enough
    for fact in found.enough:
        if fact.kind not in AT_ONCE or fact.kind is Kind.JOINS:
            assert placed(mended(School(problem), fact)), fact


@every_case
def test_fewer_groups_would_fit(problem, sentence):
    groups = Reasons(problem).too_many("lego")
    for name in groups:
        rest = groups - {name}
        assert not rest or verdict(School(problem).only(rest)) is Verdict.POSSIBLE


def test_every_kind_of_fact_is_met_in_some_case_or_can_be_said():
    met = {fact.kind for problem, _ in CASES.values() for fact in facts_of(School(problem))}
    assert met >= set(Kind) - {Kind.PERIOD, Kind.APART}
    for problem, _ in CASES.values():
        writer = SentenceWriter(problem, Names(NAMES))
        for fact in facts_of(School(problem)):
            assert writer.fact(fact, list(problem.groups))


def test_lunch_in_the_way_is_named():
    stream = school().streams[0]
    lessons = tuple(
        replace(item, subject="", kind=PeriodKind.LUNCH) if item.subject == "Art" else item
        for item in stream.lessons
    )
    problem = with_adult(replace(school(), streams=(Stream("blue", lessons),)), "bello", windows=SECOND_HOUR)
    found = unplaced(problem, Timetable(()), Names(NAMES))[0]
    assert found.sentences[1].endswith("from 10:00 to 11:00 every day; lunch is kept whole.")


def test_what_is_enough_is_said_and_pshe_is_never_advised():
    found = unplaced(second_hour_kept(), Timetable(()), Names(NAMES))[0]
    assert found.sentences[2:] == (
        "Each of these alone would make room: Ms Bello there at more times; "
        "one more person trained for Lego Therapy.",
    )
    assert Kind.KEPT in {fact.kind for fact in found.conflict.enough}


def test_a_group_that_could_be_placed_is_said_not_to_be_found_rather_than_impossible():
    problem = with_group(school(), "talk", programme="Lego Therapy")
    found = unplaced(problem, search(problem, rounds=1).timetable, Names(NAMES))
    assert found == ()
    lost = unplaced(problem, Timetable(()), Names(NAMES))[0]
    assert lost.why is Why.NOT_FOUND
    assert lost.sentences == (
        "Lego Therapy A has none of its three sessions in the week.",
        "Lego Therapy A lacks three sessions in the week. No way to place them was found; "
        "that does not mean that there is none.",
        "Lego Therapy A: of 50 start times in the week, 50 lie in lessons that may be missed, at 50 somebody trained "
        "is there, at 50 a room is large enough and not taken and at 50 nobody is needed by another group.",
        "Beside everything else there is a place for one more session on Monday, Tuesday, Wednesday, Thursday "
        "and Friday.",
    )


def test_who_is_in_the_way_of_a_group_is_named_with_the_group_that_has_them():
    problem = with_group(school(), "talk", programme="Lego Therapy")
    talk = search(replace(problem, groups=problem.groups[1:]), rounds=1).timetable.of("talk")
    found = unplaced(problem, Timetable((talk,)), Names(NAMES))[0]
    assert found.why is Why.NOT_FOUND
    assert (found.taken[0].kind, found.taken[0].name, found.taken[0].by) == ("adult", "bello", "talk")
    assert found.waterfall.rooms > found.waterfall.beside > 0
    assert "At times that would suit it, Ms Bello is with Talk Boost B (at " in found.sentences[3]


def test_a_verdict_that_takes_too_long_is_no_explanation():
    problem = with_adult(school(), "bello", windows=whole_week((0, 1)))
    found = unplaced(problem, Timetable(()), Names(NAMES), effort=2)
    assert {item.why for item in found} == {Why.NOT_FOUND}


def test_that_everybody_who_could_take_it_is_at_the_end_of_their_hours_is_said():
    both = with_adult(
        with_adult(school(), "okafor", trained=BOTH, minutes=100), "bello", trained=BOTH, minutes=100
    )
    problem = with_group(with_group(both, "lego", sessions=2), "talk", sessions=2, minutes=40)
    third = replace(problem.groups[0], id="more", sessions=1, minutes=60)
    problem = replace(problem, groups=(*problem.groups, third))
    lost = unplaced(problem, search(problem, rounds=3).timetable, Names(NAMES))
    assert [item.group for item in lost] == ["more"]
    assert lost[0].why is Why.IMPOSSIBLE
    assert lost[0].conflict.groups == ("lego", "talk", "more")
    open_ = unplaced(problem, search(problem, rounds=3).timetable, Names(NAMES), effort=1)[0]
    assert open_.why is Why.NOT_FOUND
    assert open_.sentences[-1] == "Nobody who could take it has 60 minutes left in the week."


def test_minutes_that_cannot_be_shared_out_are_found_however_many_groups_there_are():
    crowd = tuple(
        Group(f"g{n}", "Lego Therapy" if n % 2 else "Talk Boost", ("amir" if n % 2 else "beth",), 30, 1)
        for n in range(12)
    )
    problem = with_adult(replace(school(), groups=crowd), "bello", minutes=160)
    assert overloaded(School(problem)) == frozenset(f"g{n}" for n in range(1, 12, 2))
    assert overloaded(School(with_adult(problem, "bello", minutes=180))) == frozenset()
    shared = with_adult(with_adult(problem, "bello", trained=BOTH), "okafor", trained=BOTH, minutes=199)
    assert overloaded(School(shared)) == frozenset(group.id for group in crowd)
    assert overloaded(School(with_adult(shared, "okafor", minutes=200))) == frozenset()
