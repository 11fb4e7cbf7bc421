"""The page asks from when a timetable holds, and says what becomes of the lessons."""

from datetime import date

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from inreach.apps.exchange.forms import next_week_begins
from inreach.apps.exchange.models import ImportRun
from inreach.apps.schools.models import Lesson
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.exchange.files import ACTIVITIES, PINS, fet, oneroster, pin, small_roster

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
MOVED = pin("1", day="Monday", hour="P3") + pin("2", hour="P2") + pin("3", day="Monday")
NEW = {"holds": "new", "holds_from-day": "9", "holds_from-month": "3", "holds_from-year": "2026"}
QUESTION = "From when does this timetable hold?"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fixed(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    with time_machine.travel(worlds.TODAY, tick=False):
        yield


@pytest.fixture
def school():
    return worlds.school()


@pytest.fixture
def client(school) -> Client:
    person = worlds.person("admin@example.org", (school.organisation, Role.ADMINISTRATOR))
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


@pytest.fixture
def bring(client, school, tmp_path):
    def run(kind: str = "fet", path=None, **said):
        text = (
            path or fet(tmp_path / "t.fet", pins=said.pop("pins", PINS), **said.pop("file", {}))
        ).read_bytes()
        form = {"format": kind, "place": str(school.pk), "file": SimpleUploadedFile("t.fet", text), **said}
        return client.post(reverse("exchange:imports"), form)

    return run


def applied(client: Client, answer) -> str:
    client.post(f"{answer['Location']}apply")
    return client.get(answer["Location"]).content.decode()


def days() -> set[tuple]:
    return set(Lesson.objects.values_list("source_id", "weekday", "valid_from", "valid_to"))


def test_the_first_timetable_is_not_asked_about_and_holds_for_the_whole_year(client, bring):
    assert QUESTION not in client.get(reverse("exchange:imports")).content.decode()
    applied(client, bring(**NEW))
    assert {row[2:] for row in days()} == {(None, None)}


def test_a_school_with_lessons_is_asked_and_the_first_day_of_its_next_week_stands_there(client, bring):
    applied(client, bring())
    page = client.get(reverse("exchange:imports"))
    form = page.context["form"]
    assert QUESTION in page.content.decode()
    assert (form["holds"].initial, form["holds_from"].initial) == ("new", date(2026, 3, 8))


@pytest.mark.parametrize(
    ("today", "first_weekday", "begins"),
    [
        (date(2026, 3, 9), 0, date(2026, 3, 9)),
        (date(2026, 3, 10), 0, date(2026, 3, 16)),
        (date(2026, 3, 7), 6, date(2026, 3, 8)),
    ],
)
def test_a_week_begins_today_or_on_the_next_first_day_of_the_schools_week(today, first_weekday, begins):
    assert next_week_begins(today, first_weekday) == begins


def test_a_new_timetable_is_told_before_and_after_and_days_before_keep_their_lessons(client, bring):
    applied(client, bring())
    answer = bring(pins=MOVED, **NEW)
    words = "From Monday 9 March 2026 on: 1 lesson moves. Days before keep the lessons they had."
    preview = client.get(answer["Location"])
    assert words in preview.content.decode()
    assert preview.context["rows"][-1].fields == "end (1), start (1), weekday (1)"
    assert words in applied(client, answer)
    assert days() == {
        ("fet:activity:1", 6, None, date(2026, 3, 8)),
        ("fet:activity:1", 0, date(2026, 3, 9), None),
        ("fet:activity:2", 6, None, None),
        ("fet:activity:3", 0, None, None),
    }


def test_moved_changed_new_and_ended_lessons_are_told_apart(client, bring):
    applied(client, bring())
    other = ACTIVITIES.replace("<Id>2</Id>", "<Id>4</Id>").replace("<Subject>Maths</Subject><Students>S", "<Subject>PSHE</Subject><Students>S")  # noqa: E501  # fmt: skip
    pins = MOVED.replace("<Activity_Id>2<", "<Activity_Id>4<")
    page = client.get(bring(pins=pins, file={"activities": other}, **NEW)["Location"]).content.decode()
    assert (
        "From Monday 9 March 2026 on: 1 lesson moves, 1 lesson changes in another way, 1 lesson is new and "
        "1 lesson ends."
    ) in page
    assert "it gets its last day, 8 March 2026, and stays in the record." in page


def test_a_correction_says_that_past_weeks_change_too(client, bring):
    applied(client, bring())
    page = applied(client, bring(pins=MOVED, holds="correct"))
    assert "This corrects the timetable that is there: 1 lesson moves." in page
    assert "What changes is changed in past weeks too." in page
    assert {row[2:] for row in days()} == {(None, None)}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Choose from when this timetable holds"),
        ({"holds": "new"}, "Enter the first day of the new timetable"),
        ({**NEW, "holds_from-month": "13"}, "holds_from"),
    ],
    ids=["nothing chosen", "no day", "no such day"],
)
def test_a_question_that_is_not_answered_is_asked_again(client, bring, said, words):
    applied(client, bring())
    answer = bring(pins=MOVED, **said)
    assert answer.status_code == 200
    assert words in str(answer.context["form"].errors)
    assert ImportRun.objects.count() == 1


def test_other_files_are_not_asked_from_when_they_hold(client, bring, tmp_path):
    applied(client, bring())
    path = oneroster(tmp_path / "r.zip", small_roster())
    answer = bring("oneroster", path, **{**NEW, "holds_from-month": "13"})
    assert ImportRun.objects.get(format="oneroster").options["holds_from"] is None
    assert answer.status_code == 302
