"""Who has a part in the work with a pupil: who agrees, rates, takes part and delivers. One list for all of these."""

from __future__ import annotations

from enum import StrEnum


class Party(StrEnum):
    """A part in the work with one pupil, whoever holds it."""

    OUTREACH_TEACHER = "outreach"
    LEADERSHIP = "leadership"
    SENCO = "senco"
    CLASS_TEACHER = "class_teacher"
    DELIVERER = "deliverer"
    PARENT = "parent"
    PUPIL = "pupil"

    @property
    def label(self) -> str:
        """The party as lists and tables name it."""
        return LABELS[self]

    @property
    def phrase(self) -> str:
        """The party inside a sentence: "Ask the class teacher to agree."."""
        return PHRASES[self]


LABELS = {
    Party.OUTREACH_TEACHER: "Outreach teacher",
    Party.LEADERSHIP: "Leadership",
    Party.SENCO: "SENCO",
    Party.CLASS_TEACHER: "Class teacher",
    Party.DELIVERER: "Person delivering",
    Party.PARENT: "Parent or carer",
    Party.PUPIL: "Pupil",
}
PHRASES = {
    Party.OUTREACH_TEACHER: "the outreach teacher",
    Party.LEADERSHIP: "the leadership",
    Party.SENCO: "the SENCO",
    Party.CLASS_TEACHER: "the class teacher",
    Party.DELIVERER: "the person delivering",
    Party.PARENT: "a parent or carer",
    Party.PUPIL: "the pupil",
}
AGREEING = tuple(party for party in Party if party is not Party.SENCO)
"""Who has to agree a target, in the order of the list of agreements; the SENCO is part of the leadership there."""
EVERYBODY = frozenset(AGREEING)


def required_parties(*, with_service: bool) -> tuple[Party, ...]:
    """Return who has to agree: everybody, but nobody from a service when no case stands behind the target."""
    return tuple(party for party in AGREEING if with_service or party is not Party.OUTREACH_TEACHER)


def choices(parties: tuple[Party, ...]) -> list[tuple[str, str]]:
    """Return parties as the choices of a field: value and label."""
    return [(party.value, party.label) for party in parties]
