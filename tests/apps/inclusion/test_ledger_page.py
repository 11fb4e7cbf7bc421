"""The ledger on the screen and as a file."""

import csv
import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from inreach.apps.audit.models import Event
from inreach.apps.inclusion.documents.csv_export import safe
from inreach.apps.inclusion.forms.ledger import NEAR
from inreach.apps.inclusion.presenters.double_bookings import Mending, two_places
from inreach.apps.inclusion.presenters.ledger import LedgerQuery, picked, subjects_missed
from inreach.apps.inclusion.services.school_week import school_ledger
from inreach.apps.provision.models import GroupMember
from inreach.apps.schools.models import AcademicYear, PupilLink, Sharing, Term
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.inclusion.conftest import BACKEND, MONDAY

LEDGER = "/ledger/"


def join(elm, *pupils, group=None):
    with worlds.unaudited():
        for pupil in pupils:
            GroupMember.objects.create(group=group or elm.phonics, pupil=pupil, starts=worlds.YEAR_STARTS)


def names_in(response):
    """The names in the table, in order."""
    return re.findall(r'<th scope="row" class="ledger__name"><a href="[^"]+">([^<]+)</a>', response.text)


def rows_of(response):
    """The rows of the file, as dictionaries."""
    text = response.content.decode("utf-8")
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_sentence_at_the_top_says_the_week_in_words(elm):
    join(elm, elm.others[0])
    page = elm.client(Role.SENCO).get(LEDGER)
    assert (
        "2 of 6 pupils have support this week; nobody spends a quarter or more of taught time out of class."
        in page.text
    )


def test_the_sentence_counts_pupils_over_the_concern_line(elm):
    for weekday in range(4):
        worlds.slot(elm.phonics, weekday, 600, 660)
    page = elm.client(Role.SENCO).get(LEDGER)
    assert (
        "1 of 6 pupils has support this week; 1 spends a quarter or more of taught time out of class."
        in page.text
    )


def test_it_shows_pupils_with_support_the_most_out_of_class_first(elm):
    join(elm, elm.others[3], elm.others[0])
    assert names_in(elm.client(Role.SENCO).get(LEDGER)) == ["Kai Rowe", "Ada Nash", "Dee Nash"]


def test_columns_sort_and_say_so_to_a_screen_reader(elm):
    join(elm, elm.others[3])
    client = elm.client(Role.SENCO)
    page = client.get(LEDGER, {"sort": "name", "way": "up"})
    assert names_in(page) == ["Dee Nash", "Kai Rowe"]
    assert page.text.count("aria-sort") == 1
    assert re.search(r'aria-sort="ascending"><a class="sorter" href="[^"]+">Pupil', page.text)
    assert names_in(client.get(LEDGER, {"sort": "missed:Art"})) == ["Kai Rowe", "Dee Nash"]
    assert names_in(client.get(LEDGER, {"sort": "missed:Art", "way": "up"})) == ["Dee Nash", "Kai Rowe"]


@pytest.mark.parametrize(
    "sort", ["out", "teacher", "leavings", "own", "flag", "name", "missed:Latin", "nonsense"]
)
def test_every_column_and_any_nonsense_sorts(elm, sort):
    join(elm, elm.others[0])
    assert len(names_in(elm.client(Role.SENCO).get(LEDGER, {"sort": sort}))) == 2


def test_the_subjects_most_missed_come_first(elm):
    assert subjects_missed(school_ledger(elm.school, MONDAY).rows) == ["English", "Art"]


def test_it_narrows_to_a_class_a_year_and_those_over_a_line(elm):
    ida = worlds.pupil(elm.school, "Ida", "Oak", year_group="5")
    oak = worlds.teaching_group(elm.school, ida, name="Oak")
    for weekday in range(5):
        worlds.lesson(oak, elm.english, weekday, 540, 840)
    join(elm, ida)
    client = elm.client(Role.SENCO)
    assert names_in(client.get(LEDGER, {"group": str(oak.pk)})) == ["Ida Oak"]
    assert names_in(client.get(LEDGER, {"year": "4"})) == ["Kai Rowe"]
    assert names_in(client.get(LEDGER, {"over": "on"})) == ["Kai Rowe"]
    assert "No pupil with support fits what you chose." in client.get(LEDGER, {"year": "9"}).text


