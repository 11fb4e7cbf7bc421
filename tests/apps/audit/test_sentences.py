"""Every event reads as a sentence, and a verb that nobody has worded yet reads as itself."""

import ast
import string

import pytest

from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.sentences import (
    OF_STRANGERS,
    PREDICATES,
    label,
    register_sentences,
    sentence,
)
from inreach.core.transitions import TABLES, CaseState, TargetState
from tests.paths import ROOT


def event(verb: str, **fields: object) -> Event:
    return Event(number=1, verb=verb, **{"details": {}, **fields})


def test_a_reading_names_the_pupil_to_those_who_may_know():
    read = event("pupil.read", pupil_id="p")
    assert sentence(read, actor="Miriam Cole", pupil="Kai Rowe") == "Miriam Cole read the record of Kai Rowe."


def test_a_reading_names_no_pupil_to_others():
    assert (
        sentence(event("pupil.read", pupil_id="p"), actor="Miriam Cole")
        == "Miriam Cole read the record of a pupil."
    )


def test_details_stand_in_the_sentence():
    added = event("membership.ended", details={"role": "class_teacher", "ends": "2026-03-04"})
    assert (
        sentence(added, actor="Leah Bright", person="Ada Okafor")
        == "Leah Bright ended the role class teacher of Ada Okafor, last day 2026-03-04."
    )


@pytest.mark.parametrize(("verb", "states"), [("target.moved", TargetState), ("case.moved", CaseState)])
def test_a_state_stands_in_a_sentence_as_pages_call_it(verb, states):
    for state in states:
        told = sentence(event(verb, details={"from": state.value, "to": state.value}), actor="Miriam Cole")
        assert "_" not in told
    moved = event("target.moved", details={"from": "active", "to": "following_up"})
    assert sentence(moved, actor="Miriam Cole") == (
        "Miriam Cole moved a target of a pupil from “in progress” to “following up”."
    )


@pytest.mark.parametrize(
    ("count", "told"), [(1, "1 subject is"), (2, "2 subjects are"), (11, "11 subjects are")]
)
def test_a_number_takes_the_word_for_one_or_for_many(count, told):
    changed = event("subjects.set", details={"count": count, "subjects": {}})
    assert sentence(changed, actor="Miriam Cole") == f"Miriam Cole set what {told}."
    assert label("subjects.set") == "Set what … subjects are"


@pytest.mark.parametrize(
    ("key", "before", "after", "told"),
    [
        ("concern", 0.25, 0.3, "“Much taught time out of class” from 25 % to 30 %"),
        ("weeks", 20, 15.0, "“Running for a long time” from 20 school weeks to 15 school weeks"),
        ("a line of old", 0.25, 0.3, "“a line of old” from 0.25 to 0.3"),
    ],
)
def test_a_line_of_the_guard_is_named_and_its_places_are_said_as_on_its_page(key, before, after, told):
    moved = event("guard.line_moved", details={"key": key, "before": before, "after": after})
    assert sentence(moved, actor="Miriam Cole") == f"Miriam Cole moved the guard’s line {told}."


def test_a_failed_sign_in_tells_whose_door_it_was():
    failed = event("person.failed_to_sign_in")
    assert (
        sentence(failed, actor="x", person="Ada Okafor")
        == "Somebody tried to sign in as Ada Okafor and failed."
    )
    assert (
        sentence(failed, actor="x")
        == "Somebody tried to sign in as somebody who is not known here and failed."
    )


def test_an_unknown_verb_falls_back_to_its_own_words():
    assert sentence(event("dragon.fed"), actor="Miriam Cole") == "Miriam Cole recorded “dragon fed”."
    about = event("dragon.fed_twice", pupil_id="p")
    assert (
        sentence(about, actor="Miriam Cole", pupil="Kai Rowe")
        == "Miriam Cole recorded “dragon fed twice” about Kai Rowe."
    )


def test_an_event_that_lacks_a_detail_falls_back_to_its_own_words():
    assert sentence(event("subjects.set"), actor="Miriam Cole") == "Miriam Cole recorded “subjects set”."


@pytest.mark.parametrize("verb", sorted({**PREDICATES, **OF_STRANGERS}))
def test_every_worded_verb_makes_a_sentence_and_a_label(verb):
    text = {**PREDICATES, **OF_STRANGERS}[verb]
    details = {
        name: "9" for _, name, _, _ in string.Formatter().parse(text) if name not in {None, "pupil", "person"}
    }
    worded = sentence(
        event(verb, details=details), actor="Miriam Cole", pupil="Kai Rowe", person="Ada Okafor"
    )
    assert worded.endswith(".")
    assert "{" not in worded
    assert "recorded" not in worded
    assert "{" not in label(verb)


def test_a_verb_is_worded_once():
    with pytest.raises(ValueError, match=r"^pupil\.read: worded twice"):
        register_sentences({"pupil.read": "looked at {pupil}"})
    assert PREDICATES["pupil.read"] == "read the record of {pupil}"


APPS = ROOT / "src" / "inreach" / "apps"
WRITERS = {"record", "reading", "reading_list", "Entry", "tell"}


def verbs_of(tree: ast.AST) -> set[str]:
    """Verbs that a module writes: the first argument of what writes events, or the one called `verb`."""
    found = set()
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        told = [*node.args[:1], *(word.value for word in node.keywords if word.arg == "verb")]
        if name in WRITERS:
            found |= {
                one.value for one in told if isinstance(one, ast.Constant) and isinstance(one.value, str)
            }
    return found


def test_every_verb_that_the_product_writes_has_its_sentence():
    written = {}
    for path in sorted(APPS.rglob("*.py")):
        for verb in verbs_of(ast.parse(path.read_text(encoding="utf-8"))):
            written.setdefault(verb, path.relative_to(APPS).as_posix())
    assert {verb: path for verb, path in written.items() if verb not in {**PREDICATES, **OF_STRANGERS}} == {}


def test_a_verb_without_a_sentence_would_be_found():
    assert verbs_of(ast.parse('record("dragon.fed", by=x)\nEntry(verb="dragon.woken")')) == {
        "dragon.fed",
        "dragon.woken",
    }


def texts_in(path) -> set[str]:
    """Every text that stands alone in a module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


@pytest.mark.parametrize(
    "words", sorted(APPS.glob("*/audit_sentences.py")), ids=lambda path: path.parent.name
)
def test_an_app_words_what_it_records_itself(words):
    worded = {text for text in texts_in(words) if text in {**PREDICATES, **OF_STRANGERS}}
    moved = {f"{table}.moved" for table in TABLES} if words.parent.name == "casework" else set()
    recorded = set().union(*(texts_in(path) for path in words.parent.rglob("*.py") if path != words))
    assert worded
    assert worded - recorded - moved == set()
