"""Pages about bringing files in."""

from functools import partial
from uuid import UUID

from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inreach.apps.accounts.policies.access import ActorRequest, requires
from inreach.apps.background.services.presence import is_any_alive
from inreach.apps.exchange import actions, presenters, tasks
from inreach.apps.exchange.forms import BringFileForm
from inreach.apps.exchange.models import ImportRun
from inreach.apps.exchange.policies import can_decide
from inreach.apps.exchange.queries import imports_of
from inreach.apps.exchange.services.import_job import FaultyFile
from inreach.apps.exchange.services.import_progress import rows_read
from inreach.apps.exchange.services.kept_file import size_of, unpacked_size
from inreach.apps.ui.forms.submit import attempt, say_refusal, submit
from inreach.core.access.permissions import Permission
from inreach.core.refusal import Refusal

PAGE = 20


@requires(Permission.IMPORT_DATA)
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: ActorRequest) -> HttpResponse:
    """Bring a file, and see what was brought before."""
    form = BringFileForm(request.POST or None, request.FILES or None, actor=request.actor)
    in_request: list[ImportRun] = []
    answer = submit(
        request,
        form,
        action=lambda: bring(request, form, in_request),
        to=lambda import_run: redirect("exchange:preview", run=import_run.pk),
    )
    for import_run in in_request:
        actions.examine_import(by=request.actor, run=import_run)
    if answer:
        return answer
    page = Paginator(imports_of(request.actor), PAGE).get_page(request.GET.get("page"))
    rows = [
        (import_run, presenters.format_label(import_run), presenters.sentence(import_run))
        for import_run in page
    ]
    return render(request, "exchange/imports.html", {"form": form, "rows": rows, "page": page})


def bring(request: ActorRequest, form: BringFileForm, in_request: list[ImportRun]) -> ImportRun:
    """Keep the file; a small one is added to what this request examines itself, once this is committed."""
    upload = form.cleaned_data["file"]
    small = tasks.fits_request(unpacked_size(upload.file))
    if not small and not is_any_alive():
        raise Refusal(field_errors={"file": presenters.NO_WORKER})
    with transaction.atomic():
        import_run = actions.bring_file(
            by=request.actor,
            organisation=form.cleaned_data["place"],
            format_name=form.cleaned_data["format"],
            chunks=upload.chunks(),
            options=form.options(),
        )
        tasks.enqueue_examination(import_run, request.actor, in_request=small)
    if small:
        in_request.append(import_run)
    return import_run


@requires(Permission.IMPORT_DATA)
@require_safe
def preview(request: ActorRequest, run: UUID) -> HttpResponse:
    """What a file would change, or what is wrong with it."""
    import_run = find_run(request, run)
    working = import_run.is_being_examined or import_run.is_being_applied
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
            "working": working,
            "rows_read": rows_read(import_run) if working else 0,
            "no_worker": working and not is_any_alive(),
        },
    )


@requires(Permission.IMPORT_DATA)
@require_POST
def apply(request: ActorRequest, run: UUID) -> HttpResponse:
    """Apply a file that was shown."""
    import_run = find_run(request, run)
    shown = redirect("exchange:preview", run=run)
    refused = partial(refuse_applying, request, import_run)
    if is_any_alive() and not tasks.fits_request(size_of(import_run)):
        return attempt(request, action=lambda: begin_applying(request, import_run), to=shown, refused=refused)
    return attempt(
        request,
        action=lambda: actions.apply_import(by=request.actor, run=import_run),
        message="The file is applied. It has been deleted from here.",
        to=shown,
        refused=refused,
    )


def refuse_applying(request: ActorRequest, import_run: ImportRun, refusal: Refusal) -> HttpResponse:
    """Say why a file was not applied: where one brings another, if it is no longer the same.

    What no longer fits the school is undone by now; that is noted, and the file deleted, in a transaction of its own.
    """
    shown = redirect("exchange:preview", run=import_run.pk)
    if isinstance(refusal, actions.FileChanged):
        return say_refusal(request, refusal, redirect("exchange:imports"))
    if not isinstance(refusal, FaultyFile):
        return say_refusal(request, refusal, shown)
    outcome = refusal.outcome
    answer = attempt(
        request,
        action=lambda: actions.refuse_import(by=request.actor, run=import_run, outcome=outcome),
        to=shown,
        refused=shown,
    )
    return say_refusal(request, Refusal(presenters.NO_LONGER_FITS), answer)


def begin_applying(request: ActorRequest, import_run: ImportRun) -> ImportRun:
    """Decide for a large file, and leave it to a worker: both, or neither."""
    with transaction.atomic():
        decided = actions.begin_applying(by=request.actor, run=import_run)
        tasks.apply.enqueue(str(decided.pk), request.actor.user_id)
    return decided


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
