"""When an adult is away: the published timetable mended, so that as little as possible changes for everybody."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from inreach.apps.planning.adapters import Question
from inreach.apps.planning.solving import Said
from inreach.planner.change import AdultAway
from inreach.planner.difference import ChangeKind, Difference
from inreach.planner.explain.words import Names
from inreach.planner.harm import Judge
from inreach.planner.repair import Repair, repair
from inreach.planner.rules import broken


class NobodyCalled(ValueError):
    """Nobody, or more than one adult, is meant by a name; or there is no timetable that people know."""


def adult_called(question: Question, name: str) -> str:
    """Return the id of an adult by name or id; NobodyCalled where nobody or more than one is meant."""
    ids = [adult.id for adult in question.problem.adults]
    if name in ids:
        return name
    found = [one for one in ids if question.names.get(one, one).casefold() == name.casefold()]
    if len(found) != 1:
        known = ", ".join(sorted(question.names.get(one, one) for one in ids))
        raise NobodyCalled(
            f"{'Nobody' if not found else 'More than one adult'} is called “{name}” here: {known}."
        )
    return found[0]


def repaired(
    question: Question,
    away: Iterable[str],
    *,
    seed: int,
    seconds: float | None,
    rounds: int | None,
) -> tuple[Said, Repair]:
    """Return the answer that changes least when these adults are away, and how far it is from the published one."""
    published = question.problem.published or question.today
    if published is None:
        raise NobodyCalled("Say which timetable people know: --published ANSWER.json, or a school.")
    found = repair(
        question.problem,
        published,
        [AdultAway(adult_called(question, name)) for name in away],
        seed=seed,
        seconds=seconds,
        rounds=rounds,
    )
    harm = Judge(found.problem).harm(found.timetable)
    return Said(found.timetable, harm, broken(found.problem, found.timetable)), found


def change_in_words(found: Repair, names: Mapping[str, str]) -> Iterator[str]:
    """Yield how much changes, and then for whom."""
    yield found.sentence
    yield f"Planning from nothing would have a harm of {found.from_nothing:,}; this has {found.harm.points:,}."
    yield from _of_rooms(found.difference, names).sentences(Names(names))


def _of_rooms(found: Difference, names: Mapping[str, str]) -> Difference:
    """Return a difference without changes between places that are no rooms: nobody can tell them apart."""
    kept = (
        change
        for change in found.groups
        if change.kind is not ChangeKind.OTHER_ROOM
        or any(session is not None and session.room in names for session in (change.before, change.after))
    )
    return replace(found, groups=tuple(kept))
