"""When an adult is away: the published timetable mended, so that as little as possible changes for everybody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from inreach.apps.planning.services.adults import is_room
from inreach.apps.planning.services.progress import Clock, Presses
from inreach.apps.planning.services.question import Question
from inreach.apps.planning.services.solver import Answer
from inreach.apps.planning.services.usual_rooms import in_usual_rooms
from inreach.core.refusal import Refusal
from inreach.planner.explain.wording import Names
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.changes import AdultAway
from inreach.planner.problem.differences import ChangeKind, Difference, difference
from inreach.planner.problem.timetable import Timetable
from inreach.planner.repair import Repair, repair
from inreach.planner.rules import broken

SEARCHES = 2  # searches that mending takes as a rule
ELSEWHERE = "a place that is no room"


class NoSuchPerson(Refusal):
    """Nobody, or more than one adult, is meant by a name; the sentence says who there is."""


class NothingPublished(Refusal):
    """There is no timetable that people know, so none can be mended."""


def adult_called(question: Question, name: str) -> str:
    """Return the id of an adult by name or id; NoSuchPerson where nobody or more than one is meant."""
    ids = [adult.id for adult in question.problem.adults]
    if name in ids:
        return name
    called = [adult for adult in ids if question.names.get(adult, adult).casefold() == name.casefold()]
    if len(called) != 1:
        known = ", ".join(sorted(question.names.get(adult, adult) for adult in ids))
        raise NoSuchPerson(
            f"{'Nobody' if not called else 'More than one adult'} is called “{name}” here: {known}."
        )
    return called[0]


def repaired(
    question: Question,
    away: Iterable[str],
    presses: Presses,
    *,
    seed: int,
    seconds: float | None,
    rounds: int | None,
    out: Any = None,
) -> tuple[Answer, Repair]:
    """Return the answer that changes least when these adults are away, and how far it is from the published one."""
    published = published_of(question)
    clock = None if out is None else Clock("Mending the timetable", out)

    def stop() -> bool:
        if clock is not None:
            clock.look()
        return presses.asked()

    try:
        mended = repair(
            question.problem,
            published,
            [AdultAway(adult_called(question, name)) for name in away],
            seed=seed,
            seconds=None if seconds is None else seconds / SEARCHES,
            rounds=rounds,
            stop=stop,
        )
    finally:
        if clock is not None:
            clock.end()
    problem = mended.problem
    timetable = in_usual_rooms(problem, mended.timetable, published)
    mended = replace(mended, timetable=timetable, difference=difference(problem, published, timetable))
    harm = ObjectiveEvaluator(problem).harm(timetable)
    return Answer(problem, timetable, harm, broken(problem, timetable)), mended


def published_of(question: Question) -> Timetable:
    """Return the timetable that people know; NothingPublished where there is none."""
    published = question.problem.published or question.today
    if published is None:
        raise NothingPublished("Say which timetable people know: --published ANSWER.json, or a school.")
    return published


def change_in_words(mended: Repair, names: Mapping[str, str]) -> Iterator[str]:
    """Yield how much changes, and then for whom."""
    yield mended.sentence
    yield (
        f"Not counting that sessions move, harm is {mended.harm.points:,}; "
        f"the best plan from nothing that was found has {mended.from_nothing:,}."
    )
    yield from _of_rooms(mended.difference).sentences(Names({"room ": ELSEWHERE} | dict(names)))


def _of_rooms(changed: Difference) -> Difference:
    """Return a difference without changes between places that are no rooms: nobody can tell them apart."""
    noticed = (
        change
        for change in changed.groups
        if change.kind is not ChangeKind.OTHER_ROOM
        or any(session is not None and is_room(session.room) for session in (change.before, change.after))
    )
    return replace(changed, groups=tuple(noticed))
