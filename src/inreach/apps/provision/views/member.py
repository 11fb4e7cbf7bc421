"""Pages about who is in a group."""

from typing import Any, cast

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.provision import actions
from inreach.apps.provision.forms.group import LastDayForm
from inreach.apps.provision.forms.member import MembersForm, ids_in
from inreach.apps.provision.models import Group
from inreach.apps.provision.queries.group import groups_with
from inreach.apps.provision.queries.member import (
    MOST_AT_ONCE,
    classes_to_choose,
    members_managed_by,
    pupils_by_id,
    pupils_on_roll,
    pupils_to_add,
    year_groups_of,
)
from inreach.apps.provision.views.group import with_time_impact
from inreach.apps.schools.services.read_audit import reading_list
from inreach.apps.schools.views.pupil_record import render_pupil_record
from inreach.apps.ui.forms.choice_field import choice_field
from inreach.apps.ui.forms.submit import submit
from inreach.core.access.permissions import Permission
from inreach.core.text import counted


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_members(request: ActorRequest, group: Any) -> HttpResponse:
    """Put several pupils into a group at once. Searching posts too, so that no name stands in an address."""
    actor = request.actor
    group = get_object_or_404(groups_with(actor, Permission.MANAGE_GROUPS), pk=group)
    form, more = members_form(request, group)
    if request.POST.get("do") == "find":
        form.quiet()
    else:
        answer = submit(
            request,
            form,
            action=lambda: actions.add_members(
                by=actor,
                group=group,
                pupils=list(form.cleaned_data["pupils"]),
                starts=form.cleaned_data["starts"],
            ),
            message=lambda members: with_time_impact(
                request, group, f"{counted(len(members), 'pupil is', 'pupils are')} added."
            ),
            to=redirect("provision:group", group=group.pk),
        )
        if answer:
            return answer
    named = {str(pk) for pk, _ in cast("list[tuple[str, str]]", choice_field(form, "pupils").choices)}
    with reading_list(
        "group.pupils_listed",
        by=actor,
        pupils=pupils_by_id(actor, group, named),
        organisation_id=str(group.school_id),
        details={"group": str(group.pk)},
    ):
        return render(request, "provision/members_form.html", {"form": form, "group": group, "more": more})


def members_form(request: ActorRequest, group: Group) -> tuple[MembersForm, int]:
    """The form with those who were ticked and those who were found, and how many more there would be."""
    actor, sent = request.actor, request.POST
    classes = classes_to_choose(group.school, actor.today)
    ticked = list(pupils_by_id(actor, group, ids_in(sent.getlist("pupils"))))
    chosen_class = next(
        (
            teaching_group
            for teaching_group in classes
            if str(teaching_group.pk) == sent.get("teaching_group")
        ),
        None,
    )
    matching = pupils_to_add(
        actor, group, text=sent.get("q", ""), teaching_group=chosen_class, year=sent.get("year", "")
    )
    unticked = list(matching.exclude(pk__in=[pupil.pk for pupil in ticked])[: MOST_AT_ONCE + 1])
    more = matching.count() - MOST_AT_ONCE if len(unticked) > MOST_AT_ONCE else 0
    form = MembersForm(
        request.POST or None,
        classes=classes,
        years=year_groups_of(group.school, actor.today),
        shown=[*ticked, *unticked[:MOST_AT_ONCE]],
        possible=pupils_on_roll(actor, group),
        initial={"starts": max(actor.today, group.starts)},
    )
    return form, more


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_member(request: ActorRequest, member: Any) -> HttpResponse:
    """Take a pupil out of a group after a last day."""
    member = get_object_or_404(members_managed_by(request.actor), pk=member)
    pupil = member.pupil
    form = LastDayForm(request.POST or None, initial={"last_day": request.actor.today})
    answer = submit(
        request,
        form,
        action=lambda: actions.end_member(
            by=request.actor, member=member, last_day=form.cleaned_data["last_day"]
        ),
        message=lambda member: f"{pupil.preferred_name}’s last day in the group is {member.ends:%-d %B %Y}.",
        to=redirect("provision:group", group=member.group_id),
    )
    context = {"form": form, "group": member.group, "title": f"{pupil.name} leaves the group"}
    return answer or render_pupil_record(request, "pupil.opened", pupil, "provision/end.html", context)
