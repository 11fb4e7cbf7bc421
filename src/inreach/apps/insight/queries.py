"""Named, scoped sets of targets for an evaluation: a service's own work, or a school's. Names of pupils stay behind."""

from collections import defaultdict
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
from inreach.core.refusal import Refusal
from inreach.core.transitions import TargetState

BEGUN = (TargetState.ACTIVE, TargetState.REVIEWED, TargetState.FOLLOWING_UP, TargetState.CLOSED)
FITS = Q(maintain=False, expected__gt=F("baseline")) | Q(maintain=True, expected=F("baseline"))


@dataclass(frozen=True, slots=True)
class Window:
    """The days on which a target was begun, both ends included; None is open."""

    first: date | None = None
    last: date | None = None

    def of(self, targets: QuerySet[Target]) -> QuerySet[Target]:
        """Those of these targets that were begun inside the window; `begun` is the day of each."""
        dated = targets.annotate(begun=Coalesce("starts_on", "written_on"))
        if self.first:
            dated = dated.filter(begun__gte=self.first)
        return dated.filter(begun__lte=self.last) if self.last else dated


class NoSuchService(Refusal):
    """No service, or more than one, is meant by a name; the sentence says which."""


def service_named(text: str) -> Service:
    """Return the service of this name, whatever its capitals. For whoever keeps the server.

    NoSuchService where there is none or more than one.
    """
    text = text.strip()
    named = Service.objects.filter(organisation__name__iexact=text)
    services = named.select_related("organisation").order_by("pk")[:2]
    if not services:
        raise NoSuchService(f"There is no service “{text}” in Inreach.")
    if len(services) > 1:
        raise NoSuchService(f"There are several services “{text}”. Give each a name of its own.")
    return services[0]


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
        "still being written": targets.filter(state=TargetState.DRAFT).count(),
        "withdrawn": targets.filter(state=TargetState.WITHDRAWN).count(),
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
    schools = School.objects.filter(pk__in=targets.order_by().values("pupil__school"))
    return list(schools.select_related("organisation").order_by("organisation__name", "pk"))


def years_of(schools: Iterable[School]) -> dict[UUID, list[tuple[date, date]]]:
    """By school, first and last day of each year that Inreach knows, in order."""
    years: dict[UUID, list[tuple[date, date]]] = defaultdict(list)
    rows = AcademicYear.objects.filter(school__in=schools).order_by("starts", "pk")
    for school_id, starts, ends in rows.values_list("school_id", "starts", "ends"):
        years[school_id].append((starts, ends))
    return years


def pupils_in_progress(targets: QuerySet[Target]) -> dict[UUID, list[Pupil]]:
    """By school, the pupils with a target of these in progress."""
    running = targets.filter(state=TargetState.ACTIVE).order_by().values("pupil")
    by_school: dict[UUID, list[Pupil]] = defaultdict(list)
    for pupil in Pupil.objects.filter(pk__in=running).order_by("pk"):
        by_school[pupil.school_id].append(pupil)
    return by_school


def releases_of(organisation: Organisation) -> list[Release]:
    """What has left this organisation's evaluations before, oldest first."""
    return list(Release.objects.filter(organisation=organisation).order_by("on", "pk"))
