"""Special educational needs: the school census codes for provision and type of need, as dated data.

Sources: school census guidance of English local authorities for N, K, E and the types; SEN2 2025 item 5.8a
for DS; the SEND Code of Practice (2015) for the four broad areas. Dates are the days a code may be used.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar


class Area(StrEnum):
    """A broad area of need; a target has its own area, which need not be the pupil's."""

    COMMUNICATION = "communication_and_interaction"
    COGNITION = "cognition_and_learning"
    SEMH = "social_emotional_and_mental_health"
    SENSORY = "sensory_and_physical"

    @property
    def label(self) -> str:
        """The area as the Code of Practice names it."""
        return AREA_LABELS[self]


AREA_LABELS = {
    Area.COMMUNICATION: "Communication and interaction",
    Area.COGNITION: "Cognition and learning",
    Area.SEMH: "Social, emotional and mental health",
    Area.SENSORY: "Sensory and/or physical",
}

DOWN_SYNDROME = date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Code:
    """A census code with its label, and its first and last day; None where Inreach knows of no such day."""

    code: str
    label: str
    valid_from: date | None = None
    valid_to: date | None = None

    def counts_on(self, day: date) -> bool:
        """Say whether the code may be used on this day."""
        started = self.valid_from is None or self.valid_from <= day
        return started and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Need(Code):
    """A type of need; `area` is None for types that belong to no single broad area."""

    area: Area | None = None


PROVISIONS = (
    Code("N", "No special educational need"),
    Code("K", "SEN support"),
    Code("E", "Education, health and care plan"),
)

NEEDS = (
    Need("SPLD", "Specific learning difficulty", area=Area.COGNITION),
    Need("MLD", "Moderate learning difficulty", area=Area.COGNITION),
    Need("SLD", "Severe learning difficulty", area=Area.COGNITION),
    Need("PMLD", "Profound and multiple learning difficulty", area=Area.COGNITION),
    Need("SEMH", "Social, emotional and mental health", area=Area.SEMH),
    Need("SLCN", "Speech, language and communication needs", area=Area.COMMUNICATION),
    Need("HI", "Hearing impairment", area=Area.SENSORY),
    Need("VI", "Vision impairment", area=Area.SENSORY),
    Need("MSI", "Multi-sensory impairment", area=Area.SENSORY),
    Need("PD", "Physical disability", area=Area.SENSORY),
    Need("ASD", "Autistic spectrum disorder", area=Area.COMMUNICATION),
    Need("DS", "Down syndrome", valid_from=DOWN_SYNDROME),
    Need("OTH", "Other difficulty or disability"),
    Need("NSA", "SEN support, no specialist assessment of type of need"),
)

Known = TypeVar("Known", bound=Code)
RANKS = {1: "Primary need", 2: "Secondary need"}


def provision(code: str, on: date) -> Code:
    """Return the provision that a code means on a day; ValueError with a sentence if it means none."""
    return meaning(code, PROVISIONS, on, "SEN provision")


def need(code: str, on: date) -> Need:
    """Return the type of need that a code means on a day; ValueError with a sentence if it means none."""
    return meaning(code, NEEDS, on, "SEN type")


def meaning(code: str, codes: tuple[Known, ...], on: date, kind: str) -> Known:
    """Return the one of the known codes that is written, in any case of letters; ValueError as above."""
    usable = {usable_entry.code: usable_entry for usable_entry in codes if usable_entry.counts_on(on)}
    entry = usable.get(code.strip().upper())
    if entry is None:
        raise ValueError(f"“{code}” is not a {kind} code on {on}. Use one of {', '.join(usable)}.")
    return entry


def clash(provision_code: str, need_code: str) -> str:
    """Return why a type of need cannot go with a provision, as a sentence, or "" when it can."""
    if provision_code == "N":
        return "A pupil without special educational needs (N) has no type of need."
    if provision_code == "E" and need_code == "NSA":
        return "NSA is only for SEN support (K): a plan (E) follows a specialist assessment."
    return ""
