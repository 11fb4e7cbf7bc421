"""What the rules find that name groups of which something is missing."""

from __future__ import annotations

from dataclasses import dataclass

from inreach.core.guard.types import Finding, Number, PupilWords
from inreach.core.text import listed


@dataclass(frozen=True, slots=True)
class GroupsNamed(Finding):
    """Groups by name, and the words before them."""

    words: str
    groups: tuple[str, ...]

    @property
    def numbers(self) -> tuple[Number, ...]:
        """How many groups."""
        return (Number("groups", "groups", len(self.groups)),)

    def sentence(self, _pupil: PupilWords) -> str:
        """Return the words and the names."""
        return f"{self.words}: {listed(self.groups)}."


def groups_named(words: str, groups: tuple[str, ...]) -> GroupsNamed | None:
    """Return the finding of some groups; None of none."""
    return GroupsNamed(words, groups) if groups else None
