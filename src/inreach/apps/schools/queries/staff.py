"""The adults of a school: who they are, which classes are theirs, and who could sign in as one of them."""

from datetime import date

from django.db.models import Prefetch, Q, QuerySet

from inreach.apps.accounts.models import User
from inreach.apps.schools.models import School, StaffMember, TeachingGroup
from inreach.apps.schools.models.date_ranges import holds_on, valid_on  # noqa: F401 (asked for here by other apps)
from inreach.apps.schools.queries.school import schools_managed_by
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role


def staff_managed_by(actor: Actor) -> QuerySet[StaffMember]:
    """Adults, past ones too, of the schools that the actor looks after."""
    return (
        StaffMember.objects.filter(school__in=schools_managed_by(actor).order_by().values("pk"))
        .select_related("school__organisation", "user")
        .order_by("name", "pk")
    )


def staff_listed(
    actor: Actor, school: School, *, text: str = "", everybody: bool = False
) -> QuerySet[StaffMember]:
    """Adults of a school whose name holds every word, with their classes of today.

    Those who have left or have not begun come only when asked for.
    """
    members = staff_managed_by(actor).filter(school=school)
    if not everybody:
        members = members.filter(holds_on(actor.today))
    for word in text.split():
        members = members.filter(name__icontains=word)
    classes = TeachingGroup.objects.filter(holds_on(actor.today)).order_by("-home", "name", "pk")
    return members.prefetch_related(Prefetch("teaching_groups", queryset=classes))


def people_to_link(actor: Actor, school: School, member: StaffMember | None = None) -> QuerySet[User]:
    """People with a staff role at this school today whom no adult of it stands for yet; and whoever `member` is now."""
    people = User.objects.filter(
        holds_on(actor.today, "memberships__"),
        memberships__organisation=school.pk,
        memberships__waiting_since=None,
        memberships__role__in=[role.value for role in Role if role.is_employed],
        is_active=True,
    )
    linked = StaffMember.objects.filter(school=school, user__isnull=False)
    free = Q(pk__in=people.order_by().values("pk")) & ~Q(pk__in=linked.order_by().values("user"))
    if member and member.user_id:
        free |= Q(pk=member.user_id)
    return User.objects.filter(free).order_by("name", "pk")


def staff_of(school: School, day: date) -> QuerySet[StaffMember]:
    """Adults who work at a school on a day, by name."""
    return StaffMember.objects.filter(holds_on(day), school=school).order_by("name", "pk")
