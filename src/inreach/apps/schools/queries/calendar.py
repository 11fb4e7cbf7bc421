"""Named, scoped sets of a school's years, terms and closures."""

from django.db.models import QuerySet

from inreach.apps.schools.models import AcademicYear, ClosureDay, School, Term
from inreach.apps.schools.queries.school import schools_managed_by
from inreach.core.access.policy import Actor


def years_of(school: School) -> QuerySet[AcademicYear]:
    """A school's years with their terms, the newest first."""
    return AcademicYear.objects.filter(school=school).prefetch_related("terms").order_by("-starts", "pk")


def terms_of(school: School) -> QuerySet[Term]:
    """A school's terms in order."""
    return Term.objects.filter(year__school=school).select_related("year").order_by("starts", "pk")


def closures_of(school: School) -> QuerySet[ClosureDay]:
    """Days inside terms on which a school is closed, in order."""
    return ClosureDay.objects.filter(school=school).order_by("day", "pk")


def years_managed_by(actor: Actor) -> QuerySet[AcademicYear]:
    """Years of the schools that the actor looks after."""
    return (
        AcademicYear.objects.filter(school__in=schools_managed_by(actor))
        .select_related("school__organisation")
        .order_by("-starts", "pk")
    )


def terms_managed_by(actor: Actor) -> QuerySet[Term]:
    """Terms of the schools that the actor looks after."""
    return (
        Term.objects.filter(year__school__in=schools_managed_by(actor))
        .select_related("year__school__organisation")
        .order_by("starts", "pk")
    )


def closures_managed_by(actor: Actor) -> QuerySet[ClosureDay]:
    """Closure days of the schools that the actor looks after."""
    return (
        ClosureDay.objects.filter(school__in=schools_managed_by(actor))
        .select_related("school__organisation")
        .order_by("day", "pk")
    )
