"""The school year of the demonstration, worked out from any day, so that it is alive whenever it is opened."""

from bisect import bisect_right
from datetime import date, timedelta

from inreach.core.school.calendar import Calendar, Term

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def academic_year_of(today: date) -> int:
    """Return the calendar year in which the academic year of this day began; August belongs to the old one."""
    return today.year if today.month >= 9 else today.year - 1


def monday(day: date) -> date:
    """Return the Monday on or after this day."""
    return day + timedelta(days=-day.weekday() % 7)


def weekday_from(day: date) -> date:
    """Return this day, or the Monday after it when it is a Saturday or Sunday."""
    return day if day.weekday() < 5 else monday(day)


def easter(year: int) -> date:
    """Return Easter Sunday by Gauss's rule with the constants that hold from 1900 to 2099."""
    golden = year % 19
    moon = (19 * golden + 24) % 30
    sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * moon + 5) % 7
    late = sunday == 6 and (moon == 29 or (moon == 28 and golden > 10))
    return date(year, 3, 22) + timedelta(days=moon + sunday - (7 if late else 0))


def terms_of(year: int) -> list[tuple[str, Term]]:
    """Return the six half terms of the academic year that begins in September of this year."""
    spring = year + 1
    autumn_half = monday(date(year, 10, 25))
    spring_half = monday(date(spring, 2, 14))
    easter_break = easter(spring) - timedelta(days=6)
    summer_half = monday(date(spring, 5, 25))
    last = date(spring, 7, 22)
    return [
        ("Autumn term, first half", Term(weekday_from(date(year, 9, 1)), autumn_half - 3 * DAY)),
        ("Autumn term, second half", Term(autumn_half + WEEK, monday(date(year, 12, 18)) - 3 * DAY)),
        ("Spring term, first half", Term(monday(date(spring, 1, 3)), spring_half - 3 * DAY)),
        ("Spring term, second half", Term(spring_half + WEEK, easter_break - 3 * DAY)),
        ("Summer term, first half", Term(easter_break + 2 * WEEK, summer_half - 3 * DAY)),
        (
            "Summer term, second half",
            Term(summer_half + WEEK, last - timedelta(days=(last.weekday() - 2) % 7)),
        ),
    ]


def closures_of(year: int) -> list[tuple[date, str]]:
    """Return the days inside those terms on which no pupil comes: five training days and a bank holiday."""
    terms = [term for _, term in terms_of(year)]
    may_day = monday(date(year + 1, 5, 1))
    return [
        (terms[0].starts, "Staff training day"),
        (terms[0].ends, "Staff training day"),
        (terms[2].starts, "Staff training day"),
        (terms[3].starts, "Staff training day"),
        (may_day, "Early May bank holiday"),
        (terms[5].starts, "Staff training day"),
    ]


class SchoolTime:
    """Dates of the story, told in school weeks before and after today.

    It spans the academic year of today with the ones before and after it, so that a story of many weeks fits in
    on the first day of September too.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.year = academic_year_of(today)
        self.years = (self.year - 1, self.year, self.year + 1)
        self.calendar = Calendar(
            terms=tuple(term for year in self.years for _, term in terms_of(year)),
            closures=frozenset(day for year in self.years for day, _ in closures_of(year)),
        )
        self._weeks = [week.starts for week in self.calendar.weeks()]
        self._now = bisect_right(self._weeks, today) - 1

    @property
    def year_starts(self) -> date:
        return date(self.year, 9, 1)

    @property
    def weeks_past(self) -> int:
        """How many school weeks of the story lie before this one."""
        return self._now

    def day(self, weeks: int, weekday: int = 0) -> date:
        """Return an open day of the school week that is so many school weeks after this one (negative: before).

        In a holiday "this week" is the last one before it. The day is the first open one on or after the
        weekday, or the last open one of the week.
        """
        starts = self._weeks[min(max(self._now + weeks, 0), len(self._weeks) - 1)]
        days = self.calendar.week_of(starts).days
        return next((day for day in days if day.weekday() >= weekday), days[-1])

    def past(self, weeks: int, weekday: int = 0) -> date:
        """Return a day of the story that lies so many school weeks back, and never after today."""
        return min(self.day(-weeks, weekday), self.today)
