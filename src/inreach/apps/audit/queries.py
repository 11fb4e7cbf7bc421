"""Events of organisations, the newest first."""

from collections.abc import Collection

from django.db.models import QuerySet

from inreach.apps.audit.models import Event


def events_at(
    organisation_ids: Collection[str],
    *,
    actor_id: str = "",
    verb: str = "",
    kind: str = "",
    pupil_id: str = "",
) -> QuerySet[Event]:
    """What happened at these organisations, narrowed by who, what, what sort of thing and about which pupil."""
    events = Event.objects.filter(organisation_id__in=list(organisation_ids)).order_by("-number")
    for name, value in (("actor_id", actor_id), ("verb", verb), ("kind", kind), ("pupil_id", pupil_id)):
        if value:
            events = events.filter(**{name: value})
    return events


def verbs_at(organisation_ids: Collection[str]) -> list[str]:
    """Every sort of event that has happened at these organisations."""
    events = Event.objects.filter(organisation_id__in=list(organisation_ids)).order_by("verb")
    return list(events.values_list("verb", flat=True).distinct())


def count_of_events() -> int:
    """How many events there are, at all organisations."""
    return Event.objects.count()
