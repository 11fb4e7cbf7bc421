"""How a group stands against the conditions under which its programme was tested."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inreach.apps.provision.models import Group, Programme, Slot
from inreach.core.school.calendar import Calendar


def sessions_a_week(slots: Iterable[Slot], cycle_weeks: int) -> float:
    """Sessions in a mean week: a slot of one week of two counts half."""
    return sum(1 if slot.cycle_week == 0 else 1 / cycle_weeks for slot in slots)


def minutes_a_week(slots: Iterable[Slot], cycle_weeks: int) -> float:
    """Minutes in a mean week."""
    return sum((s.ends - s.starts) * (1 if s.cycle_week == 0 else 1 / cycle_weeks) for s in slots)


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
    programme = group.programme
    rows = [
        *_dose(group, slots, programme),
        _weeks(group, programme, calendar, today),
    ]
    trained = {True: "trained", False: "not trained", None: "not known yet"}[group.adult_trained]
    training = (
        f"{float(programme.training_hours):g} hours" if programme.training_hours is not None else "not said"
    )
    rows.append(Condition("Training of the adult", trained, training, "5 to 30 hours", group.adult_trained))
    steps = bool(programme.steps.strip())
    rows.append(Condition("Structured plan", "written" if steps else "not written", "", "structured", steps))
    link = {"linked": True, "none": False}.get(group.class_link)
    rows.append(Condition("Link to class", group.get_class_link_display().lower(), "", "linked", link))
    measured = bool(group.entry_measure and group.exit_measure)
    half = bool(group.entry_measure or group.exit_measure)
    how = "before and after" if measured else "only once" if half else "not said"
    rows.append(Condition("Measured", how, "", "before and after", measured))
    review = f"{group.review_on:%-d %B %Y}" if group.review_on else "no date"
    rows.append(Condition("Review", review, "", "a date", group.review_on is not None))
    return rows


def _dose(group: Group, slots: Sequence[Slot], programme: Programme) -> list[Condition]:
    lengths = sorted({slot.ends - slot.starts for slot in slots})
    per_week = sessions_a_week(slots, group.school.cycle_weeks)
    if not lengths:
        now, met = "no time yet", None
    else:
        now = between(lengths[0], lengths[-1], "minutes")
        low, high = (
            (programme.minutes_low, programme.minutes_high)
            if programme.minutes_low or programme.minutes_high
            else (20, 50)
        )
        met = all(within(length, low, high) for length in lengths)
    low, high = (
        (programme.per_week_low, programme.per_week_high)
        if programme.per_week_low or programme.per_week_high
        else (3, 5)
    )
    return [
        Condition(
            "One session",
            now,
            between(programme.minutes_low, programme.minutes_high, "minutes"),
            "20 to 50 minutes",
            met,
        ),
        Condition(
            "Sessions a week",
            f"{per_week:g}" if slots else "no time yet",
            between(programme.per_week_low, programme.per_week_high, "a week"),
            "3 to 5 a week",
            within(per_week, low, high) if slots else None,
        ),
    ]


def _weeks(group: Group, programme: Programme, calendar: Calendar, today: date) -> Condition:
    end = group.ends or group.review_on
    so_far = calendar.school_weeks_between(group.starts, today) if today > group.starts else 0
    if end is not None and end >= group.starts:
        planned = calendar.school_weeks_between(group.starts, end)
        now = f"{planned:.0f} weeks planned, {so_far:.0f} so far"
        low, high = (
            (programme.weeks_low, programme.weeks_high)
            if programme.weeks_low or programme.weeks_high
            else (8, 20)
        )
        met: bool | None = within(round(planned), low, high)
    else:
        now = f"{so_far:.0f} weeks so far, no end planned"
        met = None if so_far <= (programme.weeks_high or 20) else False
    return Condition(
        "Weeks", now, between(programme.weeks_low, programme.weeks_high, "weeks"), "8 to 20 weeks", met
    )