def test_weeks_follow_one_another_and_keep_what_was_asked(elm):
    page = elm.client(Role.SENCO).get(LEDGER, {"week": "2026-01-05", "sort": "name"})
    assert "week=2025-12-15&amp;sort=name" in page.text
    assert "week=2026-01-12&amp;sort=name" in page.text


def test_a_week_that_is_no_date_is_this_week(elm):
    assert "week of 2 March 2026" in elm.client(Role.SENCO).get(LEDGER, {"week": "soon"}).text


def test_a_class_teacher_sees_only_the_pupils_they_teach(elm):
    ida = worlds.pupil(elm.school, "Ida", "Oak")
    worlds.lesson(worlds.teaching_group(elm.school, ida, name="Oak"), elm.english, 0, 540, 600)
    join(elm, ida)
    page = elm.client(Role.CLASS_TEACHER).get(LEDGER)
    assert names_in(page) == ["Kai Rowe"]
    assert "1 of your 6 pupils has support this week" in page.text


def test_an_outreach_teacher_sees_only_pupils_shared_with_the_service(elm, client):
    service = worlds.service()
    user = worlds.person("sam@example.org", (service.organisation, Role.OUTREACH_TEACHER))
    client.force_login(user, backend=BACKEND)
    assert "There is no ledger for you yet" in client.get(LEDGER).text
    join(elm, elm.others[0])
    Sharing.objects.create(pupil=elm.kai, organisation=service.organisation, reason="case", starts=MONDAY)
    assert names_in(client.get(LEDGER)) == ["Kai Rowe"]


def test_a_school_that_is_not_theirs_is_not_found(elm):
    other = worlds.school("Hollybank Primary")
    assert elm.client(Role.SENCO).get(LEDGER, {"school": str(other.pk)}).status_code == 404


def test_one_row_and_three_rows_take_the_same_queries(elm):
    client = elm.client(Role.SENCO)
    client.get(LEDGER)
    with CaptureQueriesContext(connection) as one:
        assert len(names_in(client.get(LEDGER))) == 1
    join(elm, *elm.others[:2])
    client.get(LEDGER)
    with CaptureQueriesContext(connection) as three:
        assert len(names_in(client.get(LEDGER))) == 3
    assert len(one) == len(three)


def test_looking_at_the_ledger_is_noted(elm):
    elm.client(Role.SENCO).get(LEDGER)
    event = Event.objects.get(verb="ledger.read")
    assert (event.kind, event.organisation_id) == ("read", str(elm.school.pk))
    assert event.details == {"week": "2026-03-02", "pupils": 1}


def test_the_file_has_the_rows_of_the_screen_with_every_subject(elm):
    response = elm.client(Role.SENCO).get(reverse("inclusion:ledger_csv"), {"week": "2026-03-02"})
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="ledger-2026-03-02.csv"'
    [row] = rows_of(response)
    assert (row["Pupil"], row["Class"], row["Minutes taught"], row["Minutes out of class"]) == (
        "Kai Rowe",
        "Elm",
        "1020",
        "160",
    )
    assert (row["Share out"], row["Missed: English"], row["Missed: Art"]) == ("0.157", "120", "40")
    assert (row["Class median with a teacher"], row["Programmes"]) == ("1020", "Nurture, Phonics")


def test_taking_the_file_away_is_noted_as_an_export(elm):
    elm.client(Role.HEAD).get(reverse("inclusion:ledger_csv"), {"week": "2026-03-02"})
    event = Event.objects.get(verb="ledger.exported")
    assert (event.kind, event.details) == ("export", {"week": "2026-03-02", "pupils": 1})


