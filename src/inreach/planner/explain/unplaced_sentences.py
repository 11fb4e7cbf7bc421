"""What could not be placed as a person reads it: what many lack first, and what is alike in one breath."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inreach.core.text import listed
from inreach.planner.explain.facts import Kind
from inreach.planner.explain.reasons import Conflict
from inreach.planner.explain.sentences import SentenceWriter
from inreach.planner.explain.shortage_sentences import shortage_sentences
from inreach.planner.explain.unplaced import Lacking, Unplaced, Why
from inreach.planner.explain.wording import capital, every_week, many, number
from inreach.planner.problem.timetable import Timetable

MOST_TOLD = 5
OF_GROUP = frozenset({Kind.ASKED, Kind.PIN, Kind.DOSE, Kind.LENGTH, Kind.JOINS, Kind.ROOM_SIZE})


class _Lines:
    def __init__(self, writer: SentenceWriter, lacking: Lacking, timetable: Timetable) -> None:
        self.writer, self.names, self.lacking, self.timetable = writer, writer.names, lacking, timetable

    def every(self) -> Iterator[str]:
        for item in self.lacking.shortages:
            yield from shortage_sentences(self.writer, item, self.timetable)
        yield from self._shown()
        yield from self._open([item for item in self.lacking.groups if item.why is Why.NOT_FOUND])
        yield from self.lacking.notes

    def _shown(self) -> Iterator[str]:
        """Yield what is shown of a few groups; groups with one reason together, each reason once."""
        alike: dict[str | Conflict, list[Unplaced]] = {}
        for item in self.lacking.groups:
            if item.conflict is not None:
                reason = item.conflict if len(item.conflict.groups) > 1 else self.writer.why(item.conflict)
                alike.setdefault(reason, []).append(item)
        short = {name for item in self.lacking.shortages for name in item.groups}
        for reason, items in alike.items():
            inside = all(item.group in short for item in items)
            if not inside and len(items) == 1:
                yield from items[0].sentences
                continue
            if not inside:
                yield from self._has(items)
            if isinstance(reason, Conflict):
                yield from items[0].sentences[1:]
                continue
            conflicts = [item.conflict for item in items if item.conflict is not None]
            sentence = self.writer.alike(conflicts)
            yield f"Even if all that were there, {sentence}" if inside else capital(sentence)
            yield from self._enough(conflicts)

    def _has(self, items: list[Unplaced]) -> Iterator[str]:
        """Yield how many sessions these groups have, those with as many in one breath."""
        same: dict[tuple[int, int], list[Unplaced]] = {}
        for item in items:
            same.setdefault((item.placed, item.wanted), []).append(item)
        for (placed, wanted), some in same.items():
            if len(some) == 1:
                yield some[0].sentences[0]
                continue
            what = f"{number(placed)} of their {number(wanted)} sessions each" if wanted > 1 else "no session"
            called = listed(self.names.group(item.group) for item in some)
            yield f"{capital(called)} have {what} {every_week(self.writer.problem)}."

    def _enough(self, conflicts: list[Conflict]) -> Iterator[str]:
        """Yield what would make room for each of some groups that are alike."""
        common = tuple(
            fact
            for fact in conflicts[0].enough
            if fact.kind not in OF_GROUP and all(fact in other.enough for other in conflicts)
        )
        sentence = self.writer.enough(replace(conflicts[0], enough=common), for_each=len(conflicts) > 1)
        if sentence:
            yield sentence

    def _open(self, items: list[Unplaced]) -> Iterator[str]:
        for item in items[:MOST_TOLD]:
            yield from item.sentences
        rest = items[MOST_TOLD:]
        if rest:
            lacks = (
                f"{self.names.group(item.group)} ({many(item.wanted - item.placed, 'session')} short)"
                for item in rest
            )
            yield (
                f"For {many(len(rest), 'more group')} no way was found either, which does not mean that there is none: "
                f"{listed(lacks)}."
            )


def lines(writer: SentenceWriter, lacks: Lacking, timetable: Timetable) -> tuple[str, ...]:
    """Return the sentences of what could not be placed, the most far-reaching first."""
    return tuple(_Lines(writer, lacks, timetable).every())
