"""What somebody is in a school or a service, and in which of the two there is such a role."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Literal


class Role(StrEnum):
    """What somebody is in a school or a service."""

    TEACHING_ASSISTANT = "teaching_assistant"
    CLASS_TEACHER = "class_teacher"
    SENCO = "senco"
    HEAD = "head"
    GOVERNOR = "governor"
    OUTREACH_TEACHER = "outreach_teacher"
    SERVICE_MANAGER = "service_manager"
    PARENT = "parent"
    PUPIL = "pupil"
    ADMINISTRATOR = "administrator"

    @property
    def label(self) -> str:
        """The role as a person would say it."""
        return {
            Role.SENCO: "SENCO",
            Role.PARENT: "parent or carer",
        }.get(self, self.value.replace("_", " "))


Kind = Literal["school", "service"]

KINDS: Mapping[Role, tuple[Kind, ...]] = {
    Role.TEACHING_ASSISTANT: ("school",),
    Role.CLASS_TEACHER: ("school",),
    Role.SENCO: ("school",),
    Role.HEAD: ("school",),
    Role.GOVERNOR: ("school",),
    Role.OUTREACH_TEACHER: ("service",),
    Role.SERVICE_MANAGER: ("service",),
    Role.PARENT: ("school",),
    Role.PUPIL: ("school",),
    Role.ADMINISTRATOR: ("school", "service"),
}


def article(role: Role) -> str:
    """Return the word before a role's label: there is one SENCO and one head, but many of the others."""
    if role in {Role.SENCO, Role.HEAD}:
        return "the"
    return "an" if role.label[0] in "aeiou" else "a"