def test_the_file_is_for_the_senco_and_the_head_only(elm):
    codes = {role: elm.client(role).get(reverse("inclusion:ledger_csv")).status_code for role in elm.users}
    assert {role for role, code in codes.items() if code == 200} == {Role.SENCO, Role.HEAD}
    assert reverse("inclusion:ledger_csv") not in elm.client(Role.CLASS_TEACHER).get(LEDGER).text


def test_a_name_that_a_spreadsheet_would_run_is_made_harmless(elm):
    elm.kai.given_name = '=HYPERLINK("evil")'
    elm.kai.save()
    [row] = rows_of(elm.client(Role.SENCO).get(reverse("inclusion:ledger_csv")))
    assert row["Pupil"] == '\'=HYPERLINK("evil") Rowe'


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =1"])
def test_every_start_of_a_formula_is_made_harmless(cell):
    assert safe(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", [12, -3, "Kai", "Year 4", ""])
def test_numbers_and_plain_words_stay_as_they_are(cell):
    assert safe(cell) == cell


def test_rows_of_equal_rank_stand_by_name(elm):
    join(elm, *elm.others)
    ledger = school_ledger(elm.school, MONDAY)
    names = [row.pupil.given_name for row in picked(ledger, LedgerQuery())]
    assert names == ["Kai", "Ada", "Ben", "Cal", "Dee", "Eve"]


def test_a_closed_week_says_so(elm):
    page = elm.client(Role.SENCO).get(LEDGER, {"week": date(2025, 12, 29).isoformat()})
    assert "The school is closed this week." in page.text
    assert names_in(page) == []


def test_families_have_no_ledger(elm):
    assert PupilLink.objects.count() == 2
    assert {elm.client(role).get(LEDGER).status_code for role in (Role.PARENT, Role.PUPIL)} == {403}


def two_places_in(response):
    """The part of the page that names pupils in two places at once, as text."""
    part = response.text[response.text.index('id="two-places"') :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", part[: part.index("</main>")]))


def test_nobody_is_in_two_places_at_once_until_the_data_says_so(elm):
    assert two_places_in(elm.client(Role.SENCO).get(LEDGER)).endswith("In two places at once Nobody. ")


def test_pupils_in_two_places_at_once_stand_in_a_list_with_the_way_to_mend_it(elm):
    motor = worlds.support_group(elm.school, elm.kai, programme="Motor", starts=worlds.YEAR_STARTS)
    slot = worlds.slot(motor, 1, 570, 600, place="class")
    oak = worlds.teaching_group(elm.school, elm.others[0], name="Oak")
    worlds.lesson(oak, elm.art, 2, 570, 600)
    page = elm.client(Role.SENCO).get(LEDGER)
    listed = two_places_in(page)
    assert "Ada Nash Wednesday, 09:30 to 10:00 English Elm Art Oak" in listed
    assert (
        "Kai Rowe Tuesday, 09:30 to 09:50 Motor in class Change the time of Motor group Phonics Change the time of"
        in listed
    )
    assert reverse("provision:change_slot", args=[slot.pk]) in page.text
    assert reverse("schools:teaching_group", args=[oak.pk]) in page.text
    assert Event.objects.get(verb="ledger.read").details["pupils"] == 2


def test_a_class_teacher_sees_those_of_their_own_pupils_and_the_groups_they_may_open(elm):
    motor = worlds.support_group(elm.school, elm.kai, programme="Motor", starts=worlds.YEAR_STARTS)
    worlds.slot(motor, 1, 570, 600, place="class")
    ida = worlds.pupil(elm.school, "Ida", "Oak")
    oak = worlds.teaching_group(elm.school, ida, name="Oak")
    for subject in (elm.art, elm.english):
        worlds.lesson(oak, subject, 2, 570, 600)
    page = elm.client(Role.CLASS_TEACHER).get(LEDGER)
    assert "Ida" not in two_places_in(page)
    assert "Kai Rowe Tuesday, 09:30 to 09:50 Motor in class Motor group" in two_places_in(page)
    assert reverse("provision:group", args=[motor.pk]) in page.text
    assert "Change the time" not in page.text
    assert "Ida Oak" in two_places_in(elm.client(Role.SENCO).get(LEDGER))


def test_an_outreach_teacher_sees_two_places_without_groups_that_they_may_not_open(elm):
    mending = Mending(classes={}, groups=(), changes_times=False)
    worlds.slot(elm.nurture, 1, 570, 600)
    [line] = two_places(school_ledger(elm.school, MONDAY).rows, mending)
    assert (line.counts.name, line.counts.links, line.gives_way.links) == ("Phonics", (), ())


def test_more_pupils_in_two_places_take_no_more_queries(elm):
    motor = worlds.support_group(elm.school, elm.kai, programme="Motor", starts=worlds.YEAR_STARTS)
    worlds.slot(motor, 1, 570, 600)
    oak = worlds.teaching_group(elm.school, elm.others[0], name="Oak")
    worlds.lesson(oak, elm.art, 2, 570, 600)
    client = elm.client(Role.SENCO)
    client.get(LEDGER)
    with CaptureQueriesContext(connection) as few:
        client.get(LEDGER)
    join(elm, *elm.others, group=motor)
    join(elm, *elm.others)
    client.get(LEDGER)
    with CaptureQueriesContext(connection) as many:
        assert two_places_in(client.get(LEDGER)).count("Tuesday") == 6
    assert len(many) == len(few)


def test_minutes_that_nobody_knows_are_said_on_the_screen_and_in_the_file(elm):
    worlds.lesson(elm.kai.class_memberships.get().teaching_group, elm.english, 3, 930, 990)
    worlds.slot(elm.nurture, 4, 570, 600)
    client = elm.client(Role.SENCO)
    page = client.get(LEDGER)
    assert "Nobody is named in 60 minutes of lessons, so it is not known who is with 1 pupil." in page.text
    assert (
        "What 30 minutes of support take from 1 pupil is not known: there are no lessons in the timetable"
        in page.text
    )
    assert "not known 1 h" in page.text
    [row] = rows_of(client.get(reverse("inclusion:ledger_csv")))
    assert (row["Minutes with an adult not named"], row["Minutes of support on days without lessons"]) == (
        "60",
        "30",
    )


def test_a_long_list_comes_in_pages_of_forty_and_on_one_page_to_print(elm):
    many = [worlds.pupil(elm.school, f"Kim {number:02}", "Zed") for number in range(44)]
    join(elm, *many)
    client = elm.client(Role.SENCO)
    first = client.get(LEDGER, {"sort": "name", "way": "up"})
    assert (len(names_in(first)), "Page 1 of 2" in first.text) == (40, True)
    assert "45 pupils" in first.text
    address = re.search(r'rel="next" href="(\?[^"]+)"', first.text)[1].replace("&amp;", "&")
    second = client.get(f"{LEDGER}{address}")
    assert names_in(second) == [f"Kim {number:02} Zed" for number in range(39, 44)]
    noted = Event.objects.filter(verb="ledger.read").order_by("number").last()
    assert noted.details["pupils"] == 5
    whole = client.get(LEDGER, {"page": "all", "sort": "name", "way": "up"})
    assert (len(names_in(whole)), "Page 1" in whole.text) == (45, False)
    assert names_in(client.get(LEDGER, {"page": "nonsense"})) == names_in(client.get(LEDGER))


def test_weeks_to_choose_from_are_near_the_one_that_is_shown(elm):
    for year in (2024, 2026):
        row = AcademicYear.objects.create(
            school=elm.school, name=f"{year}/{year + 1}", starts=date(year, 9, 1), ends=date(year + 1, 7, 20)
        )
        Term.objects.create(year=row, name="All year", starts=date(year, 9, 2), ends=date(year + 1, 7, 20))
    page = elm.client(Role.SENCO).get(LEDGER, {"week": MONDAY.isoformat()})
    weeks = [value for value, _ in page.context["form"].fields["week"].choices]
    assert weeks == sorted(weeks)
    assert (len(weeks), weeks.index(MONDAY.isoformat())) == (2 * NEAR + 1, NEAR)
