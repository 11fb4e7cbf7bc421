"""Pages about when a group meets."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import requires
from inreach.apps.casework.views.target import put_errors
from inreach.apps.provision import actions
from inreach.apps.provision.forms.group import LastDayForm
from inreach.apps.provision.forms.slot import SlotForm
from inreach.apps.provision.models import Group, Slot
from inreach.apps.provision.queries.group import adults_of, groups_with
from inreach.apps.provision.queries.slot import rooms_of, slots_managed_by
from inreach.apps.provision.services.conflicts import warnings
from inreach.apps.provision.views.group import say_cost
from inreach.core.access.permissions import Permission
from inreach.core.ledger.types import Where


def slot_form(request: HttpRequest, group: Group, initial: dict[str, Any], *, one: bool = False) -> SlotForm:
    """The form for a time, with the adults and rooms of the group's school."""
    return SlotForm(
        request.POST or None,
        group=group,
        rooms=rooms_of(group.school),
        adults=adults_of(group.school, request.actor.today),
        initial=initial,
        one=one,
    )


def say_warnings(request: HttpRequest, slots: Iterable[Slot]) -> None:
    """Say, once each, what may be wrong with times that were kept all the same."""
    for sentence in dict.fromkeys(said for slot in slots for said in warnings(slot)):
        messages.warning(request, sentence)


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_slot(request: HttpRequest, group: Any) -> HttpResponse:
    """Let a group meet at the same time on one or several days."""
    one = get_object_or_404(groups_with(request.actor, Permission.MANAGE_GROUPS), pk=group)
    first = max(request.actor.today, one.starts)
    initial = {"cycle_week": "0", "place": Where.ELSEWHERE.value, "valid_from": first}
    form = slot_form(request, one, initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_slots(
                by=request.actor, group=one, weekdays=form.weekdays_chosen(), details=form.details()
            )
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            say_warnings(request, made)
            say_cost(request, one, "The time is kept.")
            return redirect("provision:group", group=one.pk)
    return render(request, "provision/slot_form.html", {"form": form, "group": one})


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_slot(request: HttpRequest, slot: Any) -> HttpResponse:
    """Change when, where or with whom a group meets, from a day on."""
    one = get_object_or_404(slots_managed_by(request.actor), pk=slot)
    initial = {
        "weekdays": str(one.weekday),
        "starts": one.starts,
        "ends": one.ends,
        "cycle_week": str(one.cycle_week),
        "place": one.place,
        "room": one.room_id,
        "adult": one.adult_id,
        "valid_from": max(request.actor.today, one.valid_from or one.group.starts),
        "valid_to": one.valid_to,
    }
    form = slot_form(request, one.group, initial, one=True)
    if request.method == "POST" and form.is_valid():
        (weekday,) = form.weekdays_chosen()
        try:
            now = actions.change_slot(by=request.actor, slot=one, weekday=weekday, details=form.details())
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            say_warnings(request, [now])
            say_cost(request, one.group, "The time is changed.")
            return redirect("provision:group", group=one.group_id)
    return render(request, "provision/slot_form.html", {"form": form, "group": one.group, "slot": one})


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_slot(request: HttpRequest, slot: Any) -> HttpResponse:
    """Let a group no longer meet at this time after a last day."""
    one = get_object_or_404(slots_managed_by(request.actor), pk=slot)
    form = LastDayForm(request.POST or None, initial={"last_day": request.actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_slot(by=request.actor, slot=one, last_day=form.cleaned_data["last_day"])
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            say_cost(request, one.group, "The time ends.")
            return redirect("provision:group", group=one.group_id)
    title = "End this time"
    return render(request, "provision/end.html", {"form": form, "group": one.group, "title": title})
