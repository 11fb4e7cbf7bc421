"""Named, scoped sets of programmes, groups and slots."""

from datetime import date

from django.db.models import Q, QuerySet

from inreach.apps.provision.models import Group, GroupMember, Slot
from inreach.apps.schools.models import StaffMember
from inreach.apps.schools.spans import holds_on, valid_on


def pupils_supported_by(posts: QuerySet[StaffMember], day: date) -> Q:
    """Pupils in a group that one of these posts leads, or takes on one of its days."""
    takes = Slot.objects.filter(valid_on(day), adult__in=posts).values("group")
    groups = Group.objects.filter(holds_on(day)).filter(Q(adult__in=posts) | Q(pk__in=takes))
    members = GroupMember.objects.filter(holds_on(day), group__in=groups)
    return Q(pk__in=members.values("pupil"))
