"""The adults of a school, for those who look after it."""

from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.accounts.services.remembered_search import remember_search, remembered_search
from inreach.apps.schools.actions import staff as actions
from inreach.apps.schools.forms.staff import StaffForm, StaffSearch
from inreach.apps.schools.models import School
from inreach.apps.schools.queries.school import schools_managed_by
from inreach.apps.schools.queries.staff import staff_listed, staff_managed_by
from inreach.apps.schools.services.school_selection import chosen_school
from inreach.apps.ui.forms.submit import submit
from inreach.core.access.permissions import Permission

PAGE = 50


def back_to(school: School) -> HttpResponse:
    """The adults of this school."""
    return redirect(f"{reverse('schools:staff')}?school={school.pk}")


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: ActorRequest) -> HttpResponse:
    """The adults of the school today. A search is posted, so that no name stands in an address."""
    school, several = chosen_school(request, schools_managed_by(request.actor))
    if school is None:
        return render(request, "schools/no_school.html")
    if request.method == "POST":
        remember_search(request, "staff", request.POST.get("q", ""))
        query = {"school": str(school.pk), **({"all": "1"} if request.POST.get("all") else {})}
        return redirect(f"{request.path}?{urlencode(query)}")
    text, everybody = remembered_search(request, "staff"), bool(request.GET.get("all"))
    members = staff_listed(request.actor, school, text=text, everybody=everybody)
    page = Paginator(members, PAGE).get_page(request.GET.get("page"))
    query = {"school": str(school.pk), **({"all": "1"} if everybody else {})}
    return render(
        request,
        "schools/staff.html",
        {
            "school": school,
            "several": several,
            "form": StaffSearch(initial={"q": text, "all": everybody}),
            "page": page,
            "page_query": f"{urlencode(query)}&",
            "text": text,
            "everybody": everybody,
            "today": request.actor.today,
        },
    )


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_staff(request: ActorRequest, school: Any) -> HttpResponse:
    """Add an adult to a school."""
    school = get_object_or_404(schools_managed_by(request.actor), pk=school)
    form = StaffForm(request.POST or None, actor=request.actor, school=school)
    answer = submit(
        request,
        form,
        action=lambda: actions.add_staff(by=request.actor, school=school, post=form.post()),
        message=lambda member: f"{member.name} is added.",
        to=back_to(school),
    )
    words = {"title": "Add a member of staff", "save": "Add to the staff"}
    return answer or render(request, "schools/staff_form.html", {"form": form, "school": school, **words})


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_staff(request: ActorRequest, member: Any) -> HttpResponse:
    """Change an adult of a school, or give them a last day."""
    member = get_object_or_404(staff_managed_by(request.actor), pk=member)
    school, name = member.school, member.name
    form = StaffForm(request.POST or None, actor=request.actor, school=school, member=member)
    answer = submit(
        request,
        form,
        action=lambda: actions.change_staff(by=request.actor, member=member, post=form.post()),
        message=lambda _: f"{member.name} is changed.",
        to=back_to(school),
        editing=member,
        now=lambda: StaffForm(actor=request.actor, school=school, member=member),
    )
    words = {"title": f"Change {name}", "save": "Save"}
    return answer or render(request, "schools/staff_form.html", {"form": form, "school": school, **words})
