"""Pages about targets: nothing typed is lost, what cannot be says why, and nobody sees another's pupil."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from inreach.apps.accounts.models import User
from inreach.apps.audit.models import Event
from inreach.apps.audit.services.verification import faults
from inreach.apps.casework.actions import change_target, move_target, rate_target, start_target, write_target
from inreach.apps.casework.models import Rating, Target
from inreach.apps.casework.presenters.target import target_view
from inreach.apps.casework.queries.target import reviews_due, targets_of, targets_visible_to
from inreach.core.targets.party import AGREEING
from inreach.core.transitions import NotAllowed
from tests import worlds
from tests.apps.casework.conftest import REVIEW, agree, draft

TYPED = {
    "title": "Kai asks for help with his phrase",
    "area": "communication",
    "facts": ["about_this_pupil", "one_skill"],
    "seen_where": "English",
    "seen_by": "Ms Okafor",
    "baseline": "3",
    "baseline_words": "Waits",
    "expected": "7",
    "expected_words": "Asks",
    "success_criteria": "Asks in most lessons",
    "starts_on-day": "9",
    "starts_on-month": "3",
    "starts_on-year": "2026",
    "review_on-day": "15",
    "review_on-month": "6",
    "review_on-year": "2026",
    "level_5": "Asks with a card",
    "do": "keep",
}


DAY = {"on-day": "4", "on-month": "3", "on-year": "2026"}


@pytest.fixture(autouse=True)
def on_the_day():
    with time_machine.travel(worlds.TODAY, tick=False):
        yield


def visit(actor) -> Client:
    client = Client()
    client.force_login(
        User.objects.get(pk=actor.user_id), backend="allauth.account.auth_backends.AuthenticationBackend"
    )
    return client


def page(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_target_is_written_on_the_page(world):
    response = visit(world.senco).post(reverse("casework:add_target", kwargs={"pupil": world.kai.pk}), TYPED)
    made = Target.objects.get()
    assert response["Location"] == reverse("casework:target", kwargs={"target": made.pk})
    assert (made.title, made.baseline, made.expected, made.review_on) == (TYPED["title"], 3, 7, REVIEW)
    assert made.facts == ["about_this_pupil", "one_skill"]
    assert [(w.level, w.text) for w in made.level_descriptors.all()] == [(5, "Asks with a card")]


def test_nothing_typed_is_lost_when_the_form_fails(world):
    wrong = {**TYPED, "expected": "2", "review_on-day": "42"}
    response = visit(world.senco).post(reverse("casework:add_target", kwargs={"pupil": world.kai.pk}), wrong)
    shown = page(response)
    assert not Target.objects.exists()
    for text in ("Kai asks for help with his phrase", "Ms Okafor", "Asks with a card", 'value="42"'):
        assert text in shown
    assert "There is a problem" in shown


def test_an_expected_rating_below_the_baseline_is_said_beside_its_field(world):
    wrong = {**TYPED, "expected": "2"}
    response = visit(world.senco).post(reverse("casework:add_target", kwargs={"pupil": world.kai.pk}), wrong)
    assert "The expected rating (2) must not be below the baseline (3)." in page(response)
    assert not Target.objects.exists()


def test_checking_judges_what_is_on_the_form_and_keeps_nothing(world):
    response = visit(world.senco).post(
        reverse("casework:add_target", kwargs={"pupil": world.kai.pk}), {**TYPED, "do": "check"}
    )
    assert "5 of 7 are met." in page(response)
    assert not Target.objects.exists()


def test_htmx_gets_the_check_alone(world):
    response = visit(world.senco).post(
        reverse("casework:add_target", kwargs={"pupil": world.kai.pk}), TYPED, headers={"HX-Request": "true"}
    )
    assert [template.name for template in response.templates] == ["casework/check.html"]
    assert not Target.objects.exists()


def test_a_target_that_is_not_ready_says_why_it_cannot_start(world, written):
    response = visit(world.senco).post(
        reverse("casework:move_target", kwargs={"target": written.pk}), {"to": "active"}
    )
    assert response.status_code == 409
    assert (
        "Ask the leadership, the class teacher, the person delivering, a parent or carer and the pupil"
        in page(response)
    )


def test_a_rating_is_two_choices_away(world, started):
    client = visit(world.assistant)
    address = reverse("casework:rate", kwargs={"target": started.pk})
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in ("setting", "purpose", "rater", "rater_role")}
    day = {"on-day": "4", "on-month": "3", "on-year": "2026"}
    client.post(address, {**sent, **day, "value": "5"})
    rating = Rating.objects.get(purpose="progress")
    assert (rating.value, rating.rater, rating.rater_role, rating.rated_on, rating.setting) == (
        5,
        "Mr Lamb",
        "deliverer",
        worlds.TODAY,
        "class",
    )


def test_a_rating_without_a_number_keeps_the_words(world, started):
    response = visit(world.teacher).post(
        reverse("casework:rate", kwargs={"target": started.pk}),
        {"setting": "class", "purpose": "progress", "words": "Held up his card"},
    )
    assert "Choose a rating from 1 to 10" in page(response)
    assert "Held up his card" in page(response)


def test_whoever_rates_what_somebody_ended_meanwhile_is_told_by_whom_and_keeps_what_they_typed(
    world, started
):
    address = reverse("casework:rate", kwargs={"target": started.pk})
    teacher = visit(world.teacher)
    form = teacher.get(address).context["form"]
    sent = {name: form[name].value() for name in ("setting", "purpose", "rater", "rater_role")}
    move_target(by=world.senco, target=started, to="withdrawn", reason="Kai moves away")
    response = teacher.post(address, {**sent, **DAY, "value": "5", "words": "Held up his card"})
    shown = page(response)
    assert response.status_code == 200
    assert "This target cannot be rated now. It is withdrawn." in shown
    assert re.search(r"It is withdrawn\. Senco\S* moved a target of a pupil", shown)
    assert "Held up his card" in shown
    assert "from the list" not in shown
    assert not Rating.objects.filter(purpose="progress").exists()


@pytest.mark.parametrize("page_of", ["target", "sign"])
def test_nobody_agrees_to_a_text_that_they_have_not_read(world, written, page_of):
    teacher = visit(world.teacher)
    before = teacher.get(reverse(f"casework:{page_of}", kwargs={"target": written.pk})).context["wording"]
    change_target(by=world.senco, target=written, draft=draft(title="Kai sits still all day"))
    address = reverse("casework:sign", kwargs={"target": written.pk})
    typed = {"party": "class_teacher", "name": "Ms Okafor", "wording": before}
    refused = teacher.post(address, typed)
    shown = page(refused)
    assert "Kai sits still all day" in shown
    assert re.search(r"Senco\S* changed a target of a pupil, today at 00:00. Read it again", shown)
    assert "Ms Okafor" in shown
    assert not written.sign_offs.exists()
    now = refused.context["wording"]
    assert teacher.post(address, {**typed, "wording": now}).status_code == 302
    assert written.sign_offs.get().name == "Ms Okafor"


def test_whoever_agreed_is_asked_again_when_the_text_is_another_one(world, written):
    agree(written, world.senco)
    senco, address = visit(world.senco), reverse("casework:change_target", kwargs={"target": written.pk})
    shown = senco.get(address)
    assert "Somebody has agreed to this text already. If you change it, they are asked again." in page(shown)
    change_target(by=world.senco, target=written, draft=draft(facts=("about_this_pupil",)))
    assert written.sign_offs.count() == len(AGREEING) - 1, "a tick is no other text"
    answer = senco.post(address, TYPED, follow=True)
    assert "Whoever had agreed to the earlier text is asked again." in page(answer)
    assert not written.sign_offs.exists()
    assert Event.objects.filter(verb="target.agreement_removed").count() == len(AGREEING) - 1
    assert list(faults()) == []


def test_nobody_starts_a_text_that_they_have_not_read(world, written):
    agree(written, world.senco)
    senco, address = visit(world.senco), reverse("casework:move_target", kwargs={"target": written.pk})
    before = senco.get(reverse("casework:target", kwargs={"target": written.pk})).context["wording"]
    change_target(by=world.senco, target=written, draft=draft(level_descriptors={5: "Asks with a card"}))
    refused = senco.post(address, {"to": "active", "wording": before})
    assert (refused.status_code, "Read it again before you go on" in page(refused)) == (409, True)
    assert senco.post(address, {"to": "active", "wording": refused.context["wording"]}).status_code == 302
    written.refresh_from_db()
    assert written.is_active


def test_a_target_nobody_rated_is_not_rated_yet_and_never_no_progress(world, started):
    shown = page(visit(world.senco).get(reverse("casework:target", kwargs={"target": started.pk})))
    assert "Not rated yet" in shown
    assert "No progress" not in shown


def test_opening_a_target_is_an_event_about_the_pupil(world, written):
    visit(world.senco).get(reverse("casework:target", kwargs={"target": written.pk}))
    event = Event.objects.get(verb="target.read")
    assert (event.kind, event.pupil_id) == ("read", str(world.kai.pk))


def test_the_page_shows_a_changed_expectation_beside_the_old_one(world, started):
    from inreach.apps.casework.actions import change_target

    change_target(by=world.senco, target=started, draft=draft(expected=6), reason="Seven was too far")
    shown = page(visit(world.senco).get(reverse("casework:target", kwargs={"target": started.pk})))
    assert (
        "<strong>Expected rating was 7</strong> until 4 March 2026, and is 6 since. Reason: Seven was too far"
        in shown
    )


@pytest.mark.parametrize("name", ["target", "change_target", "rate", "sign"])
def test_another_schools_senco_finds_no_such_target(world, written, name):
    response = visit(world.other_senco).get(reverse(f"casework:{name}", kwargs={"target": written.pk}))
    assert response.status_code == 404


def test_a_parent_rates_for_themself_only(world, started):
    address = reverse("casework:rate", kwargs={"target": started.pk})
    visit(world.parent).post(
        address,
        {
            "value": "6",
            "setting": "home",
            "purpose": "progress",
            "rater": "The head",
            "rater_role": "leadership",
            "on-day": "4",
            "on-month": "3",
            "on-year": "2026",
        },
    )
    rating = Rating.objects.get(purpose="progress")
    assert (rating.rater, rating.rater_role) == ("Dana Rowe", "parent")


def test_targets_are_seen_by_those_whose_pupil_it_is(world, written):
    elsewhere = worlds.pupil(worlds.school("Third School"), "Eve", "Sly")
    with worlds.unaudited():
        Target.objects.create(pupil=elsewhere, area="semh", title="Leaks", written_on=worlds.TODAY)
    for who in (world.senco, world.head, world.teacher, world.assistant, world.outreach, world.parent):
        assert [t.title for t in targets_visible_to(who)] == [written.title]
    assert list(targets_visible_to(world.other_senco)) == []


@pytest.mark.parametrize("many", [1, 3])
def test_a_pupils_targets_cost_the_same_queries_however_many(world, django_assert_num_queries, many):
    for _ in range(many):
        write_target(by=world.senco, pupil=world.kai, draft=draft())
    found = targets_of(world.senco, world.kai)
    with django_assert_num_queries(4):
        views = [target_view(one, worlds.TODAY) for one in found]
    assert len(views) == many


def test_reviews_due_are_those_in_progress_the_longest_overdue_first(world, started):
    other = write_target(by=world.senco, pupil=world.kai, draft=draft(title="Second"))
    agree(other, world.senco)
    with worlds.unaudited():
        Target.objects.filter(pk=other.pk).update(review_on=REVIEW.replace(day=1), state="active")
    assert [t.title for t in reviews_due(world.senco, REVIEW)] == ["Second", started.title]
    assert list(reviews_due(world.senco, worlds.TODAY)) == []


def test_weeks_and_gain_are_said_in_words(world, started):
    rate_target(
        by=world.teacher,
        target=started,
        value=5,
        rated_on=worlds.TODAY,
        purpose="progress",
        rater="Ms Okafor",
        rater_role="class_teacher",
    )
    view = target_view(targets_of(world.senco, world.kai).get(), worlds.TODAY)
    assert (view.outcome_words, view.gain_words) == ("Some progress so far", "2 points up.")


def test_a_withdrawn_target_cannot_start(world, written):
    move_target(by=world.senco, target=written, to="withdrawn")
    with pytest.raises(NotAllowed, match="cannot become active"):
        start_target(by=world.senco, target=written)
