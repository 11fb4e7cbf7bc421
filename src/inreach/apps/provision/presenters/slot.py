"""The times of a group as its page shows them, in words too."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby

from inreach.apps.provision.models import Group, Slot
from inreach.core.school.calendar import CYCLE_WEEKS, SHORT_WEEKDAYS, WEEKDAYS, hhmm
from inreach.core.text import with_capital

MOST_TIMES = 3


def days_in_words(weekdays: Sequence[int]) -> str:
    """Days of the week in short: "Mon, Wed", and "Mon to Fri" for three or more in a row."""
    days = sorted(set(weekdays))
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{SHORT_WEEKDAYS[days[0]]} to {SHORT_WEEKDAYS[days[-1]]}"
    return ", ".join(SHORT_WEEKDAYS[day] for day in days)


def times_in_words(slots: Iterable[Slot]) -> list[str]:
    """When a group meets, days with the same time together: "Mon, Wed, Fri, 09:30 to 10:00"."""

    def time(slot: Slot) -> tuple[int, int, int]:
        return (slot.starts, slot.ends, slot.cycle_week)

    times = []
    for (starts, ends, week), same in groupby(sorted(slots, key=lambda s: (time(s), s.weekday)), key=time):
        days = days_in_words([slot.weekday for slot in same])
        times.append(f"{days}, {hhmm(starts)} to {hhmm(ends)}{', ' + CYCLE_WEEKS[week] if week else ''}")
    return times


class TimeState(StrEnum):
    """How a time of a group stands to today."""

    CURRENT = "current"
    TO_COME = "to come"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One time of the week on the group's page."""

    slot: Slot
    day: str
    time: str
    week: str
    adult: str
    room: str
    place: str
    state: TimeState

    @property
    def is_over(self) -> bool:
        """Whether the group does not meet then any more."""
        return self.state is TimeState.OVER

    @property
    def is_to_come(self) -> bool:
        """Whether the group does not meet then yet."""
        return self.state is TimeState.TO_COME


def time_rows(slots: Iterable[Slot], group: Group, today: date) -> list[TimeRow]:
    """The times of a group: those that hold, then those to come; `state` says which, or that they are over."""
    rows = []
    for slot in slots:
        adult = slot.adult or group.adult
        if slot.valid_to is not None and slot.valid_to < today:
            state = TimeState.OVER
        elif slot.valid_from is not None and slot.valid_from > today:
            state = TimeState.TO_COME
        else:
            state = TimeState.CURRENT
        rows.append(
            TimeRow(
                slot,
                WEEKDAYS[slot.weekday],
                f"{hhmm(slot.starts)} to {hhmm(slot.ends)}",
                with_capital(CYCLE_WEEKS.get(slot.cycle_week, "")),
                adult.name if adult else "Nobody yet",
                slot.room.name if slot.room else "",
                slot.get_place_display(),
                state,
            )
        )
    return rows
