"""Every form that adds, sent twice: the same answer, one row, and the message again."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from inreach.apps.accounts.models import AnsweredForm, Membership
from inreach.apps.accounts.services.together import forget_answers
from inreach.apps.audit.models import Event
from inreach.apps.casework.models import Case, Rating, SignOff, Target
from inreach.apps.exchange.models import ImportRun
from inreach.apps.provision.models import Group, GroupMember, Programme, Slot
from inreach.apps.schools.models import AcademicYear, ClosureDay, StaffMember, Term
from tests import worlds
from tests.together.pages import open_form, text_of


@dataclass(frozen=True)
class Adding:
    """A form that adds rows: where it is, what is typed, and what is typed for another row."""

    route: str
    record: str
    marker: str
    rows: Any
    typed: dict[str, Any]
    other: dict[str, Any] = field(default_factory=dict)
    """What is different for another row; without it the other one is refused with a sentence."""

    def address(self, world: Any) -> str:
        keys = [world.records[self.record].pk] if self.record else []
        return self.route.format(*keys) if self.route.startswith("/") else reverse(self.route, args=keys)


ADDING = {
    "a target": Adding(
        "casework:add_target",
        "pupil",
        "title",
        Target,
        {"title": "Kai waits for his turn", "area": "semh"},
        {"title": "Kai starts by himself"},
    ),
    "a case": Adding(
        "/pupils/{}/cases/new",
        "second pupil",
        "concern",
        Case,
        {"service": "service", "area": "semh", "concern": "He waits alone."},
    ),
    "a rating": Adding("casework:rate", "target", "value", Rating, {"value": "4"}, {"value": "5"}),
    "an agreement": Adding(
        "casework:sign",
        "target",
        "party",
        SignOff,
        {"party": "class_teacher", "name": "Ms Okafor"},
        {"party": "leadership", "name": "Ada Marsh"},
    ),
    "a group": Adding(
        "provision:add_group",
        "",
        "purpose",
        Group,
        {"name": "Owls", "programme": "programme"},
        {"name": "Robins"},
    ),
    "a programme": Adding(
        "provision:add_programme",
        "",
        "steps",
        Programme,
        {"name": "Talk time", "area": "communication"},
        {"name": "Talk more"},
    ),
    "a time": Adding(
        "provision:add_slot",
        "group",
        "starts",
        Slot,
        {"weekdays": ["1"], "starts": "9:30", "ends": "9:50"},
        {"weekdays": ["2"]},
    ),
    "members": Adding("provision:add_members", "group", "starts", GroupMember, {"pupils": "second pupil"}),
    "a member of staff": Adding(
        "schools:add_staff", "school", "hours_per_week", StaffMember, {"name": "Mr Hill"}, {"name": "Mr Dale"}
    ),
    "a year": Adding(
        "schools:add_year",
        "school",
        "starts",
        AcademicYear,
        {"name": "2026/27", "starts": date(2026, 9, 1), "ends": date(2027, 7, 21)},
        {"name": "2027/28", "starts": date(2027, 9, 1), "ends": date(2028, 7, 21)},
    ),
    "a term": Adding(
        "schools:add_term",
        "year",
        "starts",
        Term,
        {"name": "Easter school", "starts": date(2026, 4, 1), "ends": date(2026, 4, 2)},
        {"name": "More of it", "starts": date(2026, 4, 7), "ends": date(2026, 4, 8)},
    ),
    "a closure": Adding(
        "schools:add_closure",
        "school",
        "reason",
        ClosureDay,
        {"starts": date(2026, 3, 12), "reason": "Snow"},
        {"starts": date(2026, 3, 13)},
    ),
    "a person": Adding(
        "accounts:add_person",
        "",
        "email",
        Membership,
        {"name": "Cleo Hart", "email": "cleo@example.org", "role": "class_teacher"},
        {"email": "cleo.hart@example.org"},
    ),
}


@pytest.fixture(autouse=True)
def second_pupil(world):
    """A pupil without a case and in no group."""
    pupil = worlds.pupil(world.records["school"], "Ida", "Moss")
    worlds.teaching_group(world.records["school"], pupil, name="Oak")
    world.records["second pupil"] = pupil


def fill(form, world, typed):
    """Write; the name of a record stands for the record."""
    return form.type({name: key_of(world, value) for name, value in typed.items()})


def key_of(world, value):
    return (
        str(world.records[value].pk)
        if isinstance(value, str) and value in {"second pupil", "programme", "service"}
        else value
    )


def messages_of(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


@pytest.mark.parametrize("name", ADDING)
def test_sent_twice_is_done_once_and_answered_twice(name, world, ada):
    adding = ADDING[name]
    before, form = adding.rows.objects.count(), open_form(ada, adding.address(world), adding.marker)
    first = fill(form, world, adding.typed).send()
    assert first.status_code == 302, text_of(first)
    messages, events, after = messages_of(first), Event.objects.count(), adding.rows.objects.count()
    assert after == before + 1
    ada.get(first["Location"])
    events = Event.objects.count()
    second = form.send()
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert messages
    assert messages_of(second) == messages[-1:]
    assert adding.rows.objects.count() == after
    assert Event.objects.count() == events


@pytest.mark.parametrize("name", ADDING)
def test_other_words_with_the_same_key_are_another_row(name, world, ada):
    adding = ADDING[name]
    form = open_form(ada, adding.address(world), adding.marker)
    assert fill(form, world, adding.typed).send().status_code == 302
    after = adding.rows.objects.count()
    other = fill(form, world, adding.other).type({"more": "words"}).send()
    if adding.other:
        assert other.status_code == 302, text_of(other)
        assert adding.rows.objects.count() == after + 1
    else:
        assert other.status_code == 200
        assert "There is a problem" in text_of(other)
        assert adding.rows.objects.count() == after


@pytest.mark.parametrize("name", ["a target", "a group", "a rating"])
def test_the_key_of_another_person_is_nothing(name, world, ada, ben):
    adding = ADDING[name]
    form = open_form(ada, adding.address(world), adding.marker)
    fill(form, world, adding.typed).send()
    after = adding.rows.objects.count()
    form.client = ben
    assert form.send().status_code == 302
    assert adding.rows.objects.count() == after + 1


def test_a_file_sent_twice_is_examined_once(world, ada):
    form = open_form(ada, reverse("exchange:imports"), "format")
    form.type({"format": "fet", "place": world.records["school"].pk})

    def send(content: bytes = b"<fet></fet>"):
        file = SimpleUploadedFile("x.fet", content, content_type="application/xml")
        return ada.post(form.address, {**form.values, "file": file})

    before = ImportRun.objects.count()
    first, second, other = send(), send(), send(b"<fet> </fet>")
    assert first.status_code == 302
    assert second["Location"] == first["Location"] != other["Location"]
    assert ImportRun.objects.count() == before + 2


@pytest.mark.parametrize(
    ("route", "record"),
    [
        ("schools:remove_term", "term"),
        ("schools:remove_closure", "closure"),
        ("casework:unsign", "draft sign-off"),
    ],
)
def test_what_is_gone_because_it_was_done_is_answered_again(route, record, world, ada):
    if record == "draft sign-off":
        with worlds.unaudited():
            world.records[record] = SignOff.objects.create(
                target=world.records["draft"], party="parent", name="Dana Rowe", agreed_on=worlds.TODAY
            )
    removed = world.records[record]
    address = reverse(route, args=[removed.pk])
    once = {"once": "a" * 32}
    first = ada.post(address, once)
    messages = messages_of(first)
    second = ada.post(address, once)
    assert first.status_code == 302
    assert second["Location"] == first["Location"]
    assert messages_of(second) == 2 * messages
    assert not type(removed).objects.filter(pk=removed.pk).exists()
    assert ada.post(address, {"once": "b" * 32}).status_code == 404


def test_a_step_of_a_case_sent_twice_is_one_step(world, ada):
    case = world.records["case"]
    form = open_form(ada, reverse("casework:case", args=[case.pk]), "to")
    form.type({"to": "withdrawn", "reason": "He moves."})
    first, second = form.send(), form.send()
    assert first.status_code == 302
    assert second["Location"] == first["Location"]


def test_a_refused_form_keeps_no_answer_and_may_be_sent_again(world, ada):
    adding = ADDING["a year"]
    form = open_form(ada, adding.address(world), adding.marker)
    wrong = form.type({**adding.typed, "ends": date(2025, 7, 21)}).send()
    assert wrong.status_code == 200
    assert AnsweredForm.objects.count() == 0
    assert form.type(adding.typed).send().status_code == 302
    assert AnsweredForm.objects.count() == 1


def test_answers_are_forgotten_after_a_day(world, ada):
    adding = ADDING["a group"]
    fill(open_form(ada, adding.address(world), adding.marker), world, adding.typed).send()
    assert forget_answers() == 0
    AnsweredForm.objects.update(sent_at=timezone.now() - timedelta(days=2))
    assert forget_answers() == 1


@pytest.mark.parametrize("key", ["", "x" * 100_000, "\u2028", "'; drop table"])
def test_any_key_will_do(key, world, ada):
    adding = ADDING["a group"]
    form = open_form(ada, adding.address(world), adding.marker)
    assert fill(form, world, {**adding.typed, "once": key}).send().status_code == 302
