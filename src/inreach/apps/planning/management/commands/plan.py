"""`inreach plan`: find when every group should meet so that pupils lose least, from a file or from a school."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inreach.apps.planning.terminal.options import add_question, check_options
from inreach.apps.schools.models import School
from inreach.apps.schools.queries.school import NoSuchSchool, names_of_schools, school_named
from inreach.core.refusal import Refusal
from inreach.planner.objective.preferences import PreferenceRefused

NEEDED = (
    "The planner needs packages that are not installed here. Run make tools, or install inreach[planner]."
)
TRIES = 100
INTERRUPTED = 130  # what a shell expects of a program that Ctrl-C ended


class Command(BaseCommand):
    help = "Find when every group should meet so that pupils lose least, and say what it costs."

    def add_arguments(self, parser: CommandParser) -> None:
        add_question(parser)
        parser.add_argument(
            "--wish",
            action="append",
            default=[],
            help="what shall weigh otherwise, as “protect Art”; again for more",
        )
        parser.add_argument(
            "--published", type=Path, help="the timetable that people know: changes from it weigh"
        )
        parser.add_argument(
            "--away",
            action="append",
            default=[],
            help="an adult who is away: mend the timetable that people know",
        )
        parser.add_argument(
            "--avoidable", action="store_true", help="worst off is who has most harm that could be avoided"
        )
        parser.add_argument("--seconds", type=float, help="how long to search (60)")
        parser.add_argument(
            "--rounds", type=int, help="how many rounds to search, the same answer every time"
        )
        parser.add_argument("--seed", type=int, default=0, help="another number searches another way (0)")
        parser.add_argument("--workers", type=int, choices=(1, 2), default=1, help="2: search on both cores")
        parser.add_argument("--no-proof", action="store_false", dest="prove", help="prove no bound meanwhile")
        parser.add_argument("--out", type=Path, help="where to write the timetable")
        parser.add_argument(
            "--keep-run", type=Path, help="where to write question, answer and how it was found"
        )
        parser.add_argument("--keep-problem", type=Path, help="where to write the question")
        parser.add_argument("--answer", type=Path, help="look at this timetable instead of searching for one")
        parser.add_argument(
            "--explain", action="store_true", help="say what is lost, what could not be had, and why"
        )
        parser.add_argument(
            "--tries", type=int, default=TRIES, help="rounds for each change tried with --explain"
        )
        parser.add_argument("--replay", type=Path, help="find the timetable of a kept run again")
        parser.add_argument("--names", action="store_true", help="print names, of pupils too")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from inreach.apps.planning.services.progress import listening
            from inreach.apps.planning.terminal.plan_command import Answering
            from inreach.apps.planning.terminal.run_files import check_places
        except ImportError as error:
            raise CommandError(NEEDED) from error
        try:
            check_options(options)
            check_places(options)
            with listening() as presses:
                answering = Answering(options, presses, self.stdout, self.stderr)
                if options["replay"]:
                    answering.again()
                    return
                unwritten = answering.answer(None if options["problem"] else called(options["school"]))
        except KeyboardInterrupt:
            raise CommandError("Stopped before there was an answer.", returncode=INTERRUPTED) from None
        except (Refusal, PreferenceRefused) as error:
            raise CommandError(str(error)) from error
        if unwritten:
            raise CommandError("\n".join(unwritten))


def called(name: str) -> School:
    """Return the school of this name or URN; CommandError says which there are."""
    try:
        return school_named(name)
    except NoSuchSchool as error:
        there = ", ".join(names_of_schools())
        raise CommandError(f"{error} There are: {there}." if there else str(error)) from error
