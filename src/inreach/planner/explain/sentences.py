"""The facts that stand in the way, and what would be enough, as sentences."""

from __future__ import annotations

from collections.abc import Iterator

from inreach.core.ledger.types import ALWAYS_PROTECTED
from inreach.core.school.calendar import hhmm
from inreach.core.text import listed
from inreach.planner.explain.facts import Fact, Kind
from inreach.planner.explain.reasons import Conflict
from inreach.planner.explain.relaxed_problem import may_lead
from inreach.planner.explain.wording import (
    Names,
    at_time,
    capital,
    dose_of,
    every_week,
    many,
    number,
    on_day,
    stretches,
)
from inreach.planner.problem.problem import Group, Pin, Problem, Window

MOST_STRETCHES = 4
MOST_GROUPS = 4
THE_GROUP, EACH_GROUP = "the group", "each group"  # what the only group of a conflict is called in its reason


class SentenceWriter:
    """Says facts of one problem in words."""

    def __init__(self, problem: Problem, names: Names) -> None:
        self.problem, self.names = problem, names
        self.adults = {adult.id: adult for adult in problem.adults}
        self.groups = {group.id: group for group in problem.groups}
        self.rooms = {room.id: room for room in problem.rooms}
        self.pupils = {pupil.id: pupil for pupil in problem.pupils}

    def conflict(self, conflict: Conflict) -> str:
        """Return why groups cannot all have all their sessions, in one sentence."""
        groups = [self.groups[name] for name in conflict.groups]
        called = self._called(groups)
        lead = "cannot have all its sessions" if len(groups) == 1 else "cannot all have all their sessions"
        return f"{capital(called)} {lead}: {self.why(conflict)}."

    def why(self, conflict: Conflict, only: str = THE_GROUP) -> str:
        """Return the facts in the way, as part of a sentence in which one group alone is called `only`."""
        return "; ".join(self._clauses(conflict, [self.groups[name] for name in conflict.groups], only))

    def alike(self, conflicts: list[Conflict]) -> str:
        """Return that groups cannot have all their sessions, each alone and all for the same reason."""
        called = listed(self.names.group(conflict.groups[0]) for conflict in conflicts)
        if len(conflicts) == 1:
            return f"{called} cannot have all its sessions: {self.why(conflicts[0])}."
        return f"{called} cannot have all their sessions: {self.why(conflicts[0], EACH_GROUP)}."

    def least(self, conflict: Conflict, lacks: int) -> str:
        """Return how many sessions cannot be had at least; empty where that is said already."""
        if conflict.missing < 2 or (len(conflict.groups) == 1 and conflict.missing >= lacks):
            return ""
        return f"At least {many(conflict.missing, 'session')} cannot be had {every_week(self.problem)}."

    def _called(self, groups: list[Group]) -> str:
        named = [self.names.group(group.id) for group in groups[:MOST_GROUPS]]
        if len(groups) > MOST_GROUPS:
            named.append(f"{number(len(groups) - MOST_GROUPS)} more")
        return listed(named)

    def _clauses(self, conflict: Conflict, groups: list[Group], only: str) -> Iterator[str]:
        left = dict.fromkeys(conflict.facts)
        if len(groups) > MOST_GROUPS:
            left = {fact: None for fact in left if fact.kind not in _OF_DOSE}
        for fact in conflict.facts:
            if fact not in left:
                continue
            del left[fact]
            text = self.fact(fact, groups, only)
            person = self._person(fact)
            if person is not None:
                more = [item for item in left if item.kind in _OF_ADULT and item.about == person]
                for item in more:
                    del left[item]
                more_clauses = [self._of_adult(item) for item in more]
                text = listed([text, *more_clauses])
                if fact.kind is Kind.ASKED and more_clauses:
                    text = f"{self.fact(fact, groups, only)}, who {listed(more_clauses)}"
            if fact.kind is Kind.DOSE and Fact(Kind.LENGTH, fact.about) in left:
                del left[Fact(Kind.LENGTH, fact.about)]
                text = self._need(self.groups[fact.about], len(groups), only, length=True)
            yield text
        if len(groups) > MOST_GROUPS:
            minutes = sum(group.minutes * group.sessions for group in groups)
            yield f"together these groups need {many(minutes, 'minute')} a week"

    def _person(self, fact: Fact) -> str | None:
        """Return the one adult of whom a fact speaks, if it speaks of one."""
        if fact.kind is Kind.TRAINED:
            trained = self._trained(fact.about)
            return trained[0] if len(trained) == 1 else None
        if fact.kind is Kind.ASKED:
            return self.groups[fact.about].adult
        return fact.about if fact.kind in _OF_ADULT else None

    def _trained(self, programme: str) -> list[str]:
        return [adult.id for adult in self.problem.adults if programme in adult.trained]

    def _of_adult(self, fact: Fact) -> str:
        adult = self.adults[fact.about]
        if fact.kind is Kind.HOURS:
            return f"has {many(adult.minutes, 'minute')} a week for sessions"
        if fact.kind is Kind.ADULT_ONCE:
            return "can be with one group at a time"
        if fact.kind is Kind.TEACHES:
            return f"has a class {self._stretches(adult.teaches)}"
        days = len({window.day for window in adult.windows})
        if not days:
            return "is not there at all"
        if days == self.problem.days:
            return f"is there only {self._stretches(adult.windows)}"
        return f"is there on {many(days, 'day')} ({self._stretches(adult.windows, on='')})"

    def _stretches(self, windows: tuple[Window, ...], on: str = "on ") -> str:
        if len({(window.start, window.end) for window in windows}) <= MOST_STRETCHES:
            return stretches(self.problem, windows, on, between=" and ")
        minutes = sum(window.end - window.start for window in windows)
        return f"for {minutes / 60:.3g} hours a week"

    def _need(self, group: Group, among: int, only: str, *, length: bool) -> str:
        who = only if among == 1 else self.names.group(group.id)
        same = ", with the same adult" if group.sessions > 1 and self._crew(group) > 1 else ""
        return f"{who} needs {dose_of(group, length=length)}{same}"

    def _crew(self, group: Group) -> int:
        return sum(may_lead(group, adult) for adult in self.problem.adults)

    def fact(self, fact: Fact, groups: list[Group], only: str = THE_GROUP) -> str:
        """Return one fact as part of a sentence about these groups; one group alone is called `only`."""
        if fact.kind in _OF_ADULT:
            return f"{self.names.adult(fact.about)} {self._of_adult(fact)}"
        if fact.kind in _OF_GROUP:
            return self._of_group(fact, len(groups), only)
        if fact.kind in _OF_PUPILS:
            return self._of_pupils(fact, groups)
        return self._of_school(fact)

    def _of_school(self, fact: Fact) -> str:
        names, about = self.names, fact.about
        if fact.kind is Kind.TRAINED:
            trained = [names.adult(name) for name in self._trained(about)]
            if not trained:
                return f"nobody is trained for {names.thing(about)}"
            verb = "is" if len(trained) == 1 else "are"
            return f"only {listed(trained)} {verb} trained for {names.thing(about)}"
        if fact.kind is Kind.ROOM_BUSY:
            return f"{names.room(about)} is taken by others {self._stretches(self.rooms[about].busy)}"
        return {
            Kind.ROOM_ONCE: f"{names.room(about)} holds one group at a time",
            Kind.KEPT: f"{names.thing(about)} is kept whole",
            Kind.PERIOD: f"{names.thing(about)} is kept whole",
            Kind.WITHIN: "a session must stay inside one lesson",
            Kind.TURNAROUND: f"an adult needs {many(self.problem.turnaround, 'minute')} after each session",
            Kind.WALK: "walking from one site to another takes time",
        }[fact.kind]

    def _of_group(self, fact: Fact, among: int, only: str) -> str:
        group = self.groups[fact.about]
        who = only if among == 1 else self.names.group(group.id)
        if fact.kind is Kind.DOSE:
            return self._need(group, among, only, length=False)
        if fact.kind is Kind.LENGTH:
            return f"a session of {who} lasts {many(group.minutes, 'minute')}"
        if fact.kind is Kind.ASKED:
            return f"{who} must have {self.names.adult(group.adult or '')}"
        if fact.kind is Kind.JOINS:
            return f"{who} meets in class, in lessons of {self.names.thing(group.joins or '')}"
        if fact.kind is Kind.PIN and isinstance(fact.more, Pin):
            when = at_time(self.problem, fact.more.week, fact.more.day, fact.more.start)
            return f"{who} has a session fixed on {when} (to {hhmm(fact.more.start + group.minutes)})"
        large = [self.names.room(room.id) for room in self.problem.rooms if room.places >= len(group.members)]
        verb = "holds" if len(large) == 1 else "hold"
        what = f"only {listed(large)} {verb}" if large else "no room holds"
        return f"{what} {many(len(group.members), 'pupil')}" + ("" if among == 1 else f", as {who} needs")

    def _of_pupils(self, fact: Fact, groups: list[Group]) -> str:
        names = self.names
        if fact.kind is Kind.PUPIL_ONCE:
            within = [names.group(group.id) for group in groups if fact.about in group.members]
            return f"{names.pupil(fact.about)} is in {listed(within)} and cannot be in two at once"
        if fact.kind is Kind.KEPT_FOR:
            return f"{names.pupil(fact.about)} must not miss {names.thing(str(fact.more))}"
        members = {member for group in groups for member in group.members}
        whose = [
            names.pupil(pupil.id)
            for pupil in self.problem.pupils
            if pupil.id in members and pupil.stream == fact.about
        ]
        return f"{listed(whose)} {'has' if len(whose) == 1 else 'have'} no lessons at other times"

    def enough(self, conflict: Conflict, *, for_each: bool = False) -> str:
        """Return what would be enough by itself; empty where nothing single is, or nothing that may be advised.

        `for_each` says that it would be enough for each of several groups that are alike.
        """
        crowd = len(conflict.groups) > MOST_GROUPS
        facts = [fact for fact in conflict.enough if not (crowd and fact.kind in _OF_DOSE)]
        parts = [text for fact in facts if (text := self._remedy(fact))]
        if not parts:
            return ""
        alone = "This alone" if len(parts) == 1 else "Each of these alone"
        room = "room for each of them" if for_each else "room"
        return f"{alone} would make {room}: {'; '.join(parts)}."

    def _remedy(self, fact: Fact) -> str:
        names, about = self.names, fact.about
        if fact.kind is Kind.KEPT:
            subject = next(item for item in self.problem.subjects if item.id == about)
            return "" if subject.kind in ALWAYS_PROTECTED else f"lessons of {names.thing(about)} opened"
        if fact.kind in _OF_ADULT:
            return {
                Kind.HOURS: f"more minutes for {names.adult(about)}",
                Kind.THERE: f"{names.adult(about)} there at more times",
                Kind.TEACHES: f"somebody to take the class of {names.adult(about)}",
            }.get(fact.kind, "")
        if fact.kind in _OF_GROUP:
            group = self.groups[about]
            called = names.group(about)
            return {
                Kind.DOSE: f"fewer sessions a week for {called}",
                Kind.LENGTH: f"shorter sessions for {called}",
                Kind.ASKED: f"somebody else for {called} than {names.adult(group.adult or '')}",
                Kind.JOINS: f"{called} outside the class",
                Kind.PIN: f"another time for the fixed session of {called}",
                Kind.ROOM_SIZE: f"one more room for {many(len(group.members), 'pupil')}",
            }[fact.kind]
        return {
            Kind.TRAINED: f"one more person trained for {names.thing(about)}",
            Kind.ROOM_BUSY: f"{names.room(about)} free at more times",
            Kind.KEPT_FOR: f"{names.thing(str(fact.more))} opened for {names.pupil(about)}",
            Kind.WITHIN: "sessions that may cross the edge of a lesson",
            Kind.TURNAROUND: "less time between sessions",
        }.get(fact.kind, "")

    def not_found(self, group: Group, missing: int) -> str:
        """Return that no way was found, which does not mean that there is none."""
        what = many(missing, "session")
        return (
            f"{capital(self.names.group(group.id))} lacks {what} {every_week(self.problem)}. No way to place "
            f"{'it' if missing == 1 else 'them'} was found; that does not mean that there is none."
        )

    def places(self, group: Group, days: tuple[tuple[int, int], ...], left: dict[str, int]) -> str:
        """Return where one more session has a place as things are, or that nobody has the time; else nothing."""
        if days:
            days_named = listed(on_day(self.problem, week, day) for week, day in days)
            return f"Beside everything else there is a place for one more session on {days_named}."
        crew = [adult.id for adult in self.problem.adults if may_lead(group, adult)]
        if crew and all(left[name] < group.minutes for name in crew):
            return f"Nobody who could take it has {many(group.minutes, 'minute')} left {every_week(self.problem)}."
        return ""

    def missing(self, group: Group, missing: int) -> str:
        """Return how many sessions are missing."""
        wanted = group.sessions * self.problem.weeks
        there = f"{number(wanted - missing)} of its {number(wanted)} sessions" if wanted > 1 else "no session"
        return f"{capital(self.names.group(group.id))} has {there} {every_week(self.problem)}."


_OF_ADULT = frozenset({Kind.THERE, Kind.TEACHES, Kind.HOURS, Kind.ADULT_ONCE})
_OF_GROUP = frozenset({Kind.ASKED, Kind.JOINS, Kind.PIN, Kind.DOSE, Kind.LENGTH, Kind.ROOM_SIZE})
_OF_PUPILS = frozenset({Kind.PUPIL_ONCE, Kind.KEPT_FOR, Kind.GAPS})
_OF_DOSE = frozenset({Kind.DOSE, Kind.LENGTH})
