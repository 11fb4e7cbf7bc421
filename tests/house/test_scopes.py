"""The table of grants is the truth: for every permission a list holds exactly the records that a decision allows."""

from itertools import chain

import pytest
import time_machine
from django.db import transaction

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.casework.models import Case
from inreach.apps.casework.policies.case import facts_about_case
from inreach.apps.casework.queries.case import cases_with
from inreach.apps.provision.models import Group
from inreach.apps.provision.queries.group import CONDITIONS as CONDITIONS_ON_GROUPS
from inreach.apps.provision.queries.group import groups_with
from inreach.apps.schools.adapters.access_facts import facts_about
from inreach.apps.schools.models import Pupil, PupilLink, Sharing
from inreach.apps.schools.models.date_ranges import holds_on
from inreach.apps.schools.queries.pupil import CONDITIONS as CONDITIONS_ON_PUPILS
from inreach.apps.schools.queries.pupil import posts_at, pupils_with
from inreach.apps.schools.queries.pupil_access import near, taught_by
from inreach.core.access.permissions import GRANTS, Permission, Scope
from inreach.core.access.policy import Facts, decide
from inreach.core.access.roles import Role
from tests import worlds
from tests.house import matrix_world

pytestmark = pytest.mark.django_db

# One's own account is no record of a pupil, and everybody has it.
OF_RECORDS = [permission for permission in Permission if GRANTS[permission]]


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Kai's school, with pupils and groups near to and far from each role, and a school and a service beside it."""
    with django_db_blocker.unblock(), transaction.atomic(), time_machine.travel(worlds.TODAY, tick=False):
        built = matrix_world.build()
        school, service = built.records["school"], built.records["service"]
        people = built.users
        assistant = school.staff.get(user=people["teaching_assistant"])
        teacher = school.staff.get(user=people["class_teacher"])
        taught, supported, shared, far = (
            worlds.pupil(school, given=given) for given in ("Taught", "Supported", "Shared", "Far")
        )
        own, left = worlds.pupil(school, given="Own"), worlds.pupil(school, given="Left")
        worlds.linked(own, people["parent"])
        PupilLink.objects.filter(pupil=worlds.linked(left, people["parent"]).pupil).update(
            ends=worlds.YEAR_STARTS
        )
        Sharing.objects.create(
            pupil=shared, organisation=service.organisation, reason="case", starts=worlds.YEAR_STARTS
        )
        worlds.teaching_group(school, taught, name="Ash", staff=assistant)
        worlds.teaching_group(school, far, name="Oak")
        worlds.support_group(school, supported, far, name="Led by the teacher", adult=teacher)
        worlds.support_group(school, taught, name="Pupil of the assistant's class")
        worlds.support_group(school, shared, name="Of a shared pupil")
        worlds.support_group(school, far, name="Of nobody near")
        worlds.support_group(school, own, name="Of a child")
        taken = worlds.support_group(school, far, name="Taken on one day")
        worlds.slot(taken, 1, 560, 590, adult=assistant)
        other = people["other_senco"].memberships.get().organisation.school
        worlds.support_group(other, worlds.pupil(other, given="Elsewhere"), name="Elsewhere")
        yield built
        transaction.set_rollback(True)


def actors(world):
    return {name: actor_for(user, worlds.TODAY) for name, user in world.users.items() if user}


def facts_about_group(actor, group):
    """The facts of a group, worked out in the long way, one pupil at a time."""
    of_pupils = [facts_about(actor, member.pupil) for member in group.members.select_related("pupil")]
    adults = {group.adult, *(slot.adult for slot in group.slots.all())} - {None}
    return Facts(
        organisation_id=str(group.school_id),
        shared_with=frozenset(chain.from_iterable(facts.shared_with for facts in of_pupils)),
        taught_by_actor=any(facts.taught_by_actor for facts in of_pupils),
        delivered_by_actor=any(str(adult.user_id) == actor.user_id for adult in adults),
        own_child=any(facts.own_child for facts in of_pupils),
    )


