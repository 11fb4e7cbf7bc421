"""Named, scoped sets of targets for an evaluation: a service's own work, or a school's. Names of pupils stay behind."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import F, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.models import Event
from inreach.apps.casework.models import LevelDescriptor, Rating, SignOff, Target
from inreach.apps.insight.models import Release
from inreach.apps.schools.models import AcademicYear, Pupil, School, Service

BEGUN = ("active", "reviewed", "following_up", "closed")
FITS = Q(maintain=False, expected__gt=F("baseline")) | Q(maintain=True, expected=F("baseline"))


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a target was begun, both ends included; None is open."""

    first: date | None = None
    last: date | None = None

    def of(self, targets: QuerySet[Target]) -> QuerySet[Target]:
        """Those of these targets that were begun inside the window; `begun` is the day of each."""
        found = targets.annotate(begun=Coalesce("starts_on", "written_on"))
        if self.first:
            found = found.filter(begun__gte=self.first)
        return found.filter(begun__lte=self.last) if self.last else found


def service_named(text: str) -> Service:
    """Return the service of this name, whatever its capitals. For whoever keeps the server.

    LookupError, with a sentence, where there is none or more than one.
    """
    text = text.strip()
    named = Service.objects.filter(organisation__name__iexact=text)
    found = named.select_related("organisation").order_by("pk")[:2]
    if not found:
        raise LookupError(f"There is no service “{text}” in Inreach.")
    if len(found) > 1:
        raise LookupError(f"There are several services “{text}”. Give each a name of its own.")
    return found[0]


def targets_of_service(service: Service, window: Window) -> QuerySet[Target]:
    """Targets of the cases that schools opened with this service, cases that are over too.

    Other targets of a pupil who is shared with the service are the school's own work and count for the school.
    """
    return window.of(Target.objects.filter(case__service=service))


def targets_of_school(school: School, window: Window) -> QuerySet[Target]:
    """Every target of a school's pupils, with and without a service."""
    return window.of(Target.objects.filter(pupil__school=school))


def to_evaluate(targets: QuerySet[Target]) -> QuerySet[Target]:
    """Those of these targets that work was begun on and whose two ratings stand."""
    return targets.filter(FITS, state__in=BEGUN).order_by("begun", "pk")  # type: ignore[misc]


def left_out(targets: QuerySet[Target]) -> dict[str, int]:
    """How many of these targets are not evaluated, by why."""
    begun = targets.filter(state__in=BEGUN)
    counts = {
        "still being written": targets.filter(state="draft").count(),
        "withdrawn": targets.filter(state="withdrawn").count(),
        "without two ratings that fit": begun.count() - begun.filter(FITS).count(),
    }
    return {why: number for why, number in counts.items() if number}


def with_story(targets: QuerySet[Target]) -> QuerySet[Target]:
    """The same targets with what an evaluation reads of them."""
    return targets.select_related("pupil__school__organisation").prefetch_related(
        Prefetch("ratings", Rating.objects.order_by("rated_on", "recorded_at", "id")),
        Prefetch("sign_offs", SignOff.objects.order_by("agreed_on", "id")),
        Prefetch("level_descriptors", LevelDescriptor.objects.order_by("level", "id")),
    )


def edited_after_start() -> set[UUID]:
    """Targets whose expected rating was changed after the work had begun; the audit says so, and there are few."""
    changed = Event.objects.filter(subject_type="casework.target", verb="target.expected_changed")
    return {UUID(subject) for subject in changed.values_list("subject_id", flat=True)}


def schools_of(targets: QuerySet[Target]) -> list[School]:
    """The schools of these targets, by name."""
    found = School.objects.filter(pk__in=targets.order_by().values("pupil__school"))
    return list(found.select_related("organisation").order_by("organisation__name", "pk"))


def years_of(school: School) -> list[tuple[date, date]]:
    """First and last day of each year of a school that Inreach knows, in order."""
    years = AcademicYear.objects.filter(school=school).order_by("starts", "pk")
    return list(years.values_list("starts", "ends"))


def pupils_in_progress(targets: QuerySet[Target], schools: Iterable[School]) -> dict[UUID, list[Pupil]]:
    """By school, the pupils with a target of these in progress."""
    running = targets.filter(state="active").order_by().values("pupil")
    found: dict[UUID, list[Pupil]] = {school.pk: [] for school in schools}
    for pupil in Pupil.objects.filter(pk__in=running).order_by("pk"):
        found[pupil.school_id].append(pupil)
    return found


def releases_of(organisation: Organisation) -> list[Release]:
    """What has left this organisation's evaluations before, oldest first."""
    return list(Release.objects.filter(organisation=organisation).order_by("on", "pk"))
