"""The parts of the benchmark, one after the other on one database."""

from collections.abc import Iterator, Sequence

from bench.databases import Database
from bench.faults.kills import kills
from bench.faults.place import Place
from bench.faults.report import Report
from bench.faults.world import make_world
from bench.pages.world import product


def reports(place: Place, parts: Sequence[str], number: int) -> Iterator[Report]:
    """Make the schools, then try the parts that are asked for."""
    with product(Database(place.name, place.url, place.folder)):
        world = make_world()
        if "kills" in parts:
            yield kills(place, world, number)
