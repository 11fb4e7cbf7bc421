"""Whom a school's own pages open to."""

import pytest

from inreach.apps.schools.models import Sharing
from inreach.apps.schools.queries.school import schools_seen_by
from inreach.core.access.roles import Role
from tests import worlds


@pytest.fixture
def shared_school():
    school, service = worlds.school(), worlds.service()
    Sharing.objects.create(
        pupil=worlds.pupil(school),
        organisation=service.organisation,
        reason="case",
        starts=worlds.YEAR_STARTS,
    )
    return school, service


@pytest.mark.django_db
def test_those_who_do_the_services_work_see_a_school_that_shares_a_pupil(shared_school):
    school, service = shared_school
    for role in (Role.OUTREACH_TEACHER, Role.SERVICE_MANAGER):
        assert list(schools_seen_by(worlds.actor(role, service.organisation))) == [school]


@pytest.mark.django_db
def test_the_services_administrator_sees_no_school(shared_school):
    _, service = shared_school
    assert list(schools_seen_by(worlds.actor(Role.ADMINISTRATOR, service.organisation))) == []


@pytest.mark.django_db
def test_nobody_of_another_school_sees_it(shared_school):
    other = worlds.school("Hollybank Primary")
    assert list(schools_seen_by(worlds.actor(Role.SENCO, other.organisation))) == [other]
