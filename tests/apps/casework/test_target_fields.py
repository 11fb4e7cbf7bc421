"""What somebody writes of a target stands in one list: draft, form and initial values follow from it."""

from datetime import timedelta

import pytest

from inreach.apps.casework.actions import Draft, change_target, correct_rating, rate_target
from inreach.apps.casework.forms.target import TargetForm, initial_of
from inreach.apps.casework.models import Case, Target
from inreach.apps.casework.models.target import SET_BY_ACTIONS, WRITTEN_FIELDS
from inreach.core.refusal import Refusal
from inreach.core.targets.party import Party
from tests import worlds
from tests.apps.casework.conftest import draft


def test_every_column_of_a_target_is_written_by_somebody_or_set_by_an_action():
    columns = {field.name for field in Target._meta.local_fields}
    assert set(WRITTEN_FIELDS) | set(SET_BY_ACTIONS) == columns
    assert set(WRITTEN_FIELDS) & set(SET_BY_ACTIONS) == set()


def test_the_form_asks_for_every_field_that_is_written_and_begins_with_what_is_there(written):
    assert set(TargetForm.base_fields) - {"reason"} == set(WRITTEN_FIELDS)
    initial = initial_of(written)
    assert {name: initial[name] for name in WRITTEN_FIELDS} == {
        name: getattr(written, name) for name in WRITTEN_FIELDS
    }


def test_a_field_that_a_draft_does_not_speak_of_keeps_what_was_stored(world, written):
    before = {name: getattr(written, name) for name in WRITTEN_FIELDS}
    change_target(by=world.senco, target=written, draft=Draft(title="Kai asks for a card"))
    written.refresh_from_db()
    assert {name: getattr(written, name) for name in WRITTEN_FIELDS} == {
        **before,
        "title": "Kai asks for a card",
    }


def test_words_of_a_level_that_a_draft_does_not_speak_of_stay(world, written):
    change_target(by=world.senco, target=written, draft=draft(level_descriptors={5: "Asks with a card"}))
    change_target(by=world.senco, target=written, draft=draft(level_descriptors={4: "Looks up"}))
    assert [(d.level, d.text) for d in written.level_descriptors.all()] == [
        (4, "Looks up"),
        (5, "Asks with a card"),
    ]


def test_a_field_that_nobody_writes_is_refused_by_its_name():
    with pytest.raises(TypeError, match="state"):
        Draft(title="x", state="active")


def test_a_change_that_is_refused_leaves_the_target_in_hand_as_it_was(world, written):
    with pytest.raises(Refusal, match="must not be below the baseline"):
        change_target(by=world.senco, target=written, draft=draft(title="New", expected=2))
    assert (written.title, written.expected) == (draft().values["title"], 7)


def test_the_form_without_the_choice_of_a_case_keeps_the_case(world, written):
    with worlds.unaudited():
        case = Case.objects.create(
            school=world.school,
            service=world.service,
            pupil=world.kai,
            area="communication",
            concern="Waits",
            opened_on=worlds.TODAY,
        )
        Target.objects.filter(pk=written.pk).update(case=case)
    written.refresh_from_db()
    form = TargetForm({**initial_of(written), "case": ""}, cases=Case.objects.none(), target=written)
    assert form.is_valid(), form.errors
    assert form.draft().values["case"] == case


def test_the_baseline_follows_the_dated_rating_whatever_its_order(world, written):
    rate_target(
        by=world.senco,
        target=written,
        value=2,
        rated_on=worlds.TODAY,
        purpose="baseline",
        rater="Ms Okafor",
        rater_role=Party.CLASS_TEACHER,
        setting="class",
    )
    written.refresh_from_db()
    newest = written.ratings.get(value=2)
    assert written.baseline == 2
    correct_rating(by=world.senco, rating=newest, value=4, reason="Typed wrongly")
    written.refresh_from_db()
    assert written.baseline == 4


def test_a_correction_of_the_day_alone_makes_the_baseline_follow_the_latest_rating(world, written):
    with worlds.unaudited():
        Target.objects.filter(pk=written.pk).update(written_on=worlds.TODAY - timedelta(days=5))
        written.refresh_from_db()
    first = written.ratings.get()
    rate_target(
        by=world.senco,
        target=written,
        value=2,
        rated_on=worlds.TODAY,
        purpose="baseline",
        rater="Ms Okafor",
        rater_role=Party.CLASS_TEACHER,
        setting="class",
    )
    second = written.ratings.exclude(pk=first.pk).get()
    second.refresh_from_db()
    correct_rating(
        by=world.senco,
        rating=second,
        value=2,
        rated_on=worlds.TODAY - timedelta(days=3),
        reason="It was Monday",
    )
    written.refresh_from_db()
    assert (first.value, written.baseline) == (3, 3)


def test_a_baseline_that_was_rated_is_changed_and_not_emptied(world, written):
    with pytest.raises(Refusal) as wrong:
        change_target(by=world.senco, target=written, draft=draft(baseline=None))
    assert list(wrong.value.field_errors) == ["baseline"]
    written.refresh_from_db()
    assert (written.baseline, written.ratings.count()) == (3, 1)
