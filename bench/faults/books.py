"""The books of those who write: what was sent, what was acknowledged, and what an answer never came to.

A write is known by its marker, a text that nothing else has. Whoever gets no answer sends the same form again, with the
same one-time key, until one comes; so each write that was acknowledged has to be there exactly once.
"""

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class State(Enum):
    """What is known of a write."""

    SENT = "sent"
    ACKNOWLEDGED = "acknowledged"
    REFUSED = "refused"


@dataclass(slots=True)
class Write:
    """One write: of which kind, its marker, what is known of it, and what each time of sending came to.

    `troubles` has a word for each time that no answer came, or one that says nothing: "no answer", "500".
    """

    kind: str
    marker: str
    state: State = State.SENT
    troubles: list[str] = field(default_factory=list)

    @property
    def sent_again(self) -> bool:
        """Whether it was sent more than once."""
        return bool(self.troubles)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rows say of a kind of write: markers of acknowledged ones that are lost, of any that is there twice."""

    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    from_nowhere: tuple[str, ...]


class Books:
    """All writes of all who write at the same time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writes: dict[tuple[str, str], Write] = {}

    def send(self, kind: str, marker: str) -> Write:
        """Enter a write before it is sent. ValueError if its marker is not new."""
        with self._lock:
            if (kind, marker) in self._writes:
                raise ValueError(f"{marker} was written before.")
            write = Write(kind, marker)
            self._writes[kind, marker] = write
            return write

    def trouble(self, write: Write, what: str) -> None:
        """Note that no answer came, or one from which nothing is known."""
        with self._lock:
            write.troubles.append(what)

    def close(self, write: Write, state: State) -> None:
        """Note what an answer said."""
        with self._lock:
            write.state = state

    def of(self, kind: str = "", state: State | None = None) -> list[Write]:
        """Writes of a kind, or of all, in the order in which they were sent."""
        with self._lock:
            return [
                write
                for write in self._writes.values()
                if (not kind or write.kind == kind) and (state is None or write.state is state)
            ]

    def kinds(self) -> list[str]:
        """Kinds of writes in the order in which they first came."""
        return list(dict.fromkeys(write.kind for write in self.of()))

    def acknowledged(self) -> int:
        """How many writes were acknowledged so far."""
        return len(self.of(state=State.ACKNOWLEDGED))

    def sent_again(self) -> int:
        """How many writes were sent more than once."""
        return sum(write.sent_again for write in self.of())

    def troubles(self) -> dict[str, int]:
        """How often each trouble came, the most frequent first."""
        return dict(Counter(word for write in self.of() for word in write.troubles).most_common())

    def judge(self, kind: str, rows: Mapping[str, int]) -> Judgement:
        """Compare the writes of a kind with how often the marker of each stands in the database."""
        writes = {write.marker: write for write in self.of(kind)}
        lost = [
            marker
            for marker, write in writes.items()
            if write.state is State.ACKNOWLEDGED and not rows.get(marker, 0)
        ]
        doubled = [marker for marker, count in rows.items() if marker in writes and count > 1]
        from_nowhere = [marker for marker in rows if marker not in writes]
        return Judgement(tuple(lost), tuple(doubled), tuple(from_nowhere))
