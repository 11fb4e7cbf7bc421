"""Whole schools for the benchmark: their weeks as the product's own adapters read them from the database."""

from datetime import date
from pathlib import Path
from random import Random

from bench.ledger import Week

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.demo.actions import load_demo
from inreach.apps.demo.story.cast import PLACES
from inreach.apps.exchange.actions import import_file
from inreach.apps.exchange.engine.records import Options
from inreach.apps.exchange.services.import_job import Job
from inreach.apps.inclusion.queries.ledger import everybody_in
from inreach.apps.provision.adapters.support import supports_for
from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.adapters.timetable import blocks_for
from inreach.apps.schools.models import Lesson, Pupil, School
from inreach.core.access.policy import Actor

BEGINS, DAY = date(2026, 9, 1), date(2026, 11, 18)
SHARE, SIZE, SLOTS, MINUTES, SEED = 0.12, 6, 3, 30, 2016


def weeks_of(school: School) -> list[Week]:
    """Return one week of every pupil of a school: blocks and support, nobody absent."""
    week = calendar_of(school).week_of(DAY)
    pupils = everybody_in(school, week)
    blocks, supports = blocks_for(pupils, week), supports_for(pupils, week)
    return [(blocks[pupil.pk], supports[pupil.pk], ()) for pupil in pupils]


def demonstration() -> list[Week]:
    """Load the demonstration, and return the weeks of its secondary school."""
    load_demo(by=system_actor(), today=DAY)
    return weeks_of(School.objects.get(pk=PLACES["kestrel"].id))


def timetable(file: Path) -> list[Week]:
    """Import a FET timetable as anybody would, add support by a seed, and return the weeks of its pupils."""
    by, name = system_actor(), file.stem
    import_file(
        by=by,
        job=Job(format="fet", path=file, name=file.name, options=Options(), today=BEGINS, school_name=name),
    )
    school = School.objects.get(organisation__name=name)
    add_support(by=by, school=school)
    return weeks_of(school)


@action
def add_support(*, by: Actor, school: School) -> None:
    """Put an eighth of the pupils in groups of six, each with half an hour of three lessons a week."""
    luck = Random(SEED)
    pupils = list(Pupil.objects.filter(school=school).order_by("pk"))
    times = sorted(set(Lesson.objects.filter(school=school).values_list("weekday", "starts", "ends")))
    chosen = luck.sample(pupils, round(len(pupils) * SHARE))
    programme = Programme.objects.create(
        organisation=school.organisation, name="Half an hour", area="cognition"
    )
    for number, first in enumerate(range(0, len(chosen), SIZE), start=1):
        group = Group.objects.create(
            school=school, programme=programme, name=f"Group {number}", starts=BEGINS
        )
        GroupMember.objects.bulk_create(
            GroupMember(group=group, pupil=pupil, starts=group.starts)
            for pupil in chosen[first : first + SIZE]
        )
        Slot.objects.bulk_create(
            Slot(group=group, weekday=weekday, starts=starts, ends=min(starts + MINUTES, ends))
            for weekday, starts, ends in luck.sample(times, SLOTS)
        )
    record("bench.supported", by=by, subject=school, details={"pupils": len(chosen)})
