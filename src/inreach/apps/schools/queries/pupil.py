"""Named, scoped sets of the school's records. Screen, CSV and command ask the same ones."""

from datetime import date

from django.db.models import Q, QuerySet

from inreach.apps.schools.models import Enrolment, Pupil, PupilLink, Sharing, StaffMember
from inreach.apps.schools.models.date_ranges import holds_on, valid_on  # noqa: F401 (asked for here by other apps)
from inreach.apps.schools.queries.pupil_access import near, taught_by
from inreach.core.access.permissions import GRANTS, Permission
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role

WHOLE_SCHOOL_ROLES = frozenset({Role.SENCO, Role.HEAD})


def _ids_in_role(actor: Actor, roles: frozenset[Role], permission: Permission) -> list[str]:
    granted = GRANTS[permission]
    return sorted({m.organisation_id for m in actor.current if m.role in roles and m.role in granted})


def pupils_with(actor: Actor, permission: Permission) -> QuerySet[Pupil]:
    """Pupils for whom one of the actor's current roles gives this permission. The one door to pupils.

    SENCO and leadership: the whole school. Class teacher and teaching assistant: pupils of the classes they are put
    down for, of the lessons they teach and of the support groups they lead. A service: pupils that their school shares
    with it today. Parent and pupil: their own. Everybody else: none.
    """
    today = actor.today
    whole = _ids_in_role(actor, WHOLE_SCHOOL_ROLES, permission)
    staff_at = _ids_in_role(actor, frozenset({Role.CLASS_TEACHER, Role.TEACHING_ASSISTANT}), permission)
    services = _ids_in_role(actor, frozenset({Role.OUTREACH_TEACHER, Role.SERVICE_MANAGER}), permission)
    own = _ids_in_role(actor, frozenset({Role.PARENT, Role.PUPIL}), permission)
    allowed = Q(pk__in=[])
    if whole:
        allowed |= Q(school__in=whole)
    if staff_at:
        allowed |= Q(pk__in=_pupils_near(actor, staff_at))
    if services:
        shared = Sharing.objects.filter(holds_on(today), organisation__in=services)
        allowed |= Q(pk__in=shared.values("pupil"))
    if own:
        linked = PupilLink.objects.filter(holds_on(today), user=actor.user_id, pupil__school__in=own)
        allowed |= Q(pk__in=linked.values("pupil"))
    return Pupil.objects.filter(allowed).order_by("family_name", "given_name", "pk")


def _pupils_near(actor: Actor, school_ids: list[str]) -> QuerySet[Pupil, dict[str, object]]:
    """Ids of the pupils whom this member of staff teaches or supports today."""
    today = actor.today
    posts = StaffMember.objects.filter(holds_on(today), user=actor.user_id, school__in=school_ids)
    return Pupil.objects.filter(taught_by(posts, today) | near(posts, today)).order_by().values("pk")


def on_roll(pupils: QuerySet[Pupil], day: date) -> QuerySet[Pupil]:
    """Those of these pupils who are on the roll on a day."""
    current = Enrolment.objects.filter(holds_on(day))
    return pupils.filter(pk__in=current.values("pupil"))
