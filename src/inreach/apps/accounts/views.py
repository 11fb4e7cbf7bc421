"""Pages about people who sign in."""

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from inreach.apps.accounts import actions, queries
from inreach.apps.accounts.documents.invitation import invite
from inreach.apps.accounts.forms.membership import AddPersonForm, EndMembershipForm, PeopleSearch
from inreach.apps.accounts.policies.access import requires
from inreach.apps.accounts.policies.membership import check_end_membership
from inreach.apps.accounts.presenters import rows, state_of
from inreach.apps.accounts.services.remembered_search import remember_search, remembered_search
from inreach.core.access.permissions import Permission
from inreach.core.access.roles import Role

PAGE = 50


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in at the administrator's organisations, with role and dates."""
    if request.method == "POST":
        remember_search(request, "people", request.POST.get("q", ""))
        return redirect(f"{request.path}?past=1" if request.POST.get("past") else request.path)
    text, past = remembered_search(request, "people"), bool(request.GET.get("past"))
    found = queries.people_like(request.actor, text, past=past)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
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
def add_person(request: HttpRequest) -> HttpResponse:
    """Give somebody a role, and send them the invitation."""
    form = AddPersonForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        membership, _ = actions.add_person(
            by=request.actor,
            organisation=said["organisation"],
            email=said["email"],
            name=said["name"],
            role=Role(said["role"]),
            starts=said["starts"],
        )
        invite(request, membership, invited_by=request.user.name)
        messages.success(
            request,
            f"{membership.user} is {membership}. An invitation is on its way to {membership.user.email}.",
        )
        return redirect("accounts:people")
    return render(request, "accounts/add_person.html", {"form": form})


@requires(Permission.MANAGE_PEOPLE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request: HttpRequest, membership: str) -> HttpResponse:
    """End somebody's role on a day."""
    found = get_object_or_404(queries.people_managed_by(request.actor), pk=membership)
    check_end_membership(request.actor, found)
    form = EndMembershipForm(request.POST or None, membership=found, initial={"ends": request.actor.today})
    if request.method == "POST" and form.is_valid():
        actions.end_membership(by=request.actor, membership=found, ends=form.cleaned_data["ends"])
        messages.success(request, f"{found.user} is {found} until {found.ends:%-d %B %Y}.")
        return redirect("accounts:people")
    return render(request, "accounts/end_membership.html", {"form": form, "membership": found})


@requires(Permission.SIGN_OUT_OR_ACCOUNT)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """One's own account: name, roles and how one signs in."""
    return render(
        request,
        "accounts/account.html",
        {
            "memberships": [
                (one, state_of(one, request.actor)) for one in queries.memberships_of(request.actor)
            ],
            "second_factor": is_mfa_enabled(request.user),
            "has_password": request.user.has_usable_password(),
        },
    )
