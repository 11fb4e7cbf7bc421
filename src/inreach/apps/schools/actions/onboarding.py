"""The first organisation and its administrator: the one action that nobody signed in can take."""

from datetime import date

from inreach.apps.accounts.models import Membership, Organisation, User
from inreach.apps.accounts.policies.membership import check_role_here
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.schools.models import School, Service
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role
from inreach.core.refusal import Refusal


@action
def start_organisation(
    *, by: Actor, name: str, kind: str, email: str, person: str, today: date, also: Role | None = None
) -> tuple[Organisation, User]:
    """Make a school or service with one administrator, who may hold a second role there (`also`).

    Raises Refusal if it has that name already, and then its own administrator adds people, or if there is no such
    role in it.
    """
    if Organisation.objects.filter(kind=kind, name__iexact=name).exists():
        raise Refusal(f"There is already a {kind} called “{name}”. Its administrator can add people.")
    organisation = Organisation.objects.create(kind=kind, name=name)
    if kind == Organisation.Kind.SCHOOL:
        School.objects.create(organisation=organisation, school_days=[0, 1, 2, 3, 4])
    else:
        Service.objects.create(organisation=organisation)
    user = User.objects.filter(email__iexact=email).first() or User.objects.create_user(email, name=person)
    Membership.objects.create(
        user=user, organisation=organisation, role=Role.ADMINISTRATOR.value, starts=today
    )
    if also is not None:
        check_role_here(organisation, also)
        Membership.objects.create(user=user, organisation=organisation, role=also.value, starts=today)
    record(
        "organisation.started",
        by=by,
        subject=organisation,
        organisation_id=organisation.pk,
        details={"kind": kind},
    )
    return organisation, user
