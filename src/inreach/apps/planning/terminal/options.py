"""What the planner's commands are asked: which options go together, and pupils called by their names in a wish."""

import math
import re
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from inreach.apps.planning.services.question import Question
from inreach.apps.ui.terminal.arguments import day
from inreach.core.refusal import Refusal
from inreach.planner.objective.weights import PRESETS

NOT_BELOW_NOUGHT = ("seconds", "rounds", "tries", "turnaround")
TURNAROUND, LONGEST_TURNAROUND = 5, 240  # minutes
OF_A_SCHOOL = {
    "week": "--week",
    "rotate": "--rotate",
    "within": "--within-lessons or --across-lessons",
    "cover": "--cover",
    "turnaround": "--turnaround",
}
OF_A_SEARCH = {
    "seconds": "--seconds",
    "rounds": "--rounds",
    "keep_run": "--keep-run",
    "away": "--away",
}
PUPIL = re.compile(r"(?:\bfor pupil (?P<last>.+)$)|(?:^pupil (?P<first>.+?) loves )", re.IGNORECASE)


class WrongOption(Refusal):
    """Something is asked that cannot be, or that would be forgotten; the sentence says what to do instead."""


def add_question(parser: ArgumentParser) -> None:
    """Add the options that say what is asked: a file or a school and its week, and how sessions may lie."""
    parser.add_argument("problem", nargs="?", type=Path, help="a problem as JSON")
    parser.add_argument("--school", help="a school's name or URN, instead of a file")
    parser.add_argument("--week", type=day, help="any day of the week to plan, as 2026-03-02")
    parser.add_argument("--rotate", action="store_true", help="plan two weeks that take turns")
    edges = parser.add_mutually_exclusive_group()
    edges.add_argument(
        "--within-lessons",
        action="store_true",
        default=None,
        dest="within",
        help="a session lies inside one lesson",
    )
    edges.add_argument(
        "--across-lessons",
        action="store_false",
        default=None,
        dest="within",
        help="a session may go on over the end of a lesson",
    )
    parser.add_argument("--cover", action="store_true", help="an assistant may take a teacher's class")
    parser.add_argument(
        "--turnaround", type=int, help=f"minutes an adult needs after a session ({TURNAROUND})"
    )
    parser.add_argument("--preset", choices=sorted(PRESETS), help="what weighs most")


def check_options(options: Mapping[str, Any]) -> None:
    """Refuse with WrongOption what is not possible or not heeded, before anything is read or written."""
    for name in NOT_BELOW_NOUGHT:
        value = options[name]
        if value is not None and not 0 <= value < math.inf:
            raise WrongOption(f"--{name} cannot be less than 0 or without end, not {value}.")
    if (options["turnaround"] or 0) > LONGEST_TURNAROUND:
        raise WrongOption(
            f"--turnaround is {LONGEST_TURNAROUND} minutes at most, not {options['turnaround']}."
        )
    for sentence in _unheeded(options):
        raise WrongOption(sentence)


def _unheeded(options: Mapping[str, Any]) -> Iterator[str]:
    if options["problem"] and options["school"]:
        yield "Give a file or a school, not both."
    if options["replay"]:
        if options["problem"] or options["school"]:
            yield "--replay needs the kept run only: leave out the problem and the school."
        return
    if not options["problem"] and not (options["school"] and options["week"]):
        yield "Give a problem file, or --school and --week."
    if options["problem"]:
        for name, option in OF_A_SCHOOL.items():
            if options[name] not in (None, False):
                yield f"{option} goes with --school. A problem file says that itself."
    if options["answer"]:
        for name, option in OF_A_SEARCH.items():
            if options[name]:
                yield f"{option} is for a search, and --answer looks at a timetable without one. Leave one of them out."
    if options["away"] and options["keep_run"]:
        yield "--keep-run keeps one search, and --away takes several. Keep the answer with --out instead."
    if options["away"] and options["workers"] == 2:
        yield "--workers 2 is for planning; --away searches on one core. Leave one of them out."


def with_pupils(wish: str, question: Question) -> str:
    """Return a wish with the id of the pupil whom it calls by name, or as “pupil 3 of Year 4”.

    WrongOption where nobody or more than one pupil of the groups is called so.
    """
    match = PUPIL.search(" ".join(wish.strip().rstrip(".").split()))
    if match is None or not question.names:
        return wish
    place = "last" if match["last"] else "first"
    ids = [pupil.id for pupil in question.problem.pupils if _is_called(pupil.id, match[place], question)]
    if len(ids) != 1:
        raise WrongOption(
            f"{'More than one pupil' if ids else 'No pupil'} in these groups is called “{match[place]}”. Say the name "
            "as it is on the roll, or the number and year as in this command's answer."
        )
    start, end = match.span(place)
    return match.string[:start] + ids[0] + match.string[end:]


def _is_called(pupil: str, name: str, question: Question) -> bool:
    names = (pupil, question.pupils.get(pupil, ""), question.names.get(pupil, "").removeprefix("pupil "))
    return name.casefold() in {known.casefold() for known in names}
