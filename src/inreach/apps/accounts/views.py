"""Pages about people who sign in."""

from collections.abc import Callable
from typing import Any, cast

from allauth.mfa.utils import is_mfa_enabled
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts import actions, queries
from inreach.apps.accounts.documents.invitation import invite
from inreach.apps.accounts.forms.membership import (
    AddPersonForm,
    EndMembershipForm,
    InvitationAnswerForm,
    PeopleSearch,
)
from inreach.apps.accounts.models import Membership, User
from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.accounts.policies.membership import check_end_membership
from inreach.apps.accounts.presenters import rows, state_of
from inreach.apps.accounts.services.remembered_search import remember_search, remembered_search
from inreach.apps.background.services.presence import is_any_alive
from inreach.apps.ui.forms.submit import attempt, submit
from inreach.core.access.permissions import Permission
from inreach.core.access.roles import Role

PAGE = 50
MAIL_GOES = "The invitation goes to {}."
MAIL_WAITS = (
    "No mail goes out at the moment, so the invitation waits. "
    "Tell whoever keeps the server that no worker is running."
)


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
            f"{membership.asked_as} is asked to be {membership.role_held.with_article} at {membership.organisation}. "
            + (MAIL_GOES.format(form.cleaned_data["email"]) if is_any_alive() else MAIL_WAITS)
        ),
        to=redirect("accounts:people"),
    )
    return answer or render(request, "accounts/add_person.html", {"form": form})


@transaction.atomic
def add_and_invite(request: ActorRequest, person: dict[str, Any]) -> Membership:
    """Ask somebody to take on a role, and write the invitation: both, or neither."""
    membership = actions.add_person(
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
        message=ended_words(membership),
        to=redirect("accounts:people"),
        editing=membership,
        now=lambda: EndMembershipForm(membership=membership, today=request.actor.today),
    )
    return answer or render(request, "accounts/end_membership.html", {"form": form, "membership": membership})


def ended_words(membership: Membership) -> Callable[[object], str]:
    """What is said once a role is ended, or somebody is asked no more; the name as it was before."""
    name, waited = membership.shown_name, membership.is_waiting

    def words(_: object) -> str:
        if waited:
            return f"{name} is no longer asked to be {membership}."
        return f"{name} is {membership} until {membership.ends:%-d %B %Y}."

    return words


@requires(Permission.SIGN_OUT_OR_ACCOUNT)
@require_http_methods(["GET", "HEAD", "POST"])
def account(request: ActorRequest) -> HttpResponse:
    """One's own account: name, roles, how one signs in, and roles that one is asked to take on."""
    if request.method == "POST":
        return answer_invitation(request)
    return render(
        request,
        "accounts/account.html",
        {
            "memberships": [
                (membership, state_of(membership, request.actor))
                for membership in queries.memberships_of(request.actor)
            ],
            "asked": queries.invitations_of(request.actor),
            "second_factor": is_mfa_enabled(request.user),
            "has_password": cast("User", request.user).has_usable_password(),
        },
    )


def answer_invitation(request: ActorRequest) -> HttpResponse:
    """Say yes or no to a role that one is asked to take on."""
    form = InvitationAnswerForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return redirect("accounts:account")
    membership, accepts = form.cleaned_data["membership"], form.cleaned_data["answer"] == "yes"
    answer = actions.accept_membership if accepts else actions.decline_membership
    message = f"You are {membership}." if accepts else f"You have declined to be {membership}."
    back = redirect("accounts:account")
    return attempt(
        request,
        action=lambda: answer(by=request.actor, membership=membership),
        message=message,
        to=back,
        refused=back,
    )
