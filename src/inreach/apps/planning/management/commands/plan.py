"""`inreach plan`: find when every group should meet so that pupils lose least, from a file or from a school."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inreach.apps.accounts.actors import system_actor
from inreach.apps.audit.intentions import reading
from inreach.apps.audit.models import Kind
from inreach.apps.planning.adapters import NothingToPlan, Question, question_of
from inreach.apps.schools.queries import school_named
from inreach.apps.ui.terminal import day
from inreach.planner.files import FileRefused, problem_text, read_problem, read_timetable, timetable_text
from inreach.planner.harm import Judge
from inreach.planner.problem import Problem
from inreach.planner.timetable import Timetable
from inreach.planner.validate import ProblemRefused
from inreach.planner.weights import PRESETS

NEEDED = "The planner needs packages that are not installed here. Install Inreach with [planner], or run make setup."
SECONDS = 60.0


class Command(BaseCommand):
    help = "Find when every group should meet so that pupils lose least, and say what it costs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("problem", nargs="?", type=Path, help="a problem as JSON")
        parser.add_argument("--school", help="a school's name or URN, instead of a file")
        parser.add_argument("--week", type=day, help="any day of the week to plan, as 2026-03-02")
        parser.add_argument("--rotate", action="store_true", help="plan two weeks that take turns")
        edges = parser.add_mutually_exclusive_group()
        edges.add_argument("--within-lessons", action="store_true", default=None, dest="within")
        edges.add_argument("--across-lessons", action="store_false", default=None, dest="within")
        parser.add_argument("--cover", action="store_true", help="an assistant may take a teacher's class")
        parser.add_argument(
            "--turnaround", type=int, default=5, help="minutes an adult needs after a session"
        )
        parser.add_argument("--preset", choices=sorted(PRESETS), help="what weighs most")
        parser.add_argument("--seconds", type=float, help="how long to search (60)")
        parser.add_argument(
            "--rounds", type=int, help="how many rounds to search, the same answer every time"
        )
        parser.add_argument("--seed", type=int, default=0)
        parser.add_argument("--no-proof", action="store_false", dest="prove", help="prove no bound meanwhile")
        parser.add_argument("--out", type=Path, help="where to write the timetable")
        parser.add_argument(
            "--keep-run", type=Path, help="where to write question, answer and how it was found"
        )
        parser.add_argument("--keep-problem", type=Path, help="where to write the question")
        parser.add_argument("--answer", type=Path, help="look at this timetable instead of searching for one")
        parser.add_argument("--names", action="store_true", help="print names, of pupils too")
        parser.add_argument("--json", action="store_true", help="print JSON and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            from inreach.apps.planning import solving
        except ImportError as error:
            raise CommandError(NEEDED) from error
        question = self._question(options)
        problem, names = question.problem, question.names | (question.pupils if options["names"] else {})
        if options["preset"]:
            problem = replace(problem, weights=PRESETS[options["preset"]])
        if options["keep_problem"]:
            write(options["keep_problem"], problem_text(problem))
        try:
            if options["answer"]:
                said = solving.given(problem, read(options["answer"], read_timetable))
            else:
                said = solving.found(
                    problem,
                    seed=options["seed"],
                    seconds=options["seconds"] if options["rounds"] else options["seconds"] or SECONDS,
                    rounds=options["rounds"],
                    prove=options["prove"],
                    out=None if options["json"] else self.stderr,
                )
        except ProblemRefused as error:
            raise CommandError(f"This cannot be planned as it stands.\n{error}") from error
        if options["out"]:
            write(options["out"], timetable_text(said.timetable))
        if options["keep_run"] and said.run is not None:
            write(options["keep_run"], said.run)
        today = Judge(problem).harm(question.today) if question.today is not None else None
        if options["json"]:
            told = solving.as_json(problem, said, today, question.notes)
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for note in question.notes:
            self.stdout.write(note)
        for line in solving.in_words(problem, said, today, names, question.days):
            self.stdout.write(line)

    def _question(self, options: dict[str, Any]) -> Question:
        if options["problem"] and options["school"]:
            raise CommandError("Give a file or a school, not both.")
        if options["problem"]:
            return Question(read(options["problem"], read_problem))
        if not options["school"] or not options["week"]:
            raise CommandError("Give a problem file, or --school and --week.")
        try:
            school = school_named(options["school"])
            with reading(
                "plan.made",
                by=system_actor(),
                subject=school,
                organisation_id=school.pk,
                kind=Kind.EXPORT,
                details={"week": options["week"].isoformat(), "names": options["names"]},
            ):
                return question_of(
                    school,
                    options["week"],
                    rotate=options["rotate"],
                    within_lessons=options["within"],
                    turnaround=options["turnaround"],
                    cover=options["cover"],
                )
        except (LookupError, NothingToPlan) as error:
            raise CommandError(str(error)) from error


def read(path: Path, reader: Any) -> Problem | Timetable | Any:
    """Read a file; CommandError names it and says what is wrong."""
    try:
        return reader(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except (FileRefused, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error


def write(path: Path, text: str) -> None:
    """Write a file whole; CommandError names it where that cannot be."""
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
