"""Requests that no person's browser sends: each gets an answer that is no fault of the program."""

import json

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from inreach.apps.inclusion.documents.csv_export import safe
from inreach.apps.inclusion.models import GuardSetting
from inreach.core.access.roles import Role
from inreach.project.guards import refuse_unsafe
from tests import worlds
from tests.apps.signed_in import client_of, on_the_day

NINES = "9" * 5000


@pytest.fixture
def school(db):
    with on_the_day():
        yield worlds.school()


def somebody(school, role):
    client = client_of(worlds.person("x@example.org", (school.organisation, role)))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("where", ["?group=a%00b", "?%00=1"])
def test_a_nul_in_an_address_is_a_bad_request(school, where):
    assert somebody(school, Role.SENCO).get(f"{reverse('schools:pupils')}{where}").status_code == 400


def test_a_nul_that_is_posted_is_a_bad_request_and_is_not_kept_with_the_session(school):
    client = somebody(school, Role.SENCO)
    assert client.post(reverse("schools:pupils"), {"q": "Ro\0we"}).status_code == 400
    assert client.get(reverse("schools:pupils")).status_code == 200
    assert "search.pupils" not in client.session


@pytest.mark.django_db
def test_a_nul_in_the_cookie_of_a_session_is_a_bad_request_with_the_strict_headers():
    answer = Client(raise_request_exception=False, headers={"cookie": r'sessionid="aaaaaaaa\000"'}).get("/")
    assert answer.status_code == 400
    assert "script-src 'self'" in answer["Content-Security-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize("length", [str(10**12), "-1", "9" * 30])
def test_a_body_larger_than_any_import_is_refused_before_it_is_read(length):
    client = Client(raise_request_exception=False)
    assert client.post("/accounts/login/", {"login": "x"}, CONTENT_LENGTH=length).status_code == 400


@pytest.mark.parametrize("part", ["day", "month", "year"])
def test_a_part_of_a_date_with_thousands_of_digits_is_no_date(school, part):
    said = {"ends-day": "1", "ends-month": "2", "ends-year": "2026", f"ends-{part}": NINES}
    user = worlds.person("y@example.org", (school.organisation, Role.SENCO))
    client = somebody(school, Role.ADMINISTRATOR)
    answer = client.post(reverse("accounts:end_membership", args=[user.memberships.get().pk]), said)
    assert answer.status_code == 200
    assert "Last day must " in answer.content.decode()


@pytest.mark.parametrize("rows", ["²", NINES, "-1", ""])
def test_a_number_of_rows_that_is_no_number_is_passed_over(school, rows):
    where = reverse("schools:change_day", args=[school.pk, 0, 0])
    assert somebody(school, Role.SENCO).post(where, {"rows": rows}).status_code in {200, 302}


@pytest.mark.parametrize("value", ["1e99999999", "1e-99999999", "NaN", "Infinity", NINES])
def test_a_line_of_the_guard_takes_no_endless_number(school, value):
    said = {"key": "programmes", "programmes-value": value, "programmes-reason": "Because."}
    assert somebody(school, Role.SENCO).post(reverse("inclusion:guard"), said).status_code == 200
    assert GuardSetting.objects.count() == 0


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31", "2026-W10", NINES, "²"])
@pytest.mark.parametrize("page", ["inclusion:ledger", "inclusion:ledger_csv"])
def test_a_week_at_the_end_of_time_is_this_week(school, week, page):
    answer = somebody(school, Role.SENCO).get(reverse(page), {"week": week})
    assert answer.status_code == 200


@pytest.mark.parametrize("week", ["0001-01-01", "9999-12-31"])
def test_a_pupils_week_at_the_end_of_time_is_this_week(school, week):
    kai = worlds.pupil(school)
    client = somebody(school, Role.SENCO)
    for page in ("inclusion:pupil", "inclusion:plain"):
        assert client.get(reverse(page, args=[kai.pk]), {"week": week}).status_code == 200


def test_a_school_year_of_nine_thousand_years_is_refused_and_slows_no_page_down(school):
    said = {"name": "For ever", "starts": "0001-01-01", "ends": "2024-08-31"}
    answer = somebody(school, Role.SENCO).post(reverse("schools:add_year", args=[school.pk]), said)
    assert "A school year has at most 500 days" in answer.content.decode()
    assert school.years.count() == 1


@pytest.mark.parametrize("page", ["0", "-1", NINES, "²", "1e9"])
def test_a_page_of_a_list_that_there_is_not_is_a_page_that_there_is(school, page):
    client = somebody(school, Role.SENCO)
    assert client.get(reverse("schools:pupils"), {"page": page}).status_code == 200


@pytest.mark.parametrize(
    "name",
    ["=1+1", " =1+1", "\n=1+1", "\t=1", "+1", "-1", "@SUM(1)", "\u00a0=1", "＝1"],
)
def test_no_name_becomes_a_formula_in_a_spreadsheet(name):
    assert safe(name) == f"'{name}"


def test_a_start_that_answers_to_every_host_is_refused():
    with pytest.raises(ImproperlyConfigured, match=r"ALLOWED_HOSTS is \*"):
        refuse_unsafe(secret_key="k" * 50, debug=False, demo=False, hosts=["inreach.example.org", "*"])


def test_a_message_that_names_a_pupil_is_kept_with_the_session_and_in_no_cookie(school):
    kai = worlds.pupil(school)
    group = worlds.support_group(school, kai)
    client = somebody(school, Role.SENCO)
    where = reverse("provision:end_member", args=[group.members.get().pk])
    answer = client.post(where, {"last_day": "2026-03-04"})
    assert answer.status_code == 302
    assert set(client.cookies) <= {"csrftoken", "sessionid"}
    assert "Kai" in json.dumps(client.session["_messages"])
