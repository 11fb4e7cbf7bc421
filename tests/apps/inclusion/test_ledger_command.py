"""`inreach ledger`."""

import json

import pytest
from django.core.management import CommandError, call_command

from inreach.apps.audit.models import Event


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
