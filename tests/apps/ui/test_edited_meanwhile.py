"""Two people's changes of one form, merged: nothing that only one changed is lost, and both texts are shown."""

import base64
import json
from datetime import date, datetime, time
from decimal import Decimal

import pytest
from django import forms
from hypothesis import given
from hypothesis import strategies as st

from inreach.apps.provision.forms.slot import ClockField
from inreach.apps.schools.forms.school_day import TimeField
from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.edited_meanwhile import (
    LONGEST,
    as_text,
    digest,
    digests_of,
    in_words,
    seen_in,
    seen_text,
    written,
)

LEVELS = [(str(level), f"Level {level}") for level in range(1, 11)]
DAYS = [("0", "Monday"), ("1", "Tuesday"), ("2", "Wednesday")]


class RecordForm(GovForm):
    """Every type of field that our forms about records use."""

    name = forms.CharField(max_length=50)
    steps = forms.CharField(widget=forms.Textarea, required=False)
    hours = forms.DecimalField(max_digits=6, decimal_places=2, required=False)
    count = forms.IntegerField(required=False)
    starts = forms.DateField(required=False)
    level = forms.TypedChoiceField(
        choices=[("", "None"), *LEVELS], coerce=int, empty_value=None, required=False
    )
    kind = forms.ChoiceField(choices=DAYS, widget=forms.RadioSelect, required=False)
    days = forms.MultipleChoiceField(choices=DAYS, widget=forms.CheckboxSelectMultiple, required=False)
    agreed = forms.BooleanField(required=False)
    bell = TimeField()
    clock = ClockField(required=False)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)
LINES = st.lists(WORDS, max_size=3).map("\n".join).map(str.strip)
VALUES = {
    "name": WORDS.filter(bool),
    "steps": LINES,
    "hours": st.none() | st.decimals(min_value=-9999, max_value=9999, places=2),
    "count": st.none() | st.integers(-(10**6), 10**6),
    "starts": st.none() | st.dates(min_value=date(1000, 1, 1)),
    "level": st.none() | st.integers(1, 10),
    "kind": st.sampled_from(["0", "1", "2"]),
    "days": st.lists(st.sampled_from(["0", "1", "2"]), unique=True),
    "agreed": st.booleans(),
    "bell": st.none() | st.integers(0, 1439),
    "clock": st.none() | st.integers(0, 1439),
}
RECORDS = st.fixed_dictionaries(VALUES)


def shown(record):
    return RecordForm(initial=record)


def sent(form, **changes):
    """The form as a browser sends it back after somebody changed some of its fields."""
    data = {}
    for name, field in form.fields.items():
        value = field.prepare_value(changes.get(name, form.initial.get(name)))
        if isinstance(value, date):
            data |= {f"{name}-{part}": str(getattr(value, part)) for part in ("day", "month", "year")}
        elif name == "starts":
            data |= {f"{name}-{part}": "" for part in ("day", "month", "year")}
        elif isinstance(value, bool):
            data |= {name: "on"} if value else {}
        elif name == "steps":
            data[name] = value.replace("\n", "\r\n")
        else:
            data[name] = "" if value is None else value if isinstance(value, list) else str(value)
    back = RecordForm(data | {"seen": form.seen})
    assert back.is_valid(), back.errors
    return back


def same(value, other):
    return as_text(value) == as_text(other)


@given(RECORDS)
def test_a_form_that_nobody_touched_brings_back_what_it_showed(record):
    form = shown(record)
    back = sent(form)
    assert {name: digest(value) for name, value in back.cleaned_data.items()} == digests_of(form)
    assert seen_in(back.seen) == digests_of(form)


@given(st.data(), RECORDS)
def test_what_only_one_changed_is_kept_and_what_both_changed_is_a_conflict(data, before):
    names = st.sets(st.sampled_from(list(VALUES)))
    mine, theirs = data.draw(names), data.draw(names)
    my = {name: data.draw(VALUES[name]) for name in mine}
    their = {name: data.draw(VALUES[name]) for name in theirs}
    now = shown(before | their)
    back = sent(shown(before), **my)
    merged = back.merge_with(now, seen_in(back.data["seen"]))
    both = {
        name
        for name in mine & theirs
        if not same(my[name], before[name])
        and not same(their[name], before[name])
        and not same(my[name], their[name])
    }
    assert {conflict.field for conflict in merged.conflicts} == both
    for name, kept in back.cleaned_data.items():
        if name not in both:
            changed_by_me = name in mine and not same(my[name], before[name])
            expected = my[name] if changed_by_me else their.get(name, before[name])
            assert same(kept, expected), name
            assert type(kept) is type(sent(shown(before | {name: expected})).cleaned_data[name])


