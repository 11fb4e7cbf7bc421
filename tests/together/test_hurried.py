"""Hurried people and attackers: forged and missing fields, the back button, removed records, nonsense in every box."""

import base64
import json

import pytest
from django.db import transaction
from django.urls import reverse

from inreach.apps.inclusion.models import GuardSetting
from inreach.apps.schools.forms.calendar import TermForm
from inreach.apps.schools.models import Term
from tests import worlds
from tests.together.pages import form_in, open_form, text_of
from tests.together.test_edited_by_two import EDITS, LINE
from tests.together.test_sent_twice import ADDING

FORGED = {
    "nothing": "",
    "no base64": "%%%",
    "a list": base64.urlsafe_b64encode(b"[1, 2]").decode(),
    "a deep list": base64.urlsafe_b64encode(b"[" * 45_000).decode(),
    "100 kB": "A" * 100_000,
    "other names": base64.urlsafe_b64encode(json.dumps({"is_superuser": "x"}).encode()).decode(),
    "values that are no digests": base64.urlsafe_b64encode(
        json.dumps({"name": {"a": []}, "purpose": None, "starts": 5}).encode()
    ).decode(),
}


@pytest.fixture
def group(world):
    return reverse("provision:change_group", args=[world.records["group"].pk])


@pytest.mark.parametrize("seen", FORGED.values(), ids=FORGED.keys())
def test_what_was_seen_may_be_anything(seen, group, ada):
    form = open_form(ada, group, "name").type({"name": "Owls", "seen": seen})
    assert form.send().status_code in {200, 302}
    form.values.pop("seen")
    assert form.type({"name": "Robins"}).send().status_code == 302
    assert open_form(ada, group, "name").shows({"name": "Robins"})


def test_what_was_seen_of_another_record_overwrites_nothing(world, group, ada):
    other = worlds.support_group(world.records["school"], programme="Number", purpose="Counting")
    page = open_form(ada, reverse("provision:change_group", args=[other.pk]), "name")
    form = open_form(ada, group, "name").type({"name": "Owls", "seen": page.values["seen"][0]})
    answer = form.send()
    assert answer.status_code == 200
    assert "It now says: Phonics group. You wrote: Owls." in text_of(answer)


def test_the_back_button_after_saving(group, ada):
    form = open_form(ada, group, "name").type({"name": "Owls"})
    assert form.send().status_code == 302
    answer = form.type({"purpose": "Sounds"}).send()
    assert answer.status_code == 302
    answer = form.type({"name": "Robins"}).send()
    assert answer.status_code == 200
    assert "You changed " in text_of(answer)
    assert "It now says: Owls. You wrote: Robins." in text_of(answer)
    assert form_in(ada, answer, group, "name").send().status_code == 302
    assert open_form(ada, group, "name").shows({"name": "Robins", "purpose": "Sounds"})


def test_a_record_that_was_removed_is_a_sentence(world, ada, ben):
    term = world.records["term"]
    form = open_form(ada, reverse("schools:change_term", args=[term.pk]), "name").type({"name": "Autumn one"})
    open_form(ben, reverse("schools:remove_term", args=[term.pk]), "once").send()
    answer = form.send()
    assert answer.status_code == 404
    assert "somebody may have removed what it was about" in text_of(answer)
    assert "What you sent was not saved." in text_of(answer)


def test_a_record_that_is_removed_while_it_is_saved_is_a_sentence(world, ada, monkeypatch):
    term = world.records["term"]
    form = open_form(ada, reverse("schools:change_term", args=[term.pk]), "name").type({"name": "Autumn one"})
    judge = TermForm.is_valid

    def removed_in_between(self):
        valid = judge(self)
        Term.objects.filter(pk=term.pk).delete()
        return valid

    monkeypatch.setattr(TermForm, "is_valid", removed_in_between)
    answer = form.send()
    assert answer.status_code == 200
    assert "has been removed meanwhile. Nothing was changed." in text_of(answer)
    assert form_in(ada, answer, form.address, "name").shows({"name": "Autumn one"})


