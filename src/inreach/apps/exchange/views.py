"""Pages about bringing files in."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.exchange import actions, presenters
from inreach.apps.exchange.forms import BringFileForm
from inreach.apps.exchange.models import ImportRun
from inreach.apps.exchange.policies import can_decide
from inreach.apps.exchange.queries import imports_of
from inreach.apps.ui.forms.submit import attempt, say_refusal, submit
from inreach.core.access.permissions import Permission

PAGE = 20


@requires(Permission.IMPORT_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: ActorRequest) -> HttpResponse:
    """Bring a file, and see what was brought before."""
    form = BringFileForm(request.POST or None, request.FILES or None, actor=request.actor)
    answer = submit(
        request,
        form,
        action=lambda: actions.bring_file(
            by=request.actor,
            organisation=form.cleaned_data["place"],
            format_name=form.cleaned_data["format"],
            chunks=form.cleaned_data["file"].chunks(),
            options=form.options(),
        ),
        to=lambda import_run: redirect("exchange:preview", run=import_run.pk),
    )
    if answer:
        return answer
    page = Paginator(imports_of(request.actor), PAGE).get_page(request.GET.get("page"))
    rows = [
        (import_run, presenters.format_label(import_run), presenters.sentence(import_run))
        for import_run in page
    ]
    return render(request, "exchange/imports.html", {"form": form, "rows": rows, "page": page})


@requires(Permission.IMPORT_DATA)
@require_safe
def preview(request: ActorRequest, run: UUID) -> HttpResponse:
    """What a file would change, or what is wrong with it."""
    import_run = find_run(request, run)
    return render(
        request,
        "exchange/preview.html",
        {
            "run": import_run,
            "label": presenters.format_label(import_run),
            "sentence": presenters.sentence(import_run),
            "about_lessons": presenters.about_lessons(import_run),
            "day_before": presenters.day_before(import_run),
            "rows": presenters.count_rows(import_run),
            "samples": presenters.samples(import_run),
            "notes": import_run.plan.get("notes", []),
            "more_faults": import_run.plan.get("more_faults", 0),
            "can_decide": can_decide(request.actor, import_run),
        },
    )


@requires(Permission.IMPORT_DATA)
@require_POST
def apply(request: ActorRequest, run: UUID) -> HttpResponse:
    """Apply a file that was shown."""
    import_run = find_run(request, run)
    again, shown = redirect("exchange:imports"), redirect("exchange:preview", run=run)
    return attempt(
        request,
        action=lambda: actions.apply_or_refuse(by=request.actor, run=import_run),
        message="The file is applied. It has been deleted from here.",
        to=shown,
        refused=lambda refusal: say_refusal(
            request, refusal, again if isinstance(refusal, actions.FileChanged) else shown
        ),
    )


@requires(Permission.IMPORT_DATA)
@require_POST
def drop(request: ActorRequest, run: UUID) -> HttpResponse:
    """Do not apply a file that was shown."""
    import_run = find_run(request, run)
    back = redirect("exchange:imports")
    return attempt(
        request,
        action=lambda: actions.drop_import(by=request.actor, run=import_run),
        message="Nothing was changed. The file has been deleted from here.",
        to=back,
        refused=back,
    )


def find_run(request: ActorRequest, run: UUID) -> ImportRun:
    """The import in the address, if this person may see it."""
    return get_object_or_404(imports_of(request.actor), pk=run)
