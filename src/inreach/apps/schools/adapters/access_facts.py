"""What is true between an actor and a pupil: the facts from which the core decides."""

from django.db.models import Q

from inreach.apps.schools.models import Pupil, PupilLink, Sharing
from inreach.apps.schools.models.date_ranges import holds_on
from inreach.apps.schools.queries.pupil import posts_at
from inreach.apps.schools.queries.pupil_access import near, taught_by
from inreach.core.access.permissions import Scope
from inreach.core.access.policy import Actor, Facts, scopes_at

BY_GROUPS = frozenset({Scope.PUPILS, Scope.GROUPS})


def facts_about(actor: Actor, pupil: Pupil) -> Facts:
    """Facts about one pupil: whose school, shared with whom, taught or supported by the actor, the actor's own child.

    They follow the same conditions as `pupils_with`, so that a list and a decision cannot disagree. What none of the
    actor's roles can ask about is not looked up: of somebody who reaches the whole school, nothing but the school.
    """
    today, school = actor.today, str(pupil.school_id)
    scopes = scopes_at(actor, school)
    posts = posts_at(actor, [pupil.school_id])
    elsewhere = actor.organisations() - {school}
    shared = Sharing.objects.filter(holds_on(today), pupil=pupil, organisation__in=list(elsewhere))
    own = PupilLink.objects.filter(holds_on(today), pupil=pupil, user=actor.user_id or None)  # type: ignore[misc]
    return Facts(
        organisation_id=school,
        shared_with=frozenset(map(str, shared.values_list("organisation_id", flat=True)))
        if elsewhere
        else frozenset(),
        taught_by_actor=Scope.PUPILS in scopes and _is(pupil, taught_by(posts, today)),
        delivered_by_actor=not scopes.isdisjoint(BY_GROUPS) and _is(pupil, near(posts, today)),
        own_child=Scope.OWN in scopes and own.exists(),
    )


def _is(pupil: Pupil, condition: Q) -> bool:
    return Pupil.objects.filter(condition, pk=pupil.pk).exists()
