"""The school's ledger of a week: for every pupil what support takes and gives, with what the guard says of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from inreach.apps.inclusion.adapters.school_week import SchoolWeek, gather_pupil_week, gather_school_week
from inreach.apps.inclusion.queries.ledger import HomeClass
from inreach.apps.provision.adapters.support import GroupMembership
from inreach.apps.schools.models import Pupil, School
from inreach.core.guard.engine import SHARE_LINES
from inreach.core.guard.judgement import Judgement, judge_week
from inreach.core.guard.thresholds import Thresholds
from inreach.core.guard.types import Flag, Rule
from inreach.core.ledger.double_bookings import DoubleBooking
from inreach.core.ledger.school_week import CalculatedWeek, calculate
from inreach.core.ledger.types import LedgerWeek, Totals
from inreach.core.school.calendar import Calendar, CalendarWeek


class PupilLedger:
    """The ledger of one pupil among those of the school, worked out when it is asked for."""

    __slots__ = ("_ledgers", "_pupil")

    def __init__(self, ledgers: Mapping[UUID, LedgerWeek], pupil: UUID) -> None:
        self._ledgers, self._pupil = ledgers, pupil

    @property
    def week(self) -> LedgerWeek:
        """The segments of the week and their totals."""
        return self._ledgers[self._pupil]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, PupilLedger) and self.week == other.week

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Row:
    """One pupil's week. `supported` says whether any support is planned in it.

    `median_teacher` are minutes with a teacher of the middle pupil of the class, if it has one.
    """

    pupil: Pupil
    home: HomeClass | None
    supported: bool
    ledger: PupilLedger
    memberships: tuple[GroupMembership, ...]
    flags: tuple[Flag, ...]
    median_teacher: int | None
    unknown: tuple[Rule, ...] = ()
    double_bookings: tuple[DoubleBooking, ...] = ()

    @property
    def class_name(self) -> str:
        """The name of the class that the pupil belongs to, or nothing."""
        return self.home.name if self.home else ""

    @property
    def week(self) -> LedgerWeek:
        """The ledger of the week."""
        return self.ledger.week

    @property
    def totals(self) -> Totals:
        """The sums of the week."""
        return self.week.totals

    @property
    def worst(self) -> Flag | None:
        """The gravest flag, if there is one; of equally grave ones the one that a pupil feels first."""
        return min(self.flags, key=lambda flag: (-flag.severity.rank, flag.rule.severity_order), default=None)

    @property
    def percent_out(self) -> int:
        """Share of taught time out of class in whole per cent, rounded down: no line shows before it is reached."""
        return self.totals.out * 100 // self.totals.taught if self.totals.taught else 0

    @property
    def over_a_line(self) -> bool:
        """Say whether the share of time out of class has reached one of the three lines."""
        return any(flag.rule in SHARE_LINES.values() for flag in self.flags)


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
    """Return the ledger of the week that a day is in, for these pupils, or for everybody on the school's roll."""
    return ledger_of(gather_school_week(school, day, pupils, calendar=calendar))


def pupil_ledger(pupil: Pupil, day: date, *, calendar: Calendar | None = None) -> SchoolLedger:
    """Return the ledger of the week that a day is in for one pupil, beside the median of the class."""
    return ledger_of(gather_pupil_week(pupil, day, calendar=calendar))


def ledger_of(gathered: SchoolWeek) -> SchoolLedger:
    """Return the ledger of what was gathered: calculated first, then judged. It asks the database nothing."""
    class_of = {pupil: home.pk for pupil, home in gathered.home_classes.items()}
    calculated = calculate(gathered.planned, gathered.planned_before, class_of)
    rows = tuple(row_of(pupil, gathered, calculated) for pupil in gathered.pupils)
    return SchoolLedger(gathered.school, gathered.calendar, gathered.week, gathered.thresholds, rows)


def row_of(pupil: Pupil, gathered: SchoolWeek, calculated: CalculatedWeek[UUID, UUID]) -> Row:
    """Return one pupil's week; the guard judges it if the pupil is in a group."""
    home = gathered.home_classes.get(pupil.pk)
    recorded = gathered.recorded.get(pupil.pk)
    judgement = (
        Judgement()
        if recorded is None
        else judge_week(
            calculated.ledgers[pupil.pk],
            calculated.ledgers_before.get(pupil.pk),
            recorded,
            gathered.thresholds,
        )
    )
    return Row(
        pupil=pupil,
        home=home,
        supported=gathered.planned[pupil.pk].supported,
        ledger=PupilLedger(calculated.ledgers, pupil.pk),
        memberships=gathered.memberships[pupil.pk],
        flags=judgement.flags,
        median_teacher=calculated.median_teacher.get(home.pk) if home else None,
        unknown=judgement.not_judged,
        double_bookings=calculated.double_bookings.get(pupil.pk, ()),
    )
