"""Pages about bringing files in."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inreach.apps.accounts.policies.access import requires
from inreach.apps.exchange import actions, presenters
from inreach.apps.exchange.forms import BringFileForm
from inreach.apps.exchange.models import ImportRun
from inreach.apps.exchange.policies import can_decide
from inreach.apps.exchange.queries import imports_of
from inreach.core.access.permissions import Permission

PAGE = 20


@requires(Permission.IMPORT_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """Bring a file, and see what was brought before."""
    form = BringFileForm(request.POST or None, request.FILES or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        run = actions.bring_file(
            by=request.actor,
            organisation=said["place"],
            format_name=said["format"],
            chunks=said["file"].chunks(),
            options=form.options(),
        )
        return redirect("exchange:preview", run=run.pk)
    page = Paginator(imports_of(request.actor), PAGE).get_page(request.GET.get("page"))
    rows = [(run, presenters.format_label(run), presenters.sentence(run)) for run in page]
    return render(request, "exchange/imports.html", {"form": form, "rows": rows, "page": page})


@requires(Permission.IMPORT_DATA)
@require_safe
def preview(request: HttpRequest, run: UUID) -> HttpResponse:
    """What a file would change, or what is wrong with it."""
    found = _run(request, run)
    return render(
        request,
        "exchange/preview.html",
        {
            "run": found,
            "label": presenters.format_label(found),
            "sentence": presenters.sentence(found),
            "about_lessons": presenters.about_lessons(found),
            "day_before": presenters.day_before(found),
            "rows": presenters.count_rows(found),
            "samples": presenters.samples(found),
            "notes": found.plan.get("notes", []),
            "more_faults": found.plan.get("more_faults", 0),
            "can_decide": can_decide(request.actor, found),
        },
    )


@requires(Permission.IMPORT_DATA)
@require_POST
def apply(request: HttpRequest, run: UUID) -> HttpResponse:
    """Apply a file that was shown."""
    found = _run(request, run)
    try:
        actions.apply_import(by=request.actor, run=found)
    except actions.Changed as changed:
        messages.error(request, str(changed))
        return redirect("exchange:imports")
    except actions.Unsound as unsound:
        actions.refuse_import(by=request.actor, run=_run(request, run), outcome=unsound.outcome)
        messages.error(request, "The school has changed since you saw the file, and it no longer fits.")
    else:
        messages.success(request, "The file is applied. It has been deleted from here.")
    return redirect("exchange:preview", run=run)


@requires(Permission.IMPORT_DATA)
@require_POST
def drop(request: HttpRequest, run: UUID) -> HttpResponse:
    """Do not apply a file that was shown."""
    actions.drop_import(by=request.actor, run=_run(request, run))
    messages.success(request, "Nothing was changed. The file has been deleted from here.")
    return redirect("exchange:imports")


def _run(request: HttpRequest, run: UUID) -> ImportRun:
    return get_object_or_404(imports_of(request.actor), pk=run)
