"""From rows to what the guard asks: each fact of a pupil's week and groups by name, one function a fact."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from inreach.apps.inclusion.adapters.ledger import after
from inreach.apps.provision.adapters import Joined
from inreach.apps.provision.models import Group
from inreach.core.guard.engine import facts_of_week
from inreach.core.guard.facts import Fact, WeekFacts
from inreach.core.guard.rules.missed_again import LESSONS_MISSED_AGAIN, lessons_missed_again
from inreach.core.guard.rules.no_class_link import WITHOUT_CLASS_LINK
from inreach.core.guard.rules.no_data import WITHOUT_ENTRY_OR_EXIT_DATA
from inreach.core.guard.rules.no_review_date import WITHOUT_REVIEW_DATE
from inreach.core.guard.rules.not_trained import ADULT_NOT_TRAINED
from inreach.core.guard.rules.too_long import WEEKS_RUNNING
from inreach.core.ledger.types import LedgerWeek
from inreach.core.school.calendar import Calendar, SchoolWeek

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PupilSupport:
    """One pupil's week with the week before it (if there is one), and the groups that the pupil is in."""

    ledger: LedgerWeek
    before: LedgerWeek | None
    joined: Sequence[Joined]
    calendar: Calendar
    week: SchoolWeek

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups, each once."""
        return tuple({one.group.pk: one.group for one in self.joined}.values())


GATHERED: dict[Fact[Any], Callable[[PupilSupport], object]] = {}


def gathers(
    fact: Fact[T],
) -> Callable[[Callable[[PupilSupport], T | None]], Callable[[PupilSupport], T | None]]:
    """Register the function that gathers a fact; what it gives is None while nobody has recorded it."""

    def register(gather: Callable[[PupilSupport], T | None]) -> Callable[[PupilSupport], T | None]:
        GATHERED[fact] = gather
        return gather

    return register


def facts_for(
    ledger: LedgerWeek,
    before: LedgerWeek | None,
    joined: Sequence[Joined],
    calendar: Calendar,
    week: SchoolWeek,
) -> WeekFacts:
    """Return what is known of a pupil's week and groups. What nobody has recorded yet is not known."""
    support = PupilSupport(ledger, before, joined, calendar, week)
    return facts_of_week(ledger.totals).with_facts(
        {fact: gather(support) for fact, gather in GATHERED.items()}
    )


@gathers(LESSONS_MISSED_AGAIN)
def missed_two_weeks_running(support: PupilSupport) -> tuple[str, ...] | None:
    """Lessons missed in this week and the one before; not known in the first week of a calendar."""
    return None if support.before is None else lessons_missed_again(support.ledger, support.before)


@gathers(WEEKS_RUNNING)
def weeks_running(support: PupilSupport) -> Mapping[str, float]:
    """School weeks by group since the pupil came into it."""
    return {
        one.group.name: support.calendar.school_weeks_between(one.since, max(after(support.week), one.since))
        for one in support.joined
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
    known = {group: answer for group in groups if (answer := is_true_of(group)) is not None}
    if groups and not known:
        return None
    return names(group for group, answer in known.items() if answer)


def not_measured(group: Group, week: SchoolWeek) -> bool:
    """Say whether there is no entry measure, or no exit measure although the group has ended or its review is due."""
    ends = [day for day in (group.ends, group.review_on) if day is not None]
    due = bool(ends) and min(ends) < week.starts
    return not group.entry_measure or (due and not group.exit_measure)
