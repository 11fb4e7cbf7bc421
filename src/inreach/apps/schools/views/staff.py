"""The adults of a school, for those who look after it."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from inreach.apps.accounts.policies.access import requires
from inreach.apps.accounts.services.remembered_search import remember_search, remembered_search
from inreach.apps.schools.actions import staff as actions
from inreach.apps.schools.forms.staff import StaffForm, StaffSearch
from inreach.apps.schools.models import School
from inreach.apps.schools.queries.school import schools_managed_by
from inreach.apps.schools.queries.staff import staff_listed, staff_managed_by
from inreach.apps.schools.services.school_selection import chosen_school
from inreach.core.access.permissions import Permission

PAGE = 50


def back_to(school: School) -> HttpResponse:
    """The adults of this school."""
    return redirect(f"{reverse('schools:staff')}?school={school.pk}")


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def staff(request: HttpRequest) -> HttpResponse:
    """The adults of the school today. A search is posted, so that no name stands in an address."""
    one, several = chosen_school(request, schools_managed_by(request.actor))
    if one is None:
        return render(request, "schools/no_school.html")
    if request.method == "POST":
        remember_search(request, "staff", request.POST.get("q", ""))
        kept = {"school": str(one.pk), **({"all": "1"} if request.POST.get("all") else {})}
        return redirect(f"{request.path}?{urlencode(kept)}")
    text, everybody = remembered_search(request, "staff"), bool(request.GET.get("all"))
    found = staff_listed(request.actor, one, text=text, everybody=everybody)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    kept = {"school": str(one.pk), **({"all": "1"} if everybody else {})}
    return render(
        request,
        "schools/staff.html",
        {
            "school": one,
            "several": several,
            "form": StaffSearch(initial={"q": text, "all": everybody}),
            "page": page,
            "page_query": f"{urlencode(kept)}&",
            "text": text,
            "everybody": everybody,
            "today": request.actor.today,
        },
    )


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def add_staff(request: HttpRequest, school: str) -> HttpResponse:
    """Add an adult to a school."""
    one = get_object_or_404(schools_managed_by(request.actor), pk=school)
    form = StaffForm(request.POST or None, actor=request.actor, school=one)
    if request.method == "POST" and form.is_valid():
        member = actions.add_staff(by=request.actor, school=one, post=form.post())
        messages.success(request, f"{member.name} is added.")
        return back_to(one)
    words = {"title": "Add a member of staff", "save": "Add to the staff"}
    return render(request, "schools/staff_form.html", {"form": form, "school": one, **words})


@requires(Permission.MANAGE_SCHOOL)
@require_http_methods(["GET", "HEAD", "POST"])
def change_staff(request: HttpRequest, member: str) -> HttpResponse:
    """Change an adult of a school, or give them a last day."""
    found = get_object_or_404(staff_managed_by(request.actor), pk=member)
    form = StaffForm(request.POST or None, actor=request.actor, school=found.school, member=found)
    name = found.name
    if request.method == "POST" and form.is_valid():
        actions.change_staff(by=request.actor, member=found, post=form.post())
        messages.success(request, f"{found.name} is changed.")
        return back_to(found.school)
    words = {"title": f"Change {name}", "save": "Save"}
    return render(request, "schools/staff_form.html", {"form": form, "school": found.school, **words})
