"""The schools of the benchmark: one in which people write, and one for each person who brings files."""

from dataclasses import dataclass
from datetime import timedelta

from bench.pages.world import PASSWORD

PUPILS = 140
SMALL_SCHOOL = 28
GROUPS = 10


@dataclass(frozen=True, slots=True)
class World:
    """Who signs in, and the ids of what they write about."""

    senco: str
    targets: tuple[str, ...]
    pupils: tuple[str, ...]
    groups: tuple[str, ...]
    importers: tuple[str, ...]
    forgetful: tuple[str, ...]
    school: str

    @property
    def password(self) -> str:
        """The password of everybody."""
        return PASSWORD


def make_world() -> World:
    """Write the schools into the database, and return what is written about. Needs Django."""
    from bench.city.school import made_school

    from inreach.apps.accounts.models import Membership, User
    from inreach.apps.casework.models import Target
    from inreach.apps.schools.models import Pupil
    from inreach.core.access.roles import Role

    made = made_school("Marlowe School", PUPILS, seed=1)
    senco = Membership.objects.select_related("organisation").get(user__email=made.senco)
    place = senco.organisation
    importers = [made_school(f"Import School {number}", SMALL_SCHOOL, seed=number).senco for number in (2, 3)]
    Membership.objects.filter(user__email__in=importers).update(role=Role.ADMINISTRATOR.value)
    forgetful = [
        User.objects.create_user(f"person-{number}@schools.example", PASSWORD, name=f"Person {number}").email
        for number in range(60)
    ]
    return World(
        senco=made.senco,
        targets=ids(Target.objects.filter(pupil__school_id=place.pk)),
        pupils=ids(Pupil.objects.filter(school_id=place.pk)),
        groups=empty_groups(place.pk),
        importers=tuple(importers),
        forgetful=tuple(forgetful),
        school=str(place.pk),
    )


def empty_groups(school: object) -> tuple[str, ...]:
    """Write groups without members or times, so that every pupil can join each; return their ids."""
    from random import Random

    from bench.city.rows import Rows
    from bench.city.school import write
    from django.utils import timezone

    from inreach.apps.accounts.adapters import system_actor
    from inreach.apps.provision.models import Group, Programme
    from inreach.apps.schools.models import School, StaffMember

    rows, today = Rows(Random(GROUPS)), timezone.localdate()
    at_school = School.objects.get(pk=school)
    programme = Programme.objects.filter(organisation_id=school).order_by("pk")[0]
    adult = StaffMember.objects.filter(school=at_school).order_by("pk")[0]
    for number in range(GROUPS):
        rows.add(
            Group,
            school=at_school,
            programme=programme,
            name=f"Empty group {number}",
            adult=adult,
            starts=today - timedelta(days=60),
            review_on=today + timedelta(days=60),
        )
    write(by=system_actor(), rows=rows)
    return tuple(rows.ids(Group))


def ids(rows: object) -> tuple[str, ...]:
    """Return the ids of rows in their order."""
    return tuple(str(pk) for pk in rows.order_by("pk").values_list("pk", flat=True))  # type: ignore[attr-defined]
