"""Invented schools written into the database: one of a given size, or a whole city of them."""

from collections.abc import Iterable
from random import Random

from bench.city.rows import Rows, SchoolRows
from bench.pages.world import Visited, analyse, visited
from django.db.models import Model
from django.utils import timezone

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.audit.recording.explanation import ROWS, explained_models
from inreach.apps.demo.story.rows import ORDER
from inreach.core.access.policy import Actor

SCHOOLS, PUPILS, SMALLEST, LARGEST, SEED = 60, 25_000, 150, 1200, 25_000
BATCH = 2000


def made_school(name: str, pupils: int, seed: int) -> Visited:
    """Write a school of so many pupils, with a SENCO and a head who can sign in."""
    rows = Rows(Random(seed))
    school = SchoolRows(rows, name, pupils, timezone.localdate())
    write(by=system_actor(), rows=rows)
    return visited(school.school.pk, school.senco)


def city(schools: int = SCHOOLS, pupils: int = PUPILS) -> list[str]:
    """Write a city of schools, one after the other, and return their ids."""
    written = []
    for number, size in enumerate(sizes(schools, pupils), start=1):
        rows = Rows(Random(f"{SEED} {number}"))
        school = SchoolRows(rows, f"City School {number}", size, timezone.localdate())
        write(by=system_actor(), rows=rows)
        written.append(str(school.school.pk))
    analyse()
    return written


def sizes(schools: int, pupils: int) -> list[int]:
    """Return how many pupils each school has: small and large ones, so many together; ValueError if they cannot."""
    if not SMALLEST * schools <= pupils <= LARGEST * schools:
        raise ValueError(f"{schools} schools cannot have {pupils} pupils together.")
    luck = Random(SEED)
    chosen, left = [], pupils
    for place in range(schools, 0, -1):
        fewest = max(SMALLEST, left - LARGEST * (place - 1))
        most = min(LARGEST, left - SMALLEST * (place - 1))
        middle = 2 * left // place - SMALLEST
        chosen.append(luck.randint(fewest, max(fewest, min(most, middle))))
        left -= chosen[-1]
    chosen[-1] += left
    return chosen


@action
def write(*, by: Actor, rows: Rows) -> None:
    """Write all rows, in an order that foreign keys allow, and explain them to the audit."""
    models: Iterable[type[Model]] = ORDER
    for model in models:
        model._default_manager.bulk_create(rows.by_model[model], batch_size=BATCH)
    explained = {model._meta.label_lower: rows.ids(model) for model in explained_models()}
    record("bench.school_made", by=by, details={ROWS: explained})
