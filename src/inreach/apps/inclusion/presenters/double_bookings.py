"""Pupils in two places at once: when, what collides, which of it the ledger counts, and where it is mended."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.urls import reverse

from inreach.apps.inclusion.services.school_week import Row
from inreach.apps.schools.models import Pupil, TeachingGroup
from inreach.core.ledger.double_bookings import DoubleBooking
from inreach.core.ledger.types import Block, Support, Where
from inreach.core.school.calendar import WEEKDAYS, hhmm


@dataclass(frozen=True, slots=True)
class Place:
    """One of the two places: its name, and the page that mends it with the name of it, where the reader has one."""

    name: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class TwoPlaces:
    """One time at which a pupil is to be in two places; the ledger counts the first."""

    pupil: Pupil
    when: str
    counts: Place
    gives_way: Place


@dataclass(frozen=True, slots=True)
class Mending:
    """What a reader may open to mend a timetable or a group: classes by lesson, and groups by id.

    `changes_times` says whether the reader may change when groups meet.
    """

    classes: Mapping[str, Collection[TeachingGroup]]
    groups: Collection[str]
    changes_times: bool


def lessons_in_two_places(rows: Collection[Row]) -> set[str]:
    """Return the ids of the lessons that collide with another one of the same pupil."""
    return {place.lesson_id for place in _places(rows) if isinstance(place, Block)}


def groups_in_two_places(rows: Collection[Row]) -> set[str]:
    """Return the ids of the groups of which a session collides with another one of the same pupil."""
    return {place.group_id for place in _places(rows) if isinstance(place, Support)}


def two_places(rows: Collection[Row], mending: Mending) -> tuple[TwoPlaces, ...]:
    """Return every such time of these pupils, by pupil, day and minute."""
    return tuple(
        TwoPlaces(
            row.pupil, when(booking), place_of(booking.counts, mending), place_of(booking.gives_way, mending)
        )
        for row in rows
        for booking in row.double_bookings
    )


def when(booking: DoubleBooking) -> str:
    """Return "Monday, 09:00 to 09:30"."""
    return f"{WEEKDAYS[booking.day.weekday()]}, {hhmm(booking.start)} to {hhmm(booking.end)}"


def place_of(place: Block | Support, mending: Mending) -> Place:
    """Return a lesson with its classes, or a session with the page of its time or of its group."""
    if isinstance(place, Block):
        classes = mending.classes.get(place.lesson_id, ())
        return Place(
            place.subject,
            tuple((group.name, reverse("schools:teaching_group", args=[group.pk])) for group in classes),
        )
    name = f"{place.programme} in class" if place.where is Where.CLASS else place.programme
    if mending.changes_times:
        return Place(
            name, ((f"Change the time of {place.group}", reverse("provision:change_slot", args=[place.key])),)
        )
    if place.group_id in mending.groups:
        return Place(name, ((place.group, reverse("provision:group", args=[place.group_id])),))
    return Place(name, ())


def _places(rows: Collection[Row]) -> list[Block | Support]:
    return [place for row in rows for each in row.double_bookings for place in (each.counts, each.gives_way)]
