"""A real school's timetable comes in, support is entered on the page, and the ledger says what it takes.

What it says is compared with the timetable file itself, read here by the plainest means.
"""

import io
import json
from collections import Counter
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inreach.apps.provision.models import Group
from inreach.apps.schools.models import Pupil, School
from inreach.core.access.roles import Role
from tests import worlds

SCHOOL = "The School of the File"
SETS = {
    "Student 13IB01": {"13", "Student 13IB01"},
    "Student 13IB02": {"13", "Student 13IB02"},
    "Student AS03": {"12 AS", "Student AS03"},
    "10A:1": {"10", "10A"},
    "10A:2": {"10", "10A"},
    "11B:1": {"11", "11B"},
}
DAYS = {"Sunday": 6, "Tuesday": 1, "Thursday": 3}
STARTS, ENDS = 9 * 60 + 10, 9 * 60 + 40  # cuts the second period and the third
FIRST_BELL, PERIOD = 8 * 60, 45

pytestmark = [pytest.mark.real, pytest.mark.django_db]


def said(*words, **options):
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.fixture
def timetable(real_files):
    return real_files / "fet" / "IBDP-School-2016.fet"


def missed_in_the_file(timetable, sets):
    """Minutes of each subject under the three sessions, for somebody in these student sets."""
    root = ElementTree.parse(timetable).getroot()
    hours = [hour.findtext("Name") for hour in root.find("Hours_List").findall("Hour")]
    pinned = {
        pin.findtext("Activity_Id"): (
            pin.findtext("Preferred_Day"),
            hours.index(pin.findtext("Preferred_Hour")),
        )
        for pin in root.iter("ConstraintActivityPreferredStartingTime")
    }
    missed = Counter()
    for activity in root.find("Activities_List").findall("Activity"):
        if not sets & {students.text for students in activity.findall("Students")}:
            continue
        day, hour = pinned[activity.findtext("Id")]
        begins = FIRST_BELL + PERIOD * hour
        finishes = begins + PERIOD * int(activity.findtext("Duration"))
        minutes = min(ENDS, finishes) - max(STARTS, begins)
        if day in DAYS and minutes > 0:
            missed[activity.findtext("Subject")] += minutes
    return dict(missed)


def a_sunday_in_term():
    today = timezone.localdate()
    return today + timedelta(days=(6 - today.weekday()) % 7)


def test_the_timetable_comes_in_whole_and_once(timetable):
    first = said("import", "fet", str(timetable), "--school", SCHOOL, "--json")
    days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday"]
    assert (first["lessons"], first["teachers"], first["rooms"], first["days"]) == (1585, 104, 102, days)
    assert (first["groups"], first["pupils"]) == (264, 808)
    second = said("import", "fet", str(timetable), "--school", SCHOOL, "--json")
    assert {
        kind: (c["added"], c["changed"], c["ended"]) for kind, c in second["counts"].items()
    } == dict.fromkeys(second["counts"], (0, 0, 0))


def test_a_group_entered_on_the_page_shows_in_the_ledger_as_the_file_says(timetable):
    said("import", "fet", str(timetable), "--school", SCHOOL, "--json")
    school = School.objects.get(organisation__name=SCHOOL)
    week = a_sunday_in_term()
    client = Client()
    client.force_login(
        worlds.person("senco@example.org", (school.organisation, Role.SENCO)),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    pupils = {name: Pupil.objects.get(school=school, source_id=f"fet:pupil:{name}") for name in SETS}

    def post(route, data, **kwargs):
        answer = client.post(reverse(route, kwargs=kwargs), data)
        assert answer.status_code == 302, answer.context["form"].errors
        return answer

    programme = {"name": "Word Bridges", "area": "cognition", "origin": "home_grown"}
    post("provision:add_programme", programme)
    group = {
        "name": "Bridges, mornings",
        "programme": school.organisation.programmes.get().pk,
        "class_link": "unknown",
        "starts": week.isoformat(),
        "review_on": (week + timedelta(weeks=6)).isoformat(),
    }
    post("provision:add_group", group)
    made = Group.objects.get()
    post(
        "provision:add_members",
        {"pupils": [p.pk for p in pupils.values()], "starts": week.isoformat(), "do": "add"},
        group=made.pk,
    )
    post(
        "provision:add_slot",
        {
            "weekdays": list(DAYS.values()),
            "starts": "9:10",
            "ends": "9:40",
            "cycle_week": "0",
            "place": "elsewhere",
        },
        group=made.pk,
    )

    ledger = said("ledger", "--school", SCHOOL, "--week", week.isoformat(), "--json")
    found = {row["source_id"]: row["missed"] for row in ledger["pupils"]}
    expected = {pupils[name].source_id: missed_in_the_file(timetable, sets) for name, sets in SETS.items()}
    assert found == expected
    assert all(sum(missed.values()) > 0 for missed in found.values())
    assert date.fromisoformat(ledger["week"]) == week
