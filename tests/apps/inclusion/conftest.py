"""One class of six, of whom Kai loves art and leaves it: the week of 2 March 2026."""

from dataclasses import dataclass
from datetime import date

import pytest
from django.test import Client

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.models import User
from inreach.apps.provision.models import Group, GroupMember, Programme
from inreach.apps.schools.models import Pupil, School, Subject
from inreach.core.access.policy import Actor
from inreach.core.access.roles import Role
from tests import worlds

MONDAY = date(2026, 3, 2)
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Elm:
    """Elm class: four hours of English and one of art each day but Friday, and who is who."""

    school: School
    kai: Pupil
    others: list[Pupil]
    english: Subject
    art: Subject
    phonics: Group
    nurture: Group
    users: dict[Role, User]

    def actor(self, role: Role) -> Actor:
        """The actor of the person in this role, on the fixed day."""
        return actor_for(self.users[role], worlds.TODAY)

    def client(self, role: Role) -> Client:
        """A browser in which this person is signed in."""
        client = Client()
        client.force_login(self.users[role], backend=BACKEND)
        return client


@pytest.fixture
def elm(db, time_machine):
    """Kai: phonics takes 30 minutes of English on four days, nurture 40 of 60 minutes of art on Monday."""
    time_machine.move_to(worlds.TODAY, tick=False)
    school = worlds.school()
    at = school.organisation
    users = {
        role: worlds.person(f"{role.value}@example.org", (at, role))
        for role in (
            Role.SENCO,
            Role.HEAD,
            Role.GOVERNOR,
            Role.CLASS_TEACHER,
            Role.TEACHING_ASSISTANT,
            Role.PARENT,
            Role.PUPIL,
            Role.ADMINISTRATOR,
        )
    }
    kai = worlds.pupil(school)
    others = [worlds.pupil(school, name, "Nash") for name in ("Ada", "Ben", "Cal", "Dee", "Eve")]
    worlds.linked(kai, users[Role.PARENT])
    worlds.linked(kai, users[Role.PUPIL], relation="self")
    teacher = worlds.teacher(school, user=users[Role.CLASS_TEACHER])
    assistant = worlds.assistant(school, user=users[Role.TEACHING_ASSISTANT])
    english, art = worlds.subject(school), worlds.subject(school, "Art", "foundation")
    kai.loved_subjects.add(art)
    group = worlds.teaching_group(school, kai, *others, staff=teacher)
    for weekday in range(4):
        for starts in (540, 600, 675, 795):
            worlds.lesson(
                group, english, weekday, starts, starts + 60, teacher, source_id=f"E{weekday}{starts}"
            )
    worlds.lesson(group, art, 0, 855, 915, teacher, source_id="A0")
    phonics = worlds.support_group(
        school, kai, adult=assistant, review_on=date(2026, 6, 1), entry_measure="words"
    )
    for weekday in range(4):
        worlds.slot(phonics, weekday, 560, 590)
    nurture = worlds.support_group(
        school, kai, programme="Nurture", adult=assistant, starts=date(2026, 2, 23), entry_measure="talk"
    )
    worlds.slot(nurture, 0, 855, 895)
    return Elm(school, kai, others, english, art, phonics, nurture, users)


def second_phonics(elm: Elm, programme: Programme | None) -> Group:
    """Another group of the name of Kai's: right after it on Monday, of this programme or of a service's Phonics."""
    with worlds.unaudited():
        followed = programme or Programme.objects.create(
            organisation=worlds.service().organisation, name="Phonics", area="cognition"
        )
        group = Group.objects.create(
            school=elm.school,
            programme=followed,
            name=elm.phonics.name,
            adult=elm.phonics.adult,
            starts=worlds.YEAR_STARTS,
            review_on=date(2026, 6, 1),
            entry_measure="words",
        )
        GroupMember.objects.create(group=group, pupil=elm.kai, starts=worlds.YEAR_STARTS)
    worlds.slot(group, 0, 590, 600)
    worlds.slot(group, 1, 600, 620)
    return group
