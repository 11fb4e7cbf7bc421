"""A pupil's page, and the same in plain words."""

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inreach.apps.audit.models import Event
from inreach.apps.casework.models import Rating, Target
from inreach.apps.inclusion.models import GuardSetting
from inreach.apps.provision.models import GroupMember, Slot
from inreach.apps.schools.models import Sharing
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.inclusion.conftest import MONDAY, second_phonics


def page_of(elm, role=Role.SENCO, pupil=None, **asked):
    return elm.client(role).get(reverse("inclusion:pupil", args=[(pupil or elm.kai).pk]), asked)


def plain_of(elm, role=Role.PUPIL, **asked):
    return elm.client(role).get(reverse("inclusion:plain", args=[elm.kai.pk]), asked)


def target(elm, **fields):
    with worlds.unaudited():
        made = Target.objects.create(
            pupil=elm.kai,
            **{
                "state": "active",
                "area": "communication",
                "title": "Asks for help in class",
                "baseline": 3,
                "expected": 7,
                "written_on": worlds.YEAR_STARTS,
                "starts_on": worlds.YEAR_STARTS,
                "review_on": date(2026, 3, 20),
                **fields,
            },
        )
        Rating.objects.create(
            target=made, value=5, rated_on=date(2026, 2, 2), rater="Ms Okafor", rater_role="class_teacher"
        )
    return made


def test_the_sentence_that_matters_comes_first_with_what_takes_the_time(elm):
    text = page_of(elm).text
    assert "Kai loses 40 of 60 minutes of Art this week, and Kai loves it." in text
    assert "Nurture on Monday takes 40 minutes of Art." in text


def test_the_sentence_that_matters_follows_the_line_that_the_school_has_moved(elm):
    elm.kai.loved_subjects.add(elm.english)
    assert "Kai loses 40 of 60 minutes of Art this week, and Kai loves it." in page_of(elm).text
    with worlds.unaudited():
        GuardSetting.objects.create(
            organisation=elm.school.organisation, key="loved", value="0.10", reason="Ours", set_on=MONDAY
        )
    text = page_of(elm).text
    assert "40 of 60 minutes of Art" in text
    assert "120 of 960 minutes of English" in text
    assert "this week, and Kai loves them." in text


def test_the_figures_stand_beside_the_lines_and_the_middle_of_the_class(elm):
    text = page_of(elm).text
    assert "15 %" in text
    assert "160 of 1,020 minutes." in text
    assert "The middle pupil of Elm has 17 h. With an assistant 2 h 40." in text
    assert "For Nurture and Phonics." in text


def test_a_week_without_support_is_told_calmly(elm):
    text = page_of(elm, pupil=elm.others[0]).text
    assert "Ada is in class for every lesson this week." in text
    assert "What stands out" not in text


def test_flags_speak_of_the_pupil_by_name(elm):
    text = page_of(elm).text
    assert "Kai is out of class for 15 % of taught time this week: 160 of 1,020 minutes." in text
    assert "This pupil" not in text


def test_what_nobody_recorded_is_listed_as_not_known(elm):
    assert "Not known yet (4)" in page_of(elm).text


def test_a_past_week_shows_what_was_so_then(elm):
    text = page_of(elm, week="2026-02-16").text
    assert "Kai’s week of 16 February 2026" in text
    assert "Nurture on Monday" not in text


def test_targets_show_with_their_ladders_and_those_that_are_over_only_as_a_number(elm):
    shown, over = target(elm), target(elm, state="closed", title="Old target")
    text = page_of(elm).text
    assert reverse("casework:target", args=[shown.pk]) in text
    assert reverse("casework:target", args=[over.pk]) not in text
    assert "1 target is over" in text


def test_only_those_who_may_write_targets_see_the_way_to_add_one(elm):
    add = reverse("casework:add_target", args=[elm.kai.pk])
    found = {
        role: add in page_of(elm, role).text
        for role in (Role.SENCO, Role.CLASS_TEACHER, Role.TEACHING_ASSISTANT)
    }
    assert found == {Role.SENCO: True, Role.CLASS_TEACHER: True, Role.TEACHING_ASSISTANT: False}


