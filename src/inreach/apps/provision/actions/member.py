"""Who is in a group, from which day to which."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from inreach.apps.audit.recording.action import action, last_change
from inreach.apps.audit.recording.events import Entry, record, record_many
from inreach.apps.provision import policies
from inreach.apps.provision.adapters.slot import time_of
from inreach.apps.provision.models import Group, GroupMember
from inreach.apps.provision.services.conflicts import conflicts_of_pupils
from inreach.apps.schools.models import Pupil
from inreach.apps.schools.models.date_ranges import holds_between, valid_between
from inreach.apps.schools.queries.pupil import on_roll
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal


@action
def add_members(*, by: Actor, group: Group, pupils: Sequence[Pupil], starts: date) -> list[GroupMember]:
    """Put pupils into a group from a day on, all of them or none. Raises Refusal by field."""
    policies.check_manage_groups(by, group.school)
    chosen = list(dict.fromkeys(pupils))
    wrong = _wrong_days(group, starts) or _wrong_pupils(group, chosen, starts)
    if wrong:
        raise Refusal(field_errors=wrong)
    members = GroupMember.objects.bulk_create(
        GroupMember(group=group, pupil=pupil, starts=starts, ends=group.ends) for pupil in chosen
    )
    record_many(
        [
            Entry(
                verb="group.member_added",
                subject=member,
                pupil_id=str(member.pupil_id),
                organisation_id=str(group.school_id),
                details={"group": str(group.pk), "starts": starts.isoformat()},
            )
            for member in members
        ],
        by=by,
    )
    return members


def _wrong_days(group: Group, starts: date) -> dict[str, list[str]]:
    if starts < group.starts:
        return {"starts": [f"The group starts on {group.starts:%-d %B %Y}. Choose that day or a later one."]}
    if group.ends is not None and starts > group.ends:
        return {"starts": [f"The group ended on {group.ends:%-d %B %Y}."]}
    return {}


def _wrong_pupils(group: Group, pupils: list[Pupil], starts: date) -> dict[str, list[str]]:
    if not pupils:
        return {"pupils": ["Choose at least one pupil."]}
    on_roll_then = on_roll(Pupil.objects.filter(school=group.school), starts)
    pupils_on_roll = set(on_roll_then.filter(pk__in=[pupil.pk for pupil in pupils]))
    messages = [
        f"{pupil.name} is not on the roll on that day." for pupil in pupils if pupil not in pupils_on_roll
    ]
    already = group.members.filter(holds_between(starts, None), pupil__in=pupils).select_related("pupil")
    messages += [
        f"{member.pupil.name} is in this group already. {last_change(member)}".strip() for member in already
    ]
    times = [
        replace(time, first=max(time.first, starts))
        for slot in group.slots.filter(valid_between(starts, group.ends)).select_related("group")
        for time in [time_of(slot)]
    ]
    messages += [str(conflict) for conflict in conflicts_of_pupils(pupils, times, besides=group)]
    return {"pupils": list(dict.fromkeys(messages))} if messages else {}


@action
def end_member(*, by: Actor, member: GroupMember, last_day: date) -> GroupMember:
    """Take a pupil out of a group after a last day. Raises Refusal by field."""
    policies.check_manage_groups(by, member.group.school)
    if last_day < member.starts:
        day = f"{member.starts:%-d %B %Y}"
        raise Refusal(
            field_errors={"last_day": f"The pupil joined on {day}. Choose that day or a later one."}
        )
    if member.group.ends is not None and last_day > member.group.ends:
        raise Refusal(field_errors={"last_day": f"The group itself ended on {member.group.ends:%-d %B %Y}."})
    member.ends = last_day
    member.save(update_fields=["ends"])
    record(
        "group.member_ended",
        by=by,
        subject=member,
        pupil_id=member.pupil_id,
        organisation_id=member.group.school_id,
        details={"group": str(member.group_id), "last_day": last_day.isoformat()},
    )
    return member
