"""A school's rows become the planner's question, and its account of today's times is the ledger's."""

from datetime import date
from itertools import combinations, product

import pytest

from inreach.apps.inclusion.services.school_week import school_ledger
from inreach.apps.planning.adapters.school_support import gather_support
from inreach.apps.planning.services.adults import is_room, left_of
from inreach.apps.planning.services.question import (
    NothingToPlan,
    PlanningChoices,
    question_about,
    question_of,
    weeks_to_plan,
)
from inreach.apps.planning.services.time_grid import step_of
from inreach.apps.provision.models import Group, Slot
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.queries.school import school_named
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.problem import Window
from inreach.planner.problem.validation import faults
from tests import worlds

MONDAY = date(2026, 11, 16)
SCHOOLS = ("Marlowe Primary", "Hollybank Primary", "Kestrel Hill School")

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_loaded")]


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_question_of_a_school_makes_sense_and_names_all_of_its_support(name):
    question = question_of(school_named(name), MONDAY)
    assert list(faults(question.problem)) == []
    assert {group.id for group in question.problem.groups} <= question.names.keys()
    assert {pupil.id for pupil in question.problem.pupils} == question.pupils.keys()


@pytest.mark.parametrize("name", SCHOOLS)
def test_the_planner_counts_what_todays_times_take_as_the_ledger_does_to_the_minute(name):
    school = school_named(name)
    question = question_of(school, MONDAY)
    counted = ObjectiveEvaluator(question.problem).harm(question.today).pupils
    ledgers = [school_ledger(school, week.starts) for week in question.weeks]
    subjects = {subject.id for subject in question.problem.subjects}
    clashing = in_two_places(question)
    assert len(clashing) <= len(counted) // 10
    for pupil, harm in counted.items():
        if pupil in clashing:  # the ledger counts the minute once, the planner says that a rule is broken
            continue
        missed: dict[str, int] = {}
        for ledger in ledgers:
            row = next(row for row in ledger.rows if str(row.pupil.pk) == pupil)
            for subject, minutes in row.totals.missed.items():
                missed[subject] = missed.get(subject, 0) + minutes
        lessons = {what: minutes for what, minutes in harm.missed.items() if what in subjects}
        assert (pupil, lessons) == (pupil, missed)


def in_two_places(question):
    """Pupils whom today's times send to two groups at once."""
    found = set()
    for one, other in combinations(question.problem.groups, 2):
        for a, b in product(question.today.of(one.id).sessions, question.today.of(other.id).sessions):
            same_day = (a.week, a.day) == (b.week, b.day)
            if same_day and a.start < b.start + other.minutes and b.start < a.start + one.minutes:
                found |= {*one.members} & {*other.members}
    return found


def test_a_two_week_timetable_is_planned_over_both_weeks_and_a_weekly_one_when_asked():
    assert question_of(school_named("Kestrel Hill School"), MONDAY).problem.weeks == 2
    assert question_of(school_named("Marlowe Primary"), MONDAY).problem.weeks == 1
    assert question_of(school_named("Marlowe Primary"), MONDAY, rotate=True).problem.weeks == 2


def test_lessons_edges_are_kept_in_secondary_schools_unless_the_school_says_otherwise():
    assert question_of(school_named("Kestrel Hill School"), MONDAY).problem.within_lessons is True
    assert question_of(school_named("Marlowe Primary"), MONDAY).problem.within_lessons is False
    within = PlanningChoices(within_lessons=True)
    asked = question_of(school_named("Marlowe Primary"), MONDAY, choices=within)
    assert asked.problem.within_lessons is True


def test_a_group_without_times_is_asked_for_as_its_programme_recommends():
    school = school_named("Marlowe Primary")
    group = next(one for one in question_of(school, MONDAY).problem.groups if one.programme == "Sound Steps")
    slots = Slot.objects.filter(group=group.id).order_by("pk")
    programme = Group.objects.get(pk=group.id).programme
    with worlds.unaudited():
        slots.delete()
    after = next(one for one in question_of(school, MONDAY).problem.groups if one.id == group.id)
    assert (after.minutes, after.sessions) == (programme.minutes_low, programme.per_week_low)


def test_groups_of_one_name_are_told_apart_and_pupils_are_numbered_in_their_year():
    names = question_of(school_named("Marlowe Primary"), MONDAY).names
    called = sorted(name for name in names.values() if name.startswith("The Lighthouse, "))
    assert called == ["The Lighthouse, mornings (105 minutes)", "The Lighthouse, mornings (65 minutes)"]
    assert {"pupil 1 of Year 4", "pupil 2 of Year 4", "pupil 1 of Reception"} <= set(names.values())
    assert len(set(names.values()) - {"a place that is no room"}) == len(
        [name for one, name in names.items() if is_room(one) or not one.startswith("place")]
    )


def test_a_group_that_its_teacher_helps_in_lessons_of_their_own_stays_and_is_said_to():
    question = question_of(school_named("Marlowe Primary"), MONDAY)
    assert "Oral rehearsal in Elm" not in question.names.values()
    assert question.notes == (
        "Oral rehearsal in Elm meets in lessons of the teacher who leads it, so it stays where it is: "
        "Wednesday 11:00.",
    )
    elsewhere = question_of(school_named("Hollybank Primary"), MONDAY)
    assert "Oral rehearsal in class" in elsewhere.names.values()
    assert elsewhere.notes == ()


def test_what_is_gathered_at_once_is_all_that_the_question_needs(django_assert_num_queries):
    school = school_named("Marlowe Primary")
    calendar = calendar_of(school)
    support = gather_support(school, calendar, weeks_to_plan(calendar, MONDAY, rotate=False))
    with django_assert_num_queries(0):
        question = question_about(support, PlanningChoices())
    assert question == question_of(school, MONDAY)


def test_a_week_of_holiday_is_refused_with_a_reason():
    with pytest.raises(NothingToPlan, match="closed in the week of 21 December 2026"):
        question_of(school_named("Marlowe Primary"), date(2026, 12, 21))


def test_a_school_without_support_is_refused_with_a_reason():
    school = worlds.school("Quiet Primary")
    with pytest.raises(NothingToPlan, match="Quiet Primary has no support to plan"):
        question_of(school, worlds.TODAY)


def test_what_lessons_leave_of_a_day_is_everything_else():
    day = Window(2, 500, 900)
    taken = [
        Window(2, 480, 520),
        Window(1, 600, 700),
        Window(2, 600, 660),
        Window(2, 650, 700),
        Window(2, 880, 950),
    ]
    assert list(left_of(day, taken)) == [Window(2, 520, 600), Window(2, 700, 880)]
    assert list(left_of(day, [])) == [day]
    assert list(left_of(day, [Window(2, 400, 1000)])) == []


@pytest.mark.parametrize(
    ("times", "step"), [((540, 585, 600), 5), ((540, 581), 1), ((543, 588), 5), ((540,), 5)]
)
def test_times_lie_on_five_minutes_where_they_can_and_else_on_what_fits(times, step):
    assert step_of(times, times[0]) == step
