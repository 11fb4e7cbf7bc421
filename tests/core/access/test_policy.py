"""Who may do what: the whole table, and the sentence that goes with every decision."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from inreach.core.access.permissions import Permission, Scope, roles_with
from inreach.core.access.policy import (
    Actor,
    Decision,
    Facts,
    Membership,
    decide,
    may_somewhere,
    organisations_by_scope,
    scopes_at,
)
from inreach.core.access.roles import Role
from tests.core.access.designed_roles import BY_NAME, LABELS, MAY, OF_SERVICE

TODAY = date(2026, 11, 22)
SCHOOL, OTHER_SCHOOL, SERVICE = "school-1", "school-2", "service-1"

EVERYTHING = Facts(
    organisation_id=SCHOOL,
    shared_with=frozenset({SERVICE}),
    taught_by_actor=True,
    delivered_by_actor=True,
    own_child=True,
    is_suppressed=True,
)


def holder(role: Role, organisation: str | None = None, ends: date | None = None) -> Actor:
    """Return somebody who has held one role since September."""
    kind = "service" if role in OF_SERVICE else "school"
    place = organisation or (SERVICE if role in OF_SERVICE else SCHOOL)
    return Actor("u1", (Membership(place, kind, role, date(2026, 9, 1), ends),), TODAY)


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_exactly_what_its_row_says_even_when_every_fact_speaks_for_it(role) -> None:
    may = {p for p in Permission if decide(holder(role), p, EVERYTHING).allowed}
    assert may == {Permission(name) for name in MAY[role].split()} | {Permission.SIGN_OUT_OR_ACCOUNT}
    for_its_service = {Permission.SET_GUARD} if role is Role.SERVICE_MANAGER else set()
    assert may | for_its_service == {p for p in Permission if role in roles_with(p)}
    assert may | for_its_service == {p for p in Permission if may_somewhere(holder(role), p)}


@pytest.mark.parametrize("permission", BY_NAME)
def test_what_leaves_or_enters_a_school_is_for_the_roles_named_for_it(
    permission,
) -> None:
    assert {role for role, may in MAY.items() if permission in may.split()} == BY_NAME[permission]
    assert roles_with(Permission(permission)) == BY_NAME[permission]


@pytest.mark.parametrize("role", Role)
def test_no_role_may_do_anything_when_nothing_is_known_of_the_record(role) -> None:
    assert [p for p in Permission if decide(holder(role), p, Facts()).allowed] == [
        Permission.SIGN_OUT_OR_ACCOUNT
    ]


@pytest.mark.parametrize("role", [role for role in Role if role not in OF_SERVICE])
def test_a_role_in_one_school_counts_for_nothing_in_another(role) -> None:
    actor = holder(role, OTHER_SCHOOL)
    assert [p for p in Permission if decide(actor, p, EVERYTHING).allowed] == [Permission.SIGN_OUT_OR_ACCOUNT]


@pytest.mark.parametrize("role", sorted(OF_SERVICE))
def test_a_service_sees_nothing_of_a_pupil_who_is_not_shared_with_it(role) -> None:
    alone = Facts(SCHOOL, frozenset({"service-2"}), True, True, True, True)
    assert [p for p in Permission if decide(holder(role), p, alone).allowed] == [
        Permission.SIGN_OUT_OR_ACCOUNT
    ]


@pytest.mark.parametrize("role", Role)
def test_an_ended_membership_counts_for_nothing_from_the_day_after_its_last(role) -> None:
    yesterday = holder(role, ends=date(2026, 11, 21))
    assert [p for p in Permission if decide(yesterday, p, EVERYTHING).allowed] == [
        Permission.SIGN_OUT_OR_ACCOUNT
    ]
    assert yesterday.current == ()
    assert len(holder(role, ends=TODAY).current) == 1


def test_a_membership_that_has_not_started_counts_for_nothing() -> None:
    membership = Membership(SCHOOL, "school", Role.SENCO, date(2026, 11, 23))
    assert Actor("u1", (membership,), TODAY).current == ()
    assert Actor("u1", (membership,), date(2026, 11, 23)).current == (membership,)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_a_role_of_a_school_held_in_a_service_counts_for_nothing_and_the_other_way_round(role) -> None:
    wrong = "school" if role in OF_SERVICE else "service"
    actor = Actor("u1", (Membership(SCHOOL, wrong, role, date(2026, 9, 1)),), TODAY)
    assert not decide(actor, Permission.SEE_SCHOOL, EVERYTHING)


@pytest.mark.parametrize("role", [Role.CLASS_TEACHER, Role.TEACHING_ASSISTANT])
@pytest.mark.parametrize(
    ("facts", "allowed"),
    [
        (Facts(SCHOOL), False),
        (Facts(SCHOOL, taught_by_actor=True), True),
        (Facts(SCHOOL, delivered_by_actor=True), True),
        (Facts(SCHOOL, own_child=True), False),
        (Facts(OTHER_SCHOOL, taught_by_actor=True, delivered_by_actor=True), False),
    ],
)
def test_classroom_staff_see_pupils_whom_they_teach_or_run_a_group_for(role, facts, allowed) -> None:
    assert decide(holder(role), Permission.SEE_PUPIL, facts).allowed is allowed


@pytest.mark.parametrize("role", [Role.PARENT, Role.PUPIL])
def test_a_parent_and_a_pupil_see_their_own_plain_page_and_no_other(role) -> None:
    assert decide(holder(role), Permission.SEE_PUPIL_PLAIN, Facts(SCHOOL, own_child=True)).allowed
    other = Facts(SCHOOL, taught_by_actor=True, delivered_by_actor=True, is_suppressed=True)
    assert not decide(holder(role), Permission.SEE_PUPIL_PLAIN, other).allowed


@pytest.mark.parametrize("role", [Role.GOVERNOR, Role.HEAD, Role.SENCO, Role.SERVICE_MANAGER])
def test_figures_are_seen_only_when_small_numbers_are_hidden(role) -> None:
    shared = frozenset({SERVICE})
    assert decide(holder(role), Permission.SEE_FIGURES, Facts(SCHOOL, shared, is_suppressed=True)).allowed
    assert not decide(holder(role), Permission.SEE_FIGURES, Facts(SCHOOL, shared)).allowed


def test_a_service_manager_sees_the_cases_of_the_service_itself() -> None:
    assert decide(holder(Role.SERVICE_MANAGER), Permission.SEE_CASES, Facts(SERVICE)) == Decision(
        True, "Because you are a service manager of this service."
    )


def test_a_service_manager_draws_the_lines_of_the_service_and_not_of_a_school() -> None:
    manager = holder(Role.SERVICE_MANAGER)
    assert decide(manager, Permission.SET_GUARD, Facts(SERVICE)).allowed
    assert decide(manager, Permission.SET_GUARD, EVERYTHING).reason == (
        "You cannot change where the guard draws its lines: "
        "this is outside the service where you are a service manager."
    )


YES = [
    (Role.SENCO, "see_pupil", "Because you are the SENCO of this school."),
    (Role.GOVERNOR, "see_school", "Because you are a governor of this school."),
    (Role.ADMINISTRATOR, "import_data", "Because you are an administrator of this school."),
    (
        Role.CLASS_TEACHER,
        "see_pupil",
        "Because you are a class teacher and this pupil is in a class that you teach.",
    ),
    (
        Role.OUTREACH_TEACHER,
        "see_pupil",
        "Because you are an outreach teacher and the school shares this with your service.",
    ),
    (Role.PARENT, "see_pupil_plain", "Because you are a parent or carer of this pupil."),
    (Role.PUPIL, "see_pupil_plain", "Because this page is about you."),
    (Role.HEAD, "see_figures", "Because you are the head and small numbers are hidden."),
    (Role.GOVERNOR, "sign_out_or_account", "Because you are signed in."),
]


@pytest.mark.parametrize(("role", "permission", "reason"), YES)
def test_a_yes_says_why(role, permission, reason) -> None:
    assert decide(holder(role), Permission(permission), EVERYTHING) == Decision(True, reason)


def test_a_yes_to_an_assistant_names_the_group() -> None:
    facts = Facts(SCHOOL, delivered_by_actor=True)
    reason = "Because you are a teaching assistant and this pupil is in a group that you run."
    assert decide(holder(Role.TEACHING_ASSISTANT), Permission.SEE_PUPIL, facts).reason == reason


def test_a_yes_to_an_assistant_about_a_group_says_that_it_is_theirs() -> None:
    reason = "Because you are a teaching assistant and this is a group that you run."
    assert decide(holder(Role.TEACHING_ASSISTANT), Permission.SEE_GROUPS, EVERYTHING).reason == reason


NO = [
    (
        holder(Role.SENCO, OTHER_SCHOOL),
        "open_case",
        EVERYTHING,
        "You cannot open a case: this is outside the school where you are the SENCO.",
    ),
    (
        holder(Role.CLASS_TEACHER, OTHER_SCHOOL),
        "see_pupil",
        EVERYTHING,
        "You cannot see this pupil's record: this is outside the school where you are a class teacher.",
    ),
    (
        holder(Role.TEACHING_ASSISTANT),
        "see_pupil",
        Facts(SCHOOL),
        "You cannot see this pupil's record: this pupil is not in a class that you teach or a group that you run.",
    ),
    (
        holder(Role.TEACHING_ASSISTANT),
        "see_groups",
        Facts(SCHOOL, taught_by_actor=True),
        "You cannot see this group: this is not a group that you run.",
    ),
    (
        holder(Role.OUTREACH_TEACHER),
        "see_pupil",
        Facts(SCHOOL),
        "You cannot see this pupil's record: the school does not share this with your service now.",
    ),
    (
        holder(Role.PARENT),
        "see_pupil_plain",
        Facts(SCHOOL),
        "You cannot see this pupil's page: this is not your child.",
    ),
    (
        holder(Role.PUPIL),
        "see_pupil_plain",
        Facts(SCHOOL),
        "You cannot see this pupil's page: this page is about somebody else.",
    ),
    (
        holder(Role.GOVERNOR),
        "see_figures",
        Facts(SCHOOL),
        "You cannot see the figures: small numbers have not been hidden yet.",
    ),
    (
        holder(Role.SERVICE_MANAGER),
        "see_figures",
        Facts(SCHOOL, frozenset({SERVICE})),
        "You cannot see the figures: small numbers have not been hidden yet.",
    ),
    (
        holder(Role.SERVICE_MANAGER),
        "see_figures",
        Facts(SCHOOL, is_suppressed=True),
        "You cannot see the figures: this is outside the service where you are a service manager.",
    ),
    (
        holder(Role.SENCO, ends=date(2026, 7, 20)),
        "see_pupil",
        EVERYTHING,
        "You cannot see this pupil's record: your time as SENCO ended on 20 July 2026.",
    ),
    (
        holder(Role.ADMINISTRATOR),
        "open_case",
        EVERYTHING,
        "You cannot open a case: this is for the SENCO or the head.",
    ),
    (holder(Role.HEAD), "import_data", EVERYTHING, "You cannot import files: this is for an administrator."),
]


@pytest.mark.parametrize(("actor", "permission", "facts", "reason"), NO)
def test_a_no_says_what_is_missing(actor, permission, facts, reason) -> None:
    assert decide(actor, Permission(permission), facts) == Decision(False, reason)


def test_a_no_speaks_of_the_role_held_nearest_to_the_record() -> None:
    memberships = (
        Membership(OTHER_SCHOOL, "school", Role.SENCO, date(2026, 9, 1)),
        Membership(SCHOOL, "school", Role.CLASS_TEACHER, date(2026, 9, 1)),
    )
    decision = decide(Actor("u1", memberships, TODAY), Permission.SEE_PUPIL, Facts(SCHOOL))
    assert decision.reason == (
        "You cannot see this pupil's record: this pupil is not in a class that you teach or a group that you run."
    )


def test_every_permission_and_role_has_words() -> None:
    assert [p for p in Permission if not p.phrase] == []
    assert [(role, role.label) for role in Role] == list(LABELS.items())


def test_an_actor_knows_where_each_role_is_held_today() -> None:
    memberships = (
        Membership(SCHOOL, "school", Role.SENCO, date(2026, 9, 1)),
        Membership(OTHER_SCHOOL, "school", Role.CLASS_TEACHER, date(2026, 9, 1)),
        Membership("school-3", "school", Role.HEAD, date(2025, 9, 1), date(2026, 7, 20)),
    )
    actor = Actor("u1", memberships, TODAY)
    assert actor.organisations() == {SCHOOL, OTHER_SCHOOL}
    assert actor.organisations(Role.SENCO, Role.HEAD) == {SCHOOL}


def test_places_of_a_permission_stand_by_how_far_it_reaches_there() -> None:
    memberships = (
        Membership(OTHER_SCHOOL, "school", Role.HEAD, date(2026, 9, 1)),
        Membership(SCHOOL, "school", Role.SENCO, date(2026, 9, 1)),
        Membership("school-3", "school", Role.CLASS_TEACHER, date(2026, 9, 1)),
        Membership("school-3", "school", Role.PARENT, date(2026, 9, 1)),
        Membership("school-4", "school", Role.SENCO, date(2025, 9, 1), date(2026, 7, 20)),
    )
    assert organisations_by_scope(Actor("u1", memberships, TODAY), Permission.SEE_PUPIL) == {
        Scope.ORGANISATION: [SCHOOL, OTHER_SCHOOL],
        Scope.PUPILS: ["school-3"],
    }


def test_how_far_roles_reach_is_told_of_one_place_and_of_today():
    senco, parent = holder(Role.SENCO), holder(Role.PARENT)
    assert Scope.ORGANISATION in scopes_at(senco, SCHOOL)
    assert scopes_at(senco, OTHER_SCHOOL) == frozenset()
    assert scopes_at(parent, SCHOOL) == {Scope.OWN}
    assert scopes_at(holder(Role.PARENT, ends=TODAY - timedelta(days=1)), SCHOOL) == frozenset()
