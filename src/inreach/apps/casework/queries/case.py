"""Named, scoped sets of cases."""

from django.db.models import Exists, F, OuterRef, QuerySet

from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.casework.models import Case
from inreach.apps.schools.models import Pupil, School, Service, Sharing
from inreach.apps.schools.models.date_ranges import holds_on
from inreach.apps.schools.queries.pupil import pupils_with
from inreach.core.access.permissions import Permission, Scope
from inreach.core.access.policy import Actor
from inreach.core.transitions import ends


def pupils_to_open_cases_for(actor: Actor) -> QuerySet[Pupil]:
    """Pupils for whom the actor may ask a service for help."""
    return pupils_with(actor, Permission.OPEN_CASE).select_related("school__organisation")


def cases_with(actor: Actor, permission: Permission) -> QuerySet[Case]:
    """Cases of the actor's schools, and those that a school shares today with the actor's own service."""
    own = Case.objects.filter(school__in=organisation_ids(actor, permission, Scope.ORGANISATION))
    services = organisation_ids(actor, permission, Scope.SHARED)
    sharings = Sharing.objects.filter(
        holds_on(actor.today), organisation=OuterRef("service"), pupil=OuterRef("pupil")
    )
    shared_cases = Case.objects.filter(Exists(sharings), service__in=services)
    return (
        (own | shared_cases)
        .select_related("pupil", "school__organisation", "service__organisation")
        .order_by(F("next_date").asc(nulls_last=True), "opened_on", "pk")
    )


def cases_visible_to(actor: Actor) -> QuerySet[Case]:
    """Cases that the actor may see, by next date; those without a date last."""
    return cases_with(actor, Permission.SEE_CASES)


def running_cases_of(actor: Actor, pupil: Pupil) -> QuerySet[Case]:
    """Cases of one pupil that are not over, for linking a target to one of them.

    Whoever may write the pupil's targets may say which case a target belongs to; a service sees only its own.
    """
    running = Case.objects.filter(pupil=pupil).exclude(state__in=ends("case"))
    if str(pupil.school_id) not in organisation_ids(actor, Permission.WRITE_TARGET):
        running = running.filter(service__in=organisation_ids(actor, Permission.WRITE_TARGET))
    return running.select_related("service__organisation").order_by("opened_on", "pk")


def services_to_ask() -> QuerySet[Service]:
    """Every service that can be asked for help, by name."""
    return Service.objects.select_related("organisation").order_by("organisation__name", "pk")


def services_for(school: School) -> QuerySet[Service]:
    """Services that this school can ask: real ones for a real school, invented ones for an invented school."""
    return services_to_ask().filter(organisation__invented=school.organisation.invented)
