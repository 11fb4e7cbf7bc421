"""The adults of a school: added, changed, and ended by a last day."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from inreach.apps.accounts.models import User
from inreach.apps.audit.recording.action import action
from inreach.apps.audit.recording.events import record
from inreach.apps.schools.models import School, StaffMember
from inreach.apps.schools.policies import check_manage_school
from inreach.apps.schools.queries.staff import people_to_link
from inreach.core.access.policy import Actor
from inreach.core.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Post:
    """What is known of one adult. Cost in pounds per hour; `user` signs in as this adult."""

    name: str
    role: str
    qualified_teacher: bool
    hours_per_week: Decimal | None = None
    cost_per_hour: Decimal | None = None
    starts: date | None = None
    ends: date | None = None
    user: User | None = None


FIELDS = tuple(Post.__dataclass_fields__)


def _check(by: Actor, school: School, post: Post, member: StaffMember | None = None) -> None:
    check_manage_school(by, school)
    if post.starts and post.ends and post.ends < post.starts:
        raise Refusal(field_errors={"ends": "The last day cannot be before the first."})
    School.objects.select_for_update().get(pk=school.pk)  # two people at once must not link somebody twice
    if post.user and not people_to_link(by, school, member).filter(pk=post.user.pk).exists():
        raise Refusal(
            field_errors={
                "user": "This person cannot sign in as this adult: they stand for another, or have no role here."
            }
        )


@action
def add_staff(*, by: Actor, school: School, post: Post) -> StaffMember:
    """Add an adult to a school."""
    _check(by, school, post)
    member = StaffMember.objects.create(school=school, **{name: getattr(post, name) for name in FIELDS})
    record(
        "staff.added",
        by=by,
        subject=member,
        organisation_id=school.pk,
        details={"role": post.role, "qualified_teacher": post.qualified_teacher, **_link(member)},
    )
    return member


@action
def change_staff(*, by: Actor, member: StaffMember, post: Post) -> list[str]:
    """Change what is known of an adult, their last day too; returns the fields that are different from before."""
    _check(by, member.school, post, member)
    changed = [name for name in FIELDS if getattr(member, name) != getattr(post, name)]
    for name in changed:
        setattr(member, name, getattr(post, name))
    member.save(update_fields=changed)
    record(
        "staff.changed",
        by=by,
        subject=member,
        organisation_id=member.school_id,
        details={"fields": changed, **(_link(member) if "user" in changed else {})},
    )
    return changed


def _link(member: StaffMember) -> dict[str, str]:
    return {"signs_in": str(member.user_id or "")}
