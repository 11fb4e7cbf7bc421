"""`inreach ledger --school NAME --week 2026-03-02`: what every pupil gains and loses in a week."""

import json
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.audit.models import Kind
from inreach.apps.audit.recording.events import reading
from inreach.apps.inclusion.presenters.ledger import missed_segments
from inreach.apps.inclusion.presenters.unknown import unknown_sentences
from inreach.apps.inclusion.services.school_week import Row, SchoolLedger, school_ledger
from inreach.apps.schools.queries.school import NoSuchSchool, school_named
from inreach.apps.ui.terminal.arguments import day
from inreach.core.school.calendar import hhmm


class Command(BaseCommand):
    help = "Print the ledger of a week: minutes in and out of class, with whom, and what is missed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--school", required=True, help="the school's name, or its URN")
        parser.add_argument("--week", required=True, type=day, help="any day of the week, as 2026-03-02")
        parser.add_argument(
            "--pupil", default="", help="one pupil: Inreach's id, or the id in the timetable file"
        )
        parser.add_argument("--all", action="store_true", help="pupils without support too")
        parser.add_argument("--names", action="store_true", help="print names of pupils")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            school = school_named(options["school"])
        except NoSuchSchool as error:
            raise CommandError(str(error)) from error
        with reading(
            "ledger.printed",
            by=system_actor(),
            subject=school,
            organisation_id=school.pk,
            kind=Kind.EXPORT,
            details={"week": options["week"].isoformat(), "names": options["names"]},
        ):
            ledger = school_ledger(school, options["week"])
        rows = chosen(ledger, options["pupil"], everybody=options["all"])
        if options["json"]:
            report = as_json(ledger, rows, names=options["names"])
            self.stdout.write(json.dumps(report, ensure_ascii=False, indent=2))
        else:
            self._say(ledger, rows, names=options["names"])

    def _say(self, ledger: SchoolLedger, rows: Sequence[Row], *, names: bool) -> None:
        week = ledger.week
        self.stdout.write(
            f"{ledger.school.name}, week of {week.starts:%-d %B %Y}, {len(week.days)} school days"
            + (f", week {week.cycle_week} of the cycle" if ledger.calendar.cycle_weeks == 2 else "")
            + f". {len(ledger.supported)} of {ledger.on_roll} pupils have support this week."
        )
        for row in rows:
            t = row.totals
            self.stdout.write("")
            self.stdout.write(
                f"{called(row, names=names)}: out {t.out:,} of {t.taught:,} minutes taught, {t.share_out:.1%}; "
                f"teacher {t.teacher:,}, assistant {t.assistant:,}, specialist {t.specialist:,}, "
                f"alone {t.alone:,}; left and came back {t.leavings} times."
            )
            for sentence in unknown_sentences(t, "this pupil"):
                self.stdout.write(f"  {sentence}")
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


def chosen(ledger: SchoolLedger, pupil: str, *, everybody: bool) -> list[Row]:
    """The rows asked for: one pupil's, everybody's, or those with support. Raises CommandError if there is none."""
    if not pupil:
        return [row for row in ledger.rows if everybody or row.supported]
    rows = [row for row in ledger.rows if pupil in (str(row.pupil.pk), row.pupil.source_id)]
    if not rows:
        raise CommandError(f"No pupil “{pupil}” is on the roll of {ledger.school.name} that week.")
    return rows


def called(row: Row, *, names: bool) -> str:
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
        "pupils": [one_pupil(row, names=names) for row in rows],
    }


def one_pupil(row: Row, *, names: bool) -> dict[str, Any]:
    """One pupil's week as plain data, in minutes."""
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
        "class_median_teacher": row.median_teacher,
        "missed": dict(sorted(t.missed.items(), key=lambda item: (-item[1], item[0]))),
        "protected_missed": dict(sorted(t.protected_missed.items())),
        "loved_missed": dict(sorted(t.loved_missed_by_subject.items())),
        "non_learning": {kind.value: minutes for kind, minutes in sorted(t.non_learning.items())},
        "leavings": t.leavings,
        "programmes": sorted(t.programmes.values()),
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
