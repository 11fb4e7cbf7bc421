"""Each rule finds what breaks it, in words; the search keeps them all; the optimum of tiny schools is the optimum."""

from dataclasses import fields, replace
from itertools import combinations, product

import pytest
from bench.planner import problem_of
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inreach.planner.bounds.lower_bound import Ascent
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.objective.weights import Weights
from inreach.planner.problem.problem import (
    Adult,
    Group,
    Lesson,
    Pin,
    Problem,
    Pupil,
    Room,
    Stream,
    Subject,
    SubjectKind,
    Window,
)
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.rules import RULES, Severity, broken, soft_violations
from inreach.planner.rules.rule import led
from inreach.planner.search.search import search
from tests.planner.schools import instance
from tests.planner.tiny import problems, timetables

DAY = (Lesson(0, 0, 540, 600, "English"), Lesson(0, 0, 600, 660, "PSHE"), Lesson(0, 0, 660, 720, "Art"))
SCHOOL = Problem(
    step=10,
    days=2,
    weeks=1,
    day_starts=540,
    day_ends=780,
    turnaround=10,
    subjects=(Subject("English"), Subject("PSHE", SubjectKind.PSHE), Subject("Art")),
    streams=(Stream("s", (*DAY, *(replace(lesson, day=1) for lesson in DAY))),),
    pupils=(Pupil("Ann", "s"), Pupil("Ben", "s")),
    adults=(Adult("Cy", (Window(0, 540, 720), Window(1, 540, 600)), frozenset({"Talk"}), 40),),
    rooms=(Room("Den", 1, (Window(0, 700, 720),)), Room("Hall", 9)),
    groups=(Group("1", "Talk", ("Ann",), 20, 1), Group("2", "Talk", ("Ann", "Ben"), 20, 1)),
)


def one(*sessions: Session, adult: str | None = "Cy") -> Timetable:
    return Timetable((Placement("1", adult, sessions),))


def two(first: Session, second: Session) -> Timetable:
    return Timetable((Placement("1", "Cy", (first,)), Placement("2", "Cy", (second,))))


