"""Named, scoped sets of targets and cases."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from inreach.apps.accounts.queries import organisation_ids
from inreach.apps.audit.models import Event
from inreach.apps.casework.models import Case, LevelWords, Rating, SignOff, Target
from inreach.apps.schools.models import Pupil, School, Service, Sharing
from inreach.apps.schools.models.date_ranges import holds_on
from inreach.apps.schools.queries.pupil import pupils_with, schools_with
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.transitions import ends


def with_everything(targets: QuerySet[Target]) -> QuerySet[Target]:
    """The same targets with what a page shows of them: ratings, words of levels, agreements, case, pupil."""
    return targets.select_related(
        "pupil__school__organisation", "case__service__organisation"
    ).prefetch_related(
        Prefetch("ratings", Rating.objects.order_by("on", "recorded_at", "id")),
        Prefetch("level_words", LevelWords.objects.order_by("level", "id")),
        Prefetch("sign_offs", SignOff.objects.order_by("agreed_on", "id")),
    )


def targets_with(actor: Actor, permission: Permission) -> QuerySet[Target]:
    """Targets of the pupils for whom the actor has this permission, in the order in which they were written."""
    targets = Target.objects.filter(pupil__in=pupils_with(actor, permission).order_by().values("pk"))
    return with_everything(targets).order_by("written_on", "pk")


def targets_visible_to(actor: Actor) -> QuerySet[Target]:
    """Targets that the actor may see: those of every pupil whose page, in full or in plain words, is theirs."""
    return targets_with(actor, Permission.SEE_PUPIL_PLAIN)


def targets_of(actor: Actor, pupil: Pupil) -> QuerySet[Target]:
    """One pupil's targets for the pupil's page: those in progress first, then drafts, then those that are over."""
    return targets_visible_to(actor).filter(pupil=pupil).order_by("written_on", "pk")


def reviews_due(actor: Actor, by: date) -> QuerySet[Target]:
    """Targets in progress whose review is due on this day or before it, the longest overdue first."""
    seen = targets_with(actor, Permission.SEE_PUPIL)
    return seen.filter(state="active", review_on__lte=by).order_by("review_on", "pk")


def pupils_to_write_for(actor: Actor) -> QuerySet[Pupil]:
    """Pupils for whom the actor may write targets."""
    return pupils_with(actor, Permission.WRITE_TARGET).select_related("school__organisation")


def pupils_to_open_cases_for(actor: Actor) -> QuerySet[Pupil]:
    """Pupils for whom the actor may ask a service for help."""
    return pupils_with(actor, Permission.OPEN_CASE).select_related("school__organisation")


def pupils_with_targets(actor: Actor) -> QuerySet[Pupil]:
    """Pupils whose targets the actor may see in full."""
    return pupils_with(actor, Permission.SEE_PUPIL).select_related("school__organisation")


def ratings_with(actor: Actor, permission: Permission) -> QuerySet[Rating]:
    """Ratings of the targets for which the actor has this permission."""
    seen = targets_with(actor, permission).order_by().values("pk")
    return Rating.objects.filter(target__in=seen).select_related("target__pupil").order_by("on", "pk")


def sign_offs_with(actor: Actor, permission: Permission) -> QuerySet[SignOff]:
    """Agreements to the targets for which the actor has this permission."""
    seen = targets_with(actor, permission).order_by().values("pk")
    return SignOff.objects.filter(target__in=seen).select_related("target__pupil").order_by("agreed_on", "pk")


def cases_with(actor: Actor, permission: Permission) -> QuerySet[Case]:
    """Cases of the actor's schools, and those that a school shares today with the actor's own service."""
    own = Case.objects.filter(school__in=schools_with(actor, permission).order_by().values("pk"))
    services = organisation_ids(actor, permission)
    shared = Sharing.objects.filter(
        holds_on(actor.today), organisation=OuterRef("service"), pupil=OuterRef("pupil")
    )
    asked = Case.objects.filter(Exists(shared), service__in=services)
    return (
        (own | asked)
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


@dataclass(frozen=True, slots=True)
class ChangeAfterStart:
    """What was changed after the work had started: what it was before, from which day, and why."""

    what: str
    before: str
    after: str
    on: date
    reason: str


VERBS = {"target.expected_changed": "Expected rating", "target.review_moved": "Review date"}


def changes_after_start(targets: Iterable[Target]) -> dict[UUID, tuple[ChangeAfterStart, ...]]:
    """Expected ratings and review dates of these targets that were changed after the start, oldest first."""
    ids = {str(target.pk): target.pk for target in targets}
    events = Event.objects.filter(
        subject_type="casework.target", subject_id__in=list(ids), verb__in=list(VERBS)
    )
    found: dict[UUID, list[ChangeAfterStart]] = {}
    for event in events.order_by("number"):
        said = event.details
        found.setdefault(ids[event.subject_id], []).append(
            ChangeAfterStart(
                VERBS[event.verb],
                _said(said.get("from")),
                _said(said.get("to")),
                event.at.date(),
                str(said.get("reason", "")),
            )
        )
    return {pk: tuple(changes) for pk, changes in found.items()}


def _said(value: object) -> str:
    if isinstance(value, str):
        return f"{date.fromisoformat(value):%-d %B %Y}"
    return str(value)
