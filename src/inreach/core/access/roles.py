"""What somebody is in a school or a service. Everything that is true of a role by itself stands in one table here.

What a role may do stands in `permissions.py`, and where it begins its day in the `navigation.py` of the app whose page
that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Kind = Literal["school", "service"]


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
        return ROLES[self].label

    @property
    def with_article(self) -> str:
        """The role with the word before it: "the SENCO", "an administrator"."""
        return f"{ROLES[self].article} {self.label}"

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """In which organisations there is such a role."""
        return ROLES[self].kinds

    @property
    def is_employed(self) -> bool:
        """Whether who holds it works in the school, so that a member of staff there can stand for them."""
        return ROLES[self].is_employed


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """One role: its words, where there is such a role, and whether who holds it works in the school.

    There is one SENCO and one head, so these are "the"; of the others there are many.
    """

    label: str
    article: Literal["a", "an", "the"] = "a"
    kinds: tuple[Kind, ...] = ("school",)
    is_employed: bool = False


ROLES: Mapping[Role, RoleDefinition] = {
    Role.TEACHING_ASSISTANT: RoleDefinition("teaching assistant", is_employed=True),
    Role.CLASS_TEACHER: RoleDefinition("class teacher", is_employed=True),
    Role.SENCO: RoleDefinition("SENCO", "the", is_employed=True),
    Role.HEAD: RoleDefinition("head", "the", is_employed=True),
    Role.GOVERNOR: RoleDefinition("governor"),
    Role.OUTREACH_TEACHER: RoleDefinition("outreach teacher", "an", ("service",)),
    Role.SERVICE_MANAGER: RoleDefinition("service manager", kinds=("service",)),
    Role.PARENT: RoleDefinition("parent or carer"),
    Role.PUPIL: RoleDefinition("pupil"),
    Role.ADMINISTRATOR: RoleDefinition("administrator", "an", ("school", "service"), is_employed=True),
}
