"""What every page does with a POST: do what was asked and go on, or show the page again with what was refused.

A view finds its record, makes its form, and leaves the rest to `submit`:

```
group = get_object_or_404(groups_with(request.actor, Permission.MANAGE_GROUPS), pk=group)
form = LastDayForm(request.POST or None)
answer = submit(
    request,
    form,
    action=lambda: actions.end_group(by=request.actor, group=group, **form.cleaned_data),
    message=lambda group: f"The last day of {group.name} is {group.ends:%-d %B %Y}.",
    to=redirect("provision:group", group=group.pk),
)
return answer or render(request, "provision/end.html", {"form": form, "group": group})
```
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect

from inreach.apps.ui.forms.edited_meanwhile import (
    CODE,
    Edited,
    Merged,
    digests_of,
    seen_after,
    seen_in,
    seen_text,
    show_conflicts,
    show_taken,
)
from inreach.apps.ui.forms.edited_meanwhile import FIELD as SEEN
from inreach.apps.ui.forms.one_time_key import sent_key
from inreach.apps.ui.forms.together import Answer, together
from inreach.apps.ui.services.deadlock import tried_again
from inreach.apps.ui.services.not_saved import KEPT_HERE, NotSaved, why_not_saved
from inreach.core.refusal import Refusal

Result = TypeVar("Result")
Answered = TypeVar("Answered")


class SentForm(Protocol):
    """A form, or several that are judged as one."""

    @property
    def fields(self) -> Mapping[str, Any]:
        """Its fields, by name."""

    def is_valid(self) -> bool:
        """Whether everything that was sent is right."""

    def add_error(self, field: str | None, error: str) -> None:
        """Show an error beside a field, or at the head of the form."""


def submit(
    request: HttpRequest,
    form: SentForm,
    *,
    action: Callable[[], Result],
    message: str | Callable[[Result], str] = "",
    to: HttpResponse | Callable[[Result], HttpResponse],
    editing: Model | None = None,
    now: Callable[[], Edited] | None = None,
    verbs: Sequence[str] = (),
) -> HttpResponse | None:
    """Do what a form asks if it was sent and is right, and return where to go; None if its page is to be shown.

    What the action refuses stands in the form then, with everything that was typed. `message` and `to` are
    given what the action returned, where they need it. A form that changes a record names it as `editing`, and `now`
    makes the form as it would be shown now: what somebody else changed meanwhile is merged, or shown beside it.
    `verbs` are the events that tell who did, where the record alone does not (the bells of a school).
    """
    if request.method != "POST":
        return None
    if not form.is_valid():
        return answered_before(request)
    merged_action = action
    if editing is not None and now is not None:
        merging = Merging(request, cast("Edited", form), editing, now, verbs)
        merged_action = partial(merging.act, action)
    return attempt(request, action=merged_action, message=message, to=to, refused=partial(add_refusal, form))


def answered_before(request: HttpRequest) -> HttpResponse | None:
    """The answer to what was sent already, as it was: what was right then may be wrong now, because it was done."""
    key = sent_key(request)
    earlier = together().answer_to(request, key) if key else None
    return say_again(request, earlier) if earlier else None


def say_again(request: HttpRequest, earlier: Answer) -> HttpResponse:
    """Lead to where a form led when it was sent for the first time, with what was said there."""
    if earlier.message:
        messages.success(request, earlier.message)
    return redirect(earlier.url)


class EditedMeanwhile(Refusal):
    """Two people wrote different things; both are in the form."""


@dataclass(frozen=True, slots=True)
class Merging:
    """A form about a record that others may have changed since this person saw it."""

    request: HttpRequest
    form: Edited
    record: Model
    now: Callable[[], Edited]
    verbs: Sequence[str] = ()

    @property
    def seen(self) -> dict[str, str]:
        """What this person was shown."""
        return seen_in(self.request.POST.get(SEEN, ""))

    @property
    def last_change(self) -> str:
        """Who changed the record, how and when."""
        return together().last_change(self.record, self.verbs, str(self.request.user.pk))

    @property
    def meanwhile(self) -> str:
        """The same, for whoever cannot save because of it."""
        who = self.last_change or "Somebody changed this while you were writing."
        return f"{who} Nothing is saved yet, and what you wrote is still here."

    def act(self, action: Callable[[], Result]) -> Result:
        """Merge what others changed into the form, and act. Raises EditedMeanwhile with both texts in it otherwise.

        What is refused afterwards, because of what was taken over, says who wrote that.
        """
        with transaction.atomic():
            merged = self.merge()
            try:
                return action()
            except PermissionDenied:
                raise
            except Refusal as refusal:
                if merged.taken:
                    refusal.add(self.meanwhile)
                    self.show(merged)
                raise

    def merge(self) -> Merged:
        """Merge, and return what became of both changes if they stand together."""
        form = self.form
        together().read_again(self.record)
        form_now = self.now()
        merged = form.merge_with(form_now, self.seen)
        if hasattr(form, "merged_with"):
            form.merged_with(form_now)
        if merged.conflicts:
            show_conflicts(form, merged, self.last_change)
        elif not form.judge_again():
            form.add_error(None, ValidationError(self.meanwhile, code=CODE))
        else:
            return merged
        self.show(merged)
        raise EditedMeanwhile

    def show(self, merged: Merged) -> None:
        """Show the form again with what the other wrote elsewhere."""
        show_taken(merged.taken)
        self.form.seen_now = seen_after(self.seen, merged)


def if_unchanged(
    request: HttpRequest,
    form: Edited,
    action: Callable[[], Result],
    *,
    editing: Model,
    now: Callable[[], Edited],
    verbs: Sequence[str] = (),
) -> Callable[[], Result]:
    """An action on everything that a page showed: it is refused, once, if anything of it is different by now."""
    merging = Merging(request, form, editing, now, verbs)

    def act() -> Result:
        seen = merging.seen
        with transaction.atomic():
            together().read_again(editing)
            form_now = now()
            digests = {name: text for part in form_now.parts for name, text in digests_of(part).items()}
            if any(seen[name] != text for name, text in digests.items() if name in seen):
                form.seen_now = seen_text(form_now.parts)
                raise Refusal(f"{merging.meanwhile} Look at it, and save again if you still want to.")
            return action()

    return act


def attempt(
    request: HttpRequest,
    *,
    action: Callable[[], Result],
    message: str | Callable[[Result], str] = "",
    to: HttpResponse | Callable[[Result], HttpResponse],
    refused: HttpResponse | Callable[[Refusal], Answered],
) -> HttpResponse | Answered:
    """Do what a button without a form asks, and return where to go.

    `refused` is the page that says a refusal at its head, or a function that answers it. Whoever may not do it at
    all gets the page for 403, as everywhere; where nothing could be saved, what was typed comes back. What was sent
    already, as it was, gives the answer that it gave. What the database gave up, so that somebody else's deed could go
    on, is done again; files are read once only, so they are not.
    """
    key = sent_key(request)

    def act() -> tuple[str, HttpResponse]:
        with transaction.atomic() if key else nullcontext():
            earlier = together().earlier_answer(request, key) if key else None
            if earlier is not None:
                return "", say_again(request, earlier)
            result = action()
            sentence = message(result) if callable(message) else message
            response = to(result) if callable(to) else to
            if key and isinstance(response, HttpResponseRedirectBase):
                together().keep_answer(key, Answer(response.url, sentence))
            return sentence, response

    try:
        sentence, response = tried_again(act, again=bool(key) and not request.FILES)
    except PermissionDenied:
        raise
    except Refusal as refusal:
        return refused(refusal) if callable(refused) else say_refusal(request, refusal, refused)
    except (DatabaseError, OSError) as error:
        why = why_not_saved(error)
        if why is None or not callable(refused):
            raise
        request.not_saved = why.status  # type: ignore[attr-defined]
        return refused(NotSaved(why.in_words(KEPT_HERE)))
    if sentence:
        messages.success(request, sentence)
    return response


def add_refusal(form: SentForm, refusal: Refusal) -> None:
    """Show what was refused beside the fields of the form; what belongs to none of them stands at its head."""
    if isinstance(refusal, EditedMeanwhile):
        return
    if not refusal.field_errors:
        form.add_error(None, refusal.sentence)
    for field, errors in refusal.field_errors.items():
        for error in errors:
            form.add_error(field if field in form.fields else None, error)


def say_refusal(request: HttpRequest, refusal: Refusal, to: HttpResponse) -> HttpResponse:
    """Say what was refused at the head of the page to which this leads."""
    messages.error(request, refusal.sentence)
    return to
