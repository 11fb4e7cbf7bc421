"""The audit: nobody acts, and nobody reads a pupil's record, without an event that says so truly and no more."""

from datetime import date

import pytest
from django.urls import reverse

from inreach.apps.accounts.adapters import actor_for
from inreach.apps.accounts.models import Membership
from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.events import record
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day
from tests.house import matrix_world


@pytest.fixture(autouse=True)
def today():
    with on_the_day():
        yield


@pytest.fixture
def world(db):
    return matrix_world.build()


def last_event():
    return Event.objects.order_by("number").last()


def test_somebody_with_every_role_of_a_school_leaves_an_event_that_fits_its_column(db):
    school = worlds.school()
    roles = [(school.organisation, role) for role in Role if "school" in role.kinds]
    busy = actor_for(worlds.person("busy@example.org", *roles), worlds.TODAY)
    record("audit.read", by=busy, organisation_id=school.pk)
    event = last_event()
    assert event.acting_as.split(", ")[:3] == sorted(role.value for _, role in roles)[:3]
    assert len(event.acting_as) <= Event._meta.get_field("acting_as").max_length


def test_an_event_tells_a_school_neither_what_one_is_elsewhere_nor_what_one_was(db):
    school, other = worlds.school(), worlds.school("Hollybank Primary")
    dana = worlds.person(
        "dana@example.org", (school.organisation, Role.TEACHING_ASSISTANT), (other.organisation, Role.PARENT)
    )
    Membership.objects.create(
        user=dana,
        organisation=school.organisation,
        role="head",
        starts=worlds.YEAR_STARTS,
        ends=date(2025, 12, 31),
    )
    record("audit.read", by=actor_for(dana, worlds.TODAY), organisation_id=school.pk)
    assert last_event().acting_as == "teaching_assistant"


def test_a_service_acts_on_a_schools_record_as_the_service(world):
    outreach = actor_for(world.users["outreach_teacher"], worlds.TODAY)
    record("pupil.read", by=outreach, organisation_id=world.records["school"].pk)
    assert last_event().acting_as == "outreach_teacher"


@pytest.mark.parametrize(
    ("visitor", "page", "record_of"),
    [
        ("senco", "casework:add_target", "pupil"),
        ("senco", "casework:change_target", "target"),
        ("teaching_assistant", "casework:rate", "target"),
        ("senco", "casework:correct", "rating"),
        ("teaching_assistant", "casework:sign", "target"),
        ("parent", "casework:rate", "target"),
        ("senco", "casework:open_case", "pupil"),
        ("senco", "provision:end_member", "member"),
        ("senco", "inclusion:pupil", "pupil"),
        ("senco", "casework:targets", "pupil"),
        ("outreach_teacher", "casework:case", "case"),
    ],
)
def test_opening_a_page_that_shows_something_of_a_pupil_is_an_event_about_that_pupil(
    world, visitor, page, record_of
):
    client = client_of(world.users[visitor])
    before = Event.objects.count()
    assert client.get(reverse(page, args=[world.records[record_of].pk])).status_code == 200
    event = last_event()
    kai, school = world.records["pupil"], world.records["school"]
    assert Event.objects.count() == before + 1
    assert (event.kind, event.pupil_id, event.organisation_id) == ("read", str(kai.pk), str(school.pk))


@pytest.mark.parametrize(
    ("visitor", "page"),
    [("senco", "casework:cases"), ("service_manager", "casework:cases"), ("senco", "provision:add_members")],
)
def test_opening_a_list_that_names_pupils_is_an_event_at_their_school(world, visitor, page):
    worlds.pupil(world.records["school"], given="Mia")
    args = [world.records["group"].pk] if page == "provision:add_members" else []
    client = client_of(world.users[visitor])
    before = Event.objects.count()
    assert client.get(reverse(page, args=args)).status_code == 200
    event = last_event()
    assert Event.objects.count() == before + 1
    assert (event.kind, event.organisation_id, event.details["pupils"]) == (
        "read",
        str(world.records["school"].pk),
        1,
    )


def test_an_administrator_reads_in_the_audit_no_name_of_a_pupil_and_no_event_of_another_school(world):
    kai, school = world.records["pupil"], world.records["school"]
    client_of(world.users["senco"]).get(reverse("inclusion:pupil", args=[kai.pk]))
    elsewhere = worlds.school("Thornhill Primary")
    head = worlds.person("far@example.org", (elsewhere.organisation, Role.HEAD), name="Far Away")
    record("term.removed", by=actor_for(head), organisation_id=elsewhere.pk, details={"name": "Lent"})
    text = client_of(world.users["administrator"]).get(reverse("audit:events")).content.decode()
    assert "read the record of a pupil" in text
    for hidden in ("Kai", "Rowe", str(kai.pk), "Far Away", "Lent"):
        assert hidden not in text
    assert school.name not in text or "Thornhill" not in text


def test_the_end_of_a_group_stands_in_the_trail_of_each_of_its_pupils(world):
    group, kai = world.records["group"], world.records["pupil"]
    client_of(world.users["senco"]).post(
        reverse("provision:end_group", args=[group.pk]), {"last_day": "2026-03-04"}
    )
    found = Event.objects.filter(pupil_id=str(kai.pk), verb="group.member_ended")
    assert [event.details["last_day"] for event in found] == ["2026-03-04"]


def test_whoever_reads_the_audit_of_two_schools_leaves_an_event_at_both(world):
    other = worlds.school("Thornhill Primary")
    head = worlds.person(
        "both@example.org", (world.records["school"].organisation, Role.HEAD), (other.organisation, Role.HEAD)
    )
    client_of(head).get(reverse("audit:events"))
    found = Event.objects.filter(verb="audit.read").values_list("organisation_id", flat=True)
    assert sorted(found) == sorted([str(world.records["school"].pk), str(other.pk)])


def test_a_reason_as_long_as_a_book_is_not_kept_in_the_audit(world):
    target = world.records["target"]
    answer = client_of(world.users["senco"]).post(
        reverse("casework:move_target", args=[target.pk]), {"to": "withdrawn", "reason": "x" * 5000}
    )
    target.refresh_from_db()
    assert (answer.status_code, target.state) == (409, "active")
