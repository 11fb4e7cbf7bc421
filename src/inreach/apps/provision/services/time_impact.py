"""What a group takes from its pupils in a typical week of school: gathered from rows, then worked out by the core."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from inreach.apps.provision.adapters.support import gather_typical_weeks
from inreach.apps.provision.models import Group
from inreach.apps.schools.models import Pupil, School
from inreach.core.slots.time_impact import TimeImpact, time_impact


@dataclass(frozen=True, slots=True)
class PupilTimeImpact:
    """What a group takes from one pupil."""

    pupil: Pupil
    impact: TimeImpact


def time_impacts(school: School, group: Group, pupils: Collection[Pupil], day: date) -> list[PupilTimeImpact]:
    """What the group takes from each of these pupils in a typical week after the day, most out of class first.

    Pupils of one school. The list is empty when no week of school is left.
    """
    weeks = gather_typical_weeks(school, pupils, max(day, group.starts))
    if not weeks or not pupils:
        return []
    impacts = time_impact(weeks, str(group.pk))
    return sorted(
        (PupilTimeImpact(pupil, impacts[pupil.pk]) for pupil in pupils),
        key=lambda of: (-(of.impact.together or 0), of.pupil.family_name, of.pupil.given_name),
    )
