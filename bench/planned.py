"""A school's support drawn by a seed, planned, adopted, and counted by the ledger and by the planner."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from bench.peers.greedy import first_free

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.exchange.actions import import_file
from inreach.apps.exchange.engine.records import Options
from inreach.apps.exchange.services.import_job import Job
from inreach.apps.inclusion.services.school_week import school_ledger
from inreach.apps.planning.services.question import Question, question_of
from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.models import Pupil, School, StaffMember
from inreach.core.access.policy import Actor
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.plan import Plan, plan
from inreach.planner.problem.timetable import Timetable

SEED, GROUPS, ASSISTANTS, LARGEST = 2016, 40, 10, 5
YEARS = ("7", "8", "9")
PROGRAMMES = (("Reading", 30, 3), ("Number", 30, 3), ("Talk", 20, 4), ("Social", 40, 2))
BEGINS, DAY = date(2026, 9, 1), date(2026, 11, 18)

Missed = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The plan and its harm, the harm of the first free slot, and pupils of whom the ledger says otherwise."""

    plan: Plan
    harm: int
    by_hand: int
    sessions: int
    short: int
    minutes: int
    differ_before: int
    differ_after: int


def imported(file: Path) -> School:
    """Import a FET timetable as anybody would, and draw groups for pupils of years 7 to 9."""
    by, name = system_actor(), file.stem
    import_file(
        by=by,
        job=Job(format="fet", path=file, name=file.name, options=Options(), today=BEGINS, school_name=name),
    )
    school = School.objects.get(organisation__name=name)
    draw(by=by, school=school)
    return school


@action
def draw(*, by: Actor, school: School) -> None:
    """Make assistants and groups of two to five pupils of one year, without times; nobody is in more than two."""
    luck = Random(SEED)
    adults = [
        StaffMember.objects.create(
            school=school, name=f"Assistant {n + 1}", role="assistant", hours_per_week=25
        )
        for n in range(ASSISTANTS)
    ]
    programmes = [
        Programme.objects.create(
            organisation=school.organisation,
            name=name,
            area="cognition",
            minutes_low=minutes,
            per_week_low=times,
        )
        for name, minutes, times in PROGRAMMES
    ]
    years = {
        year: list(Pupil.objects.filter(school=school, year_group=year).order_by("source_id"))
        for year in YEARS
    }
    load: Counter[object] = Counter()
    for number in range(GROUPS):
        pool = [pupil for pupil in years[luck.choice(YEARS)] if load[pupil.pk] < 2]
        members = luck.sample(pool, luck.randint(2, LARGEST))
        load.update(pupil.pk for pupil in members)
        group = Group.objects.create(
            school=school,
            programme=programmes[number % len(programmes)],
            adult=adults[number % len(adults)],
            name=f"Group {number + 1}",
            starts=BEGINS,
        )
        GroupMember.objects.bulk_create(
            GroupMember(group=group, pupil=pupil, starts=group.starts) for pupil in members
        )
    record("bench.drawn", by=by, subject=school, details={"groups": GROUPS})


@action
def adopt(*, by: Actor, school: School, timetable: Timetable) -> None:
    """Give every group the times of a timetable."""
    weekdays = sorted(school.school_days, key=lambda day: (day - school.first_weekday) % 7)
    for placement in timetable:
        group = Group.objects.select_related("programme").get(pk=placement.group)
        Slot.objects.bulk_create(
            Slot(
                group=group,
                weekday=weekdays[session.day],
                starts=session.start,
                ends=session.start + (group.programme.minutes_low or 0),
                adult_id=placement.adult,
                room_id=None if session.room.startswith("place") else session.room,
            )
            for session in placement.sessions
        )
    record("bench.adopted", by=by, subject=school, details={"groups": len(timetable.placements)})


def told_by_ledger(school: School, question: Question) -> Missed:
    """Minutes of each subject that each pupil misses, as the ledger of the week says."""
    rows = {str(row.pupil.pk): row for row in school_ledger(school, DAY).rows}
    return {pupil.id: dict(rows[pupil.id].totals.missed) for pupil in question.problem.pupils}


def told_by_planner(question: Question, timetable: Timetable) -> Missed:
    """The same, as the planner's evaluator counts it."""
    subjects = {subject.id for subject in question.problem.subjects}
    return {
        pupil: {name: minutes for name, minutes in harm.missed.items() if name in subjects}
        for pupil, harm in ObjectiveEvaluator(question.problem).harm(timetable).pupils.items()
    }


def differing(one: Missed, other: Missed) -> int:
    """How many pupils are told otherwise."""
    return sum(one[pupil] != other[pupil] for pupil in one)


def outcome(school: School, *, seconds: float | None = None, rounds: int | None = None) -> Outcome:
    """Plan the drawn groups, adopt the plan, and count again."""
    assert calendar_of(school).week_of(DAY).days
    question = question_of(school, DAY)
    evaluator = ObjectiveEvaluator(question.problem)
    before = differing(told_by_ledger(school, question), told_by_planner(question, question.today))
    by_hand = evaluator.harm(first_free(question.problem))
    answer = plan(question.problem, seed=0, seconds=seconds, rounds=rounds, prove=seconds is not None)
    harm = evaluator.harm(answer.timetable)
    adopt(by=system_actor(), school=school, timetable=answer.timetable)
    after = differing(told_by_ledger(school, question), told_by_planner(question, answer.timetable))
    return Outcome(
        plan=answer,
        harm=harm.points,
        by_hand=by_hand.points,
        sessions=sum(group.sessions for group in question.problem.groups),
        short=harm.sessions_short,
        minutes=harm.minutes_out,
        differ_before=before,
        differ_after=after,
    )
