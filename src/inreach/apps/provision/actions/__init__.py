"""Everything that a person can do to programmes, groups, their members and their slots."""

from inreach.apps.provision.actions.group import GroupDetails, add_group, change_group, end_group
from inreach.apps.provision.actions.member import add_members, end_member
from inreach.apps.provision.actions.programme import ProgrammeDetails, add_programme, change_programme
from inreach.apps.provision.actions.slot import SlotDetails, add_slots, change_slot, end_slot

__all__ = [
    "GroupDetails",
    "ProgrammeDetails",
    "SlotDetails",
    "add_group",
    "add_members",
    "add_programme",
    "add_slots",
    "change_group",
    "change_programme",
    "change_slot",
    "end_group",
    "end_member",
    "end_slot",
]
