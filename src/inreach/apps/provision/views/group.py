"""Pages about support groups and who is in them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from inreach.apps.accounts.policies.access import requires
from inreach.apps.accounts.services.remembered_search import remember_search, remembered_search
from inreach.apps.casework.views.target import put_errors
from inreach.apps.provision import actions, policies
from inreach.apps.provision.forms.group import GroupForm, GroupSearch, LastDayForm
from inreach.apps.provision.models import Group
from inreach.apps.provision.presenters.conditions import conditions, minutes_a_week
from inreach.apps.provision.presenters.group import group_rows, holds, members_now
from inreach.apps.provision.presenters.programme import dose_in_words
from inreach.apps.provision.presenters.slot import time_rows
from inreach.apps.provision.queries.group import (
    adults_of,
    groups_like,
    groups_with,
    schools_managed_by,
    with_times,
)
from inreach.apps.provision.queries.member import members_count, members_visible_to
from inreach.apps.provision.queries.programme import programmes_of
from inreach.apps.provision.queries.slot import slots_of
from inreach.apps.provision.services.time_impact import costs, in_words
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.services.read_audit import reading_list
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import may_somewhere


@requires(Permission.SEE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: HttpRequest) -> HttpResponse:
    """Support groups that this person may see. A search is posted, so that no name stands in an address."""
    if request.method == "POST":
        remember_search(request, "groups", request.POST.get("q", ""))
        return redirect("provision:groups")
    actor, text = request.actor, remembered_search(request, "groups")
    found = groups_like(groups_with(actor, Permission.SEE_GROUPS), text)
    rows = group_rows(with_times(found, actor.today), actor.today)
    return render(
        request,
        "provision/groups.html",
        {
            "form": GroupSearch(initial={"q": text}),
            "running": [row for row in rows if not row.over],
            "over": [row for row in rows if row.over],
            "text": text,
            "several": len({row.group.school_id for row in rows}) > 1,
            "may_manage": may_somewhere(actor, Permission.MANAGE_GROUPS),
        },
    )


@requires(Permission.SEE_GROUPS)
@require_safe
def group(request: HttpRequest, group: Any) -> HttpResponse:
    """One group: who is in it, when it meets, what it takes, and the conditions under which it works."""
    actor = request.actor
    one = get_object_or_404(groups_with(actor, Permission.SEE_GROUPS), pk=group)
    now, past = members_now(members_visible_to(actor, one), actor.today)
    slots = list(slots_of(one))
    first = max(actor.today, one.starts)
    current = [slot for slot in slots if holds(slot.valid_from, slot.valid_to, first)]
    pupils = list(dict.fromkeys(member.pupil for member in now))
    with reading_list(
        "group.read",
        by=actor,
        pupils=pupils,
        organisation_id=str(one.school_id),
        details={"group": str(one.pk)},
    ):
        found = costs(one.school, one, pupils, actor.today)
        return render(
            request,
            "provision/group.html",
            {
                "group": one,
                "now": now,
                "past": past,
                "others": members_count(one, actor.today) - len(pupils),
                "times": [row for row in time_rows(slots, one, actor.today) if row.state != "over"],
                "times_over": [row for row in time_rows(slots, one, actor.today) if row.state == "over"],
                "minutes": minutes_a_week(current, one.school.cycle_weeks),
                "costs": found,
                "cost_words": in_words(found),
                "conditions": conditions(one, current, calendar_of(one.school), actor.today),
                "dose": dose_in_words(one.programme),
                "may_manage": policies.can_manage_groups(actor, one.school),
                "over": one.ends is not None and one.ends < actor.today,
            },
        )


def say_cost(request: HttpRequest, group: Group, done: str) -> None:
    """Say what was done and what the group now costs its pupils."""
    members = members_visible_to(request.actor, group)
    pupils = list(dict.fromkeys(m.pupil for m in members_now(members, request.actor.today)[0]))
    said = in_words(costs(group.school, group, pupils, request.actor.today))
    messages.success(request, " ".join([done, *said]))


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_group(request: HttpRequest) -> HttpResponse:
    """Make a support group."""
    school = get_object_or_404(schools_managed_by(request.actor)[:1])
    programmes = programmes_of(school)
    form = GroupForm(
        request.POST or None,
        programmes=programmes,
        adults=adults_of(school, request.actor.today),
        initial={
            "starts": request.actor.today,
            "class_link": "unknown",
            "adult_trained": "",
            "programme": request.GET.get("programme"),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_group(by=request.actor, school=school, details=form.details())
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            messages.success(request, f"{made.name} is made. Now add its pupils and its times.")
            return redirect("provision:group", group=made.pk)
    return render(
        request, "provision/group_form.html", {"form": form, "no_programme": not programmes.exists()}
    )


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_group(request: HttpRequest, group: Any) -> HttpResponse:
    """Change what a group is."""
    one = get_object_or_404(groups_with(request.actor, Permission.MANAGE_GROUPS), pk=group)
    form = GroupForm(
        request.POST or None,
        programmes=programmes_of(one.school),
        adults=adults_of(one.school, request.actor.today),
        initial=GroupForm.initial_of(one),
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_group(by=request.actor, group=one, details=form.details())
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            say_cost(request, one, "The group is changed.")
            return redirect("provision:group", group=one.pk)
    return render(request, "provision/group_form.html", {"form": form, "group": one})


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_group(request: HttpRequest, group: Any) -> HttpResponse:
    """End a group with its members and times."""
    one = get_object_or_404(groups_with(request.actor, Permission.MANAGE_GROUPS), pk=group)
    form = LastDayForm(request.POST or None, initial={"last_day": request.actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_group(by=request.actor, group=one, last_day=form.cleaned_data["last_day"])
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            messages.success(request, f"The last day of {one.name} is {one.ends:%-d %B %Y}.")
            return redirect("provision:group", group=one.pk)
    return render(request, "provision/end.html", {"form": form, "group": one, "title": f"End {one.name}"})
