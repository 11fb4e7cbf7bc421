"""`inreach plan`: find when every group should meet so that pupils lose least, from a file or from a school."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inreach.apps.accounts.actors import system_actor
from inreach.apps.audit.intentions import reading
from inreach.apps.audit.models import Kind
from inreach.apps.planning.adapters import NothingToPlan, Question, question_of
from inreach.apps.schools.queries import NoSuchSchool, school_named
from inreach.apps.ui.terminal import day
from inreach.planner.files import FileRefused, problem_text, read_problem, read_timetable, timetable_text
from inreach.planner.problem import Problem
from inreach.planner.timetable import Timetable
from inreach.planner.validate import ProblemRefused, TimetableRefused, check
from inreach.planner.weights import PRESETS
from inreach.planner.wishes import WishRefused, change, read_wish

NEEDED = (
    "The planner needs packages that are not installed here. Run make tools, or install inreach[planner]."
)
SECONDS = 60.0
TRIES = 100


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
        parser.add_argument("--seed", type=int, default=0)
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
            from inreach.apps.planning import repairing, solving
        except ImportError as error:
            raise CommandError(NEEDED) from error
        if options["replay"]:
            self._replay(options["replay"])
            return
        for name in ("seconds", "rounds", "tries", "turnaround"):
            if options[name] is not None and options[name] < 0:
                raise CommandError(f"--{name} cannot be less than 0, not {options[name]}.")
        try:
            question = self._asked(options)
            if options["keep_problem"]:
                write(options["keep_problem"], problem_text(question.problem))
            out = None if options["json"] else self.stderr
            for line in () if options["json"] else (*question.notes, *solving.beforehand(question.problem)):
                self.stdout.write(line)
            said, mended = self._said(question, options, out)
        except TimetableRefused as error:
            raise CommandError(f"The timetable in {options['answer']} does not fit.\n{error}") from error
        except ProblemRefused as error:
            raise CommandError(f"This cannot be planned as it stands.\n{error}") from error
        except (NoSuchSchool, NothingToPlan, repairing.NobodyCalled, WishRefused) as error:
            raise CommandError(str(error)) from error
        unwritten = list(self._kept(said, options))
        self._tell(question, said, mended, options, out)
        if unwritten:
            raise CommandError("\n".join(unwritten))

    @staticmethod
    def _kept(said: Any, options: dict[str, Any]) -> Iterator[str]:
        """Write what is to be kept; yield what could not be written, for the answer is to be printed all the same."""
        texts = {"out": timetable_text(said.timetable), "keep_run": said.run}
        for name, text in texts.items():
            try:
                if options[name] and text is not None:
                    write(options[name], text)
            except CommandError as error:
                yield str(error)

    def _tell(
        self, question: Question, said: Any, mended: list[str], options: dict[str, Any], out: Any
    ) -> None:
        from inreach.apps.planning import solving

        explanation = None
        if options["explain"]:
            names = self._names(question, options)
            explanation = solving.explained(question.problem, said, names, options["tries"], out)
        if options["json"]:
            told = solving.as_json(question, said)
            told |= {"explanation": explanation.as_json()} if explanation else {}
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=1))
            return
        for line in (*solving.in_words(question, said), *mended, *sections_of(explanation)):
            self.stdout.write(line)

    def _said(self, question: Question, options: dict[str, Any], out: Any) -> tuple[Any, list[str]]:
        """The answer, and what it changes where a published timetable is mended."""
        from inreach.apps.planning import repairing, solving

        limits = {
            "seed": options["seed"],
            "seconds": SECONDS
            if options["seconds"] is None and options["rounds"] is None
            else options["seconds"],
            "rounds": options["rounds"],
        }
        if options["answer"]:
            return solving.given(question.problem, read(options["answer"], read_timetable)), []
        if options["away"]:
            said, found = repairing.repaired(question, options["away"], **limits)
            names = self._names(question, options)
            return said, ["", *(f"- {line}" for line in repairing.change_in_words(found, names))]
        workers, prove = options["workers"], options["prove"]
        return solving.found(question.problem, **limits, workers=workers, prove=prove, out=out), []

    @staticmethod
    def _names(question: Question, options: dict[str, Any]) -> dict[str, str]:
        return question.names | (question.pupils if options["names"] else {})

    def _replay(self, path: Path) -> None:
        from inreach.planner.runs import read_run, replay

        run = read(path, read_run)
        try:
            found = replay(run)
        except ProblemRefused as error:
            raise CommandError(f"The problem in {path} cannot be planned as it stands.\n{error}") from error
        if found != run.timetable:
            raise CommandError(
                f"Another timetable was found than in {path}. The run was made with {run.versions}; "
                "a newer planner finds other timetables."
            )
        self.stdout.write(f"The same timetable was found again: harm {run.points:,}, {run.rounds:,} rounds.")

    def _asked(self, options: dict[str, Any]) -> Question:
        """The question with the published timetable and the wishes that were given, checked."""
        from inreach.planner.alone import with_fairness

        question = self._question(options)
        problem = question.problem
        if options["published"]:
            problem = replace(problem, published=read(options["published"], read_timetable))
        for text in options["wish"]:
            wish = read_wish(text, problem)
            problem = change(problem, [wish])
            if not options["json"]:
                self.stdout.write(wish.sentence)
        check(problem)
        return replace(question, problem=with_fairness(problem) if options["avoidable"] else problem)

    def _question(self, options: dict[str, Any]) -> Question:
        if options["problem"] and options["school"]:
            raise CommandError("Give a file or a school, not both.")
        weights = PRESETS[options["preset"] or "standard"]
        if options["problem"]:
            problem = read(options["problem"], read_problem)
            return Question(replace(problem, weights=weights) if options["preset"] else problem)
        if not options["school"] or not options["week"]:
            raise CommandError("Give a problem file, or --school and --week.")
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
                weights=weights,
            )


def sections_of(explanation: Any) -> Iterator[str]:
    """Yield the lines of an explanation, each section after an empty line; nothing where there is none."""
    for title, sentences in explanation.sections() if explanation else ():
        yield f"\n{title}"
        yield from (f"- {sentence}" for sentence in sentences)


def read(path: Path, reader: Any) -> Problem | Timetable | Any:
    """Read a file; CommandError names it and says what is wrong."""
    try:
        return reader(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
    except FileRefused as error:
        raise CommandError(f"{path}: {error}") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{path} is not text in UTF-8; save it as that.") from error


def write(path: Path, text: str) -> None:
    """Write a file whole; CommandError names it where that cannot be."""
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
