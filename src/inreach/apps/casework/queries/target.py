"""Named, scoped sets of targets and cases."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from inreach.apps.casework.models import LevelDescriptor, Rating, SignOff, Target
from inreach.apps.schools.models import Pupil
from inreach.apps.schools.queries.pupil import pupils_with
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.transitions import TargetState


def with_everything(targets: QuerySet[Target]) -> QuerySet[Target]:
    """The same targets with what a page shows of them: ratings, words of levels, agreements, case, pupil."""
    return targets.select_related(
        "pupil__school__organisation", "case__service__organisation"
    ).prefetch_related(
        Prefetch("ratings", Rating.objects.order_by("rated_on", "recorded_at", "id")),
        Prefetch("level_descriptors", LevelDescriptor.objects.order_by("level", "id")),
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
    targets = targets_with(actor, Permission.SEE_PUPIL)
    return targets.filter(state=TargetState.ACTIVE, review_on__lte=by).order_by("review_on", "pk")


def pupils_to_write_for(actor: Actor) -> QuerySet[Pupil]:
    """Pupils for whom the actor may write targets."""
    return pupils_with(actor, Permission.WRITE_TARGET).select_related("school__organisation")


def pupils_with_targets(actor: Actor) -> QuerySet[Pupil]:
    """Pupils whose targets the actor may see in full."""
    return pupils_with(actor, Permission.SEE_PUPIL).select_related("school__organisation")
