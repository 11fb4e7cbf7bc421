"""`inreach ledger --school NAME --week 2026-03-02`: what every pupil gains and loses in a week, a term or a year."""

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from typing import Any, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.audit.models import Kind
from inreach.apps.audit.recording.events import reading
from inreach.apps.inclusion.presenters.ledger import missed_segments
from inreach.apps.inclusion.presenters.unknown import unknown_sentences
from inreach.apps.inclusion.services.school_week import Row, SchoolLedger, school_ledger
from inreach.apps.inclusion.services.school_year import SchoolYearLedger, YearRow, school_year_ledger
from inreach.apps.schools.models import School
from inreach.apps.schools.queries.school import NoSuchSchool, school_named
from inreach.apps.ui.terminal.arguments import day
from inreach.core.school.calendar import hhmm
from inreach.core.text import counted

AnyRow = TypeVar("AnyRow", Row, YearRow)


class Command(BaseCommand):
    help = "Print the ledger of a week, a term or a year: minutes in and out of class, with whom, and what is missed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", required=True, help="the school's name, or its URN")
        parser.add_argument("--week", type=day, help="any day of the week, as 2026-03-02")
        parser.add_argument("--from", dest="first", type=day, help="the first day of a term, or of a year")
        parser.add_argument("--until", dest="last", type=day, help="the last day of it")
        parser.add_argument(
            "--pupil", default="", help="one pupil: Inreach's id, or the id in the timetable file"
        )
        parser.add_argument("--all", action="store_true", help="pupils without support too")
        parser.add_argument("--names", action="store_true", help="print names of pupils")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        week, first, last = options["week"], options["first"], options["last"]
        check_days(week, first, last)
        try:
            school = school_named(options["school"])
        except NoSuchSchool as error:
            raise CommandError(str(error)) from error
        if week:
            with printing("ledger.printed", school, names=options["names"], week=week):
                of_week = school_ledger(school, week)
            rows = chosen(of_week.rows, options, f"on the roll of {school.name} that week")
            report = partial(as_json, of_week, rows)
            say = partial(self._say, of_week, rows)
        else:
            with printing("ledger.printed_between", school, names=options["names"], first=first, last=last):
                of_year = school_year_ledger(school, first, last)
            rows_of_year = chosen(of_year.rows, options, f"on the roll of {school.name} on these days")
            report = partial(year_as_json, of_year, rows_of_year)
            say = partial(self._say_year, of_year, rows_of_year)
        if options["json"]:
            self.stdout.write(json.dumps(report(names=options["names"]), ensure_ascii=False, indent=2))
        else:
            say(names=options["names"])

    def _say_year(self, ledger: SchoolYearLedger, rows: Sequence[YearRow], *, names: bool) -> None:
        self.stdout.write(
            f"{ledger.school.name}, {ledger.first:%-d %B %Y} to {ledger.last:%-d %B %Y}, "
            f"{counted(ledger.days, 'school day')} in {counted(ledger.weeks, 'week')}. "
            f"{len(ledger.supported)} of {ledger.on_roll} pupils have support on these days."
        )
        for row in rows:
            self._say_minutes(row, names=names)
            for subject, minutes in by_minutes(row.totals.missed).items():
                self.stdout.write(f"  {minutes:>6,} min of {subject}")

    def _say(self, ledger: SchoolLedger, rows: Sequence[Row], *, names: bool) -> None:
        week = ledger.week
        self.stdout.write(
            f"{ledger.school.name}, week of {week.starts:%-d %B %Y}, {len(week.days)} school days"
            + (f", week {week.cycle_week} of the cycle" if ledger.calendar.cycle_weeks == 2 else "")
            + f". {len(ledger.supported)} of {ledger.on_roll} pupils have support this week."
        )
        for row in rows:
            self._say_minutes(row, names=names)
            for booking in row.double_bookings:
                self.stdout.write(
                    f"  in two places at once: {booking.day.isoformat()} {hhmm(booking.start)} to {hhmm(booking.end)}, "
                    f"{booking.counts} counts, and {booking.gives_way}"
                )
            for segment in missed_segments(row):
                self.stdout.write(
                    f"  {segment['day']} {segment['start']} to {segment['end']}  {segment['minutes']:>3} min of "
                    f"{segment['subject']} (lesson {segment['lesson']}), {segment['group']}"
                )
            for flag in row.flags:
                self.stdout.write(f"  {flag.severity.value}: {flag.sentence}")

    def _say_minutes(self, row: Row | YearRow, *, names: bool) -> None:
        t = row.totals
        self.stdout.write("")
        self.stdout.write(
            f"{called(row, names=names)}: out {t.out:,} of {t.taught:,} minutes taught, {t.share_out:.1%}; "
            f"teacher {t.teacher:,}, assistant {t.assistant:,}, specialist {t.specialist:,}, "
            f"alone {t.alone:,}; left and came back {t.leavings:,} times."
        )
        for sentence in unknown_sentences(t, "this pupil"):
            self.stdout.write(f"  {sentence}")


