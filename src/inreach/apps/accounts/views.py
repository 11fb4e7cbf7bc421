"""Pages about people who sign in."""

from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from inreach.apps.accounts import actions, queries
from inreach.apps.accounts.documents.invitation import invite
from inreach.apps.accounts.forms.membership import AddPersonForm, EndMembershipForm, PeopleSearch
from inreach.apps.accounts.models import Membership, User
from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.accounts.policies.membership import check_end_membership
from inreach.apps.accounts.presenters import rows, state_of
from inreach.apps.accounts.services.remembered_search import remember_search, remembered_search
from inreach.apps.ui.forms.submit import submit
from inreach.core.access.permissions import Permission
from inreach.core.access.roles import Role

PAGE = 50


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: ActorRequest) -> HttpResponse:
    """Everybody who can sign in at the administrator's organisations, with role and dates."""
    if request.method == "POST":
        remember_search(request, "people", request.POST.get("q", ""))
        return redirect(f"{request.path}?past=1" if request.POST.get("past") else request.path)
    text, past = remembered_search(request, "people"), bool(request.GET.get("past"))
    people = queries.people_like(request.actor, text, past=past)
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/people.html",
        {
            "form": PeopleSearch(initial={"q": text, "past": past}),
            "rows": rows(list(page), request.actor),
            "page": page,
            "text": text,
            "past": past,
            "several": queries.organisations_of(request.actor, Permission.MANAGE_PEOPLE).count() > 1,
        },
    )


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: ActorRequest) -> HttpResponse:
    """Give somebody a role, and send them the invitation."""
    form = AddPersonForm(request.POST or None, actor=request.actor)
    answer = submit(
        request,
        form,
        action=lambda: add_and_invite(request, form.cleaned_data),
        message=lambda membership: (
            f"{membership.user} is {membership}. An invitation is on its way to {membership.user.email}."
        ),
        to=redirect("accounts:people"),
    )
    return answer or render(request, "accounts/add_person.html", {"form": form})


def add_and_invite(request: ActorRequest, person: dict[str, Any]) -> Membership:
    """Give somebody a role; once that stands, the invitation goes out."""
    membership, _ = actions.add_person(
        by=request.actor,
        organisation=person["organisation"],
        email=person["email"],
        name=person["name"],
        role=Role(person["role"]),
        starts=person["starts"],
    )
    invite(request, membership, invited_by=cast("User", request.user).name)
    return membership


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request: ActorRequest, membership: Any) -> HttpResponse:
    """End somebody's role on a day."""
    membership = get_object_or_404(queries.people_managed_by(request.actor), pk=membership)
    check_end_membership(request.actor, membership)
    form = EndMembershipForm(request.POST or None, membership=membership, today=request.actor.today)
    answer = submit(
        request,
        form,
        action=lambda: actions.end_membership(
            by=request.actor, membership=membership, ends=form.cleaned_data["ends"]
        ),
        message=lambda _: f"{membership.user} is {membership} until {membership.ends:%-d %B %Y}.",
        to=redirect("accounts:people"),
        editing=membership,
        now=lambda: EndMembershipForm(membership=membership, today=request.actor.today),
    )
    return answer or render(request, "accounts/end_membership.html", {"form": form, "membership": membership})


@requires(Permission.SIGN_OUT_OR_ACCOUNT)
@require_safe
def account(request: ActorRequest) -> HttpResponse:
    """One's own account: name, roles and how one signs in."""
    return render(
        request,
        "accounts/account.html",
        {
            "memberships": [
                (membership, state_of(membership, request.actor))
                for membership in queries.memberships_of(request.actor)
            ],
            "second_factor": is_mfa_enabled(request.user),
            "has_password": cast("User", request.user).has_usable_password(),
        },
    )
