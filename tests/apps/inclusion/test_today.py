"""The first page, by role."""

from datetime import date

import pytest
from django.urls import reverse

from inreach.apps.casework.models import Target
from inreach.apps.inclusion.adapters.today import gather_day
from inreach.apps.inclusion.presenters import today as presenter
from inreach.apps.inclusion.queries.today import schools_of_staff
from inreach.apps.inclusion.services.kept_ledgers import ledgers_of_schools
from inreach.apps.inclusion.views.today import weeks_of
from inreach.apps.provision.models import GroupMember
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.inclusion.conftest import BACKEND, second_phonics


def today_of(elm, role):
    return elm.client(role).get("/")


@pytest.mark.parametrize(
    ("role", "route"),
    [(Role.GOVERNOR, "inclusion:figures"), (Role.PARENT, "schools:mine"), (Role.PUPIL, "schools:mine")],
)
def test_people_without_a_day_at_school_are_led_to_their_first_page(elm, role, route):
    response = today_of(elm, role)
    assert (response.status_code, response["Location"]) == (302, reverse(route))


def test_an_outreach_teacher_and_a_manager_are_led_to_their_cases(elm, client):
    service = worlds.service()
    for role in (Role.OUTREACH_TEACHER, Role.SERVICE_MANAGER):
        client.force_login(worlds.person(f"{role}@x.org", (service.organisation, role)), backend=BACKEND)
        assert client.get("/")["Location"] == reverse("casework:cases")


def test_somebody_whose_role_has_ended_is_told_so_and_whom_to_ask(elm, client):
    gone = worlds.person("gone@x.org", (elm.school.organisation, Role.SENCO), ends=date(2025, 12, 31))
    client.force_login(gone, backend=BACKEND)
    page = client.get("/")
    assert page.status_code == 200
    assert "You have no role at present" in page.text
    assert "Kai" not in page.text


def test_a_stranger_is_asked_to_sign_in(db, client):
    assert client.get("/")["Location"].startswith("/accounts/login/")


def test_an_assistant_sees_the_sessions_of_the_day_with_time_place_and_pupils(elm):
    worlds.slot(elm.nurture, 2, 795, 855, place="class")
    text = today_of(elm, Role.TEACHING_ASSISTANT).text
    assert text.index("09:20") < text.index("13:15")
    assert "Phonics group" in text
    assert "Out of class" in text
    assert "In the class" in text
    assert "Kai Rowe" in text


def test_a_session_that_somebody_else_takes_is_not_mine(elm):
    slot = elm.phonics.slots.get(weekday=2)
    with worlds.unaudited():
        slot.adult = worlds.assistant(elm.school, "Ms Oakes")
        slot.save()
    assert "You run no session on this day." in today_of(elm, Role.TEACHING_ASSISTANT).text


def test_a_class_teacher_sees_who_is_out_when_and_for_what(elm):
    text = today_of(elm, Role.CLASS_TEACHER).text
    assert "Who is out of my lessons" in text
    assert "misses English for Phonics, with an assistant" in text
    assert "Art" not in text


def test_support_that_comes_into_the_class_is_told_apart(elm):
    slot = elm.phonics.slots.get(weekday=2)
    with worlds.unaudited():
        slot.place = "class"
        slot.save()
    text = today_of(elm, Role.CLASS_TEACHER).text
    assert "Nobody leaves your lessons on this day." in text
    assert "Phonics in English, with an assistant" in text


def test_a_teacher_sees_nobody_out_of_a_lesson_that_somebody_else_teaches(elm):
    nia = worlds.person("nia@x.org", (elm.school.organisation, Role.CLASS_TEACHER))
    staff = worlds.teacher(elm.school, "Ms Prosser", user=nia)
    science = worlds.subject(elm.school, "Science")
    group = worlds.teaching_group(elm.school, elm.kai, name="Science")
    group.home = False
    group.save()
    worlds.lesson(group, science, 2, 855, 915, staff)
    elm.users[Role.CLASS_TEACHER] = nia
    assert "Nobody leaves your lessons on this day." in today_of(elm, Role.CLASS_TEACHER).text
    worlds.slot(elm.nurture, 2, 870, 890)
    assert "misses Science for Nurture" in today_of(elm, Role.CLASS_TEACHER).text


def test_a_senco_sees_pupils_over_a_line_with_the_sentence_why(elm):
    with worlds.unaudited():
        GroupMember.objects.create(group=elm.phonics, pupil=elm.others[0], starts=date(2026, 3, 1))
    text = today_of(elm, Role.SENCO).text
    assert "Kai loses 40 of 60 minutes of Art this week, and Kai loves it." in text
    assert "Ada is out of class for 11 % of taught time this week: 120 of 1,020 minutes." in text
    assert text.index("Kai Rowe") < text.index("Ada Nash")


def test_a_senco_sees_reviews_that_are_due_and_groups_without_a_date(elm):
    with worlds.unaudited():
        for title, review in (("Overdue", "2026-02-20"), ("Soon", "2026-03-10"), ("Later", "2026-06-01")):
            Target.objects.create(
                pupil=elm.kai,
                state="active",
                area="semh",
                title=f"{title} target",
                written_on=worlds.YEAR_STARTS,
                review_on=review,
            )
    text = today_of(elm, Role.HEAD).text
    assert "overdue since 20 February" in text
    assert "due 10 March" in text
    assert "Later target" not in text
    assert "Nurture group" in text
    assert "Phonics group" not in text


def test_on_a_day_without_school_the_next_school_day_is_shown(elm, time_machine):
    time_machine.move_to(date(2026, 3, 7), tick=False)
    text = today_of(elm, Role.TEACHING_ASSISTANT).text
    assert "There is no school today. This is the next school day." in text
    assert "Monday 9 March" in text


def test_a_pupil_who_goes_from_one_group_to_another_of_the_same_name_leaves_twice(elm, time_machine):
    second_phonics(elm, programme=elm.phonics.programme)
    time_machine.move_to(date(2026, 3, 2), tick=False)
    out = today_of(elm, Role.CLASS_TEACHER).context["out"]
    assert [times for times, _ in out][:2] == [(560, 590), (590, 600)]


def test_nothing_is_fetched_once_a_day_is_gathered(elm, django_assert_num_queries):
    for role, named in ((Role.SENCO, 1), (Role.CLASS_TEACHER, 1), (Role.TEACHING_ASSISTANT, 1)):
        actor = elm.actor(role)
        schools = list(schools_of_staff(actor))
        ledgers = ledgers_of_schools(schools)
        gathered = gather_day(actor, schools, {pk: ledgers[pk].calendar for pk in ledgers})
        weeks = weeks_of(gathered, ledgers)
        with django_assert_num_queries(0):
            shown = presenter.today_of(gathered, weeks)
            assert len(shown.pupils) == named


def test_a_senco_sees_how_many_minutes_nobody_knows(elm):
    worlds.slot(elm.nurture, 4, 540, 570)
    assert (
        "What 30 minutes of support take from 1 pupil is not known: there are no lessons in the timetable"
        in today_of(elm, Role.SENCO).text
    )
