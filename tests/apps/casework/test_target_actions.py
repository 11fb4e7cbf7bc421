"""Targets are written, agreed, started, changed and moved on, each by those who may and with what they said kept."""

from datetime import date, timedelta

import pytest

from inreach.apps.accounts.policies.access import Forbidden
from inreach.apps.audit.models import Event
from inreach.apps.audit.recording.action_only import OutsideAction
from inreach.apps.audit.recording.free_text import with_texts
from inreach.apps.casework.actions import (
    change_target,
    move_target,
    remove_sign_off,
    sign_target,
    start_target,
    tick_facts,
    word_levels,
    write_target,
)
from inreach.apps.casework.models import Rating, Target
from inreach.core.refusal import Refusal
from inreach.core.targets.party import Party
from inreach.core.transitions import NotAllowed
from tests import worlds
from tests.apps.casework.conftest import REVIEW, agree, draft


def verbs():
    return list(Event.objects.order_by("number").values_list("verb", flat=True))


def test_a_written_target_is_a_draft_with_its_baseline_as_a_dated_rating(world, written):
    assert (written.state, written.written_on, written.baseline) == ("draft", worlds.TODAY, 3)
    rating = written.ratings.get()
    assert (rating.value, rating.rated_on, rating.purpose, rating.rater_role, rating.observation) == (
        3,
        worlds.TODAY,
        "baseline",
        "senco",
        "Waits until an adult comes",
    )
    assert verbs() == ["target.rated", "target.written"]


def test_a_target_is_saved_only_by_its_actions(world):
    with pytest.raises(OutsideAction):
        Target.objects.create(pupil=world.kai, area="semh", title="x", written_on=worlds.TODAY)


@pytest.mark.parametrize(
    ("who", "may"), [("senco", True), ("head", True), ("teacher", True), ("outreach", True)]
)
def test_leaders_the_class_teacher_and_outreach_write_targets(world, who, may):
    assert write_target(by=getattr(world, who), pupil=world.kai, draft=draft()).pupil == world.kai


@pytest.mark.parametrize("who", ["assistant", "other_senco", "parent"])
def test_nobody_else_writes_targets(world, who):
    with pytest.raises(Forbidden, match="You cannot write targets for this pupil"):
        write_target(by=getattr(world, who), pupil=world.kai, draft=draft())
    assert not Target.objects.exists()


def test_a_service_without_sharing_writes_nothing(world):
    world.kai.sharings.update(ends=worlds.TODAY - timedelta(days=1))
    with pytest.raises(Forbidden, match="does not share this with your service"):
        write_target(by=world.outreach, pupil=world.kai, draft=draft())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"baseline": 7, "expected": 6}, "expected"),
        ({"baseline": 7, "expected": 7}, "expected"),
        ({"maintain": True}, "expected"),
        ({"review_on": date(2026, 3, 9)}, "review_on"),
    ],
)
def test_what_cannot_be_kept_is_named_by_field(world, changes, field):
    with pytest.raises(Refusal) as wrong:
        write_target(by=world.senco, pupil=world.kai, draft=draft(**changes))
    assert list(wrong.value.field_errors) == [field]


def test_an_unfinished_draft_can_be_kept(world):
    made = write_target(
        by=world.senco, pupil=world.kai, draft=draft(baseline=None, expected=None, review_on=None)
    )
    assert (made.baseline, made.ratings.count()) == (None, 0)


def test_only_facts_that_the_check_knows_are_ticked(world, written):
    tick_facts(by=world.senco, target=written, facts=["one_skill", "made_up", "one_skill"])
    written.refresh_from_db()
    assert written.facts == ["one_skill"]


def test_levels_get_words_and_lose_them(world, written):
    word_levels(by=world.senco, target=written, level_descriptors={5: "Asks with a card", 4: " Looks up "})
    assert [(w.level, w.text) for w in written.level_descriptors.all()] == [
        (4, "Looks up"),
        (5, "Asks with a card"),
    ]
    word_levels(by=world.senco, target=written, level_descriptors={4: ""})
    assert [w.level for w in written.level_descriptors.all()] == [5]


