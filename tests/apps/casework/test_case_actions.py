"""A case lets one service see one pupil, and only while it lasts."""

from datetime import date, timedelta

import pytest

from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.casework.actions import change_case_date, move_case, open_case
from inreach.apps.casework.models import Case
from inreach.apps.schools.models import Sharing
from inreach.apps.schools.queries.pupil import pupils_with
from inreach.core.access.permissions import Permission
from inreach.core.refusal import Refusal
from inreach.core.transitions import NotAllowed
from tests import worlds


@pytest.fixture
def alone(world):
    Sharing.objects.all().delete()
    return world


@pytest.fixture
def case(alone) -> Case:
    return open_case(
        by=alone.senco,
        pupil=alone.kai,
        service=alone.service,
        area="communication",
        concern="Kai waits until somebody comes.",
    )


def seen_by(actor):
    return [pupil.called for pupil in pupils_with(actor, Permission.SEE_PUPIL)]


def test_opening_a_case_lets_the_service_see_the_pupil_from_today(alone, case):
    assert seen_by(alone.outreach) == ["Kai"]
    assert Sharing.objects.get().starts == worlds.TODAY
    assert [e.verb for e in Event.objects.all()] == ["case.opened"]


def test_nobody_but_senco_and_head_opens_a_case(alone):
    for who in (alone.teacher, alone.assistant, alone.outreach, alone.other_senco, alone.parent):
        with pytest.raises(Forbidden, match="You cannot open a case"):
            open_case(by=who, pupil=alone.kai, service=alone.service, area="semh", concern="x")
    assert not Sharing.objects.exists()


def test_there_is_one_running_case_with_a_service(alone, case):
    with pytest.raises(NotAllowed, match="There is already a case with Harbour Outreach"):
        open_case(by=alone.head, pupil=alone.kai, service=alone.service, area="semh", concern="x")


@pytest.mark.parametrize("to", ["declined", "withdrawn"])
def test_a_case_that_is_declined_or_withdrawn_ends_the_sharing_at_once(alone, case, to):
    move_case(by=alone.senco, case=case, to=to, reason="We found another way")
    assert seen_by(alone.outreach) == []
    assert case.state == to


def test_a_sharing_that_began_earlier_keeps_its_days(alone, case):
    Sharing.objects.update(starts=worlds.TODAY - timedelta(days=30))
    move_case(by=alone.senco, case=case, to="withdrawn", reason="We found another way")
    assert Sharing.objects.get().ends == worlds.TODAY - timedelta(days=1)


def test_a_case_goes_the_whole_way(alone, case):
    for to in ("triaged", "meeting_arranged", "active", "reviewed", "following_up", "closed"):
        move_case(
            by=alone.outreach, case=case, to=to, next_date=date(2026, 4, 20) if to != "closed" else None
        )
        assert case.state == to
    assert case.next_date is None
    assert seen_by(alone.outreach) == []


def test_a_case_does_not_jump(alone, case):
    with pytest.raises(NotAllowed, match="cannot become active"):
        move_case(by=alone.senco, case=case, to="active")


def test_ending_a_case_early_needs_a_reason(alone, case):
    with pytest.raises(NotAllowed, match="Say why the case is declined"):
        move_case(by=alone.outreach, case=case, to="declined")
    case.refresh_from_db()
    assert case.state == "requested"


def test_another_service_with_the_same_pupil_does_not_move_this_case(alone, case):
    quay = worlds.service("Quayside Outreach")
    Sharing.objects.create(
        pupil=alone.kai, organisation=quay.organisation, reason="case", starts=worlds.YEAR_STARTS
    )
    from inreach.core.access.roles import Role

    stranger = worlds.actor(Role.OUTREACH_TEACHER, quay.organisation)
    with pytest.raises(Forbidden, match="does not share this with your service"):
        move_case(by=stranger, case=case, to="triaged")


def test_the_next_date_is_not_in_the_past(alone, case):
    with pytest.raises(Refusal) as wrong:
        change_case_date(by=alone.senco, case=case, next_date=worlds.TODAY - timedelta(days=1))
    assert list(wrong.value.field_errors) == ["next_date"]
    change_case_date(by=alone.outreach, case=case, next_date=worlds.TODAY)
    assert Event.objects.get(verb="case.date_changed").details == {"from": None, "to": "2026-03-04"}
