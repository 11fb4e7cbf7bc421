"""`inreach import FORMAT FILE`: read a file, say what it would change, and change it."""  # noqa: N999

import json
import sys
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.exchange.actions import import_file
from inreach.apps.exchange.engine.entities import ENTITIES
from inreach.apps.exchange.engine.records import Options
from inreach.apps.exchange.formats import FORMATS
from inreach.apps.exchange.formats.fet_times import weekday_of
from inreach.apps.exchange.presenters import timetable_words
from inreach.apps.exchange.services.import_job import FaultyFile, Job, Outcome, examine
from inreach.apps.ui.terminal.arguments import day
from inreach.core.school.calendar import parse_hhmm
from inreach.core.text import listed


def clock(text: str) -> int:
    """Minutes since midnight of an option such as 08:30."""
    try:
        return parse_hhmm(text)
    except ValueError as error:
        raise ArgumentTypeError(str(error)) from None


def weekday(text: str) -> int:
    """The number of a weekday's English name, 0 = Monday."""
    number = weekday_of(text)
    if number is None:
        raise ArgumentTypeError(f"“{text}” is not a day of the week.")
    return number


class Command(BaseCommand):
    help = f"Import {listed((module.BRINGS for module in FORMATS.values()), 'or')}."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("format", choices=sorted(FORMATS), help="what kind of file it is")
        parser.add_argument("file", type=Path, help="the file")
        parser.add_argument("--school", default="", help="the school's name; it is added if there is none")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")
        parser.add_argument("--first-bell", type=clock, default=480, help="when lessons begin (FET), 08:00")
        parser.add_argument("--period-minutes", type=int, default=45, help="how long a period is (FET), 45")
        parser.add_argument(
            "--first-day", type=weekday, default=0, help="the first day of the timetable (FET)"
        )
        parser.add_argument(
            "--from",
            type=day,
            dest="holds_from",
            metavar="YYYY-MM-DD",
            help="the day from which this timetable holds (FET); days before keep the lessons they had. "
            "Without it the file corrects the timetable that is there, in past weeks too",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        if options["period_minutes"] < 1:
            raise CommandError("A period lasts at least one minute.")
        if options["holds_from"] and not FORMATS[options["format"]].HOLDS_FROM_A_DAY:
            raise CommandError("Only a timetable (FET) holds from a day on. Leave --from out.")
        by = system_actor()
        job = Job(
            format=options["format"],
            path=path,
            name=path.name,
            options=Options(
                options["first_bell"], options["period_minutes"], options["first_day"], options["holds_from"]
            ),
            today=timezone.localdate(),
            school_name=options["school"],
        )
        applied = not options["dry_run"]
        try:
            outcome = import_file(by=by, job=job) if applied else examine(job)
        except FaultyFile as faulty:
            outcome = faulty.outcome
        applied = applied and outcome.sound
        if options["json"]:
            self.stdout.write(
                json.dumps(outcome.as_dict() | {"applied": applied}, ensure_ascii=False, indent=2)
            )
        else:
            self._say(outcome, applied=applied)
        if not outcome.sound:
            self._say_faults(outcome)
            sys.exit(1)

    def _say(self, outcome: Outcome, *, applied: bool) -> None:
        for note in outcome.read_result.notes:
            self.stdout.write(f"Note: {note}")
        if not outcome.sound:
            return
        verb = "Imported" if applied else "Would import"
        self.stdout.write(
            f"{verb} {outcome.job.name}" + (f" for {outcome.school}." if outcome.school else ".")
        )
        if words := timetable_words(outcome.plan.counts(), outcome.job.options.holds_from):
            self.stdout.write(words)
        self.stdout.write(f"{'':24}{'added':>10}{'changed':>10}{'ended':>10}{'unchanged':>12}")
        for kind, counts in outcome.plan.counts().items():
            name = ENTITIES[kind].plural if kind in ENTITIES else kind
            self.stdout.write(
                f"{name:24}{counts['added']:>10,}{counts['changed']:>10,}{counts['ended']:>10,}"
                f"{counts['unchanged']:>12,}"
            )

    def _say_faults(self, outcome: Outcome) -> None:
        for fault in outcome.read_result.faults:
            self.stderr.write(str(fault))
        if outcome.read_result.more_faults:
            self.stderr.write(f"… and {outcome.read_result.more_faults:,} more.")
        self.stderr.write("The file has faults. Nothing was kept.")
