"""The parts of the benchmark, one after the other on one database."""

from collections.abc import Iterator, Sequence

from bench.databases import Database
from bench.faults.clock import clock
from bench.faults.disk import disk
from bench.faults.kills import kills
from bench.faults.mail import mail
from bench.faults.place import Place
from bench.faults.report import Report
from bench.faults.trial import Trial, last_event
from bench.faults.world import make_world
from bench.pages.world import product


def reports(place: Place, parts: Sequence[str], number: int) -> Iterator[Report]:
    """Make the schools, then try the parts that are asked for."""
    with product(Database(place.name, place.url, place.folder)):
        world = make_world()
        trial = Trial(place, world, last_event())
        if "kills" in parts:
            yield kills(trial, number)
        if "disk" in parts:
            yield disk(trial)
        if "mail" in parts:
            yield mail(place, world)
        if "clock" in parts:
            yield clock(trial)
