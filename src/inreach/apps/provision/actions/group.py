"""Making a group, changing it and ending it."""

from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Q

from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import Entry, record, record_many
from inreach.apps.provision import policies
from inreach.apps.provision.models import Group, Programme
from inreach.apps.schools.models import School, StaffMember
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class GroupDetails:
    """What a group is: its programme, its adult, and what shows whether it works."""

    name: str
    programme: Programme
    starts: date
    purpose: str = ""
    adult: StaffMember | None = None
    adult_trained: bool | None = None
    class_link: str = Group.Link.UNKNOWN
    entry_measure: str = ""
    exit_measure: str = ""
    review_on: date | None = None


def check_details(details: GroupDetails, school: School, group: Group | None = None) -> None:
    """Raise Refusal, by field, for what cannot be kept."""
    wrong: dict[str, str] = {}
    if not details.name.strip():
        wrong["name"] = "Write a name for the group."
    if details.programme.organisation_id != school.pk:
        wrong["programme"] = "Choose a programme from your school's list."
    if details.adult is not None and details.adult.school_id != school.pk:
        wrong["adult"] = "Choose an adult who works at this school."
    if details.review_on is not None and details.review_on <= details.starts:
        wrong["review_on"] = f"Choose a review date after the start on {details.starts:%-d %B %Y}."
    if group is not None and group.ends is not None and details.starts > group.ends:
        wrong["starts"] = f"The group ended on {group.ends:%-d %B %Y}. Choose an earlier start."
    if wrong:
        raise Refusal(field_errors=wrong)


@action
def add_group(*, by: Actor, school: School, details: GroupDetails) -> Group:
    """Make a support group. Raises Refusal by field."""
    policies.check_manage_groups(by, school)
    check_details(details, school)
    values = {field.name: getattr(details, field.name) for field in fields(details)}
    group = Group.objects.create(school=school, **values)
    _say(
        group, by, "group.added", {"programme": str(details.programme.pk), "starts": group.starts.isoformat()}
    )
    return group


@action
def change_group(*, by: Actor, group: Group, details: GroupDetails) -> Group:
    """Change what a group is. Raises Refusal by field."""
    policies.check_manage_groups(by, group.school)
    check_details(details, group.school, group)
    values = {field.name: getattr(details, field.name) for field in fields(details)}
    changed = [name for name, value in values.items() if value != getattr(group, name)]
    for name in changed:
        setattr(group, name, values[name])
    group.save()
    _say(group, by, "group.changed", {"fields": changed})
    return group


@action
def end_group(*, by: Actor, group: Group, last_day: date) -> Group:
    """End a group with its members and slots. What it did until then stays. Raises Refusal by field."""
    policies.check_manage_groups(by, group.school)
    if last_day < group.starts:
        day = f"{group.starts:%-d %B %Y}"
        raise Refusal(
            field_errors={"last_day": f"The group started on {day}. Choose that day or a later one."}
        )
    group.ends = last_day
    group.save(update_fields=["ends"])
    members, slots = group.members.all(), group.slots.all()
    leaving = list(members.filter(Q(ends__isnull=True) | Q(ends__gt=last_day)).order_by("pk"))
    members.filter(starts__gt=last_day).delete()
    members.filter(ends__isnull=True).update(ends=last_day)
    members.filter(ends__gt=last_day).update(ends=last_day)
    slots.filter(valid_from__gt=last_day).delete()
    slots.filter(valid_to__isnull=True).update(valid_to=last_day)
    slots.filter(valid_to__gt=last_day).update(valid_to=last_day)
    _say(group, by, "group.ended", {"last_day": last_day.isoformat()})
    record_many(
        [
            Entry(
                verb="group.member_ended",
                subject=member,
                pupil_id=str(member.pupil_id),
                organisation_id=str(group.school_id),
                details={"group": str(group.pk), "last_day": last_day.isoformat()},
            )
            for member in leaving
        ],
        by=by,
    )
    return group


def _say(group: Group, by: Actor, verb: str, details: dict[str, object]) -> None:
    record(verb, by=by, subject=group, organisation_id=group.school_id, details=details)