def test_the_page_says_who_may_see_it_and_why(elm):
    service = worlds.service()
    Sharing.objects.create(
        pupil=elm.kai,
        organisation=service.organisation,
        reason="case",
        starts=worlds.YEAR_STARTS,
        ends=date(2026, 7, 1),
    )
    text = page_of(elm).text
    assert "You see it because you are the SENCO of this school." in text
    assert "Staff of Elm and of Kai’s lessons, who teach Kai." in text
    assert "The adults who run Nurture group and Phonics group, because Kai is in them." in text
    assert (
        "Harbour Outreach, because the school shares Kai’s record with it: case, until 1 July 2026." in text
    )
    assert "One parent or carer and Kai: the page in plain words." in text


def test_opening_the_page_is_noted_against_the_pupil(elm):
    page_of(elm)
    plain_of(elm, Role.PARENT)
    found = (
        Event.objects.filter(pupil_id=str(elm.kai.pk))
        .order_by("number")
        .values_list("verb", "kind", "acting_as")
    )
    assert list(found) == [("pupil.read", "read", "senco"), ("pupil.read_plain", "read", "parent")]


def test_a_pupil_of_another_school_is_not_found(elm):
    other = worlds.pupil(worlds.school("Hollybank Primary"))
    assert page_of(elm, pupil=other).status_code == 404
    assert elm.client(Role.PARENT).get(reverse("inclusion:plain", args=[elm.others[0].pk])).status_code == 404


def test_more_groups_and_targets_take_no_more_queries(elm):
    target(elm)
    client, url = elm.client(Role.SENCO), reverse("inclusion:pupil", args=[elm.kai.pk])
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for n in range(2):
        target(elm, title=f"Target {n}")
        group = worlds.support_group(elm.school, elm.kai, programme=f"Programme {n}")
        worlds.slot(group, n, 600, 620)
        with worlds.unaudited():
            GroupMember.objects.create(group=group, pupil=elm.others[0], starts=worlds.YEAR_STARTS)
    client.get(url)
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(few) == len(many)


def test_a_group_is_a_link_only_for_those_who_may_open_its_page(elm):
    service = worlds.service()
    manager = worlds.person("priya@example.org", (service.organisation, Role.SERVICE_MANAGER))
    elm.users[Role.SERVICE_MANAGER] = manager
    Sharing.objects.create(
        pupil=elm.kai, organisation=service.organisation, reason="case", starts=worlds.YEAR_STARTS
    )
    group_page = reverse("provision:group", args=[elm.phonics.pk])
    for role, may_open in ((Role.SENCO, True), (Role.SERVICE_MANAGER, False)):
        text = page_of(elm, role).text
        assert "Phonics group" in text
        assert (f'href="{group_page}"' in text) == may_open
        assert (elm.client(role).get(group_page).status_code == 200) == may_open


def test_the_pupil_reads_of_my_week_and_the_parent_of_the_childs(elm):
    mine, childs = plain_of(elm, Role.PUPIL).text, plain_of(elm, Role.PARENT).text
    assert "Hello, Kai" in mine
    assert (
        "You are in class for 14 hours and 20 minutes, and away from class for 2 hours and 40 minutes."
        in mine
    )
    assert "Kai is in class for 14 hours and 20 minutes" in childs
    assert "My targets" in mine
    assert "Kai’s targets" in childs


def test_the_plain_page_says_what_help_is_for_and_what_it_takes(elm):
    with worlds.unaudited():
        elm.phonics.purpose = "Sounds of the week, read in a text from class."
        elm.phonics.save()
    text = plain_of(elm).text
    assert "It is for this: Sounds of the week, read in a text from class." in text
    assert "Monday, Tuesday, Wednesday and Thursday, 09:20 to 09:50, with Mr Lamb." in text
    assert "You miss 120 minutes of English this week." in text


def test_the_plain_page_says_when_a_target_is_looked_at_and_hides_drafts(elm):
    target(elm)
    target(elm, state="draft", title="Not agreed yet")
    text = plain_of(elm).text
    assert "We look at this together on <strong>20 March 2026</strong>." in text
    assert "Not agreed yet" not in text


