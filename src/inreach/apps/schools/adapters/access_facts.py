"""What is true between an actor and a pupil: the facts from which the core decides."""

from django.db.models import Q

from inreach.apps.schools.models import Pupil, PupilLink, Sharing
from inreach.apps.schools.models.date_ranges import holds_on
from inreach.apps.schools.queries.pupil import posts_at
from inreach.apps.schools.queries.pupil_access import near, taught_by
from inreach.core.access.policy import Actor, Facts


def facts_about(actor: Actor, pupil: Pupil) -> Facts:
    """Facts about one pupil: whose school, shared with whom, taught or supported by the actor, the actor's own child.

    They follow the same conditions as `pupils_with`, so that a list and a decision cannot disagree.
    """
    today = actor.today
    posts = posts_at(actor, [pupil.school_id])
    shared = Sharing.objects.filter(holds_on(today), pupil=pupil).values_list("organisation_id", flat=True)
    own = PupilLink.objects.filter(holds_on(today), pupil=pupil, user=actor.user_id or None)  # type: ignore[misc]
    return Facts(
        organisation_id=str(pupil.school_id),
        shared_with=frozenset(str(organisation) for organisation in shared),
        taught_by_actor=_is(pupil, taught_by(posts, today)),
        delivered_by_actor=_is(pupil, near(posts, today)),
        own_child=own.exists(),
    )


def _is(pupil: Pupil, condition: Q) -> bool:
    return Pupil.objects.filter(condition, pk=pupil.pk).exists()
