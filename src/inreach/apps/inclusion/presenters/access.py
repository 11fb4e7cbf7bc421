"""Who may see a pupil's page, and why, in a few sentences."""

from inreach.apps.inclusion.queries.ledger import Around
from inreach.apps.schools.models import Pupil
from inreach.core.text import listed


def seen_by(pupil: Pupil, around: Around) -> list[str]:
    """Return one sentence for each kind of person who may see this pupil."""
    sentences = [f"The SENCO and the head of {pupil.school.name} see every pupil of the school."]
    if around.classes:
        sentences.append(
            f"Staff of {listed(around.classes)} and of {pupil.preferred_name}’s lessons, "
            f"who teach {pupil.preferred_name}."
        )
    if around.groups:
        them = "it" if len(around.groups) == 1 else "them"
        sentences.append(
            f"The adults who run {listed(around.groups)}, because {pupil.preferred_name} is in {them}."
        )
    for service, reason, until in around.services:
        ends = f", until {until:%-d %B %Y}" if until else ""
        sentences.append(
            f"{service}, because the school shares {pupil.preferred_name}’s record with it: {reason}{ends}."
        )
    family = []
    if around.parents:
        family.append("one parent or carer" if around.parents == 1 else f"{around.parents} parents or carers")
    if around.self_signs_in:
        family.append(pupil.preferred_name)
    if family:
        relatives = listed(family)
        sentences.append(f"{relatives[0].upper()}{relatives[1:]}: the page in plain words.")
    return sentences
