"""Events as the audit's page shows them to one reader."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from inreach.apps.accounts.queries import names_of, pupils_who_sign_in
from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.sentences import A_PUPIL, sentence
from inreach.apps.schools.queries.pupil import pupils_with
from inreach.apps.schools.queries.pupil_list import pupils_as_users
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role


@dataclass(frozen=True, slots=True)
class Line:
    """One event: when, its sentence, in which role, and what may be followed from it."""

    event: Event
    sentence: str
    acting_as: str
    pupil_shown: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The events of one day."""

    day: date
    lines: list[Line]


def _ids(values: set[str]) -> set[str]:
    ids = set()
    for value in values:
        try:
            ids.add(str(UUID(value)))
        except ValueError:
            continue
    return ids


def by_day(events: Sequence[Event], reader: Actor) -> list[Day]:
    """Events by day, newest first, as this reader may read them. Four queries at most, whatever their number.

    Pupils are named to those who may see their records; to everybody else they are "a pupil", those too who sign in.
    """
    people = {event.actor_id for event in events}
    people |= {_person_of(event) for event in events}
    names = names_of(_ids(people))
    visible = pupils_with(reader, Permission.SEE_PUPIL).filter(
        pk__in=_ids({event.pupil_id for event in events})
    )
    pupils = {str(pupil.pk): pupil.name for pupil in visible}
    children = pupils_who_sign_in(set(names))
    as_users = pupils_as_users(reader, children) if children else {}
    for child in children:
        names[child] = as_users[child].name if child in as_users else A_PUPIL
    lines = [
        Line(
            event,
            sentence(
                event,
                actor=_who(event, names),
                pupil=pupils.get(event.pupil_id, ""),
                person=names.get(_person_of(event), ""),
            ),
            _roles(event.acting_as),
            event.pupil_id in pupils,
        )
        for event in events
    ]
    return [
        Day(day, list(lines_of_day))
        for day, lines_of_day in groupby(lines, lambda line: timezone.localdate(line.event.at))
    ]


def _person_of(event: Event) -> str:
    person = str(event.details.get("person", ""))
    return person or (event.subject_id if event.subject_type == "accounts.user" else "")


def _roles(acting_as: str) -> str:
    labels = {role.value: role.label for role in Role}
    return ", ".join(labels.get(role, role) for role in acting_as.split(", "))


def _who(event: Event, names: dict[str, str]) -> str:
    if event.actor_id in names:
        name = names[event.actor_id]
        return name[:1].upper() + name[1:]
    return "Somebody whose account is gone" if event.actor_id else "Inreach itself"
