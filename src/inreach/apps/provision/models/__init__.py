"""Programmes, the groups that follow them, who is in a group and when it meets. All are changed only by actions."""

from inreach.apps.provision.models.group import Group
from inreach.apps.provision.models.member import GroupMember
from inreach.apps.provision.models.programme import Programme
from inreach.apps.provision.models.slot import Slot

__all__ = ["Group", "GroupMember", "Programme", "Slot"]
