"""Named, scoped sets of the school's records. Screen, CSV and command ask the same ones."""

from datetime import date

from django.db.models import Q, QuerySet

from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.schools.models import (
    Enrolment,
    Pupil,
    PupilLink,
    School,
    Sharing,
    StaffMember,
    Subject,
    TeachingGroup,
)
from inreach.apps.schools.models.date_ranges import holds_on, valid_on  # noqa: F401 (asked for here by other apps)
from inreach.apps.schools.queries.pupil_access import near, taught_by
from inreach.core.access.permissions import GRANTS, Permission
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role

WHOLE_SCHOOL_ROLES = frozenset({Role.SENCO, Role.HEAD})


def schools_with(actor: Actor, permission: Permission) -> QuerySet[School]:
    """Schools in which one of the actor's current roles gives this permission."""
    return (
        School.objects.filter(pk__in=organisation_ids(actor, permission))
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


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


def subjects_of(school: School) -> QuerySet[Subject]:
    """A school's subjects by name."""
    return Subject.objects.filter(school=school).order_by("name", "pk")


def staff_of(school: School, day: date) -> QuerySet[StaffMember]:
    """Adults who work at a school on a day, by name."""
    return StaffMember.objects.filter(holds_on(day), school=school).order_by("name", "pk")


def classes_of(school: School, day: date) -> QuerySet[TeachingGroup]:
    """A school's classes and sets on a day, by name."""
    return TeachingGroup.objects.filter(holds_on(day), school=school).order_by("name", "pk")


def names_of_schools() -> list[str]:
    """The names of all schools, in order. For whoever keeps the server."""
    return list(School.objects.order_by("organisation__name").values_list("organisation__name", flat=True))


class NoSuchSchool(LookupError):
    """No school, or more than one, is meant by a name; the sentence says which."""


def school_named(text: str) -> School:
    """Return the school of this name, whatever its capitals, or with this URN. For whoever keeps the server.

    NoSuchSchool where there is none or more than one.
    """
    text = text.strip()
    named = Q(organisation__name__iexact=text) | Q(urn=text, urn__gt="")
    found = School.objects.filter(named).select_related("organisation").order_by("pk")[:2]
    if not found:
        raise NoSuchSchool(f"There is no school “{text}” in Inreach.")
    if len(found) > 1:
        raise NoSuchSchool(f"There are several schools “{text}”. Give the URN instead.")
    return found[0]
