"""`inreach plan`."""

import io
import json
import re
from pathlib import Path

import pytest
from bench.planner import problem_of
from django.core.management import CommandError, call_command

from inreach.apps.audit.models import Event
from inreach.apps.provision.models import Group
from inreach.planner.objective.harm import ObjectiveEvaluator
from inreach.planner.problem.files import problem_text, read_problem, read_timetable
from inreach.planner.rules import broken
from inreach.planner.runs import read_run
from tests import worlds
from tests.planner.schools import instance

WEEK = "2026-03-04"


def said(*words, **options):
    out, line = io.StringIO(), io.StringIO()
    call_command("plan", *map(str, words), stdout=out, stderr=line, **options)
    return out.getvalue(), line.getvalue()


@pytest.fixture
def file(tmp_path):
    """A small problem as a file."""
    path = tmp_path / "problem.json"
    path.write_text(problem_text(problem_of(instance(3))), encoding="utf-8")
    return path


def test_a_file_is_planned_and_the_answer_written_keeps_every_rule(file, tmp_path):
    answer = tmp_path / "answer.json"
    out, line = said(file, "--rounds", 20, "--no-proof", "--out", answer)
    problem = read_problem(file.read_text(encoding="utf-8"))
    timetable = read_timetable(answer.read_text(encoding="utf-8"))
    assert broken(problem, timetable) == ()
    harm = ObjectiveEvaluator(problem).harm(timetable)
    assert f"Harm is {harm.points:,}." in out
    assert f"harm {harm.points:,}, no bound yet" in line.splitlines()[-1]


def test_the_json_has_every_term_apart_and_they_add_up(file):
    out, line = said(file, "--rounds", 20, "--no-proof", "--json")
    told = json.loads(out)
    assert (sum(told["terms"].values()), line) == (told["harm"], "")
    assert sum(sum(one["missed"].values()) for one in told["pupils"].values()) == told["minutes_out"]


def test_a_run_is_kept_with_all_that_it_takes_to_find_it_again(file, tmp_path):
    kept = tmp_path / "run.json"
    said(file, "--rounds", 20, "--no-proof", "--keep-run", kept)
    run = read_run(kept.read_text(encoding="utf-8"))
    assert (problem_text(run.problem), run.rounds, run.seed) == (file.read_text(encoding="utf-8"), 20, 0)
    assert run.versions["python"].startswith("3.")


def test_an_answer_that_somebody_made_is_looked_at_without_searching(file, tmp_path):
    answer = tmp_path / "answer.json"
    said(file, "--rounds", 20, "--no-proof", "--out", answer)
    timetable = json.loads(answer.read_text(encoding="utf-8"))
    placed = next(one for one in timetable["placements"] if one["sessions"])
    placed["sessions"][0]["start"] = 0
    answer.write_text(json.dumps(timetable), encoding="utf-8")
    out, _ = said(file, "--answer", answer)
    assert "A rule is broken: Pupil" in out
    assert "How near this is to the best possible timetable has not been worked out." in out
    placed["adult"] = "Zoe"
    answer.write_text(json.dumps(timetable), encoding="utf-8")
    with pytest.raises(
        CommandError, match=r"answer\.json does not fit\.\nGroup .*: there is no adult “Zoe”\.$"
    ):
        said(file, "--answer", answer)


def test_a_kept_run_is_found_again(file, tmp_path):
    kept = tmp_path / "run.json"
    said(file, "--rounds", 20, "--no-proof", "--keep-run", kept)
    assert said("--replay", kept)[0].startswith("The same timetable was found again: harm ")
    told = json.loads(kept.read_text(encoding="utf-8"))
    told["timetable"]["placements"][0]["sessions"] = []
    kept.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(CommandError, match=r"Another timetable was found than in .*run\.json"):
        said("--replay", kept)
    told["problem"]["weeks"] = 3
    kept.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(
        CommandError, match=r"run\.json cannot be planned as it stands\.\nA cycle has one or two"
    ):
        said("--replay", kept)


def test_an_answer_is_explained_in_sections(file):
    out, _ = said(file, "--rounds", 5, "--no-proof", "--explain", "--tries", 0)
    assert [line for line in out.splitlines() if line and line[0] not in "-0123456789 "][-2:] == [
        "What each pupil loses",
        "The next best place of each session",
    ]
    told = json.loads(said(file, "--rounds", 5, "--no-proof", "--explain", "--tries", 0, "--json")[0])
    assert told["explanation"]["points"] == told["harm"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{", "problem.json: Line 1: this is not JSON"),
        ("[]", "problem.json: The file must begin with"),
        (
            '{"file": "inreach plan problem 1", "step": "five"}',
            "problem.json: problem.step: 'five' is not of the kind",
        ),
    ],
)
def test_a_file_that_is_no_problem_is_refused_with_its_name_and_what_is_wrong(file, text, sentence):
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence.replace("[", r"\[")):
        said(file)


