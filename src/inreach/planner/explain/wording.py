"""Names, numbers and times as people say them; every sentence of an explanation is made with these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from inreach.core.school.calendar import hhmm
from inreach.core.text import listed
from inreach.planner.problem.problem import Group, Problem, Window

NUMBERS = (
    "none",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
PERIODS = {"assembly": "assembly", "break": "break", "lunch": "lunch", "registration": "registration"}
PERIODS |= {"before": "the time before school", "after": "the time after school"}


@dataclass(frozen=True)
class Names:
    """What people and things are called: a name by id, or by kind and id (“pupil 3”); where none is given, the id."""

    given: Mapping[str, str] = field(default_factory=dict)

    def of(self, kind: str, name: str) -> str:
        """Return what somebody or something is called; an id that says its kind already does not say it twice."""
        called = self.given.get(f"{kind} {name}") or self.given.get(name)
        return called or (name if name.lower().startswith(f"{kind} ") else f"{kind} {name}")

    def adult(self, name: str) -> str:
        """Return what an adult is called."""
        return self.of("adult", name)

    def pupil(self, name: str) -> str:
        """Return what a pupil is called."""
        return self.of("pupil", name)

    def group(self, name: str) -> str:
        """Return what a group is called."""
        return self.of("group", name)

    def room(self, name: str) -> str:
        """Return what a room is called."""
        return self.of("room", name)

    def thing(self, name: str) -> str:
        """Return what a subject, programme, site or kind of period is called; these are names by themselves."""
        return self.given.get(name) or PERIODS.get(name, name)


def number(count: int) -> str:
    """Return a whole number as it is written in a sentence: “none” to “twelve” in letters, thousands with a comma."""
    return NUMBERS[count] if 0 <= count < len(NUMBERS) else f"{count:,}"


def many(count: int, one: str, more: str | None = None) -> str:
    """Return a number with its noun: “no sessions”, “one session”, “3,000 sessions”."""
    return f"{number(count) if count else 'no'} {one if count == 1 else more or one + 's'}"


def capital(text: str) -> str:
    """Return the text with a large first letter."""
    return text[:1].upper() + text[1:]


def on_day(problem: Problem, week: int, day: int) -> str:
    """Return a day of the cycle: “Tuesday”, or “Tuesday of week 2” where the cycle has two weeks."""
    name = problem.day_name(day)
    return f"{name} of week {week + 1}" if problem.weeks > 1 else name


def at_time(problem: Problem, week: int, day: int, start: int) -> str:
    """Return a time of the cycle: “Tuesday 10:05”, or “Tuesday 10:05 of week 2”."""
    return f"{problem.day_name(day)} {hhmm(start)}" + (f" of week {week + 1}" if problem.weeks > 1 else "")


def every_week(problem: Problem) -> str:
    """Return the words for one cycle."""
    return "in the two weeks" if problem.weeks > 1 else "in the week"


def minutes_of(minutes: int, whole: int) -> str:
    """Return a part of some time: “30 of 60 minutes”, or “all 60 minutes”."""
    return f"all {whole:,} minutes" if minutes == whole else f"{minutes:,} of {whole:,} minutes"


def stretches(problem: Problem, windows: Iterable[Window], on: str = "on ", between: str = "; ") -> str:
    """Return times of the week: “on Monday and Friday from 09:00 to 10:00”, “from 09:00 to 10:00 every day”.

    A day without a time is the whole school day; stretches with other times are parted by `between`.
    """
    days: dict[str, list[str]] = {}
    for window in sorted(windows):
        whole = window.start <= problem.day_starts and problem.day_ends <= window.end
        time = "" if whole else f"from {hhmm(window.start)} to {hhmm(window.end)}"
        days.setdefault(time, []).append(problem.day_name(window.day))
    parts = (
        f"{time} every day" if len(named) == problem.days else f"{on}{listed(named)} {time}"
        for time, named in days.items()
    )
    return between.join(part.strip() for part in parts)


def dose_of(group: Group, *, length: bool = True) -> str:
    """Return how often a group meets: “three sessions of 30 minutes a week, each on another day”."""
    lasting = f" of {group.minutes} minutes" if length else ""
    apart = ", each on another day" if group.sessions > 1 else ""
    return f"{many(group.sessions, 'session')}{lasting} a week{apart}"
