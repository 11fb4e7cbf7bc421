"""What is told of formed groups before anybody plans them, and groups in schools as large as real ones."""

from dataclasses import replace

from inreach.planner.group_formation import Formed, Wanted, form
from inreach.planner.group_formation.group_cost_reference import Worth
from inreach.planner.group_formation.group_outlook import Meeting, meetings_of
from inreach.planner.group_formation.proof import available
from inreach.planner.objective.share_out import share_of
from inreach.planner.problem.files import read_problem
from inreach.planner.problem.problem import Group, Problem
from inreach.planner.problem.timetable import Placement, Session, Timetable
from inreach.planner.rules import broken
from tests.paths import ROOT
from tests.planner.group_formation.test_partition import ROOMY, TALK

INSTANCES = ROOT / "benchmarks" / "instances"


def school(name: str) -> Problem:
    """Return a school of the benchmark without its groups."""
    problem = read_problem((INSTANCES / f"{name}.json").read_text(encoding="utf-8"))
    return replace(problem, groups=())


def fits(meeting: Meeting, session: Session) -> bool:
    """Say whether a group alone in the school breaks no rule with this session."""
    timetable = Timetable((Placement(meeting.group.id, meeting.adult, (session,)),))
    return broken(replace(ROOMY, groups=(meeting.group,)), timetable) == ()


def test_a_meeting_is_told_with_losses_that_add_up_who_could_lead_it_when_and_the_share_out_of_class():
    formed = form(ROOMY, TALK)
    (first, second, _) = meetings_of(ROOMY, TALK, formed)
    assert sum(harm.points for harm in second.losses.values()) == second.points
    assert (first.leads, first.adult) == ((ROOMY.adults[0].id,), ROOMY.adults[0].id)
    for meeting in (first, second):
        begins = {
            (one.week, one.day, start)
            for one in meeting.begins
            for low, high in one.runs
            for start in range(low, high + 1, ROOMY.step)
        }
        assert {(one.week, one.day, one.start) for one in meeting.sessions} <= begins
        for week, day, start in begins:
            assert any(fits(meeting, Session(week, day, start, room.id)) for room in ROOMY.rooms)


def test_a_share_out_of_class_that_is_too_much_is_told_with_the_line_and_with_what_could_be_done_in_class():
    often = replace(TALK, minutes=40, sessions=2, most=None)
    problem = replace(ROOMY, adults=(replace(ROOMY.adults[0], minutes=800),))
    (meeting, *_) = meetings_of(problem, often, form(problem, often))
    taught = share_of(problem, meeting.group.members[0]).taught
    told = "\n".join(meeting.sentences(problem))
    assert f"With all groups, {80 / taught:.0%} of lesson time out of class, whatever the timetable." in told
    assert f"That is too much: the line is {max(one.line for one in meeting.warnings):.0%}." in told
    assert meeting.warnings[0].flag.alternative in told


def test_what_is_proved_and_what_is_only_found_are_told_apart():
    assert Formed((), 1000, 1000).how_good == "No other groups lose less: this is proved."
    assert Formed((), 1000, 988).how_good == (
        "These are the best groups found. Others may lose less, but 988 points at least: 12 fewer, 1.2%."
    )


def test_groups_of_a_secondary_school_are_the_same_with_the_same_seed_and_with_their_proof():
    problem = school("secondary-50")
    pupils = tuple(pupil.id for pupil in problem.pupils[:18])
    wanted = Wanted("Numeracy", pupils, 40, 3, 2, 5, never=(frozenset(pupils[:2]),), most=5)
    first, again = form(problem, wanted), form(problem, wanted)
    found = form(problem, wanted, prove=False)
    assert first == again
    assert found.least <= first.least <= first.points <= found.points
    if available():
        assert first.exact


def test_two_weeks_with_too_many_patterns_for_one_table_have_good_groups_with_an_honest_gap():
    problem = school("secondary-50-two-weeks")
    pupils = tuple(pupil.id for pupil in problem.pupils[:8])
    wanted = Wanted("Numeracy", pupils, 40, 3, 2, 4, most=3)
    formed = form(problem, wanted)
    worth = Worth(problem, wanted)
    assert formed.points == sum(worth.of(frozenset(group.members)) for group in formed.groups)
    assert formed.least == sum(worth.of(frozenset([pupil])) for pupil in pupils) <= formed.points
    assert formed.gap < 0.1


def test_groups_take_no_hours_that_groups_need_which_nobody_else_can_lead():
    taken = replace(
        ROOMY,
        adults=(replace(ROOMY.adults[0], minutes=80, trained=frozenset({"Talk", "Sing"})),),
        groups=(Group("1", "Sing", ("Ann",), 20, 2),),
    )
    assert len(form(taken, TALK).groups) == 2
    other = replace(taken.adults[0], id="other", trained=frozenset({"Sing"}))
    assert len(form(replace(taken, adults=(*taken.adults, other)), TALK).groups) == 3
