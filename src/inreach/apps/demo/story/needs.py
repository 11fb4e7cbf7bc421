"""How often which need occurs: near to the rates of schools in England, so that the demonstration feels like one."""

from random import Random

from inreach.apps.demo.story.people import Child, SchoolBuilder
from inreach.apps.schools.models import Pupil

SUPPORT = {
    "primary": (
        {
            "SLCN": 33,
            "SEMH": 18,
            "MLD": 15,
            "SPLD": 12,
            "ASD": 9,
            "NSA": 5,
            "OTH": 3,
            "PD": 2,
            "HI": 2,
            "VI": 1,
        }
    ),
    "secondary": (
        {
            "SPLD": 24,
            "SEMH": 22,
            "MLD": 18,
            "SLCN": 13,
            "ASD": 11,
            "NSA": 4,
            "OTH": 3,
            "PD": 2,
            "HI": 2,
            "VI": 1,
        }
    ),
}
PLAN = {"ASD": 38, "SLCN": 22, "SEMH": 15, "MLD": 9, "PD": 5, "SPLD": 4, "SLD": 3, "HI": 2, "VI": 1, "DS": 1}
SECOND = {"SLCN": 4, "SEMH": 5, "MLD": 3, "SPLD": 3, "ASD": 2, "PD": 1}

AREA_OF_NEED = {
    "SLCN": "communication",
    "ASD": "communication",
    "SPLD": "cognition",
    "MLD": "cognition",
    "SLD": "cognition",
    "DS": "cognition",
    "NSA": "cognition",
    "OTH": "cognition",
    "SEMH": "semh",
    "PD": "sensory",
    "HI": "sensory",
    "VI": "sensory",
}


def pick(luck: Random, weights: dict[str, int]) -> str:
    """Return one of the keys, by its weight."""
    return luck.choices(list(weights), list(weights.values()))[0]


def spread_needs(builder: SchoolBuilder, phase: str, *, support: float = 0.135, plan: float = 0.04) -> None:
    """Give needs to the share of pupils that has SEN support and the share that has a plan."""
    luck = builder.luck
    for child in builder.children:
        if child.provision != "N" or child.year > 11:
            continue
        fate = luck.random()
        if fate < plan + support:
            provision = "E" if fate < plan else "K"
            need = pick(luck, PLAN if provision == "E" else SUPPORT[phase])
            second = pick(luck, SECOND) if luck.random() < 0.3 else ""
            builder.need(child, provision, need, "" if second == need else second)


def spread_loves(builder: SchoolBuilder, subjects: tuple[str, ...]) -> None:
    """Let about a third of all pupils, and most of those with SEN, have told what they love."""
    pupil_ids = {link.pupil_id for link in builder.rows.of(Pupil.loved_subjects.through)}
    for child in builder.children:
        if child.pupil.pk in pupil_ids:
            continue
        if builder.luck.random() < (0.7 if child.provision != "N" else 0.3):
            builder.loves(child, builder.luck.choice(subjects))


def with_need(children: list[Child], *areas: str) -> list[Child]:
    """Return the children with SEN, those with a need of these areas first."""
    with_sen = [child for child in children if child.provision != "N"]
    return sorted(with_sen, key=lambda child: AREA_OF_NEED[child.need] not in areas)
