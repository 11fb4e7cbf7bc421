"""What is done with an evaluation: letting some of it leave."""

from datetime import date

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.models import Kind
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.insight.adapters.release import counts_of, sent_from
from inreach.apps.insight.models import Release
from inreach.apps.insight.queries import releases_of
from inreach.apps.insight.services.evaluation import Evaluated, leaving
from inreach.core.access.policy import Actor
from inreach.evaluation.disclosure.release import Sent


@action
def let_leave(*, by: Actor, organisation: Organisation, evaluated: Evaluated, on: date) -> Sent:
    """Let the charts of an evaluation leave, protected beside everything that left before, and remember them.

    What left once with the same counts is not remembered twice. ValueError if nothing can leave, with the reason.
    """
    earlier = releases_of(organisation)
    sent = leaving(evaluated, tuple(sent_from(release) for release in earlier))
    counts = counts_of(sent)
    release = next((before for before in earlier if before.counts == counts), None)
    if release is None:
        release = Release.objects.create(
            organisation=organisation, on=on, threshold=sent.released.threshold, counts=counts
        )
    record(
        "evaluation.left",
        by=by,
        subject=release,
        organisation_id=organisation.pk,
        kind=Kind.EXPORT,
        details={},
    )
    return sent
