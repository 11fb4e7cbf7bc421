"""The audit's page: sentences for the right people, and names for those who may know them."""

import pytest
from django.urls import reverse

from inreach.apps.accounts.adapters import actor_for, system_actor
from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.events import record
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day

pytestmark = pytest.mark.django_db
PAGE = "/audit/"


@pytest.fixture(autouse=True)
def the_day():
    with on_the_day():
        yield


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def senco(school):
    return worlds.person("cole@example.org", (school.organisation, Role.SENCO), name="Miriam Cole")


@pytest.fixture
def head(school):
    return client_of(
        worlds.person("penrose@example.org", (school.organisation, Role.HEAD), name="David Penrose")
    )


@pytest.fixture
def leah(school):
    return client_of(
        worlds.person("leah@example.org", (school.organisation, Role.ADMINISTRATOR), name="Leah Bright")
    )


def read(by, pupil):
    record(
        "pupil.read",
        by=actor_for(by),
        kind="read",
        subject=pupil,
        pupil_id=pupil.pk,
        organisation_id=pupil.school_id,
    )


def sentences(page):
    return [line.sentence for day in page.context["days"] for line in day.lines]


def test_the_head_reads_who_read_whose_record(school, senco, head):
    read(senco, worlds.pupil(school))
    page = head.get(PAGE)
    assert sentences(page) == ["Miriam Cole read the record of Kai Rowe.", "David Penrose signed in."]
    assert Event.objects.last().verb == "audit.read"


def test_an_administrator_reads_no_name_of_a_child(school, senco, leah):
    kai = worlds.pupil(school)
    child = worlds.person("kai@example.org", (school.organisation, Role.PUPIL), name="Kai Rowe")
    read(senco, kai)
    record("target.rated", by=actor_for(child), pupil_id=kai.pk, organisation_id=school.pk)
    page = leah.get(PAGE)
    assert sentences(page) == [
        "A pupil rated a target of a pupil.",
        "Miriam Cole read the record of a pupil.",
        "Leah Bright signed in.",
    ]
    assert "Rowe" not in page.content.decode()
    assert leah.get(PAGE, {"pupil": str(kai.pk)}).status_code == 404


def test_the_head_reads_which_pupil_rated(school, head):
    kai = worlds.pupil(school)
    child = worlds.person("kai@example.org", (school.organisation, Role.PUPIL), name="K. Rowe")
    worlds.linked(kai, child, "self")
    record("target.rated", by=actor_for(child), pupil_id=kai.pk, organisation_id=school.pk)
    assert sentences(head.get(PAGE))[0] == "Kai Rowe rated a target of Kai Rowe."


def test_nothing_of_another_organisation_is_shown(school, senco, head):
    other = worlds.school("Hollybank Primary")
    stranger = worlds.person("grace@example.org", (other.organisation, Role.SENCO), name="Grace Idowu")
    read(stranger, worlds.pupil(other, "Other", "Child"))
    page = head.get(PAGE)
    assert sentences(page) == ["David Penrose signed in."]
    assert "Grace" not in page.content.decode()


def test_the_audit_is_narrowed_by_person_sort_verb_and_pupil(school, senco, head):
    kai, amal = worlds.pupil(school), worlds.pupil(school, "Amal", "Haddad")
    read(senco, kai)
    read(senco, amal)
    record("year.added", by=actor_for(senco), organisation_id=school.pk, details={"name": "2026/27"})
    added = "Miriam Cole added the school year 2026/27."
    reads = ["Miriam Cole read the record of Amal Haddad.", "Miriam Cole read the record of Kai Rowe."]
    assert sentences(head.get(PAGE, {"who": str(senco.pk)})) == [added, *reads]
    assert sentences(head.get(PAGE, {"who": str(senco.pk), "kind": "read"})) == reads
    assert sentences(head.get(PAGE, {"verb": "year.added"})) == [added]
    assert sentences(head.get(PAGE, {"pupil": str(kai.pk)}))[-1] == reads[1]


@pytest.mark.parametrize(
    "query", [{"who": "x"}, {"kind": "magic"}, {"verb": "no.such"}, {"pupil": "x"}, {"before": "x"}]
)
def test_nonsense_in_the_address_narrows_nothing(school, head, query):
    assert head.get(PAGE, query).status_code == 200


def test_somebody_whose_account_is_gone_stays_in_the_audit(school, senco, head):
    read(senco, worlds.pupil(school))
    senco.delete()
    assert sentences(head.get(PAGE))[0] == "Somebody whose account is gone read the record of Kai Rowe."


@pytest.mark.parametrize("by", [None, system_actor()])
def test_what_a_command_or_the_machine_did_is_put_down_to_inreach_itself(school, head, by):
    record("groups.formed", by=by, subject=school, organisation_id=school.pk, details={"week": "2026-11-23"})
    told = "Inreach itself shared pupils out into groups for the week from 2026-11-23."
    assert sentences(head.get(PAGE))[0] == told


@pytest.mark.parametrize("count", [1, 3])
def test_the_audit_asks_the_database_the_same_number_of_times(
    school, senco, head, count, django_assert_num_queries
):
    for n in range(count):
        read(senco, worlds.pupil(school, "A", f"B{n}"))
    head.get(PAGE)
    with django_assert_num_queries(14):
        head.get(PAGE)


def test_a_senco_does_not_read_the_audit(senco):
    assert client_of(senco).get(reverse("audit:events")).status_code == 403
