"""Two people open one form: different fields are both kept, and of the same field both texts are shown."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from inreach.apps.inclusion.models import GuardSetting
from inreach.core.guard.engine import SETTINGS
from tests import worlds
from tests.together.pages import form_in, named, open_form, text_of

LINE = next(iter(SETTINGS))


@dataclass(frozen=True)
class Edit:
    """A form: where it is, what Ada and Ben write into different fields, and what into the same."""

    route: str
    record: str
    same: tuple[str, Any, Any]
    adas: dict[str, Any] = field(default_factory=dict)
    bens: dict[str, Any] = field(default_factory=dict)
    always: dict[str, Any] = field(default_factory=dict)
    at: Callable[[Any], str] | None = None

    def address(self, world: Any) -> str:
        if self.at:
            return self.at(world)
        key = world.records[self.record].pk
        return self.route.format(key) if self.route.startswith("/") else reverse(self.route, args=[key])

    @property
    def marker(self) -> str:
        return self.same[0]


def bells_of_monday(world: Any) -> str:
    return reverse("schools:change_day", args=[world.records["school"].pk, 0, 0])


def the_guard(world: Any) -> str:
    return f"{reverse('inclusion:guard')}?at={world.records['school'].organisation.pk}"


EDITS = {
    "a group": Edit(
        "provision:change_group",
        "group",
        same=("name", "Owls", "Robins"),
        adas={"purpose": "Sounds first"},
        bens={"entry_measure": "20 words", "adult_trained": "yes"},
    ),
    "a time": Edit(
        "provision:change_slot",
        "slot",
        same=("ends", "09:51", "09:52"),
        adas={"place": "class"},
        bens={"starts": "09:15"},
    ),
    "a programme": Edit(
        "provision:change_programme",
        "programme",
        same=("name", "Sounds", "Letters"),
        adas={"training_hours": "2.5"},
        bens={"steps": "Warm up\nRead", "minutes_low": "20"},
    ),
    "a pupil": Edit(
        "schools:change_pupil",
        "pupil",
        same=("family_name", "Rowe-Ames", "Roe"),
        adas={"known_as": "Kay"},
        bens={"year_group": "5", "born": date(2017, 5, 4)},
    ),
    "a member of staff": Edit(
        "schools:change_staff",
        "staff",
        same=("name", "Mrs Okafor", "Ms Okafor-Bell"),
        adas={"hours_per_week": "20.5"},
        bens={"cost_per_hour": "14.50"},
    ),
    "a year": Edit(
        "schools:change_year",
        "year",
        same=("name", "2025-26", "2025 to 2026"),
        adas={"ends": date(2026, 7, 24)},
        bens={"starts": date(2025, 8, 30)},
    ),
    "a term": Edit(
        "schools:change_term",
        "term",
        same=("name", "Autumn term", "Michaelmas"),
        adas={"ends": date(2025, 12, 18)},
        bens={"starts": date(2025, 9, 2)},
    ),
    "the bells": Edit(
        "",
        "",
        at=bells_of_monday,
        same=("p1-name", "Register", "Form"),
        adas={"p2-name": "First"},
        bens={"p2-ends": "09:55"},
    ),
    "a draft": Edit(
        "casework:change_target",
        "draft",
        same=("title", "Reads 40 words", "Reads 50 words"),
        adas={"seen_by": "Ms Okafor"},
        bens={"baseline_words": "Reads some.", "expected": "8"},
    ),
    "a running target": Edit(
        "casework:change_target",
        "target",
        same=("expected", "8", "6"),
        adas={"seen_where": "In maths"},
        bens={"baseline_words": "Waits most days"},
        always={"reason": "We know more now."},
    ),
    "a rating": Edit(
        "casework:correct",
        "rating",
        same=("value", "5", "6"),
        adas={"value": "4"},
        bens={"on": date(2025, 9, 2)},
        always={"reason": "A slip"},
    ),
    "the date of a case": Edit(
        "",
        "",
        at=lambda world: reverse("casework:case", args=[world.records["case"].pk]),
        same=("next_date", date(2026, 4, 20), date(2026, 4, 21)),
    ),
    "a line of the guard": Edit(
        "",
        "",
        at=the_guard,
        same=(f"{LINE}-value", "31", "32"),
        adas={f"{LINE}-value": "33"},
        bens={f"{LINE}-reason": "As our governors agreed"},
        always={"do": "move"},
    ),
    "the end of a group": Edit(
        "provision:end_group", "group", same=("last_day", date(2026, 3, 20), date(2026, 3, 27))
    ),
    "the end of a member": Edit(
        "provision:end_member", "member", same=("last_day", date(2026, 3, 20), date(2026, 3, 27))
    ),
    "the end of a time": Edit(
        "/times/{}/end", "slot", same=("last_day", date(2026, 3, 20), date(2026, 3, 27))
    ),
    "the end of a role": Edit(
        "/people/{}/end/", "membership", same=("ends", date(2026, 3, 20), date(2026, 3, 27))
    ),
}
TWO_FIELDS = [name for name, edit in EDITS.items() if edit.adas]


@pytest.fixture(autouse=True)
def moved_line(world):
    """A line that was moved before, so that its reason need not be written by everybody."""
    with worlds.unaudited():
        GuardSetting.objects.create(
            organisation=world.records["school"].organisation,
            key=LINE,
            value="0.3",
            reason="As last year",
            set_on=worlds.TODAY,
        )


def shown_as(value: Any) -> str:
    return f"{value:%-d %B %Y}" if isinstance(value, date) else str(value)


@pytest.mark.parametrize("name", TWO_FIELDS)
def test_different_fields_are_both_kept(name, world, ada, ben):
    edit, address = EDITS[name], EDITS[name].address(world)
    adas, bens = (open_form(person, address, edit.marker) for person in (ada, ben))
    assert bens.type(edit.always | edit.bens).send().status_code == 302
    answer = adas.type(edit.always | edit.adas).send()
    assert answer.status_code == 302, text_of(answer)
    kept = open_form(ada, address, edit.marker)
    assert kept.shows(edit.adas | edit.bens), kept.values


@pytest.mark.parametrize("name", EDITS)
def test_of_the_same_field_both_texts_are_shown_and_saving_again_wins(name, world, ada, ben):
    edit, address = EDITS[name], EDITS[name].address(world)
    marker, hers, his = edit.same
    adas, bens = (open_form(person, address, marker) for person in (ada, ben))
    assert bens.type(edit.always | {marker: his}).send().status_code == 302
    answer = adas.type(edit.always | edit.adas | {marker: hers}).send()
    assert answer.status_code == 200
    page = text_of(answer)
    assert "Ben Cole" in page
    assert "today at 00:00" in page
    assert f"It now says: {shown_as(his)}. You wrote: {shown_as(hers)}." in page
    assert "This was changed meanwhile" in page
    assert "Nothing is saved yet" in page
    assert open_form(ben, address, marker).shows({marker: his})
    again = form_in(ada, answer, adas.address, marker)
    assert again.shows(edit.adas | {marker: hers})
    saved = again.type(edit.always).send()
    assert saved.status_code == 302, text_of(saved)
    assert open_form(ada, address, marker).shows(edit.adas | {marker: hers})


@pytest.mark.parametrize("name", TWO_FIELDS)
def test_what_the_other_wrote_elsewhere_outlives_the_second_saving(name, world, ada, ben):
    edit, address = EDITS[name], EDITS[name].address(world)
    marker, hers, his = edit.same
    adas, bens = (open_form(person, address, marker) for person in (ada, ben))
    assert bens.type(edit.always | edit.bens | {marker: his}).send().status_code == 302
    answer = adas.type(edit.always | {marker: hers}).send()
    assert answer.status_code == 200
    assert "What was changed in other fields is in the form already." in text_of(answer)
    again = form_in(ada, answer, adas.address, marker)
    assert again.shows(edit.bens | {marker: hers})
    assert again.type(edit.always).send().status_code == 302
    assert open_form(ada, address, marker).shows(edit.bens | {marker: hers})


@pytest.mark.parametrize("name", EDITS)
def test_the_same_text_of_both_is_no_conflict(name, world, ada, ben):
    edit, address = EDITS[name], EDITS[name].address(world)
    marker, hers, _ = edit.same
    adas, bens = (open_form(person, address, marker) for person in (ada, ben))
    for form in (bens, adas):
        answer = form.type(edit.always | {marker: hers}).send()
        assert answer.status_code == 302, text_of(answer)
    assert open_form(ada, address, marker).shows(named(marker, hers))
