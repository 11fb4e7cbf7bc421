"""From groups, members and slots to the core's sessions of support in a week, and to who is in which group."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.adapters.enrolment import days_on_roll
from inreach.apps.schools.adapters.timetable import SchoolWeeks, Timetables
from inreach.apps.schools.adapters.timetable_rows import of_these
from inreach.apps.schools.models import Pupil, School
from inreach.apps.schools.models.date_ranges import holds_between, valid_between
from inreach.core.ledger.school_week import PlannedWeek
from inreach.core.ledger.types import Adult, Support, Where
from inreach.core.school.calendar import CalendarWeek
from inreach.core.slots.time_impact import typical_weeks


@dataclass(frozen=True, slots=True)
class GroupMembership:
    """A pupil's place in a group that holds on at least one day of a week."""

    group: Group
    starts: date
    ends: date | None

    def on(self, day: date) -> bool:
        """Say whether the pupil is in the group on this day, and the group runs."""
        until = [end for end in (self.ends, self.group.ends) if end is not None]
        return max(self.starts, self.group.starts) <= day and all(day <= end for end in until)

    @property
    def since(self) -> date:
        """The first day on which the pupil was in the running group."""
        return max(self.starts, self.group.starts)


def memberships_by_pupil(
    pupils: Collection[Pupil], week: CalendarWeek
) -> dict[UUID, tuple[GroupMembership, ...]]:
    """Return the groups that each pupil is in during a week, by name; closed weeks have none."""
    return memberships_in_weeks(pupils, {pupil.school_id: week for pupil in pupils})


def memberships_in_weeks(
    pupils: Collection[Pupil], school_weeks: SchoolWeeks
) -> dict[UUID, tuple[GroupMembership, ...]]:
    """Return the groups of pupils of several schools, each in the week that is given for the school."""
    days = {pupil.pk: school_weeks[pupil.school_id].days for pupil in pupils}
    open_days = [day for week in school_weeks.values() for day in week.days]
    by_pupil: dict[UUID, list[GroupMembership]] = {pupil.pk: [] for pupil in pupils}
    if open_days and by_pupil:
        first, last = min(open_days), max(open_days)
        rows = (
            GroupMember.objects.filter(
                of_these(pupils), holds_between(first, last), holds_between(first, last, "group__")
            )
            .order_by("group__name", "group_id", "starts", "pk")
            .values_list("pupil_id", "group_id", "starts", "ends")
        )
        members = list(rows)
        groups = Group.objects.select_related("programme", "adult").in_bulk(
            {group for _, group, _, _ in members}
        )
        for pupil, group, starts, ends in members:
            membership = GroupMembership(groups[group], starts, ends)
            if pupil in by_pupil and any(membership.on(day) for day in days[pupil]):
                by_pupil[pupil].append(membership)
    return {pupil: tuple(memberships) for pupil, memberships in by_pupil.items()}


def supports_of(
    memberships: Mapping[UUID, tuple[GroupMembership, ...]], school_weeks: SchoolWeeks
) -> dict[UUID, tuple[Support, ...]]:
    """Return the sessions planned for each pupil from the groups the pupil is in, in order of day and minute."""
    groups = {member.group.pk: member.group for of_pupil in memberships.values() for member in of_pupil}
    sessions = _sessions(groups, school_weeks)
    return {
        pupil: tuple(
            sorted(
                {
                    support
                    for membership in of_pupil
                    for support in sessions.get(membership.group.pk, ())
                    if membership.on(support.day)
                },
                key=lambda support: (support.day, support.start, support.end, support.key),
            )
        )
        for pupil, of_pupil in memberships.items()
    }


def supports_for(pupils: Collection[Pupil], week: CalendarWeek) -> dict[UUID, tuple[Support, ...]]:
    """Return the sessions of support planned for each pupil in a week, in order of day and minute."""
    school_weeks = {pupil.school_id: week for pupil in pupils}
    return supports_of(memberships_in_weeks(pupils, school_weeks), school_weeks)


def _sessions(groups: dict[UUID, Group], school_weeks: SchoolWeeks) -> dict[UUID, list[Support]]:
    """The sessions of each group on the open days of its week, each with the adult of the slot or group, or unknown."""
    sessions: dict[UUID, list[Support]] = defaultdict(list)
    open_days = [day for week in school_weeks.values() for day in week.days]
    if not groups or not open_days:
        return sessions
    slots = (
        Slot.objects.filter(
            valid_between(min(open_days), max(open_days)),
            group__in=list(groups),
            cycle_week__in=sorted({0, *(week.cycle_week for week in school_weeks.values())}),
        )
        .select_related("adult")
        .order_by("weekday", "starts", "pk")
    )
    for slot in slots:
        group = groups[slot.group_id]
        week = school_weeks[group.school_id]
        if slot.cycle_week not in (0, week.cycle_week):
            continue
        for day in week.days:
            if (
                day.weekday() == slot.weekday
                and (slot.valid_from is None or slot.valid_from <= day)
                and (slot.valid_to is None or day <= slot.valid_to)
            ):
                sessions[group.pk].append(support_on(slot, group, day))
    return sessions


def support_on(slot: Slot, group: Group, day: date) -> Support:
    """Return the session of a group's slot on one day."""
    adult = slot.adult or group.adult
    return Support(
        day,
        slot.starts,
        slot.ends,
        Where(slot.place),
        adult.adult if adult else Adult.UNKNOWN,
        group.programme.name,
        group.name,
        str(slot.pk),
        programme_id=str(group.programme_id),
        group_id=str(group.pk),
    )


def planned_weeks(
    pupils: Collection[Pupil],
    week: CalendarWeek,
    memberships: Mapping[UUID, tuple[GroupMembership, ...]] | None = None,
    timetables: Timetables | None = None,
) -> dict[UUID, PlannedWeek]:
    """Return what is planned in a week for each of these pupils of one school: as many queries for one as for all.

    `memberships`, and `timetables` of this week for at least these pupils, may be given where they are known already.
    """
    return planned_in_weeks(pupils, {pupil.school_id: week for pupil in pupils}, memberships, timetables)


def planned_in_weeks(
    pupils: Collection[Pupil],
    school_weeks: SchoolWeeks,
    memberships: Mapping[UUID, tuple[GroupMembership, ...]] | None = None,
    timetables: Timetables | None = None,
) -> dict[UUID, PlannedWeek]:
    """Return what is planned for pupils of several schools, each in the week that is given for the school."""
    by_pupil = memberships_in_weeks(pupils, school_weeks) if memberships is None else memberships
    blocks = (timetables or Timetables(pupils, [school_weeks])).blocks(school_weeks, pupils)
    supports, roll = supports_of(by_pupil, school_weeks), days_on_roll(pupils, school_weeks)
    return {pupil.pk: PlannedWeek(blocks[pupil.pk], supports[pupil.pk], roll[pupil.pk]) for pupil in pupils}


def gather_typical_weeks(
    school: School, pupils: Collection[Pupil], day: date
) -> tuple[dict[UUID, PlannedWeek], ...]:
    """Gather the typical weeks of school from a day on, for these pupils of it; none when no week of school is left."""
    weeks = typical_weeks(calendar_of(school), day)
    if not pupils:
        return ()
    timetables = Timetables(pupils, [{school.pk: week} for week in weeks])
    return tuple(planned_weeks(pupils, week, timetables=timetables) for week in weeks)
