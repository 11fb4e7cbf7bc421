"""Adding up a pupil's week: first as if nothing happened, then what support and absence change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from inreach.core.ledger.types import OUTSIDE_SCHOOL, Adult, PeriodKind, Piece, State, SubjectKind, Totals

LESSON, ABSENT, ELSEWHERE, CORE = PeriodKind.LESSON, State.ABSENT, State.ELSEWHERE, SubjectKind.CORE
TEACHER, ASSISTANT, SPECIALIST, NOBODY = Adult.TEACHER, Adult.ASSISTANT, Adult.SPECIALIST, Adult.NONE
Key = TypeVar("Key")


def add(sums: dict[Key, int], key: Key, minutes: int) -> None:
    """Add minutes under a key."""
    sums[key] = sums.get(key, 0) + minutes


class Tally:
    """The running sums of one week; it starts from nothing, or from the totals of a week without changes."""

    def __init__(self, start: Totals | None = None) -> None:
        start = start or Totals()
        self.by_adult = {
            TEACHER: start.teacher,
            ASSISTANT: start.assistant,
            SPECIALIST: start.specialist,
            NOBODY: start.alone,
        }
        self.taught = dict(start.taught_by_subject)
        self.out_by_adult: dict[Adult, int] = {}
        self.missed: dict[str, int] = {}
        self.protected: dict[str, int] = {}
        self.loved: dict[str, int] = {}
        self.non_learning: dict[PeriodKind, int] = {}
        self.programmes: set[str] = set()
        self.programmes_out: set[str] = set()
        self.absent = self.wider = self.leavings = 0
        self.out_until: tuple[date | None, int] = (None, 0)

    def expect(self, piece: Piece) -> None:
        """Add a piece as if the pupil were in class with the lesson's own adult."""
        if piece.kind is LESSON:
            minutes = piece.end - piece.start
            add(self.taught, piece.subject, minutes)
            self.by_adult[piece.lesson_adult] += minutes

    def change(self, piece: Piece) -> None:
        """Correct the sums by a piece with support or absence; pieces come in order."""
        minutes = piece.end - piece.start
        state = piece.state
        if piece.support is not None:
            self.programmes.add(piece.support)
        if piece.kind is LESSON:
            self.by_adult[piece.lesson_adult] -= minutes
            if state is ABSENT:
                self.absent += minutes
                add(self.taught, piece.subject, -minutes)
                return
            self.by_adult[piece.adult] += minutes
        elif state is ELSEWHERE or (piece.kind in OUTSIDE_SCHOOL and state is not ABSENT):
            add(self.non_learning, piece.kind, minutes)
        if state is ELSEWHERE:
            self.take_out(piece, minutes)

    def take_out(self, piece: Piece, minutes: int) -> None:
        """Count minutes that the pupil learns away from class."""
        self.programmes_out.add(str(piece.support))
        if piece.kind is LESSON:
            add(self.out_by_adult, piece.adult, minutes)
            add(self.missed, piece.subject, minutes)
            if piece.protected:
                add(self.protected, piece.subject, minutes)
            if piece.loved:
                add(self.loved, piece.subject, minutes)
            if piece.subject_kind is not CORE:
                self.wider += minutes
        if piece.kind not in OUTSIDE_SCHOOL:
            if self.out_until != (piece.day, piece.start):
                self.leavings += 1
            self.out_until = (piece.day, piece.end)

    def totals(self) -> Totals:
        """Return the sums so far."""
        taught = {subject: minutes for subject, minutes in self.taught.items() if minutes}
        by_adult = self.by_adult
        return Totals(
            taught=sum(by_adult.values()),
            out=sum(self.missed.values()),
            teacher=by_adult[TEACHER],
            assistant=by_adult[ASSISTANT],
            specialist=by_adult[SPECIALIST],
            alone=by_adult[NOBODY],
            absent=self.absent,
            leavings=self.leavings,
            loved_missed=sum(self.loved.values()),
            wider_missed=self.wider,
            out_by_adult=self.out_by_adult,
            taught_by_subject=taught,
            missed=self.missed,
            protected_missed=self.protected,
            loved_missed_by_subject=self.loved,
            non_learning=self.non_learning,
            programmes=frozenset(self.programmes),
            programmes_out=frozenset(self.programmes_out),
        )


def totals(pieces: Iterable[Piece]) -> Totals:
    """Return the sums over the pieces of one pupil's week, given in order."""
    tally = Tally()
    for piece in pieces:
        tally.expect(piece)
        if piece.support is not None or piece.state is ABSENT:
            tally.change(piece)
    return tally.totals()


def corrected(expected: Totals, changes: Iterable[Piece]) -> Totals:
    """Return the totals of a week without changes, corrected by its changed pieces, given in order."""
    tally = Tally(expected)
    for piece in changes:
        tally.change(piece)
    return tally.totals()
