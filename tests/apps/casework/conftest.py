"""One pupil, the people around him, and a target that is ready to start."""

from dataclasses import dataclass
from datetime import date

import pytest

from inreach.apps.casework.actions import Draft, sign_target, write_target
from inreach.apps.casework.models import Target
from inreach.apps.schools.models import Pupil, School, Service, Sharing
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role
from inreach.core.targets.party import AGREEING, Party
from tests import worlds

START, REVIEW = date(2026, 3, 9), date(2026, 6, 15)


@dataclass
class Round:
    """A school round one pupil: who is who."""

    school: School
    service: Service
    kai: Pupil
    senco: Actor
    head: Actor
    teacher: Actor
    assistant: Actor
    outreach: Actor
    other_senco: Actor
    parent: Actor


def draft(**changes) -> Draft:
    """A target that lacks only its agreements."""
    said = {
        "area": "communication",
        "title": "Kai asks for help in class with a phrase he chose",
        "success_criteria": "Kai says his phrase at least once in most lessons.",
        "seen_where": "English and maths lessons",
        "seen_by": "Ms Okafor",
        "baseline": 3,
        "baseline_words": "Waits until an adult comes",
        "expected": 7,
        "expected_words": "Asks at least once in most lessons",
        "starts_on": START,
        "review_on": REVIEW,
        "facts": ("about_this_pupil", "one_skill", "teaches_skill"),
    }
    return Draft(**{**said, **changes})


def agree(target: Target, by: Actor, *parties: Party) -> None:
    """Sign for these parties, or for everybody a school target needs."""
    everybody = [party for party in AGREEING if party is not Party.OUTREACH_TEACHER]
    for party in parties or everybody:
        sign_target(by=by, target=target, party=party, name=f"The {party}")


@pytest.fixture
def world(db) -> Round:
    from inreach.apps.accounts.adapters import actor_for

    school, service = worlds.school(), worlds.service()
    at = school.organisation
    kai = worlds.pupil(school)
    teaches = worlds.person("okafor@example.org", (at, Role.CLASS_TEACHER), name="Ms Okafor")
    helps = worlds.person("lamb@example.org", (at, Role.TEACHING_ASSISTANT), name="Mr Lamb")
    parent = worlds.person("dana@example.org", (at, Role.PARENT), name="Dana Rowe")
    worlds.teaching_group(school, kai, staff=worlds.teacher(school, user=teaches))
    worlds.support_group(school, kai, adult=worlds.assistant(school, user=helps))
    worlds.linked(kai, parent)
    Sharing.objects.create(
        pupil=kai, organisation=service.organisation, reason="training", starts=worlds.YEAR_STARTS
    )
    return Round(
        school=school,
        service=service,
        kai=kai,
        senco=worlds.actor(Role.SENCO, at),
        head=worlds.actor(Role.HEAD, at),
        teacher=actor_for(teaches, worlds.TODAY),
        assistant=actor_for(helps, worlds.TODAY),
        outreach=worlds.actor(Role.OUTREACH_TEACHER, service.organisation),
        other_senco=worlds.actor(Role.SENCO, worlds.school("Hollybank Primary").organisation),
        parent=actor_for(parent, worlds.TODAY),
    )


@pytest.fixture
def written(world) -> Target:
    return write_target(by=world.senco, pupil=world.kai, draft=draft())


@pytest.fixture
def started(world, written) -> Target:
    from inreach.apps.casework.actions import start_target

    agree(written, world.senco)
    return start_target(by=world.senco, target=written)
