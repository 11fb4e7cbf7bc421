"""The adults of a school are listed, added, changed and ended by those who look after it."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.schools.actions.staff import Post, add_staff, change_staff
from inreach.apps.schools.models import StaffMember
from inreach.core.access.roles import Role
from inreach.core.refusal import Refusal
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day

pytestmark = pytest.mark.django_db
LIST = "/school/staff/"
QUERIES = 8


@pytest.fixture(autouse=True)
def the_day():
    with on_the_day():
        yield


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def cole(school):
    return worlds.person("cole@example.org", (school.organisation, Role.SENCO))


@pytest.fixture
def senco(cole):
    return client_of(cole)


def said(**fields):
    """What a form sends: dates in three boxes, the rest as it is."""
    data = {"name": "Mr Lamb", "role": "assistant"}
    for name, value in fields.items():
        if isinstance(value, date):
            data |= {f"{name}-day": value.day, f"{name}-month": value.month, f"{name}-year": value.year}
        else:
            data[name] = value
    return data


def add(client, school, **fields):
    return client.post(reverse("schools:add_staff", args=[school.pk]), said(**fields))


def names(page):
    return [one.name for one in page.context["page"]]


def told():
    return [event.verb for event in Event.objects.exclude(kind="sign-in").order_by("number")]


def test_the_list_shows_the_adults_of_today_with_their_classes(school, senco):
    okafor = worlds.teacher(school, hours_per_week=Decimal("32.5"), cost_per_hour=Decimal("41.20"))
    worlds.teaching_group(school, name="Elm", staff=okafor)
    worlds.teacher(school, "Mr Gone", ends=date(2026, 3, 3))
    worlds.teacher(school, "Ms Soon", starts=date(2026, 3, 5))
    page = senco.get(LIST)
    assert names(page) == ["Ms Okafor"]
    words = page.content.decode()
    assert [words.count(one) for one in ("32.5", "£41.20", ">Elm</a>")] == [1, 1, 1]


def test_those_who_left_or_start_later_come_when_asked_for(school, senco):
    worlds.teacher(school, "Mr Gone", ends=date(2026, 3, 3))
    worlds.teacher(school, "Ms Soon", starts=date(2026, 3, 5))
    assert names(senco.get(LIST, {"all": "1"})) == ["Mr Gone", "Ms Soon"]


def test_a_search_is_posted_and_stands_in_no_address(school, senco):
    worlds.teacher(school)
    worlds.assistant(school)
    answer = senco.post(f"{LIST}?school={school.pk}", {"q": "lamb"})
    assert answer.url == f"{LIST}?school={school.pk}"
    assert names(senco.get(answer.url)) == ["Mr Lamb"]


def test_the_school_page_leads_to_the_staff_only_those_who_look_after_it(school, senco):
    teacher = client_of(worlds.person("t@example.org", (school.organisation, Role.CLASS_TEACHER)))
    link = f'href="{LIST}?school={school.pk}"'
    assert [link in one.get("/school/").content.decode() for one in (senco, teacher)] == [True, False]


def test_an_assistant_is_added_and_told_without_a_name(school, senco):
    answer = add(senco, school, hours_per_week="27.5", cost_per_hour="14.50", starts=date(2026, 3, 2))
    assert (answer.status_code, answer.url) == (302, f"{LIST}?school={school.pk}")
    made = StaffMember.objects.get()
    assert (made.school, made.name, made.role, made.qualified_teacher, made.user) == (
        school,
        "Mr Lamb",
        "assistant",
        False,
        None,
    )
    assert (made.hours_per_week, made.cost_per_hour) == (Decimal("27.5"), Decimal("14.50"))
    assert (made.starts, made.ends) == (date(2026, 3, 2), None)
    event = Event.objects.get(verb="staff.added")
    assert event.details == {"role": "assistant", "qualified_teacher": False, "signs_in": ""}
    assert (event.subject_id, event.organisation_id) == (str(made.pk), str(school.pk))


def test_an_adult_is_ended_by_a_last_day(school, senco):
    member = worlds.assistant(school)
    senco.post(reverse("schools:change_staff", args=[member.pk]), said(ends=date(2026, 3, 3)))
    member.refresh_from_db()
    assert member.ends == date(2026, 3, 3)
    assert names(senco.get(LIST)) == []
    assert Event.objects.get(verb="staff.changed").details == {"fields": ["ends"]}


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        (
            {"starts": date(2026, 3, 4), "ends": date(2026, 3, 3)},
            {"ends": ["The last day cannot be before the first."]},
        ),
        ({"hours_per_week": "-1"}, {"hours_per_week": ["Hours a week cannot be less than 0."]}),
        ({"hours_per_week": "80.5"}, {"hours_per_week": ["Hours a week can be 80 at most."]}),
        ({"cost_per_hour": "-0.01"}, {"cost_per_hour": ["Cost per hour cannot be less than 0."]}),
        ({"name": " "}, {"name": ["Enter name"]}),
        (
            {"hours_per_week": "27.55"},
            {"hours_per_week": ["Write hours a week like 27.5, with one figure after the point."]},
        ),
        (
            {"cost_per_hour": "14.505"},
            {"cost_per_hour": ["Write the cost in pounds and pence, like 14.50."]},
        ),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(school, senco, fields, errors):
    page = add(senco, school, **fields)
    assert (page.status_code, dict(page.context["form"].errors)) == (200, errors)
    assert (StaffMember.objects.count(), told()) == (0, [])


def test_only_people_with_a_current_staff_role_here_can_be_linked(school, senco, cole):
    here, other = school.organisation, worlds.school("Hollybank Primary").organisation
    lamb = worlds.person("lamb@example.org", (here, Role.TEACHING_ASSISTANT))
    worlds.person("left@example.org", (here, Role.CLASS_TEACHER), ends=date(2026, 3, 3))
    worlds.person("parent@example.org", (here, Role.PARENT))
    worlds.person("pupil@example.org", (here, Role.PUPIL))
    worlds.person("away@example.org", (other, Role.CLASS_TEACHER))
    form = senco.get(reverse("schools:add_staff", args=[school.pk])).context["form"]
    assert list(form.fields["user"].queryset) == [cole, lamb]


def test_a_person_is_not_linked_twice(school, senco, cole):
    lamb = worlds.person("lamb@example.org", (school.organisation, Role.TEACHING_ASSISTANT))
    assert add(senco, school, user=str(lamb.pk)).status_code == 302
    page = add(senco, school, name="Ms Reed", user=str(lamb.pk))
    assert dict(page.context["form"].errors) == {
        "user": ["This person is linked already, or has no staff role here."]
    }
    with pytest.raises(Refusal, match="stand for another"):
        add_staff(
            by=actor_for(cole, worlds.TODAY), school=school, post=Post("Ms Reed", "other", False, user=lamb)
        )
    assert list(StaffMember.objects.values_list("name", "user")) == [("Mr Lamb", lamb.pk)]


def test_a_link_stays_when_something_else_is_changed(school, senco):
    lamb = worlds.person("lamb@example.org", (school.organisation, Role.TEACHING_ASSISTANT))
    member = worlds.assistant(school, user=lamb)
    answer = senco.post(
        reverse("schools:change_staff", args=[member.pk]), said(user=str(lamb.pk), hours_per_week="20")
    )
    member.refresh_from_db()
    assert (answer.status_code, member.user, member.hours_per_week) == (302, lamb, Decimal("20"))


def test_another_schools_senco_finds_nothing(school):
    member = worlds.assistant(school)
    other = worlds.school("Hollybank Primary")
    stranger = client_of(worlds.person("other@example.org", (other.organisation, Role.SENCO)))
    asked = [
        stranger.get(f"{LIST}?school={school.pk}"),
        stranger.get(reverse("schools:change_staff", args=[member.pk])),
        stranger.post(reverse("schools:change_staff", args=[member.pk]), said(name="Taken")),
        add(stranger, school),
    ]
    assert [answer.status_code for answer in asked] == [404, 404, 404, 404]
    assert (list(StaffMember.objects.values_list("name", flat=True)), told()) == (["Mr Lamb"], [])


def test_the_actions_refuse_those_who_do_not_look_after_the_school(school):
    member = worlds.assistant(school)
    teacher = worlds.actor(Role.CLASS_TEACHER, school.organisation)
    with pytest.raises(Forbidden):
        add_staff(by=teacher, school=school, post=Post("Ms Reed", "other", False))
    with pytest.raises(Forbidden):
        change_staff(by=teacher, member=member, post=Post("Ms Reed", "other", False))
    assert list(StaffMember.objects.values_list("name", flat=True)) == ["Mr Lamb"]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_the_same_number_of_times(school, senco, count, django_assert_num_queries):
    for n in range(count):
        user = worlds.person(f"t{n}@example.org", (school.organisation, Role.CLASS_TEACHER))
        worlds.teaching_group(school, name=f"Class {n}", staff=worlds.teacher(school, f"T{n}", user=user))
    senco.get(LIST)
    with django_assert_num_queries(QUERIES):
        senco.get(LIST)
