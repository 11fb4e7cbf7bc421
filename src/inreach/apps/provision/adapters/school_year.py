"""From rows to what is planned for pupils in a term or a year: timetable and sessions of support, with days as bits."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from inreach.apps.provision.adapters.support import support_on
from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.schools.adapters.row_keys import as_text
from inreach.apps.schools.adapters.school_year import (
    Bounds,
    bounds_of,
    gather_timetables,
    on_roll_between,
    open_days_of,
)
from inreach.apps.schools.adapters.timetable_rows import of_these
from inreach.apps.schools.models import Pupil, School
from inreach.apps.schools.models.date_ranges import holds_between, valid_between
from inreach.core.ledger.school_year import PlannedYear, RepeatedSession
from inreach.core.school.open_days import OpenDays


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """The open days of a school between two dates, and what is planned on them for each pupil who is on roll then."""

    open_days: OpenDays
    planned: dict[UUID, PlannedYear]


def gather_school_years(
    schools: Collection[School], first: date, last: date, pupils: Collection[Pupil] | None = None
) -> dict[UUID, SchoolYear]:
    """Gather the days from one date to another for these pupils of some schools, or for everybody on their rolls.

    Many weeks of many schools and pupils take the same few queries as one week of one pupil.
    """
    open_days = open_days_of(schools, first, last)
    whose = Q(pupil__school__in=list(open_days))
    if pupils is not None:
        whose &= of_these(pupils)
    asked = None if pupils is None else {pupil.pk for pupil in pupils}
    timetables = gather_timetables(whose, open_days)
    sessions = _sessions_by_pupil(whose, open_days)
    years = {}
    for school, on_roll in on_roll_between(whose, open_days, first, last).items():
        timetable = timetables[school]
        planned = {
            UUID(pupil): PlannedYear(
                timetable.classes(pupil),
                timetable.pauses,
                sessions.get(pupil, ()),
                days,
                timetable.loves(pupil),
            )
            for pupil, days in on_roll.items()
        }
        if asked is not None:
            planned = {pupil: year for pupil, year in planned.items() if pupil in asked}
        years[school] = SchoolYear(open_days[school], planned)
    return years


def _sessions_by_pupil(whose: Q, open_days: dict[UUID, OpenDays]) -> dict[str, tuple[RepeatedSession, ...]]:
    """The sessions of the groups that each pupil is in, on the pupil's days in each; a session once."""
    bounds = bounds_of(open_days.values())
    if bounds is None:
        return {}
    members = (
        GroupMember.objects.filter(
            whose, holds_between(*bounds[:2]), holds_between(bounds.first, bounds.last, "group__")
        )
        .order_by()
        .values_list(as_text("pupil_id"), "group_id", "starts", "ends")
    )
    days: dict[str, dict[UUID, int]] = defaultdict(lambda: defaultdict(int))
    rows = list(members)
    groups = Group.objects.select_related("programme", "adult").in_bulk({group for _, group, _, _ in rows})
    for pupil, group, starts, ends in rows:
        days[pupil][group] |= open_days[groups[group].school_id].between(starts, ends)
    sessions = _sessions(groups, open_days, bounds)
    return {
        pupil: tuple(
            RepeatedSession(session, held & in_group)
            for group, in_group in in_groups.items()
            for session, held in sessions.get(group, ())
            if held & in_group
        )
        for pupil, in_groups in days.items()
    }


def _sessions(
    groups: dict[UUID, Group], open_days: dict[UUID, OpenDays], bounds: Bounds
) -> dict[UUID, list[RepeatedSession]]:
    """The sessions of each group while it runs and the slot is valid."""
    slots = (
        Slot.objects.filter(
            valid_between(bounds.first, bounds.last),
            group__in=list(groups),
            cycle_week__in=sorted({0, *bounds.cycle_weeks}),
        )
        .select_related("adult")
        .order_by("weekday", "starts", "pk")
    )
    sessions: dict[UUID, list[RepeatedSession]] = defaultdict(list)
    for slot in slots:
        group = groups[slot.group_id]
        at_school = open_days[group.school_id]
        held = at_school.between(group.starts, group.ends) & at_school.between(slot.valid_from, slot.valid_to)
        sessions[group.pk] += [
            RepeatedSession(support_on(slot, group, kind.day), kind.days & held)
            for kind in at_school.repeated(slot.weekday, slot.cycle_week)
        ]
    return sessions
