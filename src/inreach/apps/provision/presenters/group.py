"""Groups and programmes as their pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.apps.provision.services.conflicts import WEEKDAYS
from inreach.core.school.calendar import Calendar, hhmm

SHORT = tuple(day[:3] for day in WEEKDAYS)
MOST_TIMES = 3
WEEKS = {1: "week A", 2: "week B"}


def holds(starts: date | None, ends: date | None, day: date) -> bool:
    """Whether a stretch of days holds on a day."""
    return (starts is None or starts <= day) and (ends is None or day <= ends)


def days_in_words(weekdays: Sequence[int]) -> str:
    """Days of the week in short: "Mon, Wed", and "Mon to Fri" for three or more in a row."""
    days = sorted(set(weekdays))
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"{SHORT[days[0]]} to {SHORT[days[-1]]}"
    return ", ".join(SHORT[day] for day in days)


def times_in_words(slots: Iterable[Slot]) -> list[str]:
    """When a group meets, days with the same time together: "Mon, Wed, Fri, 09:30 to 10:00"."""

    def time(slot: Slot) -> tuple[int, int, int]:
        return (slot.starts, slot.ends, slot.cycle_week)

    said = []
    for (starts, ends, week), same in groupby(sorted(slots, key=lambda s: (time(s), s.weekday)), key=time):
        days = days_in_words([slot.weekday for slot in same])
        said.append(f"{days}, {hhmm(starts)} to {hhmm(ends)}{', ' + WEEKS[week] if week else ''}")
    return said


def sessions_a_week(slots: Iterable[Slot], cycle_weeks: int) -> float:
    """Sessions in a mean week: a slot of one week of two counts half."""
    return sum(1 if slot.cycle_week == 0 else 1 / cycle_weeks for slot in slots)


def minutes_a_week(slots: Iterable[Slot], cycle_weeks: int) -> float:
    """Minutes in a mean week."""
    return sum((s.ends - s.starts) * (1 if s.cycle_week == 0 else 1 / cycle_weeks) for s in slots)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A group in the list."""

    group: Group
    pupils: int
    times: tuple[str, ...]
    minutes: float
    over: bool
    places: tuple[str, ...]

    @property
    def more_times(self) -> int:
        """How many times of the week the list leaves out."""
        return max(len(self.times) - MOST_TIMES, 0)


