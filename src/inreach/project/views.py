"""Two addresses for the machine that keeps Inreach running: no person sees them, no record is read."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from inreach.apps.accounts.policies.access import public


@public
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@public
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and every migration has run; 503 says which of the two is missing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:
        return JsonResponse({"status": "not ready", "why": "the database does not answer"}, status=503)
    if waiting:
        return JsonResponse(
            {"status": "not ready", "why": f"{len(waiting)} migrations have not run"}, status=503
        )
    return JsonResponse({"status": "ready"})
