"""What somebody is in a school or a service. Everything that is true of a role by itself stands in one table here.

What a role may do stands in `permissions.py`, and where it begins its day in the `navigation.py` of the app whose page
that is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from inreach.core.targets.party import Party

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

    @property
    def is_family(self) -> bool:
        """Whether who holds it is a pupil or belongs to one, and comes to nobody else."""
        return ROLES[self].is_family

    @property
    def party(self) -> Party | None:
        """The part that who holds it has in the work with a pupil, if any."""
        return ROLES[self].party


@dataclass(frozen=True, slots=True)
class RoleDefinition:
    """One role: its words, where there is such a role, its part in the work with a pupil, and whose role it is.

    There is one SENCO and one head, so these are "the"; of the others there are many.
    """

    label: str
    article: Literal["a", "an", "the"] = "a"
    kinds: tuple[Kind, ...] = ("school",)
    party: Party | None = None
    is_employed: bool = False
    is_family: bool = False


ROLES: Mapping[Role, RoleDefinition] = {
    Role.TEACHING_ASSISTANT: RoleDefinition("teaching assistant", party=Party.DELIVERER, is_employed=True),
    Role.CLASS_TEACHER: RoleDefinition("class teacher", party=Party.CLASS_TEACHER, is_employed=True),
    Role.SENCO: RoleDefinition("SENCO", "the", party=Party.SENCO, is_employed=True),
    Role.HEAD: RoleDefinition("head", "the", party=Party.LEADERSHIP, is_employed=True),
    Role.GOVERNOR: RoleDefinition("governor"),
    Role.OUTREACH_TEACHER: RoleDefinition("outreach teacher", "an", ("service",), Party.OUTREACH_TEACHER),
    Role.SERVICE_MANAGER: RoleDefinition("service manager", kinds=("service",)),
    Role.PARENT: RoleDefinition("parent or carer", party=Party.PARENT, is_family=True),
    Role.PUPIL: RoleDefinition("pupil", party=Party.PUPIL, is_family=True),
    Role.ADMINISTRATOR: RoleDefinition("administrator", "an", ("school", "service"), is_employed=True),
}


def role_choices() -> list[tuple[str, str]]:
    """Return every role as the choices of a field: value and label. Asked when needed, so a role needs no migration."""
    return [(role.value, role.label[0].upper() + role.label[1:]) for role in Role]