def test_a_target_does_not_start_before_everybody_agreed(world, written):
    agree(written, world.senco, Party.CLASS_TEACHER, Party.PUPIL)
    with pytest.raises(NotAllowed) as no:
        start_target(by=world.senco, target=written)
    assert no.value.sentence == (
        "This target is not ready yet. Ask the leadership, the person delivering and a parent or carer to agree."
    )
    written.refresh_from_db()
    assert written.state == "draft"


def test_a_ready_target_starts(world, started):
    started.refresh_from_db()
    assert started.state == "active"
    event = Event.objects.get(verb="target.moved")
    assert (event.details["from"], event.details["to"]) == ("draft", "active")


def test_a_class_teacher_does_not_start_a_target(world, written):
    agree(written, world.senco)
    with pytest.raises(Forbidden):
        start_target(by=world.teacher, target=written)


def test_each_party_agrees_once(world, written):
    agree(written, world.senco, Party.PARENT)
    with pytest.raises(NotAllowed, match="has agreed already, on 4 March 2026"):
        sign_target(by=world.senco, target=written, party="parent", name="Somebody else")
    assert written.sign_offs.count() == 1


def test_a_parent_agrees_for_the_parent_only(world, written):
    sign_target(by=world.parent, target=written, party="parent", name="Dana Rowe")
    with pytest.raises(NotAllowed, match="for yourself only"):
        sign_target(by=world.parent, target=written, party="leadership", name="Dana Rowe")


def test_an_agreement_can_be_taken_back_until_the_start(world, written):
    agree(written, world.senco)
    remove_sign_off(by=world.senco, sign_off=written.sign_offs.get(party="pupil"))
    assert not written.sign_offs.filter(party="pupil").exists()
    agree(written, world.senco, Party.PUPIL)
    start_target(by=world.senco, target=written)
    with pytest.raises(NotAllowed, match="who agreed it stays"):
        remove_sign_off(by=world.senco, sign_off=written.sign_offs.get(party="pupil"))


def test_the_expected_rating_of_a_started_target_changes_only_with_a_reason_and_keeps_the_old_one(
    world, started
):
    with pytest.raises(Refusal) as wrong:
        change_target(by=world.senco, target=started, draft=draft(expected=6))
    assert list(wrong.value.field_errors) == ["reason"]
    change_target(
        by=world.senco, target=started, draft=draft(expected=6), reason="Seven was the whole year's aim"
    )
    started.refresh_from_db()
    assert started.expected == 6
    (event,) = with_texts(Event.objects.filter(verb="target.expected_changed"))
    assert event.details == {"from": 7, "to": 6, "reason": "Seven was the whole year's aim"}


def test_the_baseline_of_a_started_target_stays(world, started):
    with pytest.raises(Refusal) as wrong:
        change_target(by=world.senco, target=started, draft=draft(baseline=2), reason="typed wrongly")
    assert list(wrong.value.field_errors) == ["baseline"]


def test_a_moved_review_is_kept_beside_the_old_date(world, started):
    later = REVIEW + timedelta(days=7)
    change_target(by=world.senco, target=started, draft=draft(review_on=later), reason="Kai was ill")
    (event,) = with_texts(Event.objects.filter(verb="target.review_moved"))
    assert event.details == {
        "from": "2026-06-15",
        "to": "2026-06-22",
        "reason": "Kai was ill",
    }


def test_changing_the_baseline_of_a_draft_changes_its_rating(world, written):
    change_target(by=world.senco, target=written, draft=draft(baseline=4))
    assert [r.value for r in Rating.objects.all()] == [4]


def test_a_draft_is_given_up_without_a_reason_and_running_work_only_with_one(world, written):
    move_target(by=world.senco, target=written, to="withdrawn")
    assert written.state == "withdrawn"
    with pytest.raises(NotAllowed, match="so its words stay as they are"):
        change_target(by=world.senco, target=written, draft=draft())


def test_running_work_ends_early_only_with_a_reason(world, started):
    with pytest.raises(NotAllowed, match="Say why"):
        move_target(by=world.senco, target=started, to="withdrawn")
    move_target(by=world.senco, target=started, to="withdrawn", reason="Kai moves to Leeds")
    assert started.state == "withdrawn"


def test_a_target_nobody_rated_is_not_reviewed(world, started):
    with pytest.raises(NotAllowed, match="Rate it first"):
        move_target(by=world.senco, target=started, to="reviewed")
