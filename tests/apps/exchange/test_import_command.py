"""`inreach import` says what it did, and ends with status 1 where it refused."""

import json
from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command, load_command_class

from inreach.apps.exchange.models import ImportRun
from inreach.apps.schools.models import Lesson, School
from tests.apps.exchange.files import PINS, fet, oneroster, small_roster, user

pytestmark = pytest.mark.django_db


def run(*args: str) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    status = 0
    try:
        call_command("import", *args, stdout=out, stderr=err)
    except SystemExit as ended:
        status = int(ended.code)
    return status, out.getvalue(), err.getvalue()


def test_the_help_says_what_each_format_brings(capsys):
    with pytest.raises(SystemExit):
        load_command_class("inreach.apps.exchange", "import").create_parser("inreach", "import").parse_args(
            ["--help"]
        )
    told = " ".join(capsys.readouterr().out.split())
    assert "Import a roster (OneRoster), a timetable (FET) or the list of schools (DfE)." in told


def test_json_is_the_whole_of_standard_output(tmp_path):
    status, out, err = run("fet", str(fet(tmp_path / "t.fet")), "--school", "Marlowe", "--json")
    told = json.loads(out)
    assert (status, err) == (0, "")
    assert (told["school"], told["lessons"], told["days"], told["applied"]) == (
        "Marlowe",
        3,
        ["Sunday", "Monday"],
        True,
    )
    assert ImportRun.objects.get().state == "applied"


def test_without_json_a_person_can_read_it(tmp_path):
    status, out, _ = run(
        "fet", str(fet(tmp_path / "t.fet")), "--first-bell", "09:00", "--period-minutes", "50"
    )
    assert status == 0
    assert "Imported t.fet for Marlowe School." in out
    assert "from 09:00 to 11:30" in out
    assert "lessons                          3         0         0           0" in out


def test_a_dry_run_keeps_nothing(tmp_path, dump):
    before = dump()
    status, out, _ = run("fet", str(fet(tmp_path / "t.fet")), "--dry-run")
    assert (status, dump()) == (0, before)
    assert "Would import t.fet for Marlowe School." in out


def test_faults_are_told_on_standard_error_and_in_json_and_end_with_status_1(tmp_path, dump):
    path = oneroster(tmp_path / "r.zip", {**small_roster(), "users": [user("P1", orgSourcedIds="S9")]})
    before = dump()
    status, out, err = run("oneroster", str(path), "--school", "Marlowe", "--json")
    told = json.loads(out)
    assert (status, dump()) == (1, before)
    assert told["applied"] is False
    assert told["counts"] == {}
    assert told["faults"][0] == {
        "file": "users.csv",
        "row": 2,
        "field": "orgSourcedIds",
        "problem": "There is no organisation “S9”.",
        "what_to_do": "Add it to orgs.csv, or correct this row.",
    }
    assert err.splitlines()[0] == (
        "users.csv, row 2, orgSourcedIds: There is no organisation “S9”. Add it to orgs.csv, or correct this row."
    )
    assert err.splitlines()[-1] == "The file has faults. Nothing was kept."


def test_a_file_that_is_not_there_and_a_time_that_is_none_are_refused(tmp_path):
    with pytest.raises(CommandError, match="There is no file"):
        run("fet", str(tmp_path / "none.fet"))
    with pytest.raises(CommandError, match="not a time of day"):
        run("fet", str(fet(tmp_path / "t.fet")), "--first-bell", "nine")
    with pytest.raises(CommandError, match="not a date"):
        run("fet", str(fet(tmp_path / "t.fet")), "--from", "Monday")
    with pytest.raises(CommandError, match="Only a timetable"):
        run("oneroster", str(fet(tmp_path / "t.fet")), "--from", "2027-01-11")
    assert (School.objects.count(), Lesson.objects.count()) == (0, 0)


def test_a_timetable_from_a_day_on_says_so_and_ends_the_old_lessons_the_day_before(tmp_path):
    run("fet", str(fet(tmp_path / "t.fet")))
    new = fet(tmp_path / "n.fet", pins=PINS.replace("Sunday", "Monday", 1))
    status, out, _ = run("fet", str(new), "--from", "2027-01-11")
    assert status == 0
    assert "From Monday 11 January 2027 on: 1 lesson moves. Days before keep the lessons they had." in out
    days = Lesson.objects.filter(source_id="fet:activity:1").values_list("weekday", "valid_from", "valid_to")
    assert set(days) == {(6, None, date(2027, 1, 10)), (0, date(2027, 1, 11), None)}


def test_a_school_is_found_whatever_the_capitals_of_its_name(tmp_path):
    run("fet", str(fet(tmp_path / "t.fet")), "--school", "Marlowe")
    run("fet", str(fet(tmp_path / "t.fet")), "--school", "MARLOWE")
    assert [school.name for school in School.objects.all()] == ["Marlowe"]
