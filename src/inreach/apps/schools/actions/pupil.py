"""A pupil's details and SEN, changed by the school, with the past kept."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.schools.models import Pupil, SenNeed, SenStatus, Subject
from inreach.apps.schools.policies import check_change_pupil
from inreach.apps.schools.queries.pupil_details import (
    Sen,
    latest_sen,
    loved_ids,
    needs_of,
    statuses_of,
    why_not_sen,
)
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal

DETAILS = ("given_name", "family_name", "known_as", "born", "year_group", "upn")
ONE_DAY = timedelta(days=1)


@action
def change_pupil(
    *,
    by: Actor,
    pupil: Pupil,
    details: Mapping[str, Any],
    loved: Sequence[Subject],
    sen: Sen | None = None,
    sen_from: date | None = None,
) -> None:
    """Change what is said of a pupil, and the SEN details from a day on if they are given."""
    check_change_pupil(by, pupil)
    locked = Pupil.objects.select_for_update().get(pk=pupil.pk)
    changed = [name for name in DETAILS if getattr(locked, name) != details[name]]
    for name in changed:
        setattr(locked, name, details[name])
    locked.save(update_fields=changed)
    if {subject.pk for subject in loved} != loved_ids(locked):
        locked.loved_subjects.set(loved)
        changed.append("loved_subjects")
    if changed or sen is None:
        record(
            "pupil.changed",
            by=by,
            subject=locked,
            pupil_id=locked.pk,
            organisation_id=locked.school_id,
            details={"fields": changed},
        )
    if sen is not None and sen_from is not None:
        set_sen(by=by, pupil=locked, sen=sen, starts=sen_from)


@action
def set_sen(*, by: Actor, pupil: Pupil, sen: Sen, starts: date) -> None:
    """Say which SEN provision and needs hold from a day on; what held before ends on the day before.

    Raises Refusal, by field, if they cannot hold from that day. What began on that very day is corrected.
    """
    check_change_pupil(by, pupil)
    Pupil.objects.select_for_update().get(pk=pupil.pk)
    wrong = why_not_sen(pupil, sen, starts, by.today)
    if wrong:
        raise Refusal(field_errors=wrong)
    before = latest_sen(pupil, by.today)
    if sen.provision != before.provision:
        _end_before(statuses_of(pupil), starts)
        SenStatus.objects.create(pupil=pupil, code=sen.provision, starts=starts)
    for rank, code in sen.needs.items():
        if code != before.needs[rank]:
            _end_before(needs_of(pupil).filter(rank=rank), starts)
            if code:
                SenNeed.objects.create(pupil=pupil, code=code, rank=rank, starts=starts)
    record(
        "pupil.sen_changed",
        by=by,
        subject=pupil,
        pupil_id=pupil.pk,
        organisation_id=pupil.school_id,
        details={
            "starts": starts.isoformat(),
            "provision": sen.provision,
            "needs": [sen.primary, sen.secondary],
        },
    )


def _end_before(rows: Any, day: date) -> None:
    """End what holds on a day on the day before it; what began on that day has held on none, so it goes."""
    rows.filter(starts=day).delete()
    rows.filter(starts__lt=day, ends__isnull=True).update(ends=day - ONE_DAY)
    rows.filter(starts__lt=day, ends__gte=day).update(ends=day - ONE_DAY)