def group_rows(groups: Iterable[Group], today: date) -> list[GroupRow]:
    """Groups as the list shows them. `times_now` and `members_now` should have been fetched with them."""
    rows = []
    for group in groups:
        slots: Sequence[Slot] = group.times_now
        rows.append(
            GroupRow(
                group,
                len({member.pupil_id for member in group.members_now}),
                tuple(times_in_words(slots)),
                minutes_a_week(slots, group.school.cycle_weeks),
                group.ends is not None and group.ends < today,
                tuple(dict.fromkeys(slot.get_place_display() for slot in slots)),
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of delivery: how it is, what the programme and the EEF say, and whether it is so.

    `met` is None when it is not known yet.
    """

    title: str
    now: str
    programme: str
    eef: str
    met: bool | None


def between(low: object, high: object, unit: str) -> str:
    """A least and a most in words."""
    if low is None and high is None:
        return "not said"
    if low is not None and high is not None:
        return f"{low} {unit}" if low == high else f"{low} to {high} {unit}"
    return f"at least {low} {unit}" if low is not None else f"up to {high} {unit}"


def within(value: float, low: float | None, high: float | None) -> bool:
    """Whether a value lies between least and most, where they are said."""
    return (low is None or value >= low) and (high is None or value <= high)


def conditions(group: Group, slots: Sequence[Slot], calendar: Calendar, today: date) -> list[Condition]:
    """The conditions of delivery, each beside the programme's own dose and the EEF's."""
    said = group.programme
    found = [
        *_dose(group, slots, said),
        _weeks(group, said, calendar, today),
    ]
    trained = {True: "trained", False: "not trained", None: "not known yet"}[group.adult_trained]
    training = f"{float(said.training_hours):g} hours" if said.training_hours is not None else "not said"
    found.append(Condition("Training of the adult", trained, training, "5 to 30 hours", group.adult_trained))
    steps = bool(said.steps.strip())
    found.append(Condition("Structured plan", "written" if steps else "not written", "", "structured", steps))
    link = {"linked": True, "none": False}.get(group.class_link)
    found.append(Condition("Link to class", group.get_class_link_display().lower(), "", "linked", link))
    measured = bool(group.entry_measure and group.exit_measure)
    half = bool(group.entry_measure or group.exit_measure)
    how = "before and after" if measured else "only once" if half else "not said"
    found.append(Condition("Measured", how, "", "before and after", measured))
    review = f"{group.review_on:%-d %B %Y}" if group.review_on else "no date"
    found.append(Condition("Review", review, "", "a date", group.review_on is not None))
    return found


def _dose(group: Group, slots: Sequence[Slot], said: Programme) -> list[Condition]:
    lengths = sorted({slot.ends - slot.starts for slot in slots})
    many = sessions_a_week(slots, group.school.cycle_weeks)
    if not lengths:
        now, met = "no time yet", None
    else:
        now = between(lengths[0], lengths[-1], "minutes")
        low, high = (
            (said.minutes_low, said.minutes_high) if said.minutes_low or said.minutes_high else (20, 50)
        )
        met = all(within(length, low, high) for length in lengths)
    low, high = (said.per_week_low, said.per_week_high) if said.per_week_low or said.per_week_high else (3, 5)
    return [
        Condition(
            "One session",
            now,
            between(said.minutes_low, said.minutes_high, "minutes"),
            "20 to 50 minutes",
            met,
        ),
        Condition(
            "Sessions a week",
            f"{many:g}" if slots else "no time yet",
            between(said.per_week_low, said.per_week_high, "a week"),
            "3 to 5 a week",
            within(many, low, high) if slots else None,
        ),
    ]


def _weeks(group: Group, said: Programme, calendar: Calendar, today: date) -> Condition:
    end = group.ends or group.review_on
    so_far = calendar.school_weeks_between(group.starts, today) if today > group.starts else 0
    if end is not None and end >= group.starts:
        planned = calendar.school_weeks_between(group.starts, end)
        now = f"{planned:.0f} weeks planned, {so_far:.0f} so far"
        low, high = (said.weeks_low, said.weeks_high) if said.weeks_low or said.weeks_high else (8, 20)
        met: bool | None = within(round(planned), low, high)
    else:
        now = f"{so_far:.0f} weeks so far, no end planned"
        met = None if so_far <= (said.weeks_high or 20) else False
    return Condition("Weeks", now, between(said.weeks_low, said.weeks_high, "weeks"), "8 to 20 weeks", met)


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
    state: str


def time_rows(slots: Iterable[Slot], group: Group, today: date) -> list[TimeRow]:
    """The times of a group: those that hold, then those to come; `state` says which, or that they are over."""
    rows = []
    for slot in slots:
        adult = slot.adult or group.adult
        if slot.valid_to is not None and slot.valid_to < today:
            state = "over"
        elif slot.valid_from is not None and slot.valid_from > today:
            state = "to come"
        else:
            state = "now"
        rows.append(
            TimeRow(
                slot,
                WEEKDAYS[slot.weekday],
                f"{hhmm(slot.starts)} to {hhmm(slot.ends)}",
                WEEKS.get(slot.cycle_week, "").capitalize(),
                adult.name if adult else "Nobody yet",
                slot.room.name if slot.room else "",
                slot.get_place_display(),
                state,
            )
        )
    return rows


def members_now(members: Iterable[GroupMember], today: date) -> tuple[list[GroupMember], list[GroupMember]]:
    """Members who are in the group now or will be, and those who were."""
    rows = list(members)
    past = [one for one in rows if one.ends is not None and one.ends < today]
    return [one for one in rows if one not in past], past


def dose_in_words(programme: Programme) -> str:
    """The recommended dose of a programme as a sentence."""
    parts = [
        between(programme.minutes_low, programme.minutes_high, "minutes"),
        between(programme.per_week_low, programme.per_week_high, "times a week"),
        "for " + between(programme.weeks_low, programme.weeks_high, "weeks"),
    ]
    known = [part for part in parts if "not said" not in part]
    return ", ".join(known) if known else "The dose is not said."
