"""Two addresses for the machine that keeps Inreach running: no person sees them, no record is read."""

import sys

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template import loader
from django.views.decorators.csrf import requires_csrf_token
from django.views.decorators.http import require_safe
from django.views.defaults import server_error

from inreach.apps.accounts.policies.access import public
from inreach.apps.background.services.presence import is_any_alive
from inreach.apps.notifications.services.delivery import messages_given_up
from inreach.apps.ui.services.not_saved import why_not_saved


@public
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and every migration has run; 503 says which of the two is missing.

    What somebody should look at, though pages come, stands beside it as warnings.
    """
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        warnings = [] if waiting else what_waits()
    except Exception:
        return JsonResponse({"status": "not ready", "why": "the database does not answer"}, status=503)
    if waiting:
        return JsonResponse(
            {"status": "not ready", "why": f"{len(waiting)} migrations have not run"}, status=503
        )
    return JsonResponse({"status": "ready", "warnings": warnings} if warnings else {"status": "ready"})


def what_waits() -> list[str]:
    """What does not go on although pages come: without a worker, and with mail that could not be sent for days."""
    warnings = []
    if not is_any_alive():
        warnings.append("no worker runs: mail, large files and the seals of the audit wait")
    if given_up := messages_given_up():
        warnings.append(f"messages that could not be sent and were given up in the last month: {given_up}")
    return warnings


@requires_csrf_token
def fault(request: HttpRequest) -> HttpResponse:
    """A fault of ours; where the disk is full or the database busy or away, the page says so.

    It carries what was sent, so that it can be sent again as it is, with its one-time key.
    """
    why = why_not_saved(sys.exc_info()[1])
    if why is None:
        return server_error(request)
    sent = sent_again(request)
    page = loader.get_template("507.html").render(
        {
            "heading": why.heading,
            "sentence": why.in_words(),
            "sent": sent,
            "posted": request.method == "POST",
            "address": request.get_full_path(),
            "csrf_token": get_token(request) if sent else "",
        }
    )
    return HttpResponse(page, status=why.status)


def sent_again(request: HttpRequest) -> list[tuple[str, str]]:
    """What a form of ours sent, to be sent again: no password, and nothing if a file belongs to it.

    A form whose token was not looked at may come from elsewhere, and nobody is asked to send it.
    """
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False) or request.FILES:
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name != "csrfmiddlewaretoken" and "password" not in name
    ]
