"""Named, scoped sets of imports."""

from django.db.models import Exists, OuterRef, QuerySet

from inreach.apps.accounts.models import Organisation
from inreach.apps.accounts.queries import organisations_of
from inreach.apps.exchange.models import ImportRun
from inreach.apps.schools.models import Lesson, School
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor


def imports_of(actor: Actor) -> QuerySet[ImportRun]:
    """Imports for the schools and services where this person may import, the newest first."""
    return (
        ImportRun.objects.filter(organisation__in=organisations_of(actor, Permission.IMPORT_DATA))
        .select_related("organisation")
        .order_by("-brought_at", "pk")
    )


def places_to_import(actor: Actor) -> QuerySet[Organisation]:
    """Schools and services where this person may import."""
    return organisations_of(actor, Permission.IMPORT_DATA)


def schools_with_lessons(actor: Actor) -> QuerySet[School]:
    """Schools where this person may import and where there is a timetable already."""
    places = organisations_of(actor, Permission.IMPORT_DATA)
    has_lessons = Exists(Lesson.objects.filter(school=OuterRef("pk")))
    return School.objects.filter(has_lessons, organisation__in=places).order_by("organisation__name", "pk")


def import_run(run_id: str) -> ImportRun:
    """One import by its id, for a task. Raises ImportRun.DoesNotExist."""
    return ImportRun.objects.select_related("organisation").get(pk=run_id)


def worked_on() -> QuerySet[ImportRun]:
    """Imports that are being examined or applied."""
    return ImportRun.objects.filter(state__in=[ImportRun.State.EXAMINING, ImportRun.State.APPLYING]).order_by(
        "pk"
    )
