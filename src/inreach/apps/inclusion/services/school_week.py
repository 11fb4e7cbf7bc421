"""The school's ledger of a week: for every pupil what support takes and gives, with what the guard says of it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import UUID

from inreach.apps.inclusion.adapters.guard import facts_for
from inreach.apps.inclusion.adapters.ledger import school_week
from inreach.apps.inclusion.adapters.thresholds import thresholds_of
from inreach.apps.inclusion.queries.ledger import HomeClass, classmates_in, everybody_in, home_classes
from inreach.apps.provision.adapters import GroupMembership, memberships_by_pupil, supports_of
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Pupil, School
from inreach.core.guard.engine import flags, not_judged
from inreach.core.guard.types import Flag, Rule, Thresholds, WeekFacts
from inreach.core.ledger.calculator import LedgerCalculator
from inreach.core.ledger.types import LedgerWeek, PeriodKind, Totals
from inreach.core.school.calendar import Calendar, CalendarWeek, hhmm

FEWEST_FOR_A_MEDIAN = 5
LINES = ("share_notice", "share_concern", "share_outvention")
FELT_FIRST = (*LINES, "protected_missed", "loved_missed", "programmes", "no_review_date", "non_learning")


def felt(rule: str) -> int:
    """Return the place of a rule among equally grave ones: what the pupil feels comes before what adults forgot."""
    return FELT_FIRST.index(rule) if rule in FELT_FIRST else len(FELT_FIRST)


@dataclass(frozen=True, slots=True)
class Row:
    """One pupil's week. `median_teacher` are minutes with a teacher of the middle pupil of the class, if it has one."""

    pupil: Pupil
    home: HomeClass | None
    week: LedgerWeek
    memberships: tuple[GroupMembership, ...]
    flags: tuple[Flag, ...]
    median_teacher: int | None
    unknown: tuple[Rule, ...] = ()

    @property
    def class_name(self) -> str:
        """The name of the class that the pupil belongs to, or nothing."""
        return self.home.name if self.home else ""

    @property
    def totals(self) -> Totals:
        """The sums of the week."""
        return self.week.totals

    @property
    def supported(self) -> bool:
        """Say whether the pupil has any support this week."""
        return bool(self.totals.programmes)

    @property
    def worst(self) -> Flag | None:
        """The gravest flag, if there is one; of equally grave ones the one that a pupil feels first."""
        return min(self.flags, key=lambda flag: (-flag.severity.rank, felt(flag.rule)), default=None)

    @property
    def percent_out(self) -> int:
        """Share of taught time out of class in whole per cent, rounded down: no line shows before it is reached."""
        return self.totals.out * 100 // self.totals.taught if self.totals.taught else 0

    @property
    def over_a_line(self) -> bool:
        """Say whether the share of time out of class has reached one of the three lines."""
        return any(flag.rule in LINES for flag in self.flags)


@dataclass(frozen=True, slots=True)
class SchoolLedger:
    """The ledger of one week of a school for the pupils asked about; `on_roll` counts the pupils it could show."""

    school: School
    calendar: Calendar
    week: CalendarWeek
    thresholds: Thresholds
    rows: tuple[Row, ...]

    @property
    def on_roll(self) -> int:
        """How many pupils it speaks of."""
        return len(self.rows)

    @property
    def supported(self) -> tuple[Row, ...]:
        """Rows of the pupils with support this week."""
        return tuple(row for row in self.rows if row.supported)


def school_ledger(
    school: School, day: date, pupils: Collection[Pupil] | None = None, *, calendar: Calendar | None = None
) -> SchoolLedger:
    """Return the ledger of the week that a day is in, for these pupils, or for everybody on the school's roll.

    Whoever is asked about, the medians are of the whole class. It takes the same few queries for one pupil as for all.
    """
    calendar = calendar or calendar_of(school)
    week = calendar.week_of(day)
    everybody = everybody_in(school, week)
    ids = {pupil.pk for pupil in pupils} if pupils is not None else None
    shown = everybody if ids is None else [pupil for pupil in everybody if pupil.pk in ids]
    return ledger_among(school, calendar, week, everybody, shown)


def pupil_ledger(pupil: Pupil, day: date, *, calendar: Calendar | None = None) -> SchoolLedger:
    """Return the ledger of the week that a day is in for one pupil, beside the median of the class."""
    calendar = calendar or calendar_of(pupil.school)
    week = calendar.week_of(day)
    others = [one for one in classmates_in(pupil, week) if one.pk != pupil.pk]
    return ledger_among(pupil.school, calendar, week, [pupil, *others], [pupil])


def ledger_among(
    school: School, calendar: Calendar, week: CalendarWeek, everybody: Sequence[Pupil], shown: Sequence[Pupil]
) -> SchoolLedger:
    """Return the ledger of a week for the pupils shown; everybody else stands behind the medians."""
    memberships = memberships_by_pupil(everybody, week)
    weeks = school_week(everybody, week, supports_of(memberships, week), LedgerCalculator())
    classes = home_classes(school, week)
    medians = class_medians(weeks, classes)
    thresholds = thresholds_of(school.pk)
    before = weeks_before([pupil for pupil in shown if memberships[pupil.pk]], calendar, week)
    rows = []
    for pupil in shown:
        of_pupil, mine = weeks[pupil.pk], memberships[pupil.pk]
        facts = facts_for(of_pupil, before.get(pupil.pk), mine, calendar, week) if mine else WeekFacts()
        home = classes.get(pupil.pk)
        rows.append(
            Row(
                pupil=pupil,
                home=home,
                week=of_pupil,
                memberships=mine,
                flags=flags(facts, thresholds) if mine else (),
                median_teacher=medians.get(home) if home else None,
                unknown=not_judged(facts) if mine else (),
            )
        )
    return SchoolLedger(school, calendar, week, thresholds, tuple(rows))


def weeks_before(
    pupils: Sequence[Pupil], calendar: Calendar, week: CalendarWeek
) -> Mapping[UUID, LedgerWeek]:
    """Return these pupils' ledgers of the school week before; none if there is none in the calendar."""
    earlier = calendar.week_before(week)
    return school_week(pupils, earlier) if pupils and earlier else {}


def class_medians(
    weeks: Mapping[UUID, LedgerWeek], classes: Mapping[UUID, HomeClass]
) -> dict[HomeClass, int]:
    """Return the median minutes with a teacher by class; a class of very few pupils has none, to tell nobody's week."""
    minutes: dict[HomeClass, list[int]] = defaultdict(list)
    for pupil, week in weeks.items():
        if pupil in classes:
            minutes[classes[pupil]].append(week.totals.teacher)
    return {
        home: round(median(found)) for home, found in minutes.items() if len(found) >= FEWEST_FOR_A_MEDIAN
    }


def missed_segments(row: Row) -> list[dict[str, object]]:
    """Return every stretch of a lesson that support takes, so that a person can check it in the timetable."""
    return [
        {
            "day": segment.day.isoformat(),
            "start": hhmm(segment.start),
            "end": hhmm(segment.end),
            "minutes": segment.minutes,
            "subject": segment.subject,
            "lesson": segment.block,
            "group": segment.group,
            "programme": segment.support,
            "with": segment.adult.value,
        }
        for segment in row.week.segments
        if segment.out and segment.kind is PeriodKind.LESSON
    ]
