"""A shortage in words: how many sessions cannot be had, why, and which groups go short today."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from inreach.core.text import listed
from inreach.planner.explain.facts import Fact, Kind
from inreach.planner.explain.relaxed_problem import may_lead
from inreach.planner.explain.sentences import MOST_GROUPS, SentenceWriter
from inreach.planner.explain.shortage import Shortage
from inreach.planner.explain.wording import capital, every_week, many, number
from inreach.planner.problem.problem import Group
from inreach.planner.problem.timetable import Timetable

MOST_ADULTS = 4
MOST_ROOMS = 4
MOST_EACH = 3
KEPT = (Kind.KEPT, Kind.PERIOD)


class _Words:
    """Says one shortage in words."""

    def __init__(self, writer: SentenceWriter, shortage: Shortage) -> None:
        self.writer, self.names, self.problem = writer, writer.names, writer.problem
        self.shortage = shortage
        self.groups: list[Group] = [writer.groups[name] for name in shortage.groups]
        self.of: dict[Kind, list[Fact]] = {kind: [] for kind in Kind}
        for fact in shortage.facts:
            self.of[fact.kind].append(fact)

    def count(self) -> str:
        """Return how many sessions are asked for, how many have space, and how many cannot be had."""
        found, cycle = self.shortage, every_week(self.problem)
        minutes = ""
        if self.of[Kind.HOURS]:
            whole = self.problem.weeks * sum(group.minutes * group.sessions for group in self.groups)
            minutes = f", {whole:,} minutes in all"
        none = found.space == 0
        space = "there is space for none" if none else f"there is space for {number(found.space)} at most"
        return (
            f"{capital(self._called())} ask for {many(found.wanted, 'session')} {cycle}{minutes}, and {space}: "
            f"at least {many(found.missing, 'session')} cannot be had."
        )

    def _called(self) -> str:
        every = len(self.problem.groups)
        if len(self.groups) <= MOST_GROUPS:
            return listed(self.names.group(group.id) for group in self.groups)
        if len(self.groups) == every:
            return f"all {number(every)} groups together"
        named = [self.names.group(group.id) for group in self.groups[: MOST_GROUPS - 1]]
        rest = number(len(self.groups) - len(named))
        return f"{number(len(self.groups))} groups ({listed([*named, f'{rest} more'])})"

    def why(self) -> str:
        """Return the rules that show it, in one sentence."""
        return f"The reason: {'; '.join(self._clauses())}."

    def _clauses(self) -> Iterator[str]:
        yield from self._people()
        yield from self._rooms()
        for fact in self.of[Kind.PUPIL_ONCE]:
            yield self.writer.fact(fact, self.groups)
        yield from self._times()
        yield from self._sessions()

    def _people(self) -> Iterator[str]:
        problem, names = self.problem, self.names
        programmes = [fact.about for fact in self.of[Kind.TRAINED]]
        if programmes:
            trained = [a.id for a in problem.adults if not a.trained.isdisjoint(programmes)]
            what = listed((names.thing(name) for name in programmes), "or")
            if not trained:
                yield f"nobody is trained for {what}"
            elif len(trained) <= MOST_ADULTS:
                verb = "is" if len(trained) == 1 else "are"
                yield f"only {listed(names.adult(name) for name in trained)} {verb} trained for {what}"
            else:
                yield f"only {number(len(trained))} people are trained for {what}"
        yield from self._each(Kind.ASKED, "must have the adult who is named for them", "group")
        yield from self._hours()
        for kind, crowd in (
            (Kind.THERE, "are there only at some times"),
            (Kind.TEACHES, "have a class of their own at some times"),
        ):
            yield from self._each(kind, crowd, "adult")
        once = self.of[Kind.ADULT_ONCE]
        if once:
            who = "each of them" if len(once) > 1 else names.adult(once[0].about)
            if len(once) > 1 and not programmes:
                who = "each adult"
            yield f"{who} can be with one group at a time"

    def _hours(self) -> Iterator[str]:
        facts = self.of[Kind.HOURS]
        whole = sum(self.writer.adults[fact.about].minutes for fact in facts)
        if not facts:
            return
        if len(facts) == 1:
            yield self.writer.fact(facts[0], self.groups)
            return
        crew = {a.id for a in self.problem.adults if any(may_lead(group, a) for group in self.groups)}
        everybody = self.of[Kind.TRAINED] and crew == {fact.about for fact in facts}
        who = "together they"
        if not everybody:
            named = len(facts) <= MOST_ADULTS
            who = (
                listed(self.names.adult(f.about) for f in facts) if named else f"{number(len(facts))} of them"
            )
        yield f"{who} have {whole:,} minutes a week for sessions" + ("" if everybody else " together")

    def _rooms(self) -> Iterator[str]:
        sizes = [len(group.members) for group in self.groups if group.joins is None]
        rooms = self.problem.rooms
        large = [room for room in rooms if room.places >= min(sizes, default=1)]
        one, fits = len(large) == 1, "" if len(large) == len(rooms) else f" for {many(min(sizes), 'pupil')}"
        once = f"{'it holds' if one else 'each holds'} one group at a time"
        if self.of[Kind.ROOM_SIZE] and not large:
            yield f"no room is large enough{fits}"
        elif self.of[Kind.ROOM_SIZE]:
            called = listed(self.names.room(room.id) for room in large)
            enough = f" that {'is' if one else 'are'} large enough{fits}" if fits else ""
            which = f" ({called})" if len(large) <= MOST_ROOMS else ""
            end = f", and {once}" if self.of[Kind.ROOM_ONCE] else ""
            yield f"there {'is' if one else 'are'} only {many(len(large), 'room')}{enough}{which}{end}"
        elif self.of[Kind.ROOM_ONCE]:
            yield "a room holds one group at a time"
        yield from self._each(Kind.ROOM_BUSY, "are taken by others at some times", "room")

    def _times(self) -> Iterator[str]:
        kept = [self.names.thing(fact.about) for kind in KEPT for fact in self.of[kind]]
        if kept:
            yield f"{listed(kept)} {'is' if len(kept) == 1 else 'are'} kept whole"
        yield from self._each(Kind.KEPT_FOR, "must not miss some subjects", "pupil")
        if self.of[Kind.GAPS]:
            few = {member for group in self.groups for member in group.members}
            yield (
                self.writer.fact(self.of[Kind.GAPS][0], self.groups)
                if len(self.of[Kind.GAPS]) == 1 and len(few) <= MOST_EACH
                else "their pupils have no lessons at other times"
            )
        for kind in (Kind.WITHIN, Kind.TURNAROUND):
            yield from (self.writer.fact(fact, self.groups) for fact in self.of[kind])

    def _sessions(self) -> Iterator[str]:
        yield from self._each(Kind.PIN, "have a session at a fixed time", "group")
        yield from self._each(Kind.JOINS, "meet in class, in lessons of one subject", "group")
        if self.of[Kind.APART]:
            yield "the sessions of a group are on different days"
        if self.of[Kind.LENGTH]:
            lengths = sorted({self.writer.groups[fact.about].minutes for fact in self.of[Kind.LENGTH]})
            few = "each session lasts " if len(lengths) == 1 else "sessions last "
            yield f"{few}{' to '.join(str(item) for item in {lengths[0]: 0, lengths[-1]: 0})} minutes"

    def _each(self, kind: Kind, crowd: str, what: str) -> Iterator[str]:
        """Yield each fact of a kind, or all in one clause where there are many."""
        facts = self.of[kind]
        if len(facts) <= MOST_EACH:
            yield from (self.writer.fact(fact, self.groups) for fact in facts)
            return
        about = sorted({fact.about for fact in facts})
        call: Callable[[str], str] = getattr(self.names, what)
        who = listed(call(name) for name in about) if len(about) <= MOST_ADULTS else f"{len(about)} {what}s"
        yield f"{who} {crowd}"

    def lacking(self, timetable: Timetable) -> Iterator[str]:
        """Yield how many sessions a timetable lacks, and which groups lack them."""
        lacks: dict[int, list[Group]] = {}
        none = []
        for group in self.groups:
            wanted, placed = group.sessions * self.problem.weeks, len(timetable.of(group.id).sessions)
            if placed == 0:
                none.append(group)
            elif placed < wanted:
                lacks.setdefault(wanted - placed, []).append(group)
        count = sum(number_ * len(groups) for number_, groups in lacks.items())
        count += self.problem.weeks * sum(group.sessions for group in none)
        more = count - self.shortage.missing
        here = f"In this timetable {number(count)} of them {'is' if count == 1 else 'are'} missing"
        if more > 0:
            yield (
                f"{here}, {number(more)} more than this shows. No better way was found; "
                "that does not mean that there is none."
            )
        else:
            yield f"{here}: no timetable has more."
        parts = []
        if none:
            parts.append(f"Without any session: {self._list(none)}.")
        for number_, groups in sorted(lacks.items(), reverse=True):
            parts.append(f"{capital(many(number_, 'session'))} short: {self._list(groups)}.")
        yield " ".join(parts)

    def _list(self, groups: list[Group]) -> str:
        return listed(self.names.group(group.id) for group in groups)


def shortage_sentences(writer: SentenceWriter, shortage: Shortage, timetable: Timetable) -> tuple[str, ...]:
    """Return a shortage in sentences: the numbers, the reason, and who goes short in a timetable."""
    words = _Words(writer, shortage)
    return words.count(), words.why(), *words.lacking(timetable)
