"""Named, scoped sets for the ledger and the guard. Screen, CSV and command ask the same ones."""

from uuid import UUID

from django.db.models import Q, QuerySet

from inreach.apps.inclusion.adapters import thresholds_from
from inreach.apps.inclusion.models import GuardSetting
from inreach.apps.schools.models import Enrolment, Pupil, School, TeachingGroupMember
from inreach.apps.schools.queries import pupils_with, schools_with
from inreach.apps.schools.spans import holds_between
from inreach.core.guard import Thresholds
from inreach.core.policy import Actor, Permission
from inreach.core.timeline import SchoolWeek


def ledger_schools(actor: Actor) -> QuerySet[School]:
    """Schools of whose ledger the actor may see something: their own, or those of pupils shared with their service."""
    own = schools_with(actor, Permission.SEE_LEDGER).values("pk")
    of_pupils = pupils_with(actor, Permission.SEE_LEDGER).order_by().values("school")
    return (
        School.objects.filter(Q(pk__in=own) | Q(pk__in=of_pupils))
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )


def ledger_pupils(actor: Actor, school: School) -> QuerySet[Pupil]:
    """Pupils of one school whose ledger the actor may see."""
    return pupils_with(actor, Permission.SEE_LEDGER).filter(school=school)


def everybody_in(school: School, week: SchoolWeek) -> list[Pupil]:
    """Pupils on a school's roll on at least one day of a week, by name. For the machine's sums, not for a screen."""
    first, last = week.starts, week.ends
    current = Enrolment.objects.filter(holds_between(first, last), pupil__school=school)
    return list(
        Pupil.objects.filter(school=school, pk__in=current.values("pupil")).order_by(
            "family_name", "given_name", "pk"
        )
    )


def class_names(school: School, week: SchoolWeek) -> dict[UUID, str]:
    """The class that each pupil belongs to in a week, by pupil; of several the first by name."""
    rows = (
        TeachingGroupMember.objects.filter(
            holds_between(week.starts, week.ends),
            teaching_group__school=school,
            teaching_group__home=True,
        )
        .order_by("-teaching_group__name", "-pk")
        .values_list("pupil_id", "teaching_group__name")
    )
    return dict(rows)


def thresholds_of(organisation_id: object) -> Thresholds:
    """Where a school or service draws its lines: its own settings over the defaults."""
    return thresholds_from(GuardSetting.objects.filter(organisation=organisation_id).order_by("key"))


def schools_named(text: str) -> QuerySet[School]:
    """Schools of this name, whatever its capitals, or with this URN. For whoever keeps the server."""
    text = text.strip()
    named = Q(organisation__name__iexact=text) | Q(urn=text, urn__gt="")
    return School.objects.filter(named).select_related("organisation").order_by("organisation__name", "pk")
