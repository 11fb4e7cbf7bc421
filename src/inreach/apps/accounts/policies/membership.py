"""Who may change who signs in: administrators, at their own organisation, and never so that nobody is left to do it."""

from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.apps.accounts.policies.access import Forbidden, facts_of_place, policy
from inreach.apps.accounts.queries import other_administrators
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role

check_manage_people, _ = policy(Permission.MANAGE_PEOPLE, facts_of_place)


def check_role_here(organisation: Organisation, role: Role) -> None:
    """Raise Forbidden if there is no such role in an organisation of this kind."""
    if organisation.kind not in role.kinds:
        raise Forbidden(f"There is no {role.label} in a {organisation.kind}.")


def check_not_oneself(actor: Actor, user: User | None) -> None:
    """Raise Forbidden for a role given to oneself: who looks after sign-in does not thereby see pupils' records."""
    if user is not None and str(user.pk) == actor.user_id:
        raise Forbidden(
            "You cannot give yourself a role. Ask another administrator, "
            "or the person who keeps the server, to do it."
        )


def check_end_membership(actor: Actor, membership: Membership) -> None:
    """Raise Forbidden for the last administrator: then nobody could add people, and nobody could put that right."""
    check_manage_people(actor, membership.organisation)
    if membership.ends is not None and membership.ends < actor.today:
        raise Forbidden(f"This has ended already, on {membership.ends:%-d %B %Y}.")
    if membership.is_waiting:
        return
    if membership.role == Role.ADMINISTRATOR and not other_administrators(membership, actor.today).exists():
        mine = str(membership.user_id) == actor.user_id
        they_are = "You are" if mine else f"{membership.user} is"
        raise Forbidden(
            f"{they_are} the only administrator of {membership.organisation}. "
            "Add another administrator first, or nobody can look after who signs in."
        )


def check_answer(actor: Actor, membership: Membership) -> None:
    """Raise Forbidden unless this person is the one who was asked, and has not answered."""
    if str(membership.user_id) != actor.user_id:
        raise Forbidden("Somebody else was asked.")
    if not membership.is_waiting:
        raise Forbidden("You have answered this already.")


def may_end(actor: Actor, membership: Membership) -> bool:
    """Whether `check_end_membership` would pass."""
    try:
        check_end_membership(actor, membership)
    except Forbidden:
        return False
    return True
