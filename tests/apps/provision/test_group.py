"""Pages about groups: who sees which, what a group takes, and forms that lose nothing."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from inreach.apps.accounts.models import User
from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.provision.presenters.conditions import conditions
from inreach.apps.provision.presenters.group import group_rows
from inreach.apps.provision.presenters.slot import days_in_words, times_in_words
from inreach.apps.provision.presenters.time_impact import time_impact_sentences
from inreach.apps.provision.queries.group import groups_with, with_times
from inreach.apps.provision.queries.member import members_visible_to
from inreach.apps.provision.services.time_impact import time_impacts
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Sharing
from inreach.core.access.permissions import Permission
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.provision.conftest import group, meets


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(worlds.TODAY, tick=False):
        yield


def visit(actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def page(response) -> str:
    return " ".join(response.content.decode().split())


def address(name, **kwargs):
    return reverse(f"provision:{name}", kwargs={key: value.pk for key, value in kwargs.items()})


def day(name, number, month, year=2026):
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


TIME = {
    "weekdays": ["0", "2", "4"],
    "starts": "9:30",
    "ends": "10.00",
    "place": "elsewhere",
    "cycle_week": "0",
}


def test_the_senco_sees_all_groups_of_the_school_and_of_no_other(world):
    group(world, "Blue"), group(world, "Red", adult=world.teacher)
    worlds.support_group(worlds.school("Third School"), programme="Secret")
    assert [g.name for g in groups_with(world.senco, Permission.SEE_GROUPS)] == ["Blue", "Red"]
    assert list(groups_with(world.other_senco, Permission.SEE_GROUPS)) == []


def test_an_assistant_sees_only_their_own_groups(world):
    group(world, "Blue"), group(world, "Red", adult=world.teacher), group(world, "Nobody's", adult=None)
    taken = group(world, "Green", adult=None)
    meets(world, taken, 0, adult=world.assistant)
    assert [g.name for g in groups_with(world.assistant_actor, Permission.SEE_GROUPS)] == ["Blue", "Green"]


def test_a_teacher_sees_groups_of_their_pupils_and_in_them_only_those_pupils(world):
    mixed = group(world, "Mixed", world.kai, world.ben)
    group(world, "Others", world.ben)
    assert [g.name for g in groups_with(world.teacher_actor, Permission.SEE_GROUPS)] == ["Mixed"]
    assert [m.pupil.preferred_name for m in members_visible_to(world.teacher_actor, mixed)] == ["Kai"]
    shown = page(visit(world.teacher_actor).get(address("group", group=mixed)))
    assert "Kai Rowe" in shown
    assert "Ben" not in shown
    assert "And 1 other pupil." in shown


def test_outreach_sees_groups_of_shared_pupils_and_in_them_only_those(world):
    service = worlds.service()
    outreach = worlds.actor(Role.OUTREACH_TEACHER, service.organisation)
    mixed = group(world, "Mixed", world.kai, world.ana)
    group(world, "Others", world.ana)
    Sharing.objects.create(
        pupil=world.kai, organisation=service.organisation, reason="case", starts=worlds.YEAR_STARTS
    )
    assert [g.name for g in groups_with(outreach, Permission.SEE_GROUPS)] == ["Mixed"]
    shown = page(visit(outreach).get(address("group", group=mixed)))
    assert "Kai Rowe" in shown
    assert "Ana" not in shown


@pytest.mark.parametrize("name", ["group", "change_group", "end_group", "add_members", "add_slot"])
def test_another_schools_senco_finds_no_such_group(world, name):
    assert visit(world.other_senco).get(address(name, group=group(world))).status_code == 404


def test_three_days_are_entered_in_one_form_and_the_cost_is_said(world):
    blue = group(world, "Blue", world.kai)
    response = visit(world.senco).post(
        address("add_slot", group=blue), {**TIME, **day("valid_from", 4, 3)}, follow=True
    )
    assert [(s.weekday, s.starts, s.ends) for s in Slot.objects.order_by("weekday")] == [
        (0, 570, 600),
        (2, 570, 600),
        (4, 570, 600),
    ]
    assert "This takes Kai out of class for 30 minutes a week, 50 % of taught time." in page(response)


def test_a_time_that_clashes_keeps_what_was_typed_and_names_the_other_group(world):
    blue, red = group(world, "Blue", world.kai), group(world, "Red", world.kai)
    meets(world, blue, 2)
    response = visit(world.senco).post(address("add_slot", group=red), TIME)
    shown = page(response)
    assert (
        "Kai Rowe is in Blue on Wednesday from 09:30 to 10:00. Nobody can be in two groups at once." in shown
    )
    assert 'value="9:30"' in shown
    assert Slot.objects.count() == 1


def test_a_busy_adult_is_a_warning_on_the_page(world):
    blue, red = group(world, "Blue", world.kai), group(world, "Red", world.ana)
    meets(world, blue, 0)
    response = visit(world.senco).post(
        address("add_slot", group=red), {**TIME, "weekdays": ["0"]}, follow=True
    )
    assert "Mr Lamb also takes Blue on Monday from 09:30 to 10:00." in page(response)


def test_pupils_are_found_by_class_and_ticks_stay(world):
    blue = group(world)
    client, where = visit(world.senco), address("add_members", group=blue)
    elm = world.kai.class_memberships.get().teaching_group
    response = client.post(where, {"do": "find", "teaching_group": elm.pk, "pupils": [world.ben.pk]})
    form = response.context["form"]
    assert [label for _, label in form.fields["pupils"].choices] == [
        "Ben Adu, Year 4",
        "Ana Lopes, Year 4",
        "Kai Rowe, Year 4",
    ]
    assert form["pupils"].value() == [str(world.ben.pk)]
    assert form.errors == {}
    assert not GroupMember.objects.exists()


def test_several_pupils_are_added_at_once_on_the_page(world):
    blue = group(world)
    sent = {"do": "add", "pupils": [world.kai.pk, world.ana.pk], **day("starts", 4, 3)}
    visit(world.senco).post(address("add_members", group=blue), sent)
    assert sorted(m.pupil.preferred_name for m in GroupMember.objects.all()) == ["Ana", "Kai"]


def test_a_pupil_of_another_school_is_not_added_by_a_forged_form(world):
    stranger = worlds.pupil(worlds.school("Third School"), "Eve", "Sly")
    sent = {"do": "add", "pupils": [stranger.pk, "no id"], **day("starts", 4, 3)}
    response = visit(world.senco).post(address("add_members", group=group(world)), sent)
    assert response.status_code == 200
    assert "Eve Sly" not in page(response)
    assert not GroupMember.objects.exists()


def test_a_search_for_groups_is_posted_and_not_in_the_address(world):
    group(world, "Blue"), group(world, "Red")
    client = visit(world.senco)
    response = client.post(address("groups"), {"q": "blu"})
    assert response["Location"] == address("groups")
    shown = page(client.get(address("groups")))
    assert "Blue" in shown
    assert "Red" not in shown


def test_a_group_is_made_on_the_page(world):
    sent = {"name": "Blue", "programme": world.phonics.pk, "class_link": "unknown", **day("starts", 4, 3)}
    visit(world.senco).post(address("add_group"), sent)
    assert [(g.name, g.adult_trained) for g in Group.objects.all()] == [("Blue", None)]


def test_a_group_in_the_class_takes_nobody_out(world):
    blue = group(world, "Blue", world.kai, world.ana)
    meets(world, blue, 0, place="class")
    assert time_impact_sentences(time_impacts(world.school, blue, [world.kai, world.ana], worlds.TODAY)) == [
        "This takes nobody out of a lesson."
    ]


def test_groups_add_up_for_a_pupil_in_two(world):
    blue, red = group(world, "Blue", world.kai, world.ana), group(world, "Red", world.kai)
    meets(world, blue, 0)
    meets(world, red, 0, starts=540, ends=555)
    impacts = time_impacts(world.school, blue, [world.ana, world.kai], worlds.TODAY)
    assert [
        (of.pupil.preferred_name, of.impact.out, of.impact.share, of.impact.together) for of in impacts
    ] == [
        ("Kai", 30, 0.5, 0.75),
        ("Ana", 30, 0.5, 0.5),
    ]
    assert time_impact_sentences(impacts) == [
        "This takes each pupil out of class for 30 minutes a week, 50 % of taught time.",
        "Together with other groups Kai is at 75 %.",
    ]


def test_break_is_their_own_time_and_counted_apart(world):
    blue = group(world, "Blue", world.kai)
    meets(world, blue, 0, starts=660, ends=675)
    assert time_impact_sentences(time_impacts(world.school, blue, [world.kai], worlds.TODAY)) == [
        "This takes nobody out of a lesson.",
        "It takes up to 15 minutes a week of break, lunch or other time of their own.",
    ]


def test_conditions_stand_beside_the_eefs(world):
    blue = group(world, "Blue", world.kai)
    meets(world, blue, 0, 2, starts=570, ends=585)
    found = {
        c.title: (c.now, c.met)
        for c in conditions(blue, list(blue.slots.all()), calendar_of(world.school), worlds.TODAY)
    }
    assert found["One session"] == ("15 minutes", False)
    assert found["Sessions a week"] == ("2", False)
    assert found["Link to class"] == ("not known yet", None)
    assert found["Review"] == ("no date", False)


@pytest.mark.parametrize("purpose", ["Written by David", "Written by David."])
def test_what_a_group_is_for_ends_with_one_full_stop_before_who_leads_it(world, purpose):
    cole = worlds.teacher(world.school, "Ms Cole", role="senco")
    shown = page(visit(world.senco).get(address("group", group=group(world, purpose=purpose, adult=cole))))
    assert "Written by David. Led by Ms Cole, SENCO." in shown


@pytest.mark.parametrize(
    ("weekdays", "words"),
    [([0, 2, 4], "Mon, Wed, Fri"), ([0, 1, 2], "Mon to Wed"), ([3, 0], "Mon, Thu"), ([6], "Sun")],
)
def test_days_are_said_in_short(weekdays, words):
    assert days_in_words(weekdays) == words


def test_days_with_the_same_time_stand_together(world):
    blue = group(world)
    meets(world, blue, 0, 2)
    meets(world, blue, 4, starts=795, ends=825)
    assert times_in_words(blue.slots.all()) == ["Mon, Wed, 09:30 to 10:00", "Fri, 13:15 to 13:45"]


def test_the_list_costs_the_same_queries_however_many(world, django_assert_num_queries):
    for many in (1, 3):
        while Group.objects.count() < many:
            meets(world, group(world, f"Group {Group.objects.count()}"), 0)
        with django_assert_num_queries(3):
            rows = group_rows(
                with_times(groups_with(world.senco, Permission.SEE_GROUPS), worlds.TODAY), worlds.TODAY
            )
            assert len([(row.group.programme.name, row.group.adult.name, row.times) for row in rows]) == many
