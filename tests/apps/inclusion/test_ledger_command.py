"""`inreach ledger`."""

import json

import pytest
from django.core.management import CommandError, call_command

from inreach.apps.audit.models import Event
from tests import worlds


def printed(capsys, *words):
    call_command("ledger", "--school", "Marlowe Primary", "--week", "2026-03-04", *words)
    return capsys.readouterr().out


def test_the_json_has_minutes_and_the_lessons_they_are_missed_from(elm, capsys):
    elm.kai.source_id = "fet:pupil:1"
    elm.kai.save()
    told = json.loads(printed(capsys, "--json"))
    assert (told["school"], told["week"], told["on_roll"], told["with_support"]) == (
        "Marlowe Primary",
        "2026-03-02",
        6,
        1,
    )
    [kai] = told["pupils"]
    assert (kai["pupil"], kai["source_id"]) == (str(elm.kai.pk), "fet:pupil:1")
    assert (kai["taught"], kai["out"], kai["share_out"], kai["teacher"]) == (1020, 160, 0.1569, 860)
    assert kai["missed"] == {"English": 120, "Art": 40}
    assert sum(segment["minutes"] for segment in kai["missed_pieces"]) == kai["out"]
    assert kai["flags"][0]["rule"] == "loved_missed"


def test_it_prints_no_name_unless_asked(elm, capsys):
    assert "Kai" not in printed(capsys, "--json")
    assert "Kai" not in printed(capsys)
    assert json.loads(printed(capsys, "--json", "--names"))["pupils"][0]["name"] == "Kai Rowe"
    assert "Kai Rowe: out 160 of 1,020 minutes taught, 15.7%" in printed(capsys, "--names")


def test_it_prints_everybody_or_one_pupil_when_asked(elm, capsys):
    assert len(json.loads(printed(capsys, "--json", "--all"))["pupils"]) == 6
    ada = elm.others[0]
    told = json.loads(printed(capsys, "--json", "--pupil", str(ada.pk)))
    assert [(one["pupil"], one["out"]) for one in told["pupils"]] == [(str(ada.pk), 0)]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--school", "Nowhere", "--week", "2026-03-02"], "There is no school “Nowhere” in Inreach."),
        (["--school", "Marlowe Primary", "--week", "2 March"], "“2 March” is not a date."),
        (
            ["--school", "Marlowe Primary", "--week", "2026-03-02", "--pupil", "x"],
            "No pupil “x” is on the roll of Marlowe Primary that week.",
        ),
    ],
)
def test_a_command_that_cannot_answer_says_why(elm, words, said):
    with pytest.raises(CommandError) as refused:
        call_command("ledger", *words)
    assert said in str(refused.value)


def test_printing_is_noted(elm, capsys):
    printed(capsys, "--json")
    event = Event.objects.get(verb="ledger.printed")
    assert (event.kind, event.actor_id, event.details) == (
        "export",
        "",
        {"week": "2026-03-04", "names": False},
    )


def printed_between(capsys, *words):
    call_command("ledger", "--school", "Marlowe Primary", *words)
    return capsys.readouterr().out


SPRING = ("--from", "2026-01-05", "--until", "2026-03-27")


def test_a_term_is_as_easy_to_ask_for_as_a_week(elm, capsys):
    elm.nurture.starts = worlds.YEAR_STARTS
    with worlds.unaudited():
        elm.nurture.save()
    report = json.loads(printed_between(capsys, *SPRING, "--json"))
    assert {key: report[key] for key in report if key != "pupils"} == {
        "school": "Marlowe Primary",
        "from": "2026-01-05",
        "until": "2026-03-27",
        "days": 60,
        "weeks": 12,
        "on_roll": 6,
        "with_support": 1,
    }
    [week] = json.loads(printed(capsys, "--json"))["pupils"]
    [term] = report["pupils"]
    added_up = ("taught", "out", "teacher", "assistant", "leavings")
    assert [term[key] for key in added_up] == [12 * week[key] for key in added_up]
    assert term["missed"] == {"English": 12 * 120, "Art": 12 * 40}
    assert term["share_out"] == week["share_out"]
    assert set(term) < set(week)


def test_a_term_is_printed_in_words_without_names_unless_asked(elm, capsys):
    words = printed_between(capsys, *SPRING)
    assert words.startswith(
        "Marlowe Primary, 5 January 2026 to 27 March 2026, 60 school days in 12 weeks. "
        "1 of 6 pupils have support on these days."
    )
    assert "Kai" not in words
    assert "1,440 min of English" in words
    assert "Kai Rowe: out 1,640 of 12,240 minutes taught, 13.4%" in printed_between(
        capsys, *SPRING, "--names"
    )
    assert len(json.loads(printed_between(capsys, *SPRING, "--json", "--all"))["pupils"]) == 6


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ([], "Say which days: --week, or --from with --until."),
        (["--from", "2026-01-05"], "Say which days: --week, or --from with --until."),
        (["--until", "2026-01-05"], "Say which days: --week, or --from with --until."),
        (["--week", "2026-01-05", *SPRING], "Say which days: --week, or --from with --until."),
        (["--from", "2026-03-27", "--until", "2026-01-05"], "--until (2026-01-05) must not be before --from"),
        ([*SPRING, "--pupil", "x"], "No pupil “x” is on the roll of Marlowe Primary on these days."),
    ],
)
def test_days_that_cannot_be_meant_are_refused(elm, words, refusal):
    with pytest.raises(CommandError) as refused:
        call_command("ledger", "--school", "Marlowe Primary", *words)
    assert refusal in str(refused.value)


def test_printing_a_term_is_noted_with_its_days(elm, capsys):
    printed_between(capsys, *SPRING, "--json")
    event = Event.objects.get(verb="ledger.printed_between")
    assert (event.kind, event.organisation_id, event.details) == (
        "export",
        str(elm.school.pk),
        {"first": "2026-01-05", "last": "2026-03-27", "names": False},
    )
