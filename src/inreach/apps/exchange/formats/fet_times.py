"""When the days and hours of a `.fet` file are: it names them, and mostly does not say."""

import re
from dataclasses import dataclass

from inreach.apps.exchange.engine.records import Options, ReadResult, SchoolContext
from inreach.apps.exchange.formats.fet_file import FetFile
from inreach.core.school.calendar import MINUTES_IN_A_DAY, SHORT_WEEKDAYS, WEEKDAYS, hhmm

CLOCK = re.compile(r"(?<!\d)([01]?\d|2[0-4])[:.h]([0-5]\d)(?!\d)")
Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Times:
    """The weekday of each named day, and the stretch of each hour on that day in minutes since midnight."""

    weekdays: dict[str, int]
    hours: dict[int, tuple[Stretch, ...]]
    names: tuple[str, ...]

    def stretch(self, day: str, hour: str, duration: int) -> Stretch | None:
        """From the beginning of an hour to the end of the last of `duration` hours; None past the end of the day."""
        first = self.names.index(hour)
        hours = self.hours[self.weekdays[day]]
        if first + duration > len(hours):
            return None
        return hours[first][0], hours[first + duration - 1][1]


def weekday_of(name: str) -> int | None:
    """The weekday of an English name or its first three letters, 0 = Monday; None if it is neither."""
    short = name.strip().lower().rstrip(".")
    for number, names in enumerate(zip(WEEKDAYS, SHORT_WEEKDAYS, strict=True)):
        if short in (name.lower() for name in names):
            return number
    return None


def clock_times(hours: list[str]) -> tuple[Stretch, ...] | None:
    """The stretches that the names of the hours say ("8:30-9:20", "08:30"); None if not every name has a time.

    A name with only its beginning lasts until the next one begins, the last one as long as the one before it.
    """
    times_by_hour = [[int(h) * 60 + int(m) for h, m in CLOCK.findall(name)] for name in hours]
    if not times_by_hour or not all(times_by_hour) or (len(times_by_hour) == 1 and len(times_by_hour[0]) < 2):
        return None
    stretches: list[Stretch] = []
    for number, times in enumerate(times_by_hour):
        starts = times[0]
        if len(times) > 1:
            ends = times[1]
        elif number + 1 < len(times_by_hour):
            ends = times_by_hour[number + 1][0]
        else:
            ends = starts + stretches[-1][1] - stretches[-1][0]
        if not starts < ends <= MINUTES_IN_A_DAY or (stretches and starts < stretches[-1][1]):
            return None
        stretches.append((starts, ends))
    return tuple(stretches)


def read_times(
    fet_file: FetFile, file: str, read_result: ReadResult, options: Options, school_context: SchoolContext
) -> Times | None:
    """Place the file's days and hours in the week; None when they do not fit, which is named."""
    weekdays = _weekdays(fet_file, file, read_result, options)
    if weekdays is None or not fet_file.hours:
        return None
    by_name = clock_times(fet_file.hours)
    if by_name:
        read_result.note("The times of the lessons are read from the names of the hours.")
        return Times(weekdays, dict.fromkeys(weekdays.values(), by_name), tuple(fet_file.hours))
    own = {day: school_context.periods.get(day, ()) for day in weekdays.values()}
    if all(len(periods) == len(fet_file.hours) for periods in own.values()):
        read_result.note("The times of the lessons are those of the school's own lesson periods.")
        return Times(weekdays, own, tuple(fet_file.hours))
    if options.first_bell + options.period_minutes * len(fet_file.hours) > MINUTES_IN_A_DAY:
        read_result.fault(
            file,
            "Hours_List",
            f"{len(fet_file.hours)} periods of {options.period_minutes} minutes from {hhmm(options.first_bell)} "
            "do not fit in a day.",
            "Choose an earlier first bell or shorter periods.",
        )
        return None
    assumed = tuple(
        (
            options.first_bell + n * options.period_minutes,
            options.first_bell + (n + 1) * options.period_minutes,
        )
        for n in range(len(fet_file.hours))
    )
    why = ", and the school's own periods are not as many" if any(own.values()) else ""
    read_result.note(
        f"The file says no times of day{why}. They are assumed: {len(fet_file.hours)} periods of "
        f"{options.period_minutes} minutes, one after the other, from {hhmm(assumed[0][0])} to "
        f"{hhmm(assumed[-1][1])}. Correct the school's "
        "periods and import the file again; the lessons then take the school's times."
    )
    return Times(weekdays, dict.fromkeys(weekdays.values(), assumed), tuple(fet_file.hours))


def _weekdays(
    fet_file: FetFile, file: str, read_result: ReadResult, options: Options
) -> dict[str, int] | None:
    if not fet_file.days:
        return None
    if len(fet_file.days) > len(WEEKDAYS):
        read_result.fault(
            file,
            "Days_List",
            f"The timetable has {len(fet_file.days)} days; a week has seven.",
            "Send a timetable of one week.",
        )
        return None
    named = {day: weekday_of(day) for day in fet_file.days}
    if None not in named.values() and len(set(named.values())) == len(named):
        return {day: number for day, number in named.items() if number is not None}
    weekdays = {day: (options.first_day + n) % 7 for n, day in enumerate(fet_file.days)}
    first = WEEKDAYS[options.first_day]
    read_result.note(f"The names of the days are not English weekdays, so they are counted from {first} on.")
    return weekdays
