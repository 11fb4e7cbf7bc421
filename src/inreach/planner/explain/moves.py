"""The next best place of every session and its price, everything else staying where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from inreach.core.text import listed
from inreach.planner.explain.move_costs import Pricing
from inreach.planner.explain.occupancy import Occupancy, each_bit
from inreach.planner.explain.relaxed_problem import Lead
from inreach.planner.explain.wording import Names, at_time, capital, many
from inreach.planner.objective.harm import Harm, ObjectiveEvaluator
from inreach.planner.problem.problem import Group, Problem, Room
from inreach.planner.problem.timetable import Placement, Session, Timetable

MOST_SUBJECTS = 3


@dataclass(frozen=True, slots=True)
class Move:
    """A session, the next best place for it, and what it would cost more in points; no place where there is none.

    The price is exact as long as all other sessions, and the adult, stay as they are; it is negative where the session
    would be better off there.
    """

    group: str
    session: Session
    to: Session | None
    points: int
    minutes: dict[str, int]  # minutes more, or fewer, that the members miss of each subject, added up
    sentence: str


class Moves:
    """Finds places for the sessions of one timetable, and says what they cost."""

    def __init__(
        self, problem: Problem, timetable: Timetable, names: Names, evaluator: ObjectiveEvaluator, harm: Harm
    ) -> None:
        self.problem, self.timetable, self.names = problem, timetable, names
        self.occupancy = Occupancy(problem, timetable)
        self.pricing = Pricing(problem, timetable, evaluator, harm)

    def places(self, group: Group, placement: Placement, at: int) -> Iterator[Session]:
        """Yield every other place of a session with the same adult, each in the smallest room that is free.

        A pinned session has none, and no place is in another week or on a day of another session of the group.
        """
        occupancy, session, cover = self.occupancy, placement.sessions[at], placement.cover or ""
        spare = occupancy.covered(group.id, self.pricing.day(session)) or (
            occupancy.minutes_left.get(cover, 0) >= group.minutes
        )
        lead = Lead(placement.adult or "", cover if spare else "")
        if any(
            (pin.week, pin.day, pin.start) == (session.week, session.day, session.start) for pin in group.pins
        ):
            return
        taken = {self.pricing.day(item) for item in placement.sessions if item != session}
        rooms = sorted(occupancy.openings.rooms(group), key=lambda room: room.places)
        first = session.week * self.problem.days
        for day in range(first, first + self.problem.days):
            if day in taken:
                continue
            seen = 1 << occupancy.step(session.start) if day == self.pricing.day(session) else 0
            for room in rooms:
                free = occupancy.free(group, lead, room, day) & ~seen
                seen |= free
                yield from self._sessions(room, day, free)

    def _sessions(self, room: Room, day: int, free: int) -> Iterator[Session]:
        week, weekday = divmod(day, self.problem.days)
        for begin in each_bit(free):
            yield Session(week, weekday, self.occupancy.clock(begin), room.id)

    def best(self, group: Group, placement: Placement, at: int) -> Move:
        """Return the next best place of one session."""
        session, found = placement.sessions[at], None
        for to in self.places(group, placement, at):
            points = self.pricing.price(group, placement, at, to)
            if found is None or (points, to) < found:
                found = points, to
        who = capital(self.names.group(group.id))
        here = at_time(self.problem, session.week, session.day, session.start)
        if found is None:
            sentence = f"{who} on {here}: with everything else as it is, there is no other place for it."
            return Move(group.id, session, None, 0, {}, sentence)
        points, to = found
        minutes = self.minutes(group, session, to)
        there = at_time(self.problem, to.week, to.day, to.start)
        besides = self._besides(group, session, to)
        sentence = f"{who} on {here}: {there} would cost {_price(points)}: {self._told(minutes, besides)}."
        return Move(group.id, session, to, points, minutes, sentence)

    def minutes(self, group: Group, session: Session, to: Session) -> dict[str, int]:
        """Return how many minutes more, or fewer, the members miss of each subject, added up over the members."""
        found: Counter[str] = Counter()
        if group.joins is None:
            for member in group.members:
                for place, sign in ((to, 1), (session, -1)):
                    loss = self.pricing.loss(member, self.pricing.day(place), place.start, group.minutes)
                    for subject, steps in loss.subjects.items():
                        found[subject] += sign * steps * self.problem.step
        return {subject: change for subject, change in sorted(found.items()) if change}

    def _besides(self, group: Group, session: Session, to: Session) -> list[str]:
        """Return how many lessons more are broken, and how many pupils more have two sessions on one day."""
        broken = twice = 0
        if group.joins is None:
            old, new = self.pricing.day(session), self.pricing.day(to)
            for member in group.members:
                broken += self.pricing.loss(member, new, to.start, group.minutes).edges
                broken -= self.pricing.loss(member, old, session.start, group.minutes).edges
                if old != new:
                    visits = self.pricing.visits
                    twice += (visits[member, new] > 0) - (visits[member, old] > 1)
        found = []
        if broken:
            way = "more" if broken > 0 else "fewer"
            found.append(f"pupils leave or come back within a lesson {many(abs(broken), 'time')} {way}")
        if twice:
            way = "more" if twice > 0 else "fewer"
            found.append(f"{many(abs(twice), 'pupil')} {way} with two sessions on a day")
        return found

    def _told(self, minutes: dict[str, int], besides: list[str]) -> str:
        order = sorted(minutes.items(), key=lambda item: (-abs(item[1]), item[0]))[:MOST_SUBJECTS]
        more = [f"{many(n, 'minute')} more of {self.names.thing(s)}" for s, n in order if n > 0]
        less = [f"{many(-n, 'minute')} fewer of {self.names.thing(s)}" for s, n in order if n < 0]
        missed = f"{listed([*more, *less])}" if order else "the same subjects are missed"
        return "; ".join([missed, *besides])


def _price(points: int) -> str:
    if points == 0:
        return "the same"
    word = "point" if abs(points) == 1 else "points"
    return f"{abs(points):,} {word} {'more' if points > 0 else 'less'}"


def moves(
    problem: Problem,
    timetable: Timetable,
    names: Names,
    evaluator: ObjectiveEvaluator | None = None,
    harm: Harm | None = None,
) -> tuple[Move, ...]:
    """Return the next best place of every session, in the timetable's order."""
    evaluator = evaluator or ObjectiveEvaluator(problem)
    every = Moves(problem, timetable, names, evaluator, harm or evaluator.harm(timetable))
    next_best: list[Move] = []
    for group in problem.groups:
        placement = timetable.of(group.id)
        next_best.extend(every.best(group, placement, at) for at in range(len(placement.sessions)))
    return tuple(next_best)
