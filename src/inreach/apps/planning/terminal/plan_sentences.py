"""What a person reads of a plan: who is out of class too long, when each group meets, what that costs."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from inreach.apps.planning.services.adults import is_room
from inreach.apps.planning.services.question import Question
from inreach.apps.planning.services.solver import Answer, terms_of
from inreach.core.ledger.types import PeriodKind
from inreach.core.school.calendar import hhmm
from inreach.core.text import listed
from inreach.planner.explain.summary import gap_of, gap_sentence, placed_sentence
from inreach.planner.explain.wording import Names, capital, many, on_day
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.objective.share_out import share_out
from inreach.planner.problem.problem import Group, Problem
from inreach.planner.problem.timetable import Placement, Session

SHOWN = 12  # pupils who are named for one line of the guard
UNMISTAKABLE = 12  # characters of an id that is no word or number of a sentence by chance


def beforehand(problem: Problem, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what no timetable can change, before anybody waits for one: pupils whose share out reaches a guard line."""
    warnings, called = share_out(problem), Names(names)
    for line in sorted({warning.line for warning in warnings}, reverse=True):
        shares = [warning.share for warning in warnings if warning.line == line]
        yield (
            f"{capital(many(len(shares), 'pupil'))} will be out of class for {line:.0%} of lesson time or more, "
            "whatever the timetable, once all sessions of their groups have a place:"
        )
        for share in shares[:SHOWN]:
            groups = "; ".join(
                called.group(group) for group in share.groups
            )  # there may be commas in their names
            yield f"  {capital(called.pupil(share.pupil))}: {share.share:.0%}, with {groups}."
        if len(shares) > SHOWN:
            yield f"  {capital(many(len(shares) - SHOWN, 'more', 'more'))}."


def too_long(problem: Problem, names: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence where sessions have no place because they are longer than any lesson and must stay in one."""
    if not problem.within_lessons:
        return
    longest = {
        stream.id: max(
            (item.end - item.start for item in stream.lessons if item.kind is PeriodKind.LESSON), default=0
        )
        for stream in problem.streams
    }
    streams = {pupil.id: pupil.stream for pupil in problem.pupils}
    groups = [
        Names(names).group(group.id)
        for group in problem.groups
        if group.joins is None and any(longest[streams[member]] < group.minutes for member in group.members)
    ]
    if groups:
        yield (
            f"Sessions longer than any lesson have no place while each must stay inside one: {'; '.join(groups)}. "
            "To let them go on over the end of a lesson, add --across-lessons."
        )


def in_words(question: Question, answer: Answer, names: Mapping[str, str]) -> Iterator[str]:
    """Yield the lines that a person reads first: when each group meets, what it costs by kind, how good that is."""
    problem, harm = answer.problem, answer.harm
    lines = [(capital(Names(names).group(group.id)), group) for group in problem.groups]
    if question.today is not None:
        lines.sort(key=lambda item: _as_people_count(item[0]))
    for name, group in lines:
        yield f"{name}: {_meets(problem, group, answer.timetable.of(group.id), Names(names))}."
    yield ""
    yield placed_sentence(problem, answer.timetable)
    today = (
        question.today if question.today and any(placement.sessions for placement in question.today) else None
    )
    was = f"; with today's times it is {ObjectiveEvaluator(problem).harm(today).points:,}" if today else ""
    yield f"Harm is {harm.points:,}{was}."
    for term in terms_of(answer, names):
        yield f"  {term.points:>8,}  {term.sentence}"
    yield (
        f"Pupils are out of lessons for {harm.minutes_out:,} minutes in all. That follows from how long and how often "
        "groups meet; the timetable decides which lessons they miss."
    )
    yield gap_sentence(gap_of(harm.points, answer.bound))
    for sentence in answer.broken:
        yield f"A rule is broken: {named(sentence, names)}"


def named(sentence: str, names: Mapping[str, str]) -> str:
    """Return a sentence that speaks of ids with the names instead, as “Pupil 7” or as the id alone where it is long."""
    for known_id in sorted(names, key=len, reverse=True):
        if known_id not in sentence:
            continue
        kind = r"(?:\b(?:adult|group|pupil|room) )"
        kind += "?" if len(known_id) >= UNMISTAKABLE else ""

        def name_instead(_found: re.Match[str], name: str = names[known_id]) -> str:
            return name

        sentence = re.sub(
            rf"{kind}(?<!\w){re.escape(known_id)}(?!\w)",
            name_instead,
            sentence,
            flags=re.IGNORECASE,
        )
    return capital(sentence)


def _as_people_count(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts “Group 2” before “Group 10”."""
    return [
        (int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", name.casefold())
    ]


def _meets(problem: Problem, group: Group, placement: Placement, names: Names) -> str:
    if not placement.sessions:
        return "not placed"
    weeks = sorted({session.week for session in placement.sessions})
    times = "; ".join(
        (f"week {week + 1}: " if problem.weeks > 1 else "")
        + ", ".join(
            f"{problem.day_name(session.day)} {hhmm(session.start)}"
            for session in placement.sessions
            if session.week == week
        )
        for week in weeks
    )
    lasting = f"{group.minutes} minutes" + (" each" if len(placement.sessions) > 1 else "")
    parts = [times, lasting]
    if placement.adult is not None:
        parts.append(f"with {names.adult(placement.adult)}")
    if placement.cover is not None:
        parts.append(f"{names.adult(placement.cover)} takes the class meanwhile")
    where = "in class" if group.joins is not None else _where(problem, placement.sessions, names)
    parts += [where] if where else []
    short = group.sessions * problem.weeks - len(placement.sessions)
    return ", ".join(parts) + (f"; {many(short, 'session')} not placed" if short > 0 else "")


def _where(problem: Problem, sessions: tuple[Session, ...], names: Names) -> str:
    """Return the room that most sessions have, and days with another; nothing where none is in a room."""
    usual = Counter(session.room for session in sessions).most_common(1)[0][0]
    others: dict[str, list[str]] = {}
    for session in sessions:
        room = names.room(session.room) if is_room(session.room) else "no room"
        if session.room != usual and (is_room(session.room) or is_room(usual)):
            others.setdefault(room, []).append(on_day(problem, session.week, session.day))
    besides = "; ".join(f"on {listed(days)}: {room}" for room, days in others.items())
    if not is_room(usual):
        return f"in no room ({besides})" if besides else ""
    return f"in {names.room(usual)}" + (f" ({besides})" if besides else "")