@pytest.mark.parametrize(
    ("rule", "problem", "timetable", "sentence"),
    [
        (
            "adult-once",
            SCHOOL,
            two(Session(0, 0, 540, "Den"), Session(0, 0, 560, "Hall")),
            "Adult Cy is with group 1 and cannot be with group 2 on Monday 09:20.",
        ),
        (
            "pupil-once",
            SCHOOL,
            two(Session(0, 0, 550, "Den"), Session(0, 0, 540, "Hall")),
            "Pupil Ann is in groups 2 and 1 at once on Monday 09:10.",
        ),
        (
            "room-once",
            SCHOOL,
            two(Session(0, 1, 540, "Hall"), Session(0, 1, 540, "Hall")),
            "Room Hall holds groups 1 and 2 at once on Tuesday 09:00.",
        ),
        (
            "room-fits",
            SCHOOL,
            one(Session(0, 0, 690, "Den")),
            "Room Den is taken when group 1 meets, on Monday 11:30.",
        ),
        ("room-fits", SCHOOL, one(Session(0, 0, 540, "Loft")), "Group 1 has no room on Monday 09:00."),
        (
            "room-fits",
            SCHOOL,
            Timetable((Placement("2", "Cy", (Session(0, 0, 540, "Den"),)),)),
            "Room Den has 1 places; group 2 has 2 pupils.",
        ),
        (
            "adult-trained",
            SCHOOL,
            one(Session(0, 0, 540, "Den"), adult=None),
            "Group 1 meets without an adult.",
        ),
        (
            "adult-trained",
            replace(SCHOOL, groups=(replace(SCHOOL.groups[0], programme="Sing"),)),
            one(Session(0, 0, 540, "Den")),
            "Adult Cy is not trained for Sing, the programme of group 1.",
        ),
        (
            "adult-trained",
            replace(SCHOOL, groups=(replace(SCHOOL.groups[0], adult="Di"),)),
            one(Session(0, 0, 540, "Den")),
            "Group 1 has adult Cy; it must be Di.",
        ),
        (
            "adult-there",
            SCHOOL,
            one(Session(0, 1, 590, "Den")),
            "Adult Cy is not there for group 1 on Tuesday 09:50.",
        ),
        (
            "adult-hours",
            SCHOOL,
            one(*(Session(0, day, 540, "Den") for day in (0, 1, 1))),
            "Adult Cy has 60 minutes of sessions; 40 are agreed.",
        ),
        (
            "dose",
            SCHOOL,
            one(Session(0, 0, 540, "Den"), Session(0, 1, 540, "Den")),
            "Group 1 meets 2 times in week 1; 1 are planned.",
        ),
        (
            "dose",
            replace(SCHOOL, groups=(replace(SCHOOL.groups[0], sessions=2),)),
            one(Session(0, 0, 540, "Den"), Session(0, 0, 660, "Den")),
            "Group 1 meets 2 times on Monday of week 1.",
        ),
        (
            "may-leave",
            SCHOOL,
            one(Session(0, 0, 610, "Den")),
            "Pupil Ann must not miss PSHE, on Monday 10:10 with group 1.",
        ),
        (
            "may-leave",
            SCHOOL,
            one(Session(0, 0, 710, "Den")),
            "Pupil Ann has no lesson for 10 minutes of group 1 on Monday 11:50.",
        ),
        (
            "may-leave",
            replace(SCHOOL, within_lessons=True, allowed=frozenset({"PSHE"})),
            one(Session(0, 0, 590, "Den")),
            "Group 1 crosses a lesson's edge of pupil Ann on Monday 09:50.",
        ),
        (
            "pinned",
            replace(SCHOOL, groups=(replace(SCHOOL.groups[0], pins=(Pin(0, 0, 660),)),)),
            one(Session(0, 0, 540, "Den")),
            "Group 1 does not meet on Monday at 11:00, where it is pinned.",
        ),
        (
            "session-short",
            SCHOOL,
            one(Session(0, 0, 540, "Den")),
            "Group 2 has 0 of 1 sessions in week 1.",
        ),
        (
            "preparation",
            replace(SCHOOL, groups=(replace(SCHOOL.groups[0], prepares="Art"),)),
            one(Session(0, 0, 690, "Den")),
            "Group 1 does not meet shortly before Art in week 1.",
        ),
        (
            "teacher-time",
            replace(SCHOOL, groups=(replace(SCHOOL.groups[0], minutes=60),)),
            one(Session(0, 0, 540, "Hall")),
            "Pupil Ann is away from a qualified teacher for 20 minutes more than the 20 % of lessons that are allowed.",
        ),
        (
            "worst-off",
            SCHOOL,
            one(Session(0, 0, 540, "Den")),
            "Pupil Ann loses 12 points; the other pupils lose 0 points on average.",
        ),
        (
            "same-subject",
            SCHOOL,
            one(Session(0, 0, 540, "Den"), Session(0, 1, 540, "Den")),
            "Pupil Ann misses time of 2 lessons of English in week 1.",
        ),
        (
            "out-share",
            replace(SCHOOL, groups=(replace(SCHOOL.groups[0], minutes=60), SCHOOL.groups[1])),
            one(),
            "Pupil Ann will be out of class for 22 % of lesson time, with group 1 and group 2, "
            "whatever the timetable: 80 of 360 minutes. The line is 10 %.",
        ),
        (
            "programme-size",
            replace(SCHOOL, groups=(replace(SCHOOL.groups[0], minutes=60, sessions=3),)),
            one(),
            "A session of group 1 lasts 60 minutes; tested programmes last 20 to 50.",
        ),
        (
            "programme-size",
            replace(SCHOOL, groups=(SCHOOL.groups[0],)),
            one(),
            "Group 1 meets once a week; tested programmes meet 3 to 5 times.",
        ),
    ],
)
def test_a_rule_names_what_breaks_it(rule, problem, timetable, sentence):
    found = next(item for item in RULES if item.id == rule)
    assert tuple(found.violations(problem, timetable)) == (sentence,)


def test_rules_have_ids_and_sentences_of_their_own():
    assert len({rule.id for rule in RULES}) == len({rule.sentence for rule in RULES}) == len(RULES)


def test_what_a_timetable_is_told_names_the_rule_and_is_not_what_it_breaks():
    problem = replace(SCHOOL, groups=(replace(SCHOOL.groups[0], sessions=3),))
    timetable = one(Session(0, 0, 540, "Den"))
    assert [(rule.id, rule.severity, sentence) for rule, sentence in soft_violations(problem, timetable)] == [
        ("session-short", Severity.SHOULD, "Group 1 has 1 of 3 sessions in week 1."),
        (
            "out-share",
            Severity.NOTE,
            "Pupil Ann will be out of class for 16 % of lesson time, with group 1, "
            "whatever the timetable: 60 of 360 minutes. The line is 10 %.",
        ),
    ]
    assert broken(problem, timetable) == ()