def test_a_date_that_has_passed_is_not_promised(elm):
    target(elm, review_on=date(2026, 2, 20))
    assert (
        "We wanted to look at this together on <strong>20 February 2026</strong>. Ask when we will."
        in plain_of(elm).text
    )


def test_the_plain_page_names_the_people_to_talk_to(elm):
    worlds.teacher(elm.school, "Ms Cole", role="senco")
    text = plain_of(elm).text
    assert text.index("Ms Okafor") < text.index("Ms Cole")
    assert "SENCO: looks after help at school" in text


def test_no_jargon_of_the_guard_stands_on_the_plain_page(elm):
    text = plain_of(elm).text
    assert not [word for word in ("outvention", "Concern", "threshold", "share out") if word in text]


def test_two_groups_of_one_name_stand_each_with_its_own_times_and_minutes(elm):
    first, second = elm.phonics, second_phonics(elm, programme=None)
    page = page_of(elm)
    groups = {line.group: line for line in page.context["view"].groups}
    assert groups[first].when == "Monday, Tuesday, Wednesday and Thursday, 09:20 to 09:50"
    assert groups[first].takes == "120 minutes of lessons"
    assert groups[second].when == "Monday, 09:50 to 10:00; Tuesday, 10:00 to 10:20"
    assert groups[second].takes == "30 minutes of lessons"


def test_two_programmes_of_one_name_are_named_twice_and_so_are_the_adults_of_two_groups(elm):
    second_phonics(elm, programme=None)
    text = page_of(elm).text
    assert "For Nurture, Phonics and Phonics." in text
    assert "3 programmes take Kai out of class in the same week: Nurture, Phonics and Phonics." in text
    assert (
        "The adults who run Nurture group, Phonics group and Phonics group, because Kai is in them." in text
    )


def test_sessions_of_two_groups_of_one_name_that_follow_one_another_are_drawn_as_two(elm):
    second_phonics(elm, programme=elm.phonics.programme)
    monday = page_of(elm).context["view"].ribbon.days[0]
    assert [take.sentence.partition(",")[0] for take in monday.takes][:2] == ["9:20 to 9:50", "9:50 to 10:00"]


def test_what_nobody_knows_of_the_week_is_said_in_minutes_and_no_lesson_is_claimed(elm):
    with worlds.unaudited():
        GroupMember.objects.filter(pupil=elm.kai).delete()
        GroupMember.objects.create(group=elm.nurture, pupil=elm.kai, starts=worlds.YEAR_STARTS)
        Slot.objects.filter(group=elm.nurture).update(weekday=4)
    worlds.lesson(elm.kai.class_memberships.get().teaching_group, elm.english, 3, 930, 990)
    text = elm.client(Role.SENCO).get(reverse("inclusion:pupil", args=[elm.kai.pk])).text
    assert "Nobody is named in 60 minutes of lessons, so it is not known who is with Kai." in text
    assert (
        "What 40 minutes of support take from Kai is not known: there are no lessons in the timetable" in text
    )
    assert "With an adult not named 1 h" in text
    assert "Not known for 40 minutes of support." in text
    assert "in class for every lesson this week" not in text
    plain = elm.client(Role.PARENT).get(reverse("inclusion:plain", args=[elm.kai.pk])).text
    assert (
        "in class for every lesson that we know of. We do not know yet what 40 minutes of help take." in plain
    )


def test_a_pupil_with_known_and_unknown_minutes_out_has_both_said(elm):
    ada = elm.others[0]
    with worlds.unaudited():
        GroupMember.objects.create(group=elm.phonics, pupil=ada, starts=worlds.YEAR_STARTS)
    worlds.slot(elm.phonics, 2, 735, 745)
    worlds.slot(elm.phonics, 4, 600, 610)
    text = elm.client(Role.SENCO).get(reverse("inclusion:pupil", args=[ada.pk])).text
    assert "10 minutes of lunch. Not known for 10 minutes of support." in text
