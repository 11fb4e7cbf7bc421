"""Pages about when a group meets."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.provision import actions
from inreach.apps.provision.forms.group import LastDayForm
from inreach.apps.provision.forms.slot import SlotForm
from inreach.apps.provision.models import Group, Slot
from inreach.apps.provision.queries.group import adults_of, groups_with
from inreach.apps.provision.queries.slot import rooms_of, slot_that_holds, slots_managed_by
from inreach.apps.provision.services.conflicts import warnings_of
from inreach.apps.provision.views.group import with_time_impact
from inreach.apps.ui.forms.submit import submit
from inreach.core.access.permissions import Permission
from inreach.core.ledger.types import Where


def initial_of(slot: Slot, today: date) -> dict[str, Any]:
    """A time as the form shows it; a change holds from today on, if nobody says otherwise."""
    return {
        "weekdays": str(slot.weekday),
        "starts": slot.starts,
        "ends": slot.ends,
        "cycle_week": str(slot.cycle_week),
        "place": slot.place,
        "room": slot.room_id,
        "adult": slot.adult_id,
        "valid_from": max(today, slot.valid_from or slot.group.starts),
        "valid_to": slot.valid_to,
    }


def slot_form(
    request: ActorRequest,
    group: Group,
    initial: dict[str, Any],
    *,
    single_day: bool = False,
    sent: bool = True,
) -> SlotForm:
    """The form for a time, as it was sent or as it is shown, with the adults and rooms of the group's school."""
    return SlotForm(
        (request.POST or None) if sent else None,
        group=group,
        rooms=rooms_of(group.school),
        adults=adults_of(group.school, request.actor.today),
        initial=initial,
        single_day=single_day,
    )


def with_warnings(request: ActorRequest, slots: list[Slot], group: Group, done: str) -> str:
    """What was done, and what the group takes now; said before is, once each, what may be wrong with the times kept."""
    for sentence in warnings_of(slots):
        messages.warning(request, sentence)
    return with_time_impact(request, group, done)


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_slot(request: ActorRequest, group: Any) -> HttpResponse:
    """Let a group meet at the same time on one or several days."""
    group = get_object_or_404(groups_with(request.actor, Permission.MANAGE_GROUPS), pk=group)
    first = max(request.actor.today, group.starts)
    initial = {"cycle_week": "0", "place": Where.ELSEWHERE.value, "valid_from": first}
    form = slot_form(request, group, initial)
    answer = submit(
        request,
        form,
        action=lambda: actions.add_slots(
            by=request.actor, group=group, weekdays=form.weekdays_chosen(), details=form.details()
        ),
        message=lambda slots: with_warnings(request, slots, group, "The time is kept."),
        to=redirect("provision:group", group=group.pk),
    )
    return answer or render(request, "provision/slot_form.html", {"form": form, "group": group})


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_slot(request: ActorRequest, slot: Any) -> HttpResponse:
    """Change when, where or with whom a group meets, from a day on."""
    slot = get_object_or_404(slots_managed_by(request.actor), pk=slot)
    slot = slot_that_holds(slot, request.actor.today)
    group = slot.group
    form = slot_form(request, group, initial_of(slot, request.actor.today), single_day=True)
    answer = submit(
        request,
        form,
        action=lambda: actions.change_slot(
            by=request.actor, slot=slot, weekday=form.weekdays_chosen()[0], details=form.details()
        ),
        message=lambda slot: with_warnings(request, [slot], group, "The time is changed."),
        to=redirect("provision:group", group=group.pk),
        editing=slot,
        now=lambda: slot_form(
            request, group, initial_of(slot, request.actor.today), single_day=True, sent=False
        ),
    )
    return answer or render(request, "provision/slot_form.html", {"form": form, "group": group, "slot": slot})


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_slot(request: ActorRequest, slot: Any) -> HttpResponse:
    """Let a group no longer meet at this time after a last day."""
    slot = get_object_or_404(slots_managed_by(request.actor), pk=slot)
    form = LastDayForm(request.POST or None, ends=slot.valid_to, today=request.actor.today)
    answer = submit(
        request,
        form,
        action=lambda: actions.end_slot(by=request.actor, slot=slot, last_day=form.cleaned_data["last_day"]),
        message=lambda slot: with_time_impact(request, slot.group, "The time ends."),
        to=redirect("provision:group", group=slot.group_id),
        editing=slot,
        now=lambda: LastDayForm(ends=slot.valid_to, today=request.actor.today),
    )
    context = {"form": form, "group": slot.group, "title": "End this time"}
    return answer or render(request, "provision/end.html", context)
