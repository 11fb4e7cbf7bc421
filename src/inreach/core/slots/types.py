"""The words of slots: a time of the week, and what else is there at that time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inreach.core.school.calendar import CYCLE_WEEKS, WEEKDAYS, hhmm


@dataclass(frozen=True, slots=True)
class WeeklyTime:
    """A time of the week, from a day until a day. `cycle_week` 0 is every week; minutes since midnight."""

    weekday: int
    starts: int
    ends: int
    cycle_week: int = 0
    first: date = date.min
    last: date | None = None

    def __str__(self) -> str:
        week = f" of {CYCLE_WEEKS[self.cycle_week]}" if self.cycle_week in CYCLE_WEEKS else ""
        return f"{WEEKDAYS[self.weekday]}{week} from {hhmm(self.starts)} to {hhmm(self.ends)}"

    def meets(self, other: WeeklyTime) -> bool:
        """Say whether both share at least one minute of the week on days on which both hold."""
        return (
            self.weekday == other.weekday
            and self.starts < other.ends
            and other.starts < self.ends
            and (0 in (self.cycle_week, other.cycle_week) or self.cycle_week == other.cycle_week)
            and overlap((self.first, self.last), (other.first, other.last))
        )


def overlap(*stretches: tuple[date, date | None]) -> bool:
    """Say whether all of these stretches, from a first day to a last one (None is open), share a day."""
    lasts = [last for _, last in stretches if last is not None]
    return not lasts or max(first for first, _ in stretches) <= min(lasts)


@dataclass(frozen=True, slots=True)
class Bells:
    """A period between two bells: on a weekday, in a week of the cycle (0 is every week), in minutes of the day."""

    weekday: int
    cycle_week: int
    starts: int
    ends: int


@dataclass(frozen=True, slots=True)
class Meeting:
    """A time at which a group meets, with the adult who takes it and the room, by their ids."""

    slot_id: str
    group_id: str
    group: str
    time: WeeklyTime
    adult_id: str | None = None
    room_id: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A pupil in a group, from a day until a day."""

    group_id: str
    pupil_id: str
    pupil: str
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class TaughtTime:
    """A time of the timetable at which a subject is taught, with who teaches it and where, by their ids."""

    subject: str
    time: WeeklyTime
    adult_ids: frozenset[str]
    room_id: str | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a time at which a group could meet must go with: the school's day, the group's own times and other support.

    `members` are memberships of the group's pupils in every group, `meetings` the times of those groups but this one.
    """

    school_days: tuple[int, ...]
    bells: tuple[Bells, ...]
    own_times: tuple[WeeklyTime, ...]
    members: tuple[Member, ...]
    meetings: tuple[Meeting, ...]


@dataclass(frozen=True, slots=True)
class KeptSlot:
    """A time that is kept: who takes it and where, by id and name; `in_class` says that it is support in a lesson."""

    slot_id: str
    time: WeeklyTime
    in_class: bool
    adult_id: str | None = None
    adult: str = ""
    room_id: str | None = None
    room: str = ""


@dataclass(frozen=True, slots=True)
class Uses:
    """What adults and rooms are used for: every time at which a group meets with them, and every lesson."""

    meetings: tuple[Meeting, ...]
    lessons: tuple[TaughtTime, ...]
