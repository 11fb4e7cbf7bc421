"""Rooms as people are used to them: which room a session has costs no pupil anything, so groups keep theirs."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace

from inreach.apps.planning.services.adults import is_room
from inreach.planner.problem.problem import Problem, Room
from inreach.planner.problem.timetable import Session, Timetable

At = tuple[int, int]  # number of the placement, number of the session


class Rooms:
    """A timetable whose sessions change rooms, each on the site where it is; times and adults stay."""

    def __init__(self, problem: Problem, timetable: Timetable, today: Timetable) -> None:
        self.timetable = timetable
        self.rooms = {room.id: room for room in problem.rooms}
        self.groups = {group.id: group for group in problem.groups}
        self.sessions: dict[At, Session] = {
            (n, m): session
            for n, placement in enumerate(timetable)
            for m, session in enumerate(placement.sessions)
            if session.room in self.rooms and self.groups[placement.group].joins is None
        }
        planned: dict[int, Counter[str]] = defaultdict(Counter)
        for at, session in self.sessions.items():
            planned[at[0]][session.room] += 1
        self.preferred = {
            at: tuple(dict.fromkeys(self._preferred(at, today, planned[at[0]]))) for at in self.sessions
        }

    def _group(self, at: At) -> str:
        return self.timetable.placements[at[0]].group

    def _end(self, at: At) -> int:
        return self.sessions[at].start + self.groups[self._group(at)].minutes

    def _preferred(self, at: At, today: Timetable, planned: Counter[str]) -> Iterator[str]:
        """Yield the rooms that a session would like: today's, the one at this time first; else most of its group's."""
        session, of_today = self.sessions[at], today.of(self._group(at)).sessions
        same_time = [
            other.room
            for other in of_today
            if (other.week, other.day, other.start) == (session.week, session.day, session.start)
        ]
        usual = [room for room, _ in Counter(other.room for other in of_today).most_common()]
        for room in [*same_time, *usual]:
            if room in self.rooms:
                yield room
            elif not is_room(room):
                yield from (name for name in self.rooms if not is_room(name))
        yield from (room for room, _ in planned.most_common())

    def _beside(self, at: At) -> list[At]:
        """Return the other sessions during a session."""
        session, end = self.sessions[at], self._end(at)
        return [
            other
            for other, beside in self.sessions.items()
            if other != at
            and (beside.week, beside.day) == (session.week, session.day)
            and beside.start < end
            and session.start < self._end(other)
        ]

    def _suits(self, at: At, room: Room) -> bool:
        """Say whether a room could have a session if no other session were in it."""
        session, end = self.sessions[at], self._end(at)
        busy = any(
            window.day == session.day and window.start < end and session.start < window.end
            for window in room.busy
        )
        pupils = len(self.groups[self._group(at)].members)
        return room.places >= pupils and room.site == self.rooms[session.room].site and not busy

    def _free(self, at: At, room: str, but: At | None = None) -> bool:
        return all(self.sessions[other].room != room for other in self._beside(at) if other != but)

    def _likes(self, at: At, room: str) -> int:
        """Return the place of a room among those preferred, one more than all where it is not among them."""
        preferred = self.preferred[at]
        return preferred.index(room) if room in preferred else len(preferred)

    def better(self) -> bool:
        """Give one session a room it likes better, alone or against those who are there; False if none can have one."""
        return any(self._improve(at) for at in self.sessions)

    def _improve(self, at: At) -> bool:
        session = self.sessions[at]
        for room in self.preferred[at][: self._likes(at, session.room)]:
            if not self._suits(at, self.rooms[room]):
                continue
            there = [other for other in self._beside(at) if self.sessions[other].room == room]
            if all(self._swaps(at, other) for other in there):
                for other in there:
                    self.sessions[other] = replace(self.sessions[other], room=session.room)
                self.sessions[at] = replace(session, room=room)
                return True
        return False

    def _swaps(self, at: At, other: At) -> bool:
        """Say whether the other session can have this one's room, and likes it no less than its own."""
        room, room_of_other = self.sessions[at].room, self.sessions[other].room
        return (
            self._likes(other, room) <= self._likes(other, room_of_other)
            and self._suits(other, self.rooms[room])
            and self._free(other, room, but=at)
        )

    def arranged(self) -> Timetable:
        """Return the timetable with the rooms as they are now."""
        return Timetable(
            tuple(
                replace(
                    placement,
                    sessions=tuple(
                        self.sessions.get((n, m), old) for m, old in enumerate(placement.sessions)
                    ),
                )
                for n, placement in enumerate(self.timetable)
            )
        )


def in_usual_rooms(problem: Problem, timetable: Timetable, today: Timetable) -> Timetable:
    """Return a timetable with the same times and adults, and the rooms that groups have today wherever that can be."""
    rooms = Rooms(problem, timetable, today)
    while rooms.better():
        pass
    return rooms.arranged()
