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
from functools import partial
from typing import Any, Protocol, TypeVar

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from inreach.core.refusal import Refusal

Result = TypeVar("Result")
Answer = TypeVar("Answer")


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
) -> HttpResponse | None:
    """Do what a form asks if it was sent and is right, and return where to go; None if its page is to be shown.

    What the action refuses stands in the form then, with everything that was typed. `message` and `to` are
    given what the action returned, where they need it.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    return attempt(request, action=action, message=message, to=to, refused=partial(add_refusal, form))


def attempt(
    request: HttpRequest,
    *,
    action: Callable[[], Result],
    message: str | Callable[[Result], str] = "",
    to: HttpResponse | Callable[[Result], HttpResponse],
    refused: HttpResponse | Callable[[Refusal], Answer],
) -> HttpResponse | Answer:
    """Do what a button without a form asks, and return where to go.

    `refused` is the page that says a refusal at its head, or a function that answers it. Whoever may not do it at
    all gets the page for 403, as everywhere.
    """
    try:
        result = action()
    except PermissionDenied:
        raise
    except Refusal as refusal:
        return refused(refusal) if callable(refused) else say_refusal(request, refusal, refused)
    sentence = message(result) if callable(message) else message
    if sentence:
        messages.success(request, sentence)
    return to(result) if callable(to) else to


def add_refusal(form: SentForm, refusal: Refusal) -> None:
    """Show what was refused beside the fields of the form; what belongs to none of them stands at its head."""
    if not refusal.field_errors:
        form.add_error(None, refusal.sentence)
    for field, errors in refusal.field_errors.items():
        for error in errors:
            form.add_error(field if field in form.fields else None, error)


def say_refusal(request: HttpRequest, refusal: Refusal, to: HttpResponse) -> HttpResponse:
    """Say what was refused at the head of the page to which this leads."""
    messages.error(request, refusal.sentence)
    return to
