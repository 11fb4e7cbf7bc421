"""Actions are the only door: whole, audited, or not at all."""

import pytest
from django.db import connection

from inreach.apps.accounts.models import Organisation
from inreach.apps.audit.models import Event, Kind
from inreach.apps.audit.recording.action import NotAudited, action
from inreach.apps.audit.recording.action_only import OutsideAction
from inreach.apps.audit.recording.events import reading, record
from inreach.apps.provision.models import Programme
from inreach.core.access.roles import Role
from tests import worlds

pytestmark = pytest.mark.django_db


@action
def name_programme(*, by, organisation, name):
    programme = Programme.objects.create(organisation=organisation, name=name, area="cognition")
    record("test.named", by=by, subject=programme, organisation_id=organisation.pk)
    return programme


@action
def name_silently(*, by, organisation, name):
    return Programme.objects.create(organisation=organisation, name=name, area="cognition")


@action
def name_two(*, by, organisation):
    name_programme(by=by, organisation=organisation, name="One")
    return name_programme(by=by, organisation=organisation, name="Two")


@action
def name_and_fail(*, by, organisation):
    name_programme(by=by, organisation=organisation, name="One")
    raise ValueError("second thoughts")


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def senco(school):
    return worlds.actor(Role.SENCO, school.organisation)


def test_an_action_changes_and_says_so(school, senco):
    programme = name_programme(by=senco, organisation=school.organisation, name="Phonics")
    event = Event.objects.get()
    assert (event.verb, event.actor_id, event.acting_as) == ("test.named", senco.user_id, "senco")
    assert (event.subject_type, event.subject_id) == ("provision.programme", str(programme.pk))


def test_an_action_without_an_event_is_refused_and_changes_nothing(school, senco):
    with pytest.raises(NotAudited, match="name_silently wrote no audit event"):
        name_silently(by=senco, organisation=school.organisation, name="Phonics")
    assert Programme.objects.count() == 0


def test_an_action_that_fails_leaves_neither_change_nor_event(school, senco):
    with pytest.raises(ValueError, match="second thoughts"):
        name_and_fail(by=senco, organisation=school.organisation)
    assert (Programme.objects.count(), Event.objects.count()) == (0, 0)


def test_an_action_that_calls_actions_is_audited_by_theirs(school, senco):
    name_two(by=senco, organisation=school.organisation)
    first, second = Event.objects.all()
    assert second.number > first.number


def test_an_action_takes_keywords_only(school, senco):
    with pytest.raises(TypeError, match="takes keywords only"):
        name_programme(senco, school.organisation, "Phonics")


def test_records_of_case_work_refuse_to_be_written_outside_an_action(school, senco):
    programme = name_programme(by=senco, organisation=school.organisation, name="Phonics")
    doors = [
        programme.save,
        programme.delete,
        lambda: Programme.objects.create(organisation=school.organisation, name="B", area="cognition"),
        lambda: Programme.objects.bulk_create([Programme(organisation=school.organisation, name="B")]),
        lambda: Programme.objects.bulk_update([programme], ["name"]),
        lambda: Programme.objects.filter(pk=programme.pk).update(name="B"),
        lambda: Programme.objects.filter(pk=programme.pk).delete(),
        lambda: Programme.objects.get_or_create(organisation=school.organisation, name="B"),
        lambda: Programme.objects.update_or_create(pk=programme.pk, defaults={"name": "B"}),
    ]
    for door in doors:
        with pytest.raises(OutsideAction, match="only by an action"):
            door()
    assert list(Programme.objects.values_list("name", flat=True)) == ["Phonics"]


def test_the_door_closes_again_after_an_action(school, senco):
    programme = name_programme(by=senco, organisation=school.organisation, name="Phonics")
    with pytest.raises(OutsideAction):
        programme.save()


def test_reading_writes_its_event_before_the_page_leaves(school, senco):
    with reading("test.read", by=senco, subject=school, pupil_id="p", organisation_id=school.pk):
        assert not Event.objects.exists()
    event = Event.objects.get()
    assert (event.kind, event.pupil_id, event.organisation_id) == ("read", "p", str(school.pk))


def test_an_export_is_noted_before_anything_is_made(senco):
    with reading("test.read", by=senco, kind=Kind.EXPORT):
        assert Event.objects.get().verb == "test.read"


@pytest.mark.parametrize("kind", [Kind.READ, Kind.EXPORT])
def test_reading_that_fails_leaves_no_event(senco, kind):
    with pytest.raises(ZeroDivisionError), reading("test.read", by=senco, kind=kind):
        1 / 0  # noqa: B018
    assert Event.objects.count() == 0


@pytest.mark.parametrize("kind", [Kind.READ, Kind.EXPORT])
def test_nothing_leaves_when_the_event_cannot_be_written(senco, kind):
    def page():
        with reading("test.read", by=senco, kind=kind):
            return "a name"

    with connection.execute_wrapper(refuse_events), pytest.raises(RuntimeError, match="disk full"):
        page()


def refuse_events(execute, sql, params, many, context):
    """A database that cannot write the audit."""
    if sql.startswith("INSERT") and "audit_event" in sql:
        raise RuntimeError("disk full")
    return execute(sql, params, many, context)


def test_an_organisation_is_named_by_its_id_and_no_more(school, senco):
    name_programme(by=senco, organisation=school.organisation, name="Phonics")
    assert Event.objects.get().organisation_id == str(Organisation.objects.get(kind="school").pk)