def test_a_group_that_was_ended_refuses_with_who_did_it(world, ada, ben):
    group = world.records["group"]
    form = open_form(ada, reverse("provision:add_slot", args=[group.pk]), "starts")
    end = open_form(ben, reverse("provision:end_group", args=[group.pk]), "last_day")
    assert end.type({"last_day": worlds.YEAR_STARTS}).send().status_code == 302
    answer = form.type({"weekdays": ["1"], "starts": "9:30", "ends": "9:50"}).send()
    assert answer.status_code == 200
    assert "The group ended on 1 September 2025." in text_of(answer)


def test_a_field_that_vanished_from_the_form_keeps_what_it_had(group, ada):
    open_form(ada, group, "name").type({"purpose": "Sounds"}).send()
    form = open_form(ada, group, "name").type({"name": "Owls"})
    del form.values["purpose"]
    assert form.send().status_code == 302
    assert open_form(ada, group, "name").shows({"name": "Owls", "purpose": "Sounds"})


def test_long_texts_of_both_are_shown_beside_the_field_and_not_in_the_summary(world, ada, ben):
    address = reverse("provision:change_programme", args=[world.records["programme"].pk])
    adas, bens = (open_form(person, address, "steps") for person in (ada, ben))
    hers, his = "Kai reads. " * 300, "He reads them. " * 300
    bens.type({"steps": his}).send()
    answer = adas.type({"steps": hers}).send()
    assert answer.status_code == 200
    page = text_of(answer)
    assert page.count(his.strip()) == 1
    assert "Two of you wrote something different: What happens in a session?" in page
    assert form_in(ada, answer, address, "steps").values["steps"][0].strip() == hers.strip()


NONSENSE = [
    "",
    "x" * 5_000,
    "-1",
    "9" * 30,
    "NaN",
    "1e400",
    "25:99",
    "\u0663",
    "💥 <script>alert(1)</script> ' \" % {{ x }}",
    "00000000-0000-0000-0000-000000000000",
]


@pytest.fixture
def pages(world):
    """Every form: its address and a field of it."""
    pupil = worlds.pupil(world.records["school"], "Ida", "Moss")
    worlds.teaching_group(world.records["school"], pupil, name="Oak")
    world.records["second pupil"] = pupil
    with worlds.unaudited():
        GuardSetting.objects.create(
            organisation=world.records["school"].organisation,
            key=LINE,
            value="0.3",
            reason="As last year",
            set_on=worlds.TODAY,
        )
    addresses = {name: (edit.address(world), edit.marker) for name, edit in EDITS.items()}
    addresses |= {f"adding {name}": (adding.address(world), adding.marker) for name, adding in ADDING.items()}
    addresses["moving a case"] = (reverse("casework:case", args=[world.records["case"].pk]), "to")
    addresses["moving a target"] = (reverse("casework:target", args=[world.records["target"].pk]), "reason")
    addresses["subjects"] = (reverse("schools:subjects"), f"s{world.records['subject'].pk.hex}-kind")
    addresses["a file"] = (reverse("exchange:imports"), "format")
    return addresses


NAMES = [
    *EDITS,
    *(f"adding {name}" for name in ADDING),
    "moving a case",
    "moving a target",
    "subjects",
    "a file",
]
HIDDEN = {"once", "seen", "do", "key"}


@pytest.mark.parametrize("name", NAMES)
def test_nonsense_in_any_box_is_answered_and_what_was_typed_stays(name, pages, ada):
    address, marker = pages[name]
    form = open_form(ada, address, marker)
    names = [each for each in form.values if each not in HIDDEN]
    tries = [dict.fromkeys(names, text) for text in NONSENSE]
    tries += [{each: "9" * 30} for each in names]
    kept = {each: list(texts) for each, texts in form.values.items()}
    for typed in tries:
        form.values = {each: list(texts) for each, texts in kept.items()}
        with transaction.atomic():
            answer = form.type(typed).send()
            transaction.set_rollback(True)
        assert answer.status_code in {200, 302, 404, 409}, (answer.status_code, typed)
        if answer.status_code == 200:
            assert "There is a problem" in text_of(answer), typed
            back = form_in(ada, answer, form.address, marker)
            free = {each for each in typed if each in back.boxes}
            assert {each: back.values[each][0] for each in free} == {each: str(typed[each]) for each in free}
