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

from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from typing import Any, Protocol, TypeVar, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseRedirectBase
from django.shortcuts import redirect

from inreach.apps.ui.forms.edited_meanwhile import FIELD as SEEN
from inreach.apps.ui.forms.edited_meanwhile import Edited, merge, seen_in, seen_text, show_conflicts
from inreach.apps.ui.forms.one_time_key import sent_key
from inreach.apps.ui.forms.together import Answer, together
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
) -> HttpResponse | None:
    """Do what a form asks if it was sent and is right, and return where to go; None if its page is to be shown.

    What the action refuses stands in the form then, with everything that was typed. `message` and `to` are
    given what the action returned, where they need it. A form that changes a record names it as `editing`, and `now`
    makes the form as it would be shown now: what somebody else changed meanwhile is merged, or shown beside it.
    """
    if request.method != "POST" or not form.is_valid():
        return None

    def merged_action() -> Result:
        if editing is None or now is None:
            return action()
        with transaction.atomic():
            merge_meanwhile(cast("Edited", form), editing, now, seen_in(request.POST.get(SEEN, "")))
            return action()

    return attempt(request, action=merged_action, message=message, to=to, refused=partial(add_refusal, form))


class EditedMeanwhile(Refusal):
    """Two people wrote different things; both are in the form."""


def merge_meanwhile(form: Edited, record: Model, now: Callable[[], Edited], seen: Mapping[str, str]) -> None:
    """Merge what others changed into a form. Raises EditedMeanwhile with both texts in the form if it cannot be."""
    together().read_again(record)
    form_now = now()
    conflicts = merge(form, form_now, seen)
    if hasattr(form, "merged_with"):
        form.merged_with(form_now)
    if conflicts:
        show_conflicts(form, conflicts, together().last_change(record))
        form.seen_now = seen_text(form_now)
        raise EditedMeanwhile


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
    already, as it was, gives the answer that it gave.
    """
    key = sent_key(request)
    try:
        with transaction.atomic() if key else nullcontext():
            earlier = together().earlier_answer(request, key) if key else None
            if earlier is not None:
                if earlier.message:
                    messages.success(request, earlier.message)
                return redirect(earlier.url)
            result = action()
            sentence = message(result) if callable(message) else message
            response = to(result) if callable(to) else to
            if key and isinstance(response, HttpResponseRedirectBase):
                together().keep_answer(key, Answer(response.url, sentence))
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