def check_days(week: date | None, first: date | None, last: date | None) -> None:
    """Refuse what is neither one week nor the days from one to another: CommandError."""
    if (week is None) == (first is None) or (first is None) != (last is None):
        raise CommandError("Say which days: --week, or --from with --until.")
    if first is not None and last is not None and last < first:
        raise CommandError(f"--until ({last}) must not be before --from ({first}).")


def printing(verb: str, school: School, *, names: bool, **days: date) -> AbstractContextManager[None]:
    """Note in the audit that a ledger is printed."""
    return reading(
        verb,
        by=system_actor(),
        subject=school,
        organisation_id=school.pk,
        kind=Kind.EXPORT,
        details={**{name: each.isoformat() for name, each in days.items()}, "names": names},
    )


def chosen(rows: Iterable[AnyRow], options: Mapping[str, Any], place: str) -> list[AnyRow]:
    """The rows asked for: one pupil's, everybody's, or those with support. Raises CommandError if there is none."""
    pupil = options["pupil"]
    if not pupil:
        return [row for row in rows if options["all"] or row.supported]
    of_pupil = [row for row in rows if pupil in (str(row.pupil.pk), row.pupil.source_id)]
    if not of_pupil:
        raise CommandError(f"No pupil “{pupil}” is {place}.")
    return of_pupil


def by_minutes(missed: Mapping[str, int]) -> dict[str, int]:
    """Subjects with most minutes first."""
    return dict(sorted(missed.items(), key=lambda item: (-item[1], item[0])))


def called(row: Row | YearRow, *, names: bool) -> str:
    """How the command names a pupil: by the id in the timetable file, or by Inreach's own."""
    if names:
        return row.pupil.name
    return row.pupil.source_id or str(row.pupil.pk)


def as_json(ledger: SchoolLedger, rows: Sequence[Row], *, names: bool) -> dict[str, Any]:
    """The ledger as plain data: ids, minutes, and a line for each stretch of a lesson that is missed."""
    return {
        "school": ledger.school.name,
        "week": ledger.week.starts.isoformat(),
        "days": [day.isoformat() for day in ledger.week.days],
        "cycle_week": ledger.week.cycle_week,
        "on_roll": ledger.on_roll,
        "with_support": len(ledger.supported),
        "pupils": [{**minutes_of(row, names=names), **week_of(row)} for row in rows],
    }


def year_as_json(ledger: SchoolYearLedger, rows: Sequence[YearRow], *, names: bool) -> dict[str, Any]:
    """The ledger of a term or a year as plain data: ids, and minutes summed over its weeks."""
    return {
        "school": ledger.school.name,
        "from": ledger.first.isoformat(),
        "until": ledger.last.isoformat(),
        "days": ledger.days,
        "weeks": ledger.weeks,
        "on_roll": ledger.on_roll,
        "with_support": len(ledger.supported),
        "pupils": [minutes_of(row, names=names) for row in rows],
    }


def minutes_of(row: Row | YearRow, *, names: bool) -> dict[str, Any]:
    """One pupil's minutes as plain data."""
    t = row.totals
    return {
        "pupil": str(row.pupil.pk),
        "source_id": row.pupil.source_id,
        **({"name": row.pupil.name} if names else {}),
        "taught": t.taught,
        "out": t.out,
        "share_out": round(t.share_out, 4),
        "teacher": t.teacher,
        "assistant": t.assistant,
        "specialist": t.specialist,
        "alone": t.alone,
        "unknown_adult": t.unknown_adult,
        "unknown_time": t.unknown_time,
        "unknown_out": t.unknown_out,
        "missed": by_minutes(t.missed),
        "protected_missed": dict(sorted(t.protected_missed.items())),
        "loved_missed": dict(sorted(t.loved_missed_by_subject.items())),
        "non_learning": {kind.value: minutes for kind, minutes in sorted(t.non_learning.items())},
        "leavings": t.leavings,
        "programmes": sorted(t.programmes.values()),
    }


def week_of(row: Row) -> dict[str, Any]:
    """What is said of one pupil's week besides its minutes, as plain data."""
    return {
        "class_median_teacher": row.median_teacher,
        "flags": [
            {
                "rule": flag.rule.id,
                "severity": flag.severity.value,
                "sentence": flag.sentence,
                "numbers": flag.numbers,
            }
            for flag in row.flags
        ],
        "not_judged": [rule.id for rule in row.unknown],
        "missed_pieces": missed_segments(row),
        "in_two_places": [
            {
                "day": booking.day.isoformat(),
                "start": hhmm(booking.start),
                "end": hhmm(booking.end),
                "counts": str(booking.counts),
                "gives_way": str(booking.gives_way),
            }
            for booking in row.double_bookings
        ],
    }
