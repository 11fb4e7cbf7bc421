"""Figures without names."""

from datetime import date

import pytest

from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.inclusion.policies import check_see_figures
from inreach.apps.inclusion.services.figures import figures_of
from inreach.apps.provision.models import GroupMember
from inreach.apps.schools.models import Sharing
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.inclusion.conftest import BACKEND


def more_pupils(elm, number):
    found = [worlds.pupil(elm.school, f"Pupil{n}", f"Family{n}") for n in range(number)]
    worlds.teaching_group(elm.school, *found, name="Oak")
    return found


def words(figures):
    return [band.cell.words for band in figures.bands]


def test_every_pupil_is_in_one_band_and_small_numbers_are_hidden(elm):
    more_pupils(elm, 30)
    found = figures_of(elm.actor(Role.GOVERNOR), elm.school.organisation)
    assert found.total == 36
    assert words(found) == ["hidden", "0", "fewer than 5", "0", "0"]
    assert (found.median_out, found.subjects) == (None, ())


def test_what_is_missed_is_told_only_of_subjects_that_five_pupils_miss(elm):
    pupils = more_pupils(elm, 30)
    oak = pupils[0].class_memberships.get().teaching_group
    for weekday in range(4):
        worlds.lesson(oak, elm.english, weekday, 540, 915)
    with worlds.unaudited():
        for pupil in pupils[:12]:
            GroupMember.objects.create(group=elm.phonics, pupil=pupil, starts=worlds.YEAR_STARTS)
        for pupil in elm.others:
            GroupMember.objects.create(group=elm.phonics, pupil=pupil, starts=worlds.YEAR_STARTS)
    found = figures_of(elm.actor(Role.GOVERNOR), elm.school.organisation)
    assert words(found) == ["18", "12", "6", "0", "0"]
    assert found.subjects == (("English", 18 * 120),)
    assert found.median_out == 8


def test_fewer_than_ten_pupils_have_no_figures(elm):
    page = elm.client(Role.GOVERNOR).get("/figures/")
    assert "There are fewer than ten pupils" in page.text


def test_no_name_stands_on_the_page_and_looking_is_noted(elm):
    more_pupils(elm, 30)
    text = elm.client(Role.GOVERNOR).get("/figures/").text
    assert [one.given_name for one in (elm.kai, *elm.others) if one.given_name in text] == []
    assert Event.objects.get(verb="figures.read").organisation_id == str(elm.school.pk)


def test_a_service_sees_figures_of_the_pupils_shared_with_it_today(elm, client):
    service = worlds.service()
    pupils = more_pupils(elm, 30)
    user = worlds.person("priya@x.org", (service.organisation, Role.SERVICE_MANAGER))
    client.force_login(user, backend=BACKEND)
    for pupil in pupils[:12]:
        Sharing.objects.create(
            pupil=pupil, organisation=service.organisation, reason="case", starts=worlds.YEAR_STARTS
        )
    Sharing.objects.create(
        pupil=elm.kai,
        organisation=service.organisation,
        reason="case",
        starts=worlds.YEAR_STARTS,
        ends=date(2026, 3, 3),
    )
    text = client.get("/figures/").text
    assert "12 pupils, shared with Harbour Outreach today." in text


def test_figures_that_still_show_small_numbers_are_refused(elm):
    with pytest.raises(Forbidden):
        check_see_figures(elm.actor(Role.GOVERNOR), elm.school.organisation, suppressed=False)


def test_minutes_of_which_nobody_knows_what_they_take_are_said_once_five_pupils_have_them(elm):
    pupils = more_pupils(elm, 30)
    with worlds.unaudited():
        for pupil in (*elm.others, *pupils[:12]):
            GroupMember.objects.create(group=elm.phonics, pupil=pupil, starts=worlds.YEAR_STARTS)
    governor = elm.actor(Role.GOVERNOR)
    figures = figures_of(governor, elm.school.organisation)
    assert figures.unknown_time == 12 * 120  # Oak has no lesson in the timetable
    sentence = "What 1440 minutes of support take, all pupils together, is not known"
    assert sentence in elm.client(Role.GOVERNOR).get("/figures/").text
    with worlds.unaudited():
        GroupMember.objects.filter(pupil__in=pupils[4:]).delete()
    assert figures_of(governor, elm.school.organisation).unknown_time is None