def test_a_problem_that_makes_no_sense_is_refused_with_every_fault(file):
    told = json.loads(file.read_text(encoding="utf-8"))
    told["groups"][0]["minutes"], told["groups"][1]["members"] = 7, ["nobody"]
    file.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(CommandError, match=r"(?s)Group 0: a session must last .* there is no pupil “nobody”"):
        said(file, "--rounds", 1)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.json"], "nowhere.json cannot be read: No such file"),
        ([], "Give a problem file, or --school and --week."),
        (["p.json", "--school", "Marlowe Primary"], "Give a file or a school, not both."),
        (["p.json", "--rotate"], "--rotate goes with --school. A problem file says that itself."),
        (["p.json", "--week", WEEK], "--week goes with --school."),
        (["p.json", "--seconds", "nan"], "--seconds cannot be less than 0 or without end, not nan."),
        (["p.json", "--seconds", "inf"], "--seconds cannot be less than 0 or without end, not inf."),
        (["p.json", "--answer", "a.json", "--keep-run", "r.json"], "--keep-run is for a search"),
        (["p.json", "--away", "Jo", "--keep-run", "r.json"], "Keep the answer with --out instead."),
        (["p.json", "--away", "Jo", "--workers", 2], "--away searches on one core"),
        (["p.json", "--replay", "r.json"], "--replay needs the kept run only"),
        (["p.json", "--out", "p.json"], "p.json is for the problem and for --out. Give --out another name."),
        (["p.json", "--out", "a.json", "--keep-run", "a.json"], "a.json is for --out and for --keep-run."),
        (["p.json", "--out", "."], "is a folder. Give --out the name of a file in it."),
        (["p.json", "--out", "nowhere/a.json"], "there is no folder .*nowhere. Make it first."),
        (
            ["--school", "Marlowe Primary", "--week", WEEK, "--turnaround", 241],
            "--turnaround is 240 minutes at most",
        ),
        (["--school", "Marlowe Primary", "--week", "2 March"], "“2 March” is not a date."),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_what_to_do(words, sentence):
    with pytest.raises(CommandError, match=sentence):
        said(*words)


@pytest.fixture
def kai(db):
    """A pupil who loves Art, which comes after English every day, and whose group meets in Art on two days."""
    school = worlds.school()
    teacher, helper = worlds.teacher(school), worlds.assistant(school)
    kai, mia = (worlds.pupil(school, given, "Rowe") for given in ("Kai", "Mia"))
    elm = worlds.teaching_group(school, kai, mia, staff=teacher)
    english, art = worlds.subject(school), worlds.subject(school, "Art", "foundation")
    kai.loved_subjects.add(art)
    for weekday in range(5):
        worlds.lesson(elm, english, weekday, 540, 600, teacher)
        worlds.lesson(elm, art, weekday, 600, 660, teacher)
    group = worlds.support_group(school, kai, mia, adult=helper)
    for weekday in (0, 1):
        worlds.slot(group, weekday, 610, 640)
    return kai


def test_a_school_is_planned_and_its_pupils_lose_less_than_with_todays_times(kai):
    told = json.loads(said("--school", "Marlowe Primary", "--week", WEEK, "--rounds", 20, "--json")[0])
    assert (told["sessions_short"], told["minutes_out"]) == (0, 120)
    assert told["pupils"][str(kai.pk)]["missed"] == {"English": 60}
    assert told["harm"] < told["harm_today"]


def test_a_wish_in_words_is_said_back_and_kept(kai):
    out, _ = said(
        "--school",
        "Marlowe Primary",
        "--week",
        WEEK,
        "--rounds",
        20,
        "--no-proof",
        "--wish",
        "protect english",
    )
    assert out.splitlines()[0] == "A pupil must not miss English."
    assert "of subjects that they love" in out


def test_a_wish_that_cannot_be_read_is_refused_with_what_may_be_said(kai):
    with pytest.raises(CommandError, match="protect"):
        said("--school", "Marlowe Primary", "--week", WEEK, "--rounds", 1, "--wish", "be nice")


