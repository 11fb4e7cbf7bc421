"""A teacher leaves a class of their own only to somebody who may cover it and is free."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.planner.problem.problem import Problem
from inreach.planner.problem.timetable import Timetable
from inreach.planner.rules.encoding import Claim, Encoding, Place
from inreach.planner.rules.rule import Meeting, Rule, Severity, clashes, meetings


def in_own_lesson(problem: Problem, item: Meeting) -> bool:
    """Say whether a session falls into a lesson that its adult teaches."""
    adult = next((adult for adult in problem.adults if adult.id == item.adult), None)
    return adult is not None and any(
        window.day == item.session.day and window.start < item.end and item.session.start < window.end
        for window in adult.teaches
    )


def violations(problem: Problem, timetable: Timetable) -> Iterator[str]:
    """Yield a sentence for each session that leaves a class alone, or to somebody who cannot take it."""
    adults = {adult.id: adult for adult in problem.adults}
    every = list(meetings(problem, timetable))
    covering: dict[str, list[Meeting]] = {}
    for item in every:
        if not in_own_lesson(problem, item):
            continue
        cover = adults.get(timetable.of(item.group.id).cover or "")
        when = item.when(problem)
        if cover is None or not cover.covers or cover.id == item.adult:
            yield f"Nobody who may cover takes the class of adult {item.adult} on {when}."
            continue
        covering.setdefault(cover.id, []).append(item)
        day = [window for window in cover.windows if window.day == item.session.day]
        if not any(window.start <= item.session.start and item.end <= window.end for window in day):
            yield f"Adult {cover.id} is not there to cover for adult {item.adult} on {when}."
        if in_own_lesson(problem, item._replace(adult=cover.id)):
            yield f"Adult {cover.id} teaches and cannot cover for adult {item.adult} on {when}."
    for name, covers in covering.items():
        leads = [item for item in every if item.adult == name]
        for one, two in clashes(problem, covers + leads, problem.turnaround):
            if one not in leads or two not in leads:
                yield (
                    f"Adult {name} cannot be there for group {one.group.id} and group {two.group.id} at once, one of "
                    f"them to cover, on {two.when(problem)}."
                )
    for adult in problem.adults:
        minutes = sum(
            item.group.minutes
            for item in covering.get(adult.id, []) + [item for item in every if item.adult == adult.id]
        )
        if adult.covers and minutes > adult.minutes * problem.weeks:
            yield (
                f"Adult {adult.id} has {minutes} minutes of sessions and cover; "
                f"{adult.minutes * problem.weeks} are agreed."
            )


def encode(problem: Problem) -> Encoding:
    """Ban places without the cover they need, part those that want one adult twice, and claim minutes of cover."""
    adults = {adult.id: adult for adult in problem.adults}
    lasts = {group.id: group.minutes for group in problem.groups}

    def taught(name: str, place: Place) -> bool:
        end = place.start + lasts[place.group]
        spans = adults[name].teaches if name in adults else ()
        return any(span.day == place.day and span.start < end and place.start < span.end for span in spans)

    def bans(place: Place) -> bool:
        if not taught(place.adult, place):
            return False
        cover = adults.get(place.cover)
        if cover is None or not cover.covers or cover.id == place.adult or taught(cover.id, place):
            return True
        end = place.start + lasts[place.group]
        return not any(w.day == place.day and w.start <= place.start and end <= w.end for w in cover.windows)

    def covers(place: Place) -> str:
        return place.cover if taught(place.adult, place) else ""

    def parts(one: Place, other: Place) -> bool:
        if (one.week, one.day) != (other.week, other.day):
            return False
        early, late = sorted((one, other), key=lambda place: place.start)
        if late.start >= early.start + lasts[early.group] + problem.turnaround:
            return False
        covering = {covers(one), covers(other)} - {""}
        return bool(covering & {one.adult, other.adult}) or (covers(one) == covers(other) != "")

    def claims(place: Place) -> Iterator[Claim]:
        for name in (place.adult, covers(place)):
            if name in adults and adults[name].covers:
                whole = adults[name].minutes * problem.weeks
                yield Claim(("cover", name), lasts[place.group], whole)

    return Encoding(
        bans=bans, parts=parts, claims=claims, agrees=lambda place: (("cover", place.group), place.cover)
    )


RULE = Rule(
    "cover",
    "A teacher leaves a class of their own only to somebody who may cover it and is free.",
    Severity.MUST,
    violations,
    encode,
)
