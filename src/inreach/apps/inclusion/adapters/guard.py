"""From rows to what the guard asks of a pupil's groups: each fact by name, one function a fact."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from inreach.apps.provision.adapters.support import GroupMembership
from inreach.apps.provision.models import Group
from inreach.core.guard.facts import Fact
from inreach.core.guard.rules.no_class_link import WITHOUT_CLASS_LINK
from inreach.core.guard.rules.no_data import WITHOUT_ENTRY_OR_EXIT_DATA
from inreach.core.guard.rules.no_review_date import WITHOUT_REVIEW_DATE
from inreach.core.guard.rules.not_trained import ADULT_NOT_TRAINED
from inreach.core.guard.rules.too_long import WEEKS_RUNNING
from inreach.core.ledger.types import NamedGroup
from inreach.core.school.calendar import Calendar, CalendarWeek

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PupilSupport:
    """The groups that one pupil is in during a week."""

    memberships: Sequence[GroupMembership]
    calendar: Calendar
    week: CalendarWeek

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups, each once."""
        return tuple({membership.group.pk: membership.group for membership in self.memberships}.values())


GATHERED: dict[Fact[Any], Callable[[PupilSupport], object]] = {}


def gathers(
    fact: Fact[T],
) -> Callable[[Callable[[PupilSupport], T | None]], Callable[[PupilSupport], T | None]]:
    """Register the function that gathers a fact; what it gives is None while nobody has recorded it."""

    def register(gather: Callable[[PupilSupport], T | None]) -> Callable[[PupilSupport], T | None]:
        GATHERED[fact] = gather
        return gather

    return register


def recorded_facts(
    memberships: Sequence[GroupMembership], calendar: Calendar, week: CalendarWeek
) -> dict[Fact[Any], object]:
    """Return what is recorded of a pupil's groups, by fact. What nobody has recorded yet is None: not known."""
    support = PupilSupport(memberships, calendar, week)
    return {fact: gather(support) for fact, gather in GATHERED.items()}


@gathers(WEEKS_RUNNING)
def weeks_running(support: PupilSupport) -> Mapping[NamedGroup, float]:
    """School weeks by group since the pupil came into it."""
    return {
        NamedGroup(str(membership.group.pk), membership.group.name): support.calendar.school_weeks_between(
            membership.since, max(support.week.day_after, membership.since)
        )
        for membership in support.memberships
    }


@gathers(WITHOUT_ENTRY_OR_EXIT_DATA)
def without_entry_or_exit_data(support: PupilSupport) -> tuple[str, ...]:
    """Groups that were not measured when they should have been."""
    return names(group for group in support.groups if not_measured(group, support.week))


@gathers(WITHOUT_REVIEW_DATE)
def without_review_date(support: PupilSupport) -> tuple[str, ...]:
    """Groups for which no review is set."""
    return names(group for group in support.groups if group.review_on is None)


@gathers(WITHOUT_CLASS_LINK)
def without_class_link(support: PupilSupport) -> tuple[str, ...] | None:
    """Groups that nothing links to class, as far as that is recorded."""
    return recorded(
        support.groups,
        lambda group: None if group.class_link == Group.Link.UNKNOWN else group.class_link == Group.Link.NONE,
    )


@gathers(ADULT_NOT_TRAINED)
def adult_not_trained(support: PupilSupport) -> tuple[str, ...] | None:
    """Groups whose adult is not trained for the programme, as far as that is recorded."""
    return recorded(
        support.groups, lambda group: None if group.adult_trained is None else not group.adult_trained
    )


def names(groups: Iterable[Group]) -> tuple[str, ...]:
    """Return the names of groups."""
    return tuple(group.name for group in groups)


def recorded(groups: Sequence[Group], is_true_of: Callable[[Group], bool | None]) -> tuple[str, ...] | None:
    """Return the groups of which something is true; None if there are groups, but of none is it recorded."""
    answers = {group: answer for group in groups if (answer := is_true_of(group)) is not None}
    if groups and not answers:
        return None
    return names(group for group, answer in answers.items() if answer)


def not_measured(group: Group, week: CalendarWeek) -> bool:
    """Say whether there is no entry measure, or no exit measure although the group has ended or its review is due."""
    ends = [day for day in (group.ends, group.review_on) if day is not None]
    due = bool(ends) and min(ends) < week.starts
    return not group.entry_measure or (due and not group.exit_measure)
