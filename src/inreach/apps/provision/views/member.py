"""Pages about who is in a group."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import requires
from inreach.apps.casework.views.target import put_errors, render_for
from inreach.apps.provision import actions
from inreach.apps.provision.forms.group import LastDayForm
from inreach.apps.provision.forms.member import MembersForm
from inreach.apps.provision.models import Group
from inreach.apps.provision.queries.group import groups_with
from inreach.apps.provision.queries.member import (
    MOST_AT_ONCE,
    classes_to_choose,
    members_managed_by,
    pupils_by_id,
    pupils_to_add,
    year_groups_of,
)
from inreach.apps.provision.views.group import say_cost
from inreach.apps.schools.services.read_audit import reading_list
from inreach.core.access.permissions import Permission


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def add_members(request: HttpRequest, group: Any) -> HttpResponse:
    """Put several pupils into a group at once. Searching posts too, so that no name stands in an address."""
    actor = request.actor
    one = get_object_or_404(groups_with(actor, Permission.MANAGE_GROUPS), pk=group)
    form, more = members_form(request, one)
    adding = request.method == "POST" and request.POST.get("do") != "find"
    if adding and form.is_valid():
        chosen = list(form.cleaned_data["pupils"])
        try:
            actions.add_members(by=actor, group=one, pupils=chosen, starts=form.cleaned_data["starts"])
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            many = "1 pupil is" if len(chosen) == 1 else f"{len(chosen)} pupils are"
            say_cost(request, one, f"{many} added.")
            return redirect("provision:group", group=one.pk)
    if request.method == "POST" and not adding:
        form.quiet()
    named = {str(pk) for pk, _ in form.fields["pupils"].choices}
    with reading_list(
        "group.pupils_listed",
        by=actor,
        pupils=pupils_by_id(actor, one, named),
        organisation_id=str(one.school_id),
        details={"group": str(one.pk)},
    ):
        return render(request, "provision/members_form.html", {"form": form, "group": one, "more": more})


def members_form(request: HttpRequest, group: Group) -> tuple[MembersForm, int]:
    """The form with those who were ticked and those who were found, and how many more there would be."""
    actor, sent = request.actor, request.POST
    classes = classes_to_choose(group.school, actor.today)
    ticked = list(pupils_by_id(actor, group, uuids(sent.getlist("pupils"))))
    chosen_class = next((one for one in classes if str(one.pk) == sent.get("teaching_group")), None)
    found = pupils_to_add(
        actor, group, text=sent.get("q", ""), teaching_group=chosen_class, year=sent.get("year", "")
    )
    others = list(found.exclude(pk__in=[one.pk for one in ticked])[: MOST_AT_ONCE + 1])
    more = found.count() - MOST_AT_ONCE if len(others) > MOST_AT_ONCE else 0
    form = MembersForm(
        request.POST or None,
        classes=classes,
        years=year_groups_of(group.school, actor.today),
        shown=[*ticked, *others[:MOST_AT_ONCE]],
        possible=pupils_to_add(actor, group),
        initial={"starts": max(actor.today, group.starts)},
    )
    return form, more


def uuids(sent: Iterable[str]) -> list[str]:
    """Those of the sent texts that are ids at all."""
    found = []
    for text in sent:
        try:
            found.append(str(UUID(text)))
        except ValueError:
            continue
    return found


@requires(Permission.MANAGE_GROUPS)
@require_http_methods(["GET", "HEAD", "POST"])
def end_member(request: HttpRequest, member: Any) -> HttpResponse:
    """Take a pupil out of a group after a last day."""
    one = get_object_or_404(members_managed_by(request.actor), pk=member)
    form = LastDayForm(request.POST or None, initial={"last_day": request.actor.today})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_member(by=request.actor, member=one, last_day=form.cleaned_data["last_day"])
        except ValidationError as wrong:
            put_errors(form, wrong)
        else:
            messages.success(request, f"{one.pupil.called}’s last day in the group is {one.ends:%-d %B %Y}.")
            return redirect("provision:group", group=one.group_id)
    shown = {"form": form, "group": one.group, "title": f"{one.pupil.name} leaves the group"}
    return render_for(request, "pupil.opened", one.pupil, "provision/end.html", shown)
