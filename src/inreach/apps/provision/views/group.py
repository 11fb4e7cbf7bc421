"""Pages about support groups and who is in them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.accounts.services.remembered_search import remember_search, remembered_search
from inreach.apps.provision import actions, policies
from inreach.apps.provision.forms.group import GroupForm, GroupSearch, LastDayForm
from inreach.apps.provision.models import Group
from inreach.apps.provision.presenters.conditions import conditions, minutes_a_week
from inreach.apps.provision.presenters.group import group_rows, holds, members_now
from inreach.apps.provision.presenters.programme import dose_in_words
from inreach.apps.provision.presenters.slot import time_rows
from inreach.apps.provision.presenters.time_impact import time_impact_sentences
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
from inreach.apps.provision.services.time_impact import time_impacts
from inreach.apps.schools.adapters.calendar import calendar_of
from inreach.apps.schools.services.read_audit import reading_list
from inreach.apps.ui.forms.submit import submit
from inreach.core.access.permissions import Permission
from inreach.core.access.policy import may_somewhere


@requires(Permission.SEE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def groups(request: ActorRequest) -> HttpResponse:
    """Support groups that this person may see. A search is posted, so that no name stands in an address."""
    if request.method == "POST":
        remember_search(request, "groups", request.POST.get("q", ""))
        return redirect("provision:groups")
    actor, text = request.actor, remembered_search(request, "groups")
    matching = groups_like(groups_with(actor, Permission.SEE_GROUPS), text)
    rows = group_rows(with_times(matching, actor.today), actor.today)
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
def group(request: ActorRequest, group: Any) -> HttpResponse:
    """One group: who is in it, when it meets, what it takes, and the conditions under which it works."""
    actor = request.actor
    group = get_object_or_404(groups_with(actor, Permission.SEE_GROUPS), pk=group)
    now, past = members_now(members_visible_to(actor, group), actor.today)
    slots = list(slots_of(group))
    first = max(actor.today, group.starts)
    current = [slot for slot in slots if holds(slot.valid_from, slot.valid_to, first)]
    pupils = list(dict.fromkeys(member.pupil for member in now))
    with reading_list(
        "group.read",
        by=actor,
        pupils=pupils,
        organisation_id=str(group.school_id),
        details={"group": str(group.pk)},
    ):
        impacts = time_impacts(group.school, group, pupils, actor.today)
        return render(
            request,
            "provision/group.html",
            {
                "group": group,
                "now": now,
                "past": past,
                "others": members_count(group, actor.today) - len(pupils),
                "times": [row for row in time_rows(slots, group, actor.today) if not row.is_over],
                "times_over": [row for row in time_rows(slots, group, actor.today) if row.is_over],
                "minutes": minutes_a_week(current, group.school.cycle_weeks),
                "time_impacts": impacts,
                "time_impact_sentences": time_impact_sentences(impacts),
                "conditions": conditions(group, current, calendar_of(group.school), actor.today),
                "dose": dose_in_words(group.programme),
                "may_manage": policies.can_manage_groups(actor, group.school),
                "over": group.ends is not None and group.ends < actor.today,
            },
        )


def with_time_impact(request: ActorRequest, group: Group, done: str) -> str:
    """What was done, and what the group now takes from its pupils."""
    members = members_visible_to(request.actor, group)
    pupils = list(dict.fromkeys(member.pupil for member in members_now(members, request.actor.today)[0]))
    impacts = time_impacts(group.school, group, pupils, request.actor.today)
    return " ".join([done, *time_impact_sentences(impacts)])


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_group(request: ActorRequest) -> HttpResponse:
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
    answer = submit(
        request,
        form,
        action=lambda: actions.add_group(by=request.actor, school=school, details=form.details()),
        message=lambda group: f"{group.name} is made. Now add its pupils and its times.",
        to=lambda group: redirect("provision:group", group=group.pk),
    )
    return answer or render(
        request, "provision/group_form.html", {"form": form, "no_programme": not programmes.exists()}
    )


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def change_group(request: ActorRequest, group: Any) -> HttpResponse:
    """Change what a group is."""
    group = get_object_or_404(groups_with(request.actor, Permission.MANAGE_GROUPS), pk=group)

    def form_of(sent: Any = None) -> GroupForm:
        return GroupForm(
            sent,
            programmes=programmes_of(group.school),
            adults=adults_of(group.school, request.actor.today),
            initial=GroupForm.initial_of(group),
        )

    form = form_of(request.POST or None)
    answer = submit(
        request,
        form,
        action=lambda: actions.change_group(by=request.actor, group=group, details=form.details()),
        message=lambda group: with_time_impact(request, group, "The group is changed."),
        to=redirect("provision:group", group=group.pk),
        editing=group,
        now=form_of,
    )
    return answer or render(request, "provision/group_form.html", {"form": form, "group": group})


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_group(request: ActorRequest, group: Any) -> HttpResponse:
    """End a group with its members and times."""
    group = get_object_or_404(groups_with(request.actor, Permission.MANAGE_GROUPS), pk=group)
    form = LastDayForm(request.POST or None, ends=group.ends, today=request.actor.today)
    answer = submit(
        request,
        form,
        action=lambda: actions.end_group(
            by=request.actor, group=group, last_day=form.cleaned_data["last_day"]
        ),
        message=lambda group: f"The last day of {group.name} is {group.ends:%-d %B %Y}.",
        to=redirect("provision:group", group=group.pk),
        editing=group,
        now=lambda: LastDayForm(ends=group.ends, today=request.actor.today),
    )
    context = {"form": form, "group": group, "title": f"End {group.name}"}
    return answer or render(request, "provision/end.html", context)