@given(RECORDS, RECORDS)
def test_without_what_was_seen_nothing_is_compared(before, other):
    back = sent(shown(before))
    typed = dict(back.cleaned_data)
    merged = back.merge_with(shown(other), {})
    assert (merged.conflicts, merged.taken, back.cleaned_data) == ([], [], typed)


@given(RECORDS, RECORDS, RECORDS)
def test_what_was_seen_of_another_record_never_overwrites_unseen(before, mine, stranger):
    back, now = sent(shown(mine)), shown(before)
    merged = back.merge_with(now, digests_of(shown(stranger)))
    conflicts = {conflict.field for conflict in merged.conflicts}
    for name, value in before.items():
        if name not in conflicts and digest(value) != digest(stranger[name]):
            assert same(back.cleaned_data[name], value)


@pytest.mark.parametrize("name", sorted(set(VALUES) - {"agreed", "days"}))
def test_a_field_that_was_not_sent_is_one_that_nobody_touched(name):
    before = {
        "name": "Owls",
        "steps": "Read",
        "hours": Decimal("2.5"),
        "count": 3,
        "starts": date(2026, 3, 4),
    }
    before |= {"level": 4, "kind": "1", "days": ["0"], "agreed": True, "bell": 540, "clock": 600}
    form = shown(before)
    data = sent(form).data
    left = {key: value for key, value in data.items() if key.split("-")[0] != name}
    back = RecordForm(left)
    if name == "name":
        assert not back.is_valid()
        return
    assert back.is_valid()
    merged = back.merge_with(shown(before), seen_in(form.seen))
    assert (merged.conflicts, merged.taken) == ([], [])
    assert same(back.cleaned_data[name], before[name])


@given(st.text() | st.binary().map(lambda junk: base64.urlsafe_b64encode(junk).decode()))
def test_what_cannot_be_read_was_not_seen(text):
    assert isinstance(seen_in(text), dict)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%",
        "é" * 10,
        "\ud800",
        *(
            base64.urlsafe_b64encode(junk.encode()).decode()
            for junk in ("[]", "1", '"a"', "null", "{", "[" * 40_000, '{"a":' * 9_000, "9" * 5_000)
        ),
        "A" * 100_000,
        written({str(n): "x" for n in range(LONGEST)}),
    ],
)
def test_garbage_was_not_seen(text):
    assert seen_in(text) == {}


def test_garbage_is_not_carried_on():
    form = RecordForm({"name": "Owls", "seen": "A" * 100_000})
    assert seen_in(form.seen) == digests_of(form)


def test_what_was_seen_tells_no_value():
    text = seen_text(shown({"name": "Kai Rowe"}).parts)
    assert "Kai" not in base64.urlsafe_b64decode(text).decode()
    assert set(json.loads(base64.urlsafe_b64decode(text))) == set(RecordForm.base_fields)


@pytest.mark.parametrize(
    ("value", "other"),
    [
        (None, ""),
        (None, []),
        (None, False),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        (" a ", "a"),
        (Decimal("2.50"), Decimal("2.5")),
        (Decimal("100"), "100"),
        (Decimal("-0.00"), Decimal(0)),
        (Decimal("1E+2"), 100),
        (5, "5"),
        (["b", "a"], ("a", "b")),
        ({"b", "a"}, ["a", "b"]),
        (date(2026, 3, 4), "2026-03-04"),
        (time(9, 5), "09:05:00"),
        (datetime(2026, 3, 4, 9, 5), "2026-03-04T09:05:00"),
    ],
)
def test_one_value_is_written_in_one_way(value, other):
    assert digest(value) == digest(other)


@pytest.mark.parametrize(
    ("value", "other"), [("a", "A"), (True, False), (0, None), (["a"], ["a", "b"]), ("1", "01")]
)
def test_different_values_are_different(value, other):
    assert digest(value) != digest(other)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("bell", 545, "09:05"),
        ("clock", 545, "09:05"),
        ("starts", date(2026, 3, 4), "4 March 2026"),
        ("level", 4, "Level 4"),
        ("days", ["1", "0"], "Monday, Tuesday"),
        ("days", [], "nothing"),
        ("agreed", True, "yes"),
        ("agreed", False, "no"),
        ("name", None, "nothing"),
        ("hours", Decimal("2.50"), "2.5"),
        ("kind", "9", "9"),
    ],
)
def test_values_are_said_as_people_read_them(name, value, words):
    assert in_words(RecordForm().fields[name], value) == words