def disagreements(world, rows, listed, facts_of):
    """Each permission and visitor for whom the list is not what decisions say, with both."""
    found = []
    for name, actor in actors(world).items():
        facts = {row: facts_of(actor, row) for row in rows}
        for permission in OF_RECORDS:
            allowed = {str(row) for row in rows if decide(actor, permission, facts[row])}
            there = {str(row) for row in listed(actor, permission)}
            if allowed != there:
                found.append(f"{permission}, {name}: allowed {sorted(allowed)}, listed {sorted(there)}")
    return found


def every_fact_about(actor, pupil):
    """The facts of a pupil, all of them looked up, whoever asks."""
    posts = posts_at(actor, [pupil.school_id])
    themself = Pupil.objects.filter(pk=pupil.pk)
    shared = Sharing.objects.filter(holds_on(actor.today), pupil=pupil)
    links = PupilLink.objects.filter(holds_on(actor.today), pupil=pupil, user=actor.user_id)
    return Facts(
        organisation_id=str(pupil.school_id),
        shared_with=frozenset(str(sharing.organisation_id) for sharing in shared),
        taught_by_actor=themself.filter(taught_by(posts, actor.today)).exists(),
        delivered_by_actor=themself.filter(near(posts, actor.today)).exists(),
        own_child=links.exists(),
    )


def test_what_is_not_looked_up_of_a_pupil_changes_no_decision_and_no_reason(world):
    differing = []
    for name, actor in actors(world).items():
        for pupil in Pupil.objects.all():
            looked_up, every = facts_about(actor, pupil), every_fact_about(actor, pupil)
            differing += [
                (name, pupil.given_name, permission)
                for permission in OF_RECORDS
                if decide(actor, permission, looked_up) != decide(actor, permission, every)
            ]
    assert differing == []


def test_a_list_of_pupils_holds_those_whom_a_decision_allows(world):
    assert disagreements(world, list(Pupil.objects.all()), pupils_with, facts_about) == []


def test_a_list_of_groups_holds_those_that_a_decision_allows(world):
    assert disagreements(world, list(Group.objects.all()), groups_with, facts_about_group) == []


@pytest.mark.parametrize("permission", [Permission.SEE_CASES, Permission.MOVE_CASE])
def test_a_list_of_cases_holds_those_that_a_decision_allows(world, permission):
    for actor in actors(world).values():
        allowed = {
            case for case in Case.objects.all() if decide(actor, permission, facts_about_case(actor, case))
        }
        assert set(cases_with(actor, permission)) == allowed


def test_the_roles_of_this_world_differ_in_whom_they_reach(world):
    reached = {
        name: sorted(pupil.given_name for pupil in pupils_with(actor, Permission.SEE_PUPIL_PLAIN))
        for name, actor in actors(world).items()
        if name in set(Role)
    }
    assert reached["class_teacher"] == ["Far", "Kai", "Supported"]
    assert reached["teaching_assistant"] == ["Far", "Kai", "Taught"]
    assert reached["outreach_teacher"] == ["Kai", "Shared"]
    assert reached["parent"] == ["Kai", "Own"]
    assert reached["pupil"] == ["Kai"]
    assert reached["governor"] == []
    assert len(reached["senco"]) == 7


def test_assistants_list_their_own_pupils_and_see_the_groups_that_they_run(world):
    assistant = actors(world)["teaching_assistant"]
    listed = {pupil.given_name for pupil in pupils_with(assistant, Permission.LIST_PUPILS)}
    assert listed == {"Kai", "Taught", "Far"}
    assert {group.name for group in groups_with(assistant, Permission.SEE_GROUPS)} == {
        "Phonics group",
        "Taken on one day",
    }


def test_every_scope_is_a_condition_on_pupils_and_on_groups():
    assert set(CONDITIONS_ON_PUPILS) == set(CONDITIONS_ON_GROUPS) == set(Scope)
