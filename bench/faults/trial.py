"""What the parts of the benchmark share: where it runs, who signs in, and the books of all that was written so far."""

from dataclasses import dataclass, field

from bench.faults.books import Books
from bench.faults.checks import Found, check_all
from bench.faults.importers import Brought
from bench.faults.place import Place
from bench.faults.world import World


@dataclass(slots=True)
class Trial:
    """One database from its first write to its last. `since` is the number of the newest event before all writes."""

    place: Place
    world: World
    since: int
    books: Books = field(default_factory=Books)
    files: list[Brought] = field(default_factory=list)

    def check(self) -> Found:
        """Check all that was written so far, after everybody has stopped."""
        return check_all(self.place, self.books, self.files, self.since)


def last_event() -> int:
    """The number of the newest event."""
    from django.db import connections

    from inreach.apps.audit.models import Event

    newest = Event.objects.order_by("-number").values_list("number", flat=True).first()
    connections.close_all()
    return newest or 0