def test_when_an_adult_is_away_somebody_else_takes_the_group_at_the_same_times(kai):
    school = kai.school
    other = worlds.assistant(school, "Ms Hale")
    worlds.support_group(school, kai, adult=other, name="Second group")
    second = Group.objects.get(name="Second group")
    worlds.slot(second, 4, 610, 640)
    out, _ = said("--school", "Marlowe Primary", "--week", WEEK, "--rounds", 20, "--away", "mr lamb")
    assert [line for line in out.splitlines() if line.startswith("- ")] == [
        "- All three sessions keep their times. One group has another adult.",
        "- Not counting that sessions move, harm is 2,500; the best plan from nothing that was found has 1,286.",
        "- Phonics group is with Ms Hale instead of Mr Lamb.",
    ]
    with pytest.raises(CommandError, match="Nobody is called “Mr Nobody” here: Mr Lamb, Ms Hale"):
        said("--school", "Marlowe Primary", "--week", WEEK, "--rounds", 1, "--away", "Mr Nobody")


def test_what_no_timetable_can_change_is_said_before_anybody_waits(kai):
    worlds.slot(Group.objects.get(), 2, 540, 600)
    worlds.slot(Group.objects.get(), 3, 540, 600)
    out, _ = said("--school", "Marlowe Primary", "--week", WEEK, "--rounds", 1, "--no-proof")
    assert out.splitlines()[:3] == [
        "Two pupils will be out of class for 25% of lesson time or more, whatever the timetable, once all sessions of "
        "their groups have a place:",
        "  Pupil 1 of Year 4: 30%, with Phonics group (30 minutes); Phonics group (60 minutes).",
        "  Pupil 2 of Year 4: 30%, with Phonics group (30 minutes); Phonics group (60 minutes).",
    ]
    out, _ = said("--school", "Marlowe Primary", "--week", WEEK, "--rounds", 1, "--no-proof", "--names")
    assert "Kai Rowe: 30%" in out.splitlines()[1]


def test_the_worst_off_pupil_may_be_the_one_with_most_avoidable_harm(kai, tmp_path):
    kept = tmp_path / "problem.json"
    words = [
        "--school",
        "Marlowe Primary",
        "--week",
        WEEK,
        "--rounds",
        1,
        "--no-proof",
        "--keep-problem",
        kept,
    ]
    said(*words, "--avoidable")
    assert all(pupil.unavoidable > 0 for pupil in read_problem(kept.read_text(encoding="utf-8")).pupils)


def test_planning_a_school_is_noted_in_the_audit_and_tells_no_childs_name_unless_asked(kai):
    out, line = said("--school", "Marlowe Primary", "--week", WEEK, "--rounds", 1, "--no-proof")
    assert "Phonics group: " in out
    assert "with Mr Lamb." in out
    assert "Kai" not in out + line
    event = Event.objects.get(verb="plan.made")
    assert (event.details["week"], event.details["names"]) == (WEEK, False)


@pytest.mark.django_db
def test_a_school_that_is_not_there_is_refused():
    with pytest.raises(CommandError, match="There is no school “Nowhere” in Inreach"):
        said("--school", "Nowhere", "--week", WEEK)


def test_an_answer_that_cannot_be_written_is_printed_all_the_same(file):
    full, out = Path("/dev/full"), io.StringIO()
    if not full.exists():
        pytest.skip("there is no full disk here")
    words = (file, "--rounds", 2, "--no-proof", "--json", "--out", full)
    with pytest.raises(CommandError, match=r"^/dev/full cannot be written: No space left on device\.$"):
        call_command("plan", *map(str, words), stdout=out)
    assert json.loads(out.getvalue())["groups"]


def test_no_seconds_is_the_first_answer_and_fewer_are_refused(file):
    out, _ = said(file, "--seconds", 0, "--no-proof")
    assert "Harm is" in out
    with pytest.raises(CommandError, match="--seconds cannot be less than 0"):
        said(file, "--seconds=-3")


def test_a_terminal_is_not_kept_waiting_by_what_is_refused_and_nothing_is_written(kai, tmp_path):
    words = ("--school", "Marlowe Primary", "--week", WEEK, "--keep-problem", tmp_path / "problem.json")
    with pytest.raises(CommandError, match="Nobody is called “Mr Nobody” here"):
        said(*words, "--away", "Mr Nobody")
    with pytest.raises(CommandError, match="No pupil in these groups is called “Zoe”"):
        said(*words, "--wish", "protect Art for pupil Zoe")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("called", ["Kai Rowe", "kai rowe", "1 of Year 4"])
