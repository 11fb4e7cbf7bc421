"""The bells: written down for a day, shared with others, and never two at once."""

import pytest
from django.urls import reverse

from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.schools.actions.school_day import Bell, set_day
from inreach.apps.schools.models import DayPlan, Period
from inreach.core.access.roles import Role
from inreach.core.ledger.types import PeriodKind
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day

pytestmark = pytest.mark.django_db
BELLS = [Bell("1", PeriodKind.LESSON, 540, 600), Bell("Break", PeriodKind.BREAK, 600, 620)]


@pytest.fixture(autouse=True)
def the_day():
    with on_the_day():
        yield


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def head(school):
    return worlds.person("penrose@example.org", (school.organisation, Role.HEAD))


def where(school, weekday=0, week=0):
    return reverse("schools:change_day", kwargs={"school": school.pk, "weekday": weekday, "week": week})


def rows(*periods, **more):
    data = {"rows": str(len(periods)), **more}
    for n, (name, kind, starts, ends) in enumerate(periods, 1):
        data |= {f"p{n}-name": name, f"p{n}-kind": kind, f"p{n}-starts": starts, f"p{n}-ends": ends}
    return data


def plan(school, weekday, week=0):
    found = Period.objects.filter(
        day_plan__school=school, day_plan__weekday=weekday, day_plan__cycle_week=week
    )
    return list(found.order_by("starts").values_list("name", "kind", "starts", "ends"))


def test_the_day_page_shows_every_open_day_in_order(school, head):
    school.school_days, school.first_weekday = [6, 0, 1, 2, 3], 6
    school.save()
    columns = client_of(head).get(reverse("schools:day")).context["columns"]
    assert [column.name for column in columns] == ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"]
    assert [len(column.periods) for column in columns] == [0, 8, 8, 8, 8]


def test_a_day_is_written_down_shared_with_others_and_told(school, head):
    said = rows(
        ("Lunch", "lunch", "12:00", "13:00"),
        ("1", "lesson", "09:05", "10:00"),
        ("", "lesson", "", ""),
        others=["2", "4"],
    )
    answer = client_of(head).post(where(school), said)
    assert answer.status_code == 302
    expected = [("1", "lesson", 545, 600), ("Lunch", "lunch", 720, 780)]
    assert [plan(school, day) for day in (0, 2, 4)] == [expected] * 3
    assert len(plan(school, 1)) == 8
    event = Event.objects.get(verb="day.set")
    assert (event.details["weekdays"], len(event.details["periods"])) == ([0, 2, 4], 2)


@pytest.mark.parametrize(
    ("periods", "sentence"),
    [
        (
            [("1", "lesson", "09:00", "10:00"), ("2", "lesson", "09:59", "11:00")],
            "2 begins at 09:59, before 1 ends at 10:00.",
        ),
        ([("1", "lesson", "10:00", "09:00")], "It must end after it begins."),
        ([("1", "lesson", "9 o'c", "10:00")], "“9 o&#x27;c” is not a time. Write it like 09:05."),
        ([("", "lesson", "09:00", "10:00")], "Give this period a name, or empty its times as well."),
        ([("1", "lesson", "09:00", "")], "Say when this period ends, or empty the row."),
        ([("1", "lesson", "", "10:00")], "Say when this period begins, or empty the row."),
        ([("1", "lesson", "24:30", "25:00")], "“24:30” is not a time. Write it like 09:05."),
    ],
)
def test_bells_that_cannot_be_are_refused_and_what_was_typed_stays(school, head, periods, sentence):
    page = client_of(head).post(where(school), rows(*periods))
    assert page.status_code == 200
    assert sentence in page.content.decode()
    assert len(plan(school, 0)) == 8
    assert Event.objects.filter(verb="day.set").count() == 0


def test_periods_that_touch_do_not_overlap(school, head):
    client_of(head).post(
        where(school), rows(("1", "lesson", "9", "10.00"), ("2", "lesson", "10:00", "11:00"))
    )
    assert plan(school, 0) == [("1", "lesson", 540, 600), ("2", "lesson", 600, 660)]


def test_a_plan_for_week_a_leaves_what_was_said_to_week_b(school, head):
    school.cycle_weeks = 2
    school.save()
    client_of(head).post(where(school, week=1), rows(("1", "lesson", "09:00", "10:00")))
    assert plan(school, 0, 1) == [("1", "lesson", 540, 600)]
    assert len(plan(school, 0, 2)) == 8
    assert plan(school, 0, 0) == []
    columns = client_of(head).get(reverse("schools:day")).context["columns"]
    assert [(c.name, c.week) for c in columns][:3] == [
        ("Monday", "Week A"),
        ("Monday", "Week B"),
        ("Tuesday", ""),
    ]


def test_a_plan_for_every_week_takes_the_place_of_both(school, head):
    school.cycle_weeks = 2
    school.save()
    client = client_of(head)
    client.post(where(school, week=1), rows(("1", "lesson", "09:00", "10:00")))
    client.post(where(school, week=0), rows(("2", "lesson", "09:00", "10:00")))
    assert list(DayPlan.objects.filter(weekday=0).values_list("cycle_week", flat=True)) == [0]
    assert plan(school, 0) == [("2", "lesson", 540, 600)]


@pytest.mark.parametrize(("weekday", "week"), [(5, 0), (0, 1), (9, 0), (0, 3)])
def test_days_on_which_the_school_is_closed_and_weeks_it_does_not_have_are_not_found(
    school, head, weekday, week
):
    assert client_of(head).get(where(school, weekday, week)).status_code == 404


def test_the_bells_of_another_school_are_not_found(head):
    assert client_of(head).get(where(worlds.school("Hollybank Primary"))).status_code == 404


def test_a_teacher_does_not_change_the_bells(school):
    actor = worlds.actor(Role.CLASS_TEACHER, school.organisation)
    with pytest.raises(Forbidden):
        set_day(by=actor, school=school, cycle_week=0, weekdays=[0], bells=BELLS)
    assert len(plan(school, 0)) == 8
