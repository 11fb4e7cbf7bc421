"""From rows to what the guard asks: where the lines are drawn, and the facts of a pupil's groups."""

from collections.abc import Iterable, Sequence
from typing import Any

from inreach.apps.provision.adapters import GroupMembership
from inreach.apps.provision.models import Group
from inreach.core.ledger.types import NamedGroup
from inreach.core.school.calendar import Calendar, CalendarWeek


def recorded_facts(
    memberships: Sequence[GroupMembership], calendar: Calendar, week: CalendarWeek
) -> dict[str, Any]:
    """Return what is recorded of a pupil's groups, by fact. What nobody has recorded yet is None: not known."""
    groups = tuple({membership.group.pk: membership.group for membership in memberships}.values())
    return {
        "weeks_running": {
            NamedGroup(str(membership.group.pk), membership.group.name): calendar.school_weeks_between(
                membership.since, max(week.day_after, membership.since)
            )
            for membership in memberships
        },
        "without_entry_or_exit_data": names(g for g in groups if not_measured(g, week)),
        "without_review_date": names(g for g in groups if g.review_on is None),
        "without_class_link": recorded(
            groups, lambda g: None if g.class_link == Group.Link.UNKNOWN else g.class_link == Group.Link.NONE
        ),
        "adult_not_trained": recorded(
            groups, lambda g: None if g.adult_trained is None else not g.adult_trained
        ),
    }


def names(groups: Iterable[Group]) -> tuple[str, ...]:
    """Return the names of groups."""
    return tuple(group.name for group in groups)


def recorded(groups: Sequence[Group], true_of) -> tuple[str, ...] | None:  # type: ignore[no-untyped-def]
    """Return the groups of which something is true; None if there are groups, but of none is it recorded."""
    known = {group: said for group in groups if (said := true_of(group)) is not None}
    if groups and not known:
        return None
    return names(group for group, said in known.items() if said)


def not_measured(group: Group, week: CalendarWeek) -> bool:
    """Say whether there is no entry measure, or no exit measure although the group has ended or its review is due."""
    ends = [day for day in (group.ends, group.review_on) if day is not None]
    due = bool(ends) and min(ends) < week.starts
    return not group.entry_measure or (due and not group.exit_measure)
