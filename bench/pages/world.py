"""The demonstration as if it were real, so that production serves it: who signs in, and which pages they read."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bench.databases import Database
from bench.pages.clients import Reader

PASSWORD = "only for a benchmark 2026"
PAGES = ("today", "pupils", "ledger", "figures", "pupil", "target", "audit")
NOT_JUDGED = frozenset({"audit"})
"""Pages of which no speed is asked, only that they come without error and in few queries."""
MEASURED = (("kestrel", "senco_kestrel"), ("marlowe", "senco"))
SIGN_IN = "/accounts/login/"


@dataclass(frozen=True, slots=True)
class Visited:
    """One school whose pages are read: how many pupils it has, its SENCO and head, and the addresses of the pages."""

    name: str
    pupils: int
    senco: str
    head: str
    paths: dict[str, str]

    def reader_of(self, page: str) -> str:
        """The address with which the reader of a page signs in: of the audit the head, of all others the SENCO."""
        return self.head if page == "audit" else self.senco


@contextmanager
def product(database: Database) -> Iterator[None]:
    """Start the product in this process on a new database, in production's settings, with its tables and files."""
    import os

    os.environ.update(database.environment)
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    yield
    connections.close_all()


def load(today: date) -> list[Visited]:
    """Load the demonstration, take it for real, and give the readers of the schools that are measured a password."""
    from django.test import override_settings

    from inreach.apps.accounts.adapters import system_actor
    from inreach.apps.accounts.models import Organisation
    from inreach.apps.demo.actions import load_demo
    from inreach.apps.demo.story.cast import PLACES, person

    with override_settings(DEMO=True):
        load_demo(by=system_actor(), today=today)
    Organisation.objects.filter(invented=True).update(invented=False)
    analyse()
    return [visited(PLACES[school].id, person(senco).email) for school, senco in MEASURED]


def analyse() -> None:
    """Let the database look at what was loaded, as it does by itself after a while."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def visited(school_id: UUID, senco: str) -> Visited:
    """Return a school of which the pages are read: those of its pupil in most groups, and the target rated most."""
    from django.db.models import Count
    from django.urls import reverse

    from inreach.apps.casework.models import Target
    from inreach.apps.schools.models import Pupil, School

    school = School.objects.select_related("organisation").get(pk=school_id)
    pupils = Pupil.objects.filter(school=school)
    busiest = pupils.annotate(groups=Count("support_memberships")).order_by("-groups", "pk").first()
    target = (
        Target.objects.filter(pupil__school=school)
        .annotate(given=Count("ratings"))
        .order_by("-given", "pk")
        .first()
    )
    assert busiest is not None
    assert target is not None
    paths = {
        "today": reverse("inclusion:today"),
        "pupils": reverse("schools:pupils"),
        "ledger": reverse("inclusion:ledger"),
        "figures": reverse("inclusion:figures"),
        "pupil": reverse("inclusion:pupil", kwargs={"pupil": busiest.pk}),
        "target": reverse("casework:target", kwargs={"target": target.pk}),
        "audit": reverse("audit:events"),
    }
    set_password(senco)
    return Visited(school.organisation.name, pupils.count(), senco, head_of(school_id), paths)


def set_password(email: str) -> None:
    """Let somebody sign in."""
    from inreach.apps.accounts.models import User

    user = User.objects.get(email=email)
    user.set_password(PASSWORD)
    user.save()


def head_of(school_id: UUID) -> str:
    """Add a head to a school, and return the address with which they sign in."""
    from inreach.apps.accounts.models import Membership, User
    from inreach.core.access.roles import Role

    head = User.objects.create_user(f"head-{school_id}@schools.example", PASSWORD, name="Robin Head")
    Membership.objects.create(
        user=head, organisation_id=school_id, role=Role.HEAD.value, starts=date(2020, 9, 1)
    )
    return head.email


def signed_in(port: int, email: str) -> Reader:
    """Sign in at the product."""
    reader = Reader(port)
    reader.sign_in(SIGN_IN, {"login": email, "password": PASSWORD})
    return reader
