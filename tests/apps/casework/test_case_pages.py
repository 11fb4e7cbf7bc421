"""Pages about cases: by next date, opened by the school, closed to the service when they end."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from inreach.apps.casework.actions import move_case, move_target, open_case
from inreach.apps.casework.models import Case
from inreach.apps.casework.queries.case import cases_visible_to
from inreach.apps.schools.models import Sharing
from tests import worlds
from tests.apps.casework.test_target_pages import page, visit


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(worlds.TODAY, tick=False):
        yield


@pytest.fixture
def case(world) -> Case:
    Sharing.objects.all().delete()
    return open_case(
        by=world.senco, pupil=world.kai, service=world.service, area="semh", concern="Kai waits alone."
    )


def test_a_case_is_opened_on_the_page(world):
    address = reverse("casework:open_case", kwargs={"pupil": world.kai.pk})
    visit(world.head).post(
        address, {"service": world.service.pk, "area": "semh", "concern": "Kai waits alone."}
    )
    assert Case.objects.get().concern == "Kai waits alone."


def test_what_was_typed_about_a_case_is_kept_when_something_is_missing(world):
    address = reverse("casework:open_case", kwargs={"pupil": world.kai.pk})
    response = visit(world.head).post(address, {"service": world.service.pk, "concern": "Kai waits alone."})
    assert "Kai waits alone." in page(response)
    assert not Case.objects.exists()


def test_a_service_that_ends_a_case_is_led_to_its_list(world, case):
    client = visit(world.outreach)
    response = client.post(
        reverse("casework:move_case", kwargs={"case": case.pk}), {"to": "declined", "reason": "No place free"}
    )
    assert response["Location"] == reverse("casework:cases")
    assert client.get(reverse("casework:case", kwargs={"case": case.pk})).status_code == 404


def test_declining_without_a_reason_says_so_on_the_page(world, case):
    response = visit(world.outreach).post(
        reverse("casework:move_case", kwargs={"case": case.pk}), {"to": "declined"}
    )
    assert "Say why the case is declined." in page(response)
    case.refresh_from_db()
    assert case.state == "requested"


def test_cases_come_by_next_date_and_those_without_one_last(world, case):
    ana, ben = worlds.pupil(world.school, "Ana", "Lopes"), worlds.pupil(world.school, "Ben", "Adu")
    for pupil, days in ((ana, 9), (ben, 2)):
        open_case(
            by=world.senco,
            pupil=pupil,
            service=world.service,
            area="semh",
            concern="x",
            next_date=worlds.TODAY + timedelta(days=days),
        )
    assert [one.pupil.preferred_name for one in cases_visible_to(world.senco)] == ["Ben", "Ana", "Kai"]
    assert [one.pupil.preferred_name for one in cases_visible_to(world.outreach)] == ["Ben", "Ana", "Kai"]
    assert list(cases_visible_to(world.other_senco)) == []


def test_the_list_costs_the_same_queries_however_many(world, case, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert [(c.pupil.preferred_name, str(c.service)) for c in cases_visible_to(world.senco)] == [
            ("Kai", "Harbour Outreach")
        ]
    for given in ("Ana", "Ben"):
        other = worlds.pupil(world.school, given)
        open_case(by=world.senco, pupil=other, service=world.service, area="semh", concern="x")
    with django_assert_num_queries(1):
        assert sorted(c.pupil.preferred_name for c in cases_visible_to(world.senco)) == ["Ana", "Ben", "Kai"]


def test_a_case_shows_its_way_and_who_does_what(world, case):
    shown = page(visit(world.senco).get(reverse("casework:case", kwargs={"case": case.pk})))
    assert (
        '<li class="way__step way__step--here" aria-current="step"><span class="way__label">Requested'
        in shown
    )
    assert "Asks for help" in shown


@pytest.mark.parametrize("wanted", ["withdrawn", "triaged"])
def test_whoever_moves_on_what_somebody_else_has_moved_is_told_who_and_keeps_their_reason(
    world, case, wanted
):
    address = reverse("casework:move_case", kwargs={"case": case.pk})
    typed = {"to": wanted, "reason": "Kai has settled", "state": case.state}
    move_case(by=world.outreach, case=case, to="triaged")
    refused = visit(world.head).post(address, typed)
    shown = page(refused)
    assert "It is triaged now." in shown
    assert "moved a case about a pupil from “requested” to “triaged”" in shown
    assert "Kai has settled" in shown
    assert "from the list" not in shown
    case.refresh_from_db()
    assert case.state == "triaged"
    again = visit(world.head).post(address, {**typed, "to": "withdrawn", "state": "triaged"})
    assert again.status_code == 302


def test_a_target_that_somebody_else_has_moved_is_not_moved_on_from_an_old_page(world, started):
    address = reverse("casework:move_target", kwargs={"target": started.pk})
    move_target(by=world.senco, target=started, to="withdrawn", reason="Kai moves away")
    refused = visit(world.head).post(address, {"to": "closed", "state": "active"})
    assert refused.status_code == 409
    assert "It is withdrawn now." in page(refused)
