"""Moving a line of the guard, with a reason."""

from decimal import Decimal

import pytest
from django.urls import reverse

from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.inclusion.actions import move_line, put_line_back
from inreach.apps.inclusion.adapters.thresholds import thresholds_of
from inreach.apps.inclusion.models import GuardSetting
from inreach.core.access.roles import Role
from inreach.core.guard.rules import RULES, share_concern, share_notice, too_long
from inreach.core.refusal import Refusal
from tests import worlds
from tests.apps.inclusion.conftest import BACKEND

GUARD = "/guard/"


def send(elm, key="concern", value="20", reason="Our governors asked.", role=Role.SENCO, **more):
    said = {"key": key, f"{key}-value": value, f"{key}-reason": reason, "do": "move", **more}
    return elm.client(role).post(GUARD, said)


def test_every_rule_stands_on_the_page_with_its_source_and_that_none_is_a_legal_limit(elm):
    page = elm.client(Role.SENCO).get(GUARD)
    text = page.text.replace("&#x27;", "'")
    assert [rule.id for rule in RULES if rule.title not in text or rule.source not in text] == []
    assert "None of these lines is a legal limit." in text


def test_a_line_is_moved_with_its_reason_and_noted(elm):
    response = send(elm)
    assert response.status_code == 302
    setting = GuardSetting.objects.get()
    assert (setting.key, setting.value, setting.reason, setting.set_on) == (
        "concern",
        Decimal("0.200"),
        "Our governors asked.",
        worlds.TODAY,
    )
    assert thresholds_of(elm.school.pk)[share_concern.CONCERN] == 0.2
    event = Event.objects.get(verb="guard.line_moved")
    assert event.details == {"key": "concern", "before": 0.25, "after": 0.2}
    assert "Our governors asked." in elm.client(Role.HEAD).get(GUARD).text


def test_moving_a_line_twice_keeps_one_setting(elm):
    send(elm, "weeks", "15")
    send(elm, "weeks", "12")
    assert GuardSetting.objects.get().value == 12


def test_a_line_without_a_reason_is_not_moved_and_what_was_typed_stays(elm):
    page = send(elm, value="20", reason=" ")
    assert page.status_code == 200
    assert "Say why the line is moved." in page.text
    assert 'value="20"' in page.text
    assert GuardSetting.objects.count() == 0


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("concern", "60", "must rise"),
        ("notice", "0", "must rise"),
        ("outvention", "101", "must rise"),
        ("programmes", "2.5", "Give a whole number."),
        ("programmes", "0", "at least 1"),
        ("delivered", "500", "between 0 and 100"),
        ("weeks", "many", "Give a number."),
        ("concern", "", "Give a number."),
        ("concern", "NaN", "Give a number."),
    ],
)
def test_a_line_that_cannot_stand_is_refused_with_the_reason(elm, key, value, said):
    page = send(elm, key, value)
    assert page.status_code == 200
    assert said in page.text
    assert GuardSetting.objects.count() == 0


def test_a_line_is_put_back_and_noted(elm):
    send(elm)
    assert elm.client(Role.SENCO).post(GUARD, {"key": "concern", "do": "put-back"}).status_code == 302
    assert thresholds_of(elm.school.pk)[share_concern.CONCERN] == 0.25
    assert Event.objects.get(verb="guard.line_put_back").details == {"key": "concern", "before": 0.2}


def test_a_line_that_would_no_longer_rise_is_not_put_back(elm):
    send(elm, "concern", "8", notice="x")
    send(elm, "notice", "5")
    send(elm, "concern", "8")
    page = elm.client(Role.SENCO).post(GUARD, {"key": "notice", "do": "put-back"})
    assert "must rise" in page.text
    assert thresholds_of(elm.school.pk)[share_notice.NOTICE] == 0.05


def test_a_line_that_there_is_not_is_not_found(elm):
    assert send(elm, "colour").status_code == 404


def test_those_who_may_not_move_lines_are_refused(elm):
    assert {
        send(elm, role=role).status_code for role in (Role.CLASS_TEACHER, Role.GOVERNOR, Role.PARENT)
    } == {403}
    at = elm.school.organisation
    with pytest.raises(Forbidden):
        move_line(
            by=elm.actor(Role.CLASS_TEACHER), organisation=at, key="weeks", value=Decimal(9), reason="x"
        )
    with pytest.raises(Forbidden):
        put_line_back(by=elm.actor(Role.CLASS_TEACHER), organisation=at, key="weeks")
    assert GuardSetting.objects.count() == 0


def test_the_action_itself_asks_for_a_reason_and_a_whole_number(elm):
    said = {"by": elm.actor(Role.SENCO), "organisation": elm.school.organisation, "key": "weeks"}
    with pytest.raises(Refusal, match="Say why the line is moved"):
        move_line(**said, value=Decimal(9), reason=" ")
    with pytest.raises(Refusal, match="Give a whole number"):
        move_line(**said, value=Decimal("9.5"), reason="x")
    with pytest.raises(Refusal, match="There is no such line"):
        put_line_back(**(said | {"key": "colour"}))


def test_another_schools_lines_are_not_found(elm):
    other = worlds.school("Hollybank Primary")
    assert elm.client(Role.SENCO).get(GUARD, {"at": str(other.pk)}).status_code == 404


def test_a_service_manager_moves_the_lines_of_the_service_and_not_the_schools(elm, client):
    service = worlds.service()
    client.force_login(
        worlds.person("priya@x.org", (service.organisation, Role.SERVICE_MANAGER)), backend=BACKEND
    )
    client.post(GUARD, {"key": "weeks", "weeks-value": "12", "weeks-reason": "Ours", "do": "move"})
    weeks = [thresholds_of(place.pk)[too_long.WEEKS] for place in (service, elm.school)]
    assert weeks == [12, 20]


def test_the_ledger_leads_to_the_guard_for_those_who_may_move_lines(elm):
    there = {
        role: reverse("inclusion:guard") in elm.client(role).get("/ledger/").text
        for role in (Role.SENCO, Role.CLASS_TEACHER)
    }
    assert there == {Role.SENCO: True, Role.CLASS_TEACHER: False}
