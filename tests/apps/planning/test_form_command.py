"""`inreach form`."""

import io
import json
import re

import pytest
from bench.planner import problem_of
from django.core.management import CommandError, call_command

from inreach.apps.audit.models import Event
from inreach.apps.provision.models import Group, Programme
from inreach.apps.schools.models import SenNeed
from inreach.planner.problem.files import problem_text, read_named, read_problem
from inreach.planner.problem.validation import faults
from tests import worlds
from tests.planner.schools import instance

WEEK = "2026-03-04"
AT = ("--school", "Marlowe Primary", "--week", WEEK)
ID = re.compile(r"[0-9a-f]{8}-")


def said(*words) -> str:
    out = io.StringIO()
    call_command("form", *map(str, words), stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    """A small problem as a file, with one of its programmes and those who follow it."""
    problem = problem_of(instance(3))
    path = tmp_path / "problem.json"
    path.write_text(problem_text(problem), encoding="utf-8")
    return path


def largest_programme(file) -> tuple[str, list[str]]:
    """The programme with most pupils, and these."""
    members = {}
    for group in read_problem(file.read_text(encoding="utf-8")).groups:
        members.setdefault(group.programme, []).extend(group.members)
    return max(((name, sorted(set(who))) for name, who in members.items()), key=lambda item: len(item[1]))


def test_the_groups_of_a_programme_are_formed_anew_and_written_ready_for_planning(file, tmp_path):
    programme, pupils = largest_programme(file)
    new = tmp_path / "new.json"
    words = (file, "--programme", programme, "--anew", "--minutes", 20, "--sessions", 1, "--smallest", 1)
    out = said(*words, "--out", new)
    problem = read_problem(new.read_text(encoding="utf-8"))
    formed = [group for group in problem.groups if group.programme == programme]
    assert sorted(name for group in formed for name in group.members) == pupils
    assert {(group.minutes, group.sessions) for group in formed} == {(20, 1)}
    assert list(faults(problem)) == []
    assert all(f"{group.id}: pupil {group.members[0]}" in out for group in formed)
    assert out.splitlines()[-1] == f"The groups are in {new}. Plan them: inreach plan {new}"


def test_the_json_has_the_losses_of_every_pupil_and_they_add_up(file):
    programme, pupils = largest_programme(file)
    words = (file, "--programme", programme, "--pupils", ",".join(pupils), "--minutes", 20, "--sessions", 1)
    told = json.loads(said(*words, "--smallest", 1, "--json"))
    assert sum(group["points"] for group in told["groups"]) == told["points"]
    for group in told["groups"]:
        assert sum(one["points"] for one in group["pupils"].values()) == group["points"]
        assert group["adult"] in group["leads"]
        assert list(group["pupils"]) == group["members"]


def test_pupils_stay_together_and_apart_as_asked(file):
    programme, (first, second, third, *_) = largest_programme(file)
    words = (file, "--programme", programme, "--pupils", f"{first},{second},{third}", "--minutes", 20)
    words = (*words, "--sessions", 1, "--smallest", 1, "--json")
    told = json.loads(said(*words, "--together", f"{first},{third}", "--never", f"{first},{second}"))
    assert sorted(sorted(group["members"]) for group in told["groups"]) == sorted(
        [sorted([first, third]), [second]]
    )


@pytest.fixture
def school(db):
    """A class of four pupils of Year 4 in no group, and one of Year 5 who follows Phonics alone."""
    school = worlds.school()
    teacher, helper = worlds.teacher(school), worlds.assistant(school)
    year = [
        worlds.pupil(school, given, "Rowe", source_id=f"S-{given}") for given in ("Ann", "Ben", "Cat", "Dan")
    ]
    eve = worlds.pupil(school, "Eve", "Rowe", year_group="5")
    english, art = worlds.subject(school), worlds.subject(school, "Art", "foundation")
    elm = worlds.teaching_group(school, *year, eve, staff=teacher)
    for weekday in range(5):
        worlds.lesson(elm, english, weekday, 540, 600, teacher)
        worlds.lesson(elm, art, weekday, 600, 660, teacher)
    worlds.support_group(school, eve, adult=helper)
    with worlds.unaudited():
        Programme.objects.filter(name="Phonics").update(minutes_low=30, per_week_low=2)
    return school


def test_pupils_of_a_year_are_shared_out_with_the_dose_of_their_programme(school, tmp_path):
    new = tmp_path / "new.json"
    out = said(*AT, "--programme", "phonics", "--year", "4", "--largest", 2, "--out", new)
    assert out.splitlines()[0] == "Four pupils in two groups of 2, for two sessions of 30 minutes a week."
    assert "No other groups lose less: this is proved." in out
    assert "  Mr Lamb could lead it." in out
    assert "Phonics 1: pupil 1 of Year 4 and pupil 2 of Year 4." in out
    problem, names = read_named(new.read_text(encoding="utf-8"))
    assert [len(group.members) for group in problem.groups] == [1, 2, 2]
    assert list(faults(problem)) == []
    assert "Ann" not in new.read_text(encoding="utf-8")
    assert names[problem.groups[1].members[0]] == "pupil 1 of Year 4"
    planned = io.StringIO()
    call_command("plan", str(new), "--rounds", "20", "--no-proof", "--json", stdout=planned)
    assert json.loads(planned.getvalue())["sessions_short"] == 0


def test_a_group_too_much_for_its_pupils_is_said_before_anybody_plans(school):
    out = said(*AT, "--programme", "Phonics", "--year", "4", "--minutes", 60, "--sessions", 3)
    line = next(line for line in out.splitlines() if line.startswith("  - Pupil 1 of Year 4 loses"))
    assert "With all groups, 30% of lesson time out of class, whatever the timetable." in line
    assert "That is too much: the line is 25%." in line


def test_pupils_are_given_by_need_or_by_the_id_of_the_timetable_file(school):
    for given in ("Ann", "Cat"):
        SenNeed.objects.create(pupil=school.pupils.get(given_name=given), code="SLCN", starts="2025-09-01")
    ours = ("--programme", "Phonics", "--names")
    by_need = said(*AT, *ours, "--need", "slcn")
    assert "Phonics 1: Ann Rowe and Cat Rowe." in by_need
    assert said(*AT, *ours, "--pupils", "S-Ann,s-cat") == by_need
    with pytest.raises(CommandError, match="“XYZ” is not a SEN type code"):
        said(*AT, *ours, "--need", "XYZ")


def test_whoever_follows_the_programme_already_stays_unless_it_is_formed_anew(school):
    words = (*AT, "--programme", "Phonics", "--names", "--groups", 1, "--year", "5")
    with pytest.raises(CommandError, match="Nobody needs Phonics in the week of 2 March 2026"):
        said(*words)
    assert "Phonics 1: Ann Rowe, Ben Rowe, Cat Rowe, Dan Rowe and Eve Rowe." in said(
        *words, "--year", "4", "--anew"
    )
    with pytest.raises(CommandError, match="1 of the pupils given follow Phonics in a group already"):
        said(*AT, "--programme", "Phonics", "--pupils", "Eve Rowe,Ann Rowe")


def test_an_adult_who_leads_nothing_yet_may_lead_when_named(school):
    worlds.assistant(school, "Ms Hale")
    words = (*AT, "--programme", "Phonics", "--year", "4", "--groups", 1)
    assert "  Mr Lamb could lead it." in said(*words)
    assert "  Mr Lamb or Ms Hale could lead it." in said(*words, "--lead", "ms hale")
    with pytest.raises(
        CommandError, match="Nobody at Marlowe Primary is called “Mx Nobody”: Mr Lamb, Ms Hale"
    ):
        said(*words, "--lead", "Mx Nobody")


def test_forming_is_noted_in_the_audit_and_tells_no_childs_name_or_id_unless_asked(school, tmp_path):
    new = tmp_path / "new.json"
    words = (*AT, "--programme", "Phonics", "--year", "4", "--out", new)
    out = said(*words)
    assert not any(name in out for name in ("Ann", "Ben", "Cat", "Dan", "Rowe"))
    assert ID.search(out) is None
    event = Event.objects.get(verb="groups.formed")
    assert (event.details["week"], event.details["names"]) == (WEEK, False)
    said(*words, "--names")
    assert "Ann Rowe" in new.read_text(encoding="utf-8")
    assert Event.objects.filter(verb="groups.formed", details__names=True).count() == 1
    assert Group.objects.count() == 1


def test_what_is_in_the_way_is_said_by_name(school):
    words = (*AT, "--programme", "Phonics", "--year", "4")
    with pytest.raises(
        CommandError, match=r"Pupil 1 of Year 4 and pupil 2 of Year 4 stay together, and some"
    ):
        said(*words, "--together", "Ann Rowe,Ben Rowe", "--never", "S-Ann,2 of Year 4")
    with pytest.raises(CommandError, match="Ann Rowe and Ben Rowe stay together, and some"):
        said(*words, "--together", "Ann Rowe,Ben Rowe", "--never", "S-Ann,S-Ben", "--names")
    with pytest.raises(CommandError, match="No pupil is called “Zoe” here"):
        said(*words, "--never", "Ann Rowe,Zoe")
    with pytest.raises(CommandError, match="names fewer than two pupils"):
        said(*words, "--never", "Ann Rowe")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["p.json", "--school", "Marlowe Primary"], "Give a file or a school, not both."),
        ([], "Give a problem file, or --school and --week."),
        (AT, "Say who needs the programme: --pupils, --year, --need, or --anew."),
        (["p.json", "--year", "4"], "--year goes with --school."),
        (["p.json", "--largest", 0], "--largest is 1 at least, not 0."),
        ([*AT, "--year", "4", "--turnaround", 241], "--turnaround is 0 to 240 minutes, not 241."),
        (["nowhere.json", "--minutes", 20, "--sessions", 1], "nowhere.json cannot be read"),
        (["p.json", "--out", "p.json"], "p.json is for the problem and for --out."),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_what_to_do(words, sentence):
    with pytest.raises(CommandError, match=sentence):
        said("--programme", "Phonics", *words)


def test_a_file_needs_pupils_minutes_and_sessions(file):
    with pytest.raises(CommandError, match="Say how long and how often: --minutes and --sessions"):
        said(file, "--programme", "Talk")
    with pytest.raises(CommandError, match="Say who needs the programme: --pupils a,b,c"):
        said(file, "--programme", "Talk", "--minutes", 20, "--sessions", 1)
    who = largest_programme(file)[1][0]
    with pytest.raises(CommandError, match=r"No groups can be formed\.\nNobody is trained for Juggling"):
        said(file, "--programme", "Juggling", "--minutes", 20, "--sessions", 1, "--pupils", who)


def test_a_programme_that_the_school_does_not_know_is_refused_with_those_it_does(school):
    with pytest.raises(CommandError, match=r"knows no programme “Juggling”\. There are: Phonics"):
        said(*AT, "--programme", "Juggling", "--year", "4")
