"""What an import would do, or did: counts and a few examples, never a name of a pupil or of an adult."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from inreach.apps.exchange.engine.entities import ENTITIES

MOST_SAMPLES = 5


@dataclass(slots=True)
class Tally:
    """Counts of one kind of record, which fields changed how often, and up to five examples of each sort.

    `moved` counts those of the changed that are at another time.
    """

    added: int = 0
    changed: int = 0
    ended: int = 0
    unchanged: int = 0
    moved: int = 0
    fields: Counter[str] = field(default_factory=Counter)
    samples: list[dict[str, str]] = field(default_factory=list)

    def sample(self, change: str, label: str, detail: str = "") -> None:
        """Keep an example, unless there are enough of its sort."""
        if sum(1 for sample in self.samples if sample["what"] == change) < MOST_SAMPLES:
            self.samples.append({"what": change, "label": label, "detail": detail})

    def as_dict(self) -> dict[str, Any]:
        """The counts as plain JSON."""
        return {
            "added": self.added,
            "changed": self.changed,
            "ended": self.ended,
            "unchanged": self.unchanged,
            "fields": dict(sorted(self.fields.items())),
        } | ({"moved": self.moved} if self.moved else {})


@dataclass(slots=True)
class ImportDiff:
    """The whole of it, by kind in the order of the engine."""

    tallies: dict[str, Tally] = field(default_factory=dict)

    def of(self, kind: str) -> Tally:
        """The tally of one kind."""
        return self.tallies.setdefault(kind, Tally())

    def total(self, change: str) -> int:
        """How many records of all kinds are "added", "changed", "ended" or "unchanged"."""
        return sum(getattr(tally, change) for tally in self.tallies.values())

    @property
    def changes_nothing(self) -> bool:
        """Whether everything is there already."""
        return not (self.total("added") or self.total("changed") or self.total("ended"))

    def counts(self) -> dict[str, dict[str, Any]]:
        """Counts by kind as plain JSON."""
        order = ["school", *ENTITIES]
        return {kind: self.tallies[kind].as_dict() for kind in order if kind in self.tallies}

    def samples(self) -> list[dict[str, str]]:
        """Examples with their kind, as plain JSON."""
        return [{"kind": kind} | sample for kind, tally in self.tallies.items() for sample in tally.samples]
