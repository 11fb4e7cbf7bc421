"""Which one change would help most: each is planned for, with the same effort as for the school as it is.

A change is sold as help only if every try with it ends better than every try without it, and it saves more than the
tries without it differ: tries differ by chance, and chance is no help.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median_low

from inreach.core.ledger.types import ALWAYS_PROTECTED, PeriodKind, SubjectKind
from inreach.core.text import listed
from inreach.planner.explain.facts import all_week
from inreach.planner.explain.relaxed_problem import may_lead
from inreach.planner.explain.shortage import Shortage, still_missing
from inreach.planner.explain.wording import Names, capital, every_week, many, number
from inreach.planner.objective.harm import Harm, ObjectiveEvaluator
from inreach.planner.problem.problem import Adult, Group, Problem, Room
from inreach.planner.problem.timetable import Timetable
from inreach.planner.search.search import search

TRIES = 3
HOUR = 60
MOST_PROGRAMMES, MOST_ADULTS, MOST_GROUPS, MOST_SUBJECTS = 6, 4, 4, 3
NEWCOMER, NEW_HOURS = "one more person", 5
NEVER_OPENED = frozenset({"break", "lunch"})


class ChangeKind(StrEnum):
    """What is changed."""

    TRAINED = "one more person trained"
    PERSON = "one more person"
    HOUR = "one hour more"
    DAY = "one day more"
    ROOM = "one more room"
    FEWER = "one session fewer"
    OPENED = "kept time opened"


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a school: what, about whom (adult, group, or kept subject), and the programme or day meant.

    Somebody new comes only where everybody is trained for a programme already.
    """

    kind: ChangeKind
    about: str = ""
    more: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What planning came to: sessions placed, minutes missed of loved and of core subjects and in all, and points."""

    placed: int
    loved: int
    core: int
    minutes: int
    points: int


@dataclass(frozen=True, slots=True)
class Help:
    """A change that helps: without and with it, the middle of the tries each; `advised` is False where it is only told.

    `sure` is what it saves at least, in points: the best try without it less the worst try with it. `sessions` is how
    many more are placed with it than in the timetable that is explained and in every try without it; fewer are told as
    they are. `still` is how many of a shortage cannot be had with it either.
    """

    change: Change
    without: Effect
    with_it: Effect
    sure: int
    sessions: int
    still: int
    advised: bool
    sentence: str


def _used(problem: Problem, timetable: Timetable) -> Counter[str]:
    used: Counter[str] = Counter()
    for group in problem.groups:
        placement = timetable.of(group.id)
        used[placement.adult or ""] += group.minutes * len(placement.sessions)
    return used


def _short(problem: Problem, timetable: Timetable) -> list[Group]:
    wanted = problem.weeks
    return [g for g in problem.groups if len(timetable.of(g.id).sessions) < g.sessions * wanted]


def options(problem: Problem, timetable: Timetable, harm: Harm) -> Iterator[Change]:
    """Yield the changes worth trying: about groups that lack sessions first, then where most harm is done."""
    used, short = _used(problem, timetable), _short(problem, timetable)
    weight: Counter[str] = Counter()
    for group in problem.groups:
        weight[group.programme] += sum(harm.pupils[member].points for member in group.members)
        weight[group.programme] += (group in short) * 10**9
    for programme, _ in sorted(weight.items(), key=lambda item: (-item[1], item[0]))[:MOST_PROGRAMMES]:
        others = [adult for adult in problem.adults if programme not in adult.trained]
        if not others:
            yield Change(ChangeKind.PERSON, NEWCOMER, programme)
        else:
            spare = min(others, key=lambda a: (used[a.id] - a.minutes * problem.weeks, a.id))
            yield Change(ChangeKind.TRAINED, spare.id, programme)
    crew = [adult for adult in problem.adults if any(may_lead(group, adult) for group in problem.groups)]
    needed = [adult.id for adult in crew if any(may_lead(group, adult) for group in short)]
    full = sorted(
        crew,
        key=lambda a: (a.id not in needed, -used[a.id] / max(1, a.minutes * problem.weeks), a.id),
    )
    yield from (Change(ChangeKind.HOUR, adult.id) for adult in full[:MOST_ADULTS])
    for adult in full[:MOST_ADULTS]:
        away = [day for day in range(problem.days) if all(window.day != day for window in adult.windows)]
        if adult.id in needed and away:
            yield Change(ChangeKind.DAY, adult.id, str(away[0]))
    yield Change(ChangeKind.ROOM)
    worst = sorted(
        problem.groups,
        key=lambda g: (g not in short, -max(harm.pupils[m].points for m in g.members), g.id),
    )
    yield from (Change(ChangeKind.FEWER, g.id) for g in worst[:MOST_GROUPS] if _fewer(problem, g) is not None)
    yield from _kept(problem)


def _fewer(problem: Problem, group: Group) -> Group | None:
    pinned = max(sum(pin.week == week for pin in group.pins) for week in range(problem.weeks))
    return replace(group, sessions=group.sessions - 1) if group.sessions > max(1, pinned) else None


def _kept(problem: Problem) -> Iterator[Change]:
    taught: Counter[str] = Counter()
    periods: set[str] = set()
    for stream in problem.streams:
        for item in stream.lessons:
            if item.kind is PeriodKind.LESSON:
                taught[item.subject] += 1
            elif item.kind.value not in problem.allowed | NEVER_OPENED:
                periods.add(item.kind.value)
    kept = [
        subject.id
        for subject in problem.subjects
        if (subject.protected or subject.kind in ALWAYS_PROTECTED)
        and subject.id not in problem.allowed
        and taught[subject.id]
    ]
    for name in [*sorted(kept, key=lambda name: (-taught[name], name))[:MOST_SUBJECTS], *sorted(periods)]:
        yield Change(ChangeKind.OPENED, name)


def changed(problem: Problem, change: Change) -> Problem:
    """Return the school with one change."""
    about = change.about
    if change.kind is ChangeKind.ROOM:
        largest = max((len(group.members) for group in problem.groups), default=1)
        site = problem.rooms[0].site if problem.rooms else ""
        return replace(problem, rooms=(*problem.rooms, Room("one more room", largest, (), site)))
    if change.kind is ChangeKind.PERSON:
        minutes = NEW_HOURS * HOUR
        new = Adult(about, all_week(problem), frozenset({change.more}), minutes, teacher=True)
        return replace(problem, adults=(*problem.adults, new))
    if change.kind is ChangeKind.FEWER:
        groups = tuple((_fewer(problem, g) or g) if g.id == about else g for g in problem.groups)
        return replace(problem, groups=groups)
    if change.kind is ChangeKind.OPENED:
        return replace(problem, allowed=problem.allowed | {about})
    day = tuple(window for window in all_week(problem) if str(window.day) == change.more)
    adults = []
    for adult in problem.adults:
        if adult.id != about:
            adults.append(adult)
        elif change.kind is ChangeKind.TRAINED:
            adults.append(replace(adult, trained=adult.trained | {change.more}))
        elif change.kind is ChangeKind.HOUR:
            adults.append(replace(adult, minutes=adult.minutes + HOUR))
        else:
            adults.append(replace(adult, windows=(*adult.windows, *day)))
    return replace(problem, adults=tuple(adults))


def _effect(problem: Problem, timetable: Timetable) -> Effect:
    harm = ObjectiveEvaluator(problem).harm(timetable)
    kinds = {subject.id: subject.kind for subject in problem.subjects}
    loved = core = 0
    for pupil in problem.pupils:
        for subject, minutes in harm.pupils[pupil.id].missed.items() if pupil.id in harm.pupils else ():
            if subject in pupil.loved:
                loved += minutes
            elif kinds.get(subject) is SubjectKind.CORE:
                core += minutes
    placed = sum(len(placement.sessions) for placement in timetable)
    return Effect(placed, loved, core, harm.minutes_out, harm.points)


def _told(problem: Problem, change: Change, names: Names) -> str:
    about, day = change.about, problem.day_name(int(change.more)) if change.kind is ChangeKind.DAY else ""
    return {
        ChangeKind.TRAINED: f"{names.adult(about)} were trained for {names.thing(change.more)} too",
        ChangeKind.PERSON: (
            f"somebody new were there for {number(NEW_HOURS)} hours a week, trained for {names.thing(change.more)}"
        ),
        ChangeKind.HOUR: f"{names.adult(about)} had one hour more a week for sessions",
        ChangeKind.DAY: f"{names.adult(about)} were there on {day} too",
        ChangeKind.ROOM: "there were one more room",
        ChangeKind.FEWER: f"{names.group(about)} met once less a week",
        ChangeKind.OPENED: f"{names.thing(about)} could be missed",
    }[change.kind]


def _sentence(problem: Problem, item: Help, names: Names) -> str:
    change, before, after = item.change, item.without, item.with_it
    cycle, words = every_week(problem), []
    if item.sessions and change.kind is not ChangeKind.FEWER:
        way = "more" if item.sessions > 0 else "fewer"
        words.append(f"{many(abs(item.sessions), f'{way} session')} would be placed {cycle}")
    parts = []
    for what, old, new in (
        ("of subjects that they love", before.loved, after.loved),
        ("of core subjects", before.core, after.core),
        ("in all", before.minutes, after.minutes),
    ):
        if old != new:
            parts.append(f"{abs(old - new):,} {'fewer' if new < old else 'more'} minutes {what}")
    if parts:
        words.append(f"pupils would miss {listed(parts)}")
    gain = f"harm would fall from {before.points:,} to {after.points:,} points"
    text = f"If {_told(problem, change, names)}, {'; '.join([*words, gain])}."
    if item.still:
        text += f" At least {many(item.still, 'session')} would still be missing."
    if change.kind is ChangeKind.FEWER:
        text += " Its pupils would have one session less."
    if change.kind is ChangeKind.OPENED:
        text += f" This is told, not advised: {names.thing(change.about)} is kept whole for a reason."
    return capital(text)


def helps(
    problem: Problem,
    timetable: Timetable,
    names: Names,
    *,
    rounds: int,
    seed: int = 0,
    among: tuple[Shortage, ...] = (),
    on_progress: Callable[[int, int], None] | None = None,
    stop: Callable[[], bool] | None = None,
) -> tuple[Help, ...]:
    """Return the changes that help in every try: the most helpful first, then less support, then what is only told.

    Each try takes `rounds` rounds of the search, with the seeds `seed`, `seed` + 1 …, the same for every change; a
    change that fails one try is not tried again. `on_progress` is told how many changes are done and how many there
    are; `stop` is asked before each try, and what was found until then is returned. `among` are shortages that were
    shown: for each help it is told how many of their sessions still cannot be had.
    """
    harm = ObjectiveEvaluator(problem).harm(timetable)
    every = list(options(problem, timetable, harm))
    over: list[bool] = []

    def halted() -> bool:
        if not over and stop is not None and stop():
            over.append(True)
        return bool(over)

    def tries(school: Problem, enough: Callable[[Effect], bool]) -> list[Effect]:
        found = []
        for at in range(TRIES):
            if halted():
                return []
            found.append(_effect(school, search(school, seed=seed + at, rounds=rounds).timetable))
            if not enough(found[-1]):
                return []
        return found

    before = tries(problem, lambda _: True)
    found = []
    if not before:
        return ()
    shown = sum(len(placement.sessions) for placement in timetable)
    best, middle = min(effect.points for effect in before), _middle(before)
    chance = max(effect.points for effect in before) - best
    for done, change in enumerate(every):
        if over:
            break
        if on_progress is not None:
            on_progress(done, len(every))
        after = tries(changed(problem, change), lambda effect: effect.points < best)
        if not after or middle.points - _middle(after).points <= chance:
            continue
        with_it = _middle(after)
        saved = Help(
            change,
            middle,
            with_it,
            best - max(effect.points for effect in after),
            _more(with_it.placed, shown, before),
            sum(still_missing(changed(problem, change), item) for item in among),
            change.kind is not ChangeKind.OPENED,
            "",
        )
        found.append(replace(saved, sentence=_sentence(problem, saved, names)))
    if on_progress is not None and not over:
        on_progress(len(every), len(every))
    return tuple(sorted(found, key=_order))


def _more(placed: int, shown: int, before: list[Effect]) -> int:
    """Return how many more sessions are placed than without the change at its best, or fewer than at its worst."""
    most, fewest = max(shown, *(e.placed for e in before)), min(shown, *(e.placed for e in before))
    return max(0, placed - most) or min(0, placed - fewest)


def _order(item: Help) -> tuple[bool, bool, int]:
    return not item.advised, item.change.kind is ChangeKind.FEWER, item.with_it.points


def _middle(effects: list[Effect]) -> Effect:
    points = median_low([effect.points for effect in effects])
    return next(effect for effect in effects if effect.points == points)