def test_a_wish_calls_a_pupil_by_the_name_on_the_roll_or_by_number_and_year(kai, called, tmp_path):
    kept = tmp_path / "problem.json"
    words = (
        "--school",
        "Marlowe Primary",
        "--week",
        WEEK,
        "--rounds",
        1,
        "--no-proof",
        "--keep-problem",
        kept,
    )
    out, _ = said(*words, "--wish", f"protect Art for pupil {called}")
    assert out.splitlines()[0] == "Kai Rowe must not miss Art."
    problem = read_problem(kept.read_text(encoding="utf-8"))
    assert {pupil.id: pupil.protected for pupil in problem.pupils if pupil.protected} == {
        str(kai.pk): frozenset({"Art"})
    }


ID = re.compile(r"[0-9a-f]{8}-")


def test_nobody_reads_an_id_not_even_of_a_kept_problem_or_of_a_rule_that_is_broken(kai, tmp_path):
    problem, answer = tmp_path / "problem.json", tmp_path / "answer.json"
    words = ("--school", "Marlowe Primary", "--week", WEEK)
    search = ("--rounds", 5, "--no-proof", "--explain", "--tries", 0)
    out, line = said(*words, *search, "--keep-problem", problem, "--out", answer)
    assert ID.search(out + line) is None
    assert "Pupil 1 of Year 4 " in out
    timetable = json.loads(answer.read_text(encoding="utf-8"))
    timetable["placements"][0]["sessions"][0]["start"] = 13 * 60 + 10
    answer.write_text(json.dumps(timetable), encoding="utf-8")
    with pytest.raises(CommandError, match=r"does not fit\.\nPhonics group: a session must begin on a step"):
        said(*words, "--answer", answer)
    timetable["placements"][0]["sessions"][0]["start"] = 12 * 60
    answer.write_text(json.dumps(timetable), encoding="utf-8")
    for way in (words, (problem,)):
        out, _ = said(*way, "--answer", answer, "--explain", "--tries", 0)
        assert ID.search(out) is None
        assert "A rule is broken: Pupil 1 of Year 4 has no lesson" in out
        assert "Phonics group: Monday 12:00, " in out
    assert "Kai" not in problem.read_text(encoding="utf-8")
    out, _ = said(*words, *search, "--away", "Mr Lamb")
    assert ID.search(out) is None


def test_a_school_that_is_not_there_is_refused_with_those_that_are(kai):
    with pytest.raises(
        CommandError, match=r"There is no school “Nowhere” in Inreach\. There are: Marlowe Primary"
    ):
        said("--school", "Nowhere", "--week", WEEK)


def test_when_sessions_cannot_be_placed_the_reader_is_told_where_to_find_why(kai):
    words = ("--school", "Marlowe Primary", "--week", WEEK, "--rounds", 1, "--no-proof")
    assert "add --explain" not in said(*words)[0]
    out, _ = said(*words, "--wish", "protect Art", "--wish", "protect English")
    assert out.splitlines()[-1] == "To read why sessions are not placed and what would help, add --explain."
    out, _ = said(*words, "--wish", "protect Art", "--wish", "protect English", "--explain", "--tries", 0)
    assert "add --explain" not in out


@pytest.mark.usefixtures("kai")
def test_sessions_longer_than_any_lesson_are_named_before_anybody_waits_with_what_to_do():
    worlds.slot(Group.objects.get(), 2, 560, 640)
    words = ("--school", "Marlowe Primary", "--week", WEEK, "--rounds", 1, "--no-proof")
    sentence = (
        "Sessions longer than any lesson have no place while each must stay inside one: Phonics group (80 minutes). "
        "To let them go on over the end of a lesson, add --across-lessons."
    )
    assert said(*words, "--within-lessons")[0].splitlines()[0] == sentence
    assert sentence not in said(*words)[0]


def test_a_published_timetable_of_other_groups_is_refused(file, tmp_path):
    answer = tmp_path / "answer.json"
    said(file, "--rounds", 1, "--no-proof", "--out", answer)
    out, _ = said(file, "--rounds", 1, "--no-proof", "--published", answer)
    assert "Harm is" in out
    answer.write_text(
        answer.read_text(encoding="utf-8").replace('"group": "', '"group": "other '), encoding="utf-8"
    )
    with pytest.raises(CommandError, match=r"answer\.json has none of the groups that are planned\."):
        said(file, "--rounds", 1, "--no-proof", "--published", answer)
