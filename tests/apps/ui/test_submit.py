"""A form that was sent: what was asked is done and answered once, or the form comes back with what was refused."""

from functools import partial

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponseRedirect

from inreach.apps.ui.forms.base import GovForm
from inreach.apps.ui.forms.submit import attempt, submit
from inreach.apps.ui.services.deadlock import DEADLOCK, TRIES, tried_again
from inreach.core.refusal import Refusal

THERE = HttpResponseRedirect("/there")


class NameForm(GovForm):
    name = forms.CharField()


class Kept(BaseStorage):
    """Messages of this request only."""

    def _get(self, *args, **kwargs):
        return [], True

    def _store(self, messages, *args, **kwargs):
        return []


class Forbidden(Refusal, PermissionDenied):
    pass


def sent(rf, data=None):
    request = rf.post("/", data) if data is not None else rf.get("/")
    request._messages = Kept(request)
    return request, NameForm(request.POST or None)


def told(request):
    return [(message.level_tag, str(message)) for message in get_messages(request)]


def refuse(refusal):
    def action():
        raise refusal

    return action


def test_what_was_asked_is_done_and_answered_with_what_the_action_returned(rf):
    request, form = sent(rf, {"name": "Blue"})
    answer = submit(
        request,
        form,
        action=lambda: f"Group {form.cleaned_data['name']}",
        message=lambda name: f"{name} is made.",
        to=lambda name: HttpResponseRedirect(f"/{name[-4:]}"),
    )
    assert answer.url == "/Blue"
    assert told(request) == [("success", "Group Blue is made.")]


@pytest.mark.parametrize("data", [None, {"name": ""}])
def test_nothing_is_done_for_a_form_that_was_not_sent_or_is_not_right(rf, data):
    request, form = sent(rf, data)
    done = []
    assert submit(request, form, action=lambda: done.append(1), message="Done.", to=THERE) is None
    assert (done, told(request)) == ([], [])


def test_a_refusal_stands_beside_its_fields_and_what_was_typed_stays(rf):
    request, form = sent(rf, {"name": "Blue"})
    refusal = Refusal(field_errors={"name": ["Taken.", "Too blue."], "starts": "The group has ended."})
    assert submit(request, form, action=refuse(refusal), message="Done.", to=THERE) is None
    assert form.errors == {"name": ["Taken.", "Too blue."], "__all__": ["The group has ended."]}
    assert form["name"].value() == "Blue"
    assert told(request) == []


def test_a_refusal_of_the_whole_stands_at_the_head_of_the_form(rf):
    request, form = sent(rf, {"name": "Blue"})
    assert submit(request, form, action=refuse(Refusal("Rate it first.")), to=THERE) is None
    assert form.errors == {"__all__": ["Rate it first."]}


def test_whoever_may_not_do_it_gets_no_form_again(rf):
    request, form = sent(rf, {"name": "Blue"})
    with pytest.raises(PermissionDenied, match="You cannot do this"):
        submit(request, form, action=refuse(Forbidden("You cannot do this.")), to=THERE)


def test_a_button_without_a_form_says_a_refusal_on_the_page_that_it_leads_to(rf):
    request, _ = sent(rf, {})
    back = HttpResponseRedirect("/back")
    assert attempt(request, action=refuse(Refusal("Too late.")), to=THERE, refused=back) is back
    assert told(request) == [("error", "Too late.")]


def test_a_button_without_a_form_may_answer_a_refusal_itself(rf):
    request, _ = sent(rf, {})
    answer = attempt(
        request, action=refuse(Refusal("Too late.")), to=THERE, refused=lambda refusal: refusal.sentence
    )
    assert (answer, told(request)) == ("Too late.", [])


class GivenUp(Exception):
    """What PostgreSQL's driver raises where two transactions wait for each other."""

    sqlstate = DEADLOCK


@pytest.mark.parametrize(("failures", "is_done"), [(0, True), (TRIES - 1, True), (TRIES, False)])
def test_what_the_database_gave_up_for_somebody_else_is_done_again_whole(failures, is_done):
    tried = []

    def act() -> str:
        tried.append(1)
        if len(tried) <= failures:
            raise OperationalError("deadlock detected") from GivenUp()
        return "done"

    if is_done:
        assert tried_again(act, again=True) == "done"
        assert len(tried) == failures + 1
    else:
        with pytest.raises(OperationalError):
            tried_again(act, again=True)
        assert len(tried) == TRIES


def test_what_can_be_done_once_only_and_what_failed_for_another_reason_is_not_done_again():
    tried = []

    def act(cause: Exception) -> None:
        tried.append(1)
        raise OperationalError("no") from cause

    for again, cause in ((False, GivenUp()), (True, ValueError())):
        with pytest.raises(OperationalError):
            tried_again(partial(act, cause), again=again)
    assert len(tried) == 2
