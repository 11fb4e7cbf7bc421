"""`inreach form`: share pupils who need the same programme out into groups that lose least, before they are planned."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inreach.apps.planning.management.commands.plan import INTERRUPTED, called
from inreach.apps.planning.terminal.options import LONGEST_TURNAROUND, OF_A_SCHOOL, WrongOption, add_question
from inreach.apps.planning.terminal.run_files import READ, WRITTEN, check_places, write
from inreach.core.refusal import Refusal
from inreach.planner.problem.files import problem_text

ONLY_SCHOOL = OF_A_SCHOOL | {"year": "--year", "need": "--need", "lead": "--lead"}
AT_LEAST_ONE = ("minutes", "sessions", "smallest", "largest", "groups")


class Command(BaseCommand):
    help = (
        "Share pupils who need the same programme out into groups that lose least, before they are planned."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        add_question(parser)
        parser.add_argument("--programme", required=True, help="what the pupils need")
        parser.add_argument(
            "--pupils", default="", help="who needs it, with commas: ids, or ids of the timetable file"
        )
        parser.add_argument("--year", action="append", default=[], help="everybody of a year; again for more")
        parser.add_argument(
            "--need",
            action="append",
            default=[],
            help="everybody with a type of need, as SLCN; again for more",
        )
        parser.add_argument(
            "--anew", action="store_true", help="share out those in the programme's groups again"
        )
        parser.add_argument(
            "--lead", action="append", default=[], help="an adult who may lead it too; again for more"
        )
        parser.add_argument("--minutes", type=int, help="how long a session lasts (what the programme says)")
        parser.add_argument("--sessions", type=int, help="how often a week (what the programme says)")
        parser.add_argument("--smallest", type=int, default=2, help="pupils in a group at least (2)")
        parser.add_argument("--largest", type=int, default=6, help="pupils in a group at most (6)")
        parser.add_argument("--groups", type=int, help="groups at most (what the adults have hours for)")
        parser.add_argument(
            "--together", action="append", default=[], help="pupils who stay together, as a,b; again for more"
        )
        parser.add_argument(
            "--never", action="append", default=[], help="pupils who must not meet, as a,b; again for more"
        )
        parser.add_argument("--seed", type=int, default=0, help="another number searches another way (0)")
        parser.add_argument("--no-proof", action="store_false", dest="prove", help="prove no bound")
        parser.add_argument("--out", type=Path, help="where to write the problem with the groups in it")
        parser.add_argument("--names", action="store_true", help="print names of pupils too")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        from inreach.apps.planning.services.progress import columns, folded
        from inreach.apps.planning.terminal.form_command import as_json, form_groups, in_words

        try:
            check_options(options)
            check_places({**dict.fromkeys((*READ, *WRITTEN)), **options})
            formation = form_groups(options, None if options["problem"] else called(options["school"]))
            if options["out"]:
                write(options["out"], problem_text(formation.problem, formation.names))
        except KeyboardInterrupt:
            raise CommandError("Stopped before there was an answer.", returncode=INTERRUPTED) from None
        except Refusal as error:
            raise CommandError(str(error)) from error
        if options["json"]:
            self.stdout.write(json.dumps(as_json(formation), ensure_ascii=False, indent=1))
            return
        wide = columns(self.stdout) if self.stdout.isatty() else 0
        for line in (*formation.question.notes, *in_words(formation)):
            self.stdout.write(folded(line, wide) if wide else line)
        if options["out"]:
            self.stdout.write(
                f"\nThe groups are in {options['out']}. Plan them: inreach plan {options['out']}"
            )


def check_options(options: dict[str, Any]) -> None:
    """Refuse with WrongOption what is not possible or would not be heeded."""
    if options["problem"] and options["school"]:
        raise WrongOption("Give a file or a school, not both.")
    if not options["problem"] and not (options["school"] and options["week"]):
        raise WrongOption("Give a problem file, or --school and --week.")
    for name, option in ONLY_SCHOOL.items() if options["problem"] else ():
        if options[name] not in (None, False, []):
            raise WrongOption(f"{option} goes with --school. A problem file says that itself.")
    if not options["problem"] and not any(options[name] for name in ("pupils", "year", "need", "anew")):
        raise WrongOption("Say who needs the programme: --pupils, --year, --need, or --anew.")
    for name in AT_LEAST_ONE:
        if options[name] is not None and options[name] < 1:
            raise WrongOption(f"--{name} is 1 at least, not {options[name]}.")
    if not 0 <= (options["turnaround"] or 0) <= LONGEST_TURNAROUND:
        raise WrongOption(f"--turnaround is 0 to {LONGEST_TURNAROUND} minutes, not {options['turnaround']}.")
