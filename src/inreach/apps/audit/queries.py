"""Events of organisations, the newest first."""

from collections.abc import Collection

from django.db import connection
from django.db.models import QuerySet

from inreach.apps.audit.models import Event

VERBS_AT = """
    WITH RECURSIVE known(verb) AS (
        SELECT MIN(verb) FROM audit_event WHERE organisation_id = %s
        UNION ALL
        SELECT (SELECT MIN(verb) FROM audit_event WHERE organisation_id = %s AND verb > known.verb)
        FROM known WHERE known.verb IS NOT NULL
    )
    SELECT verb FROM known WHERE verb IS NOT NULL"""


def events_at(
    organisation_ids: Collection[str],
    *,
    actor_id: str = "",
    verb: str = "",
    kind: str = "",
    pupil_id: str = "",
) -> QuerySet[Event]:
    """What happened at these organisations, narrowed by who, what, what sort of thing and about which pupil."""
    found = Event.objects.filter(organisation_id__in=list(organisation_ids)).order_by("-number")
    for name, value in (("actor_id", actor_id), ("verb", verb), ("kind", kind), ("pupil_id", pupil_id)):
        if value:
            found = found.filter(**{name: value})
    return found


def verbs_at(organisation_ids: Collection[str]) -> list[str]:
    """Every sort of event that has happened at these organisations.

    Each verb is looked up in the index, from one to the next, so that this takes as long with three million events.
    """
    verbs: set[str] = set()
    with connection.cursor() as cursor:
        for organisation_id in organisation_ids:
            cursor.execute(VERBS_AT, [str(organisation_id), str(organisation_id)])
            verbs |= {verb for (verb,) in cursor.fetchall()}
    return sorted(verbs)


def count_of_events() -> int:
    """How many events there are, at all organisations."""
    return Event.objects.count()


def count_of_waiting() -> int:
    """How many events wait to be sealed."""
    return Event.objects.filter(block=None).count()