def test_a_rule_that_is_minded_by_the_search_names_a_weight_that_there_is():
    names = {item.name for item in fields(Weights)}
    assert {rule.weighed for rule in RULES if rule.weighed} <= names
    assert [rule.id for rule in RULES if rule.severity is Severity.SHOULD and not rule.weighed] == []


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_sentences_on_what_should_be_kept_agree_with_the_harm_of_a_timetable(data):
    problem = data.draw(problems())
    timetable = led(problem, data.draw(timetables(problem)))
    rules = {rule.id: tuple(rule.violations(problem, timetable)) for rule in RULES}
    assume(not rules["dose"])
    harm = ObjectiveEvaluator(problem).harm(timetable)
    missing = [sentence.split() for sentence in rules["session-short"]]
    assert sum(int(words[5]) - int(words[3]) for words in missing) == harm.sessions_short
    assert len(rules["preparation"]) == harm.preparation_missed
    over = [int(sentence.split()[9]) for sentence in rules["teacher-time"]]
    assert sum(over) == harm.teacher_minutes_over


@pytest.mark.parametrize("within", [False, True])
@pytest.mark.parametrize("weeks", [1, 2])
@pytest.mark.parametrize("seed", range(8))
def test_the_search_keeps_every_rule(seed, weeks, within):
    problem = problem_of(instance(seed + 100, weeks=weeks, groups=5, within=within))
    assert broken(problem, search(problem, seed=seed, rounds=15).timetable) == ()


def test_pinned_sessions_and_adults_are_kept_by_the_search():
    problem = problem_of(instance(5, groups=4))
    free = search(problem, rounds=20).timetable
    for placement in free:
        pins = tuple(Pin(item.week, item.day, item.start) for item in placement.sessions[:1])
        groups = tuple(
            replace(group, pins=pins, adult=placement.adult) if group.id == placement.group else group
            for group in problem.groups
        )
        pinned = replace(problem, groups=groups)
        assert broken(pinned, search(pinned, seed=7, rounds=20).timetable) == ()


def test_a_subject_protected_for_one_pupil_is_never_missed_by_that_pupil():
    problem = problem_of(instance(6, groups=4))
    pupils = tuple(replace(pupil, protected=frozenset({"Maths", "Science"})) for pupil in problem.pupils)
    kept = replace(problem, pupils=pupils)
    answer = search(kept, rounds=20)
    harm = ObjectiveEvaluator(kept).harm(answer.timetable)
    missed = {subject for pupil in harm.pupils.values() for subject in pupil.missed}
    assert missed.isdisjoint({"Maths", "Science"})
    assert broken(kept, answer.timetable) == ()
    assert harm.points == answer.points


def every_placement(problem: Problem, group: Group) -> list[Placement]:
    """Return every placement of a group, rules not minded beyond the dose."""
    starts = range(problem.day_starts, problem.day_ends - group.minutes + 1, problem.step)
    times = [
        (day, start, room.id) for day in range(problem.days) for start in starts for room in problem.rooms
    ]
    found = [Placement(group.id)]
    for count in range(1, group.sessions + 1):
        for adult, chosen in product(problem.adults, combinations(times, count)):
            placement = Placement(group.id, adult.id, tuple(Session(0, *item) for item in chosen))
            if not broken(replace(problem, groups=(group,)), Timetable((placement,))):
                found.append(placement)
    return found


@pytest.mark.parametrize("sessions", [1, 2])
@pytest.mark.parametrize("fair", [0, 10])
def test_no_timetable_of_a_tiny_school_is_better_than_the_one_found_and_the_bound_is_below_all(
    sessions, fair
):
    problem = replace(
        SCHOOL,
        day_ends=720,
        step=20,
        turnaround=0,
        rooms=(Room("Hall", 2),),
        groups=tuple(replace(group, sessions=sessions) for group in SCHOOL.groups),
        weights=replace(SCHOOL.weights, worst_pupil=fair, session_short=300),
    )
    evaluator = ObjectiveEvaluator(problem)
    choices = [every_placement(problem, group) for group in problem.groups]
    timetables = [Timetable(chosen) for chosen in product(*choices)]
    allowed = [timetable for timetable in timetables if not broken(problem, timetable)]
    best = min(evaluator.harm(timetable).points for timetable in allowed)
    assert search(problem, rounds=40).points == best
    ascent = Ascent(problem)
    assert max(ascent.step(best) for _ in range(60)) <= best


def test_a_week_that_begins_on_sunday_is_told_with_its_own_days():
    days = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday")
    said = broken(
        replace(SCHOOL, day_names=days), one(Session(0, 0, 540, "Loft"), Session(0, 9, 540, "Loft"))
    )
    assert "Group 1 has no room on Sunday 09:00." in said
    assert "Group 1 has no room on day 10 09:00." in said
