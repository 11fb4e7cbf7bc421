"""What anybody may read: how accessible the pages are, what becomes of data, and where the numbers come from."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from inreach.core.guard.engine import NOT_A_LEGAL_LIMIT
from inreach.core.guard.rules import RULES

REVIEWED = date(2026, 11, 22)


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What works for whom, how it was tested, and whom to tell about what does not."""
    return render(request, "ui/statements/accessibility.html", {"reviewed": REVIEWED, **controller()})


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Who keeps which data about whom, why, for how long, and what one may ask."""
    return render(request, "ui/statements/privacy.html", {"reviewed": REVIEWED, **controller()})


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """How the figures are worked out, and where each line of the guard comes from."""
    return render(
        request,
        "ui/statements/numbers.html",
        {"reviewed": REVIEWED, "rules": RULES, "not_a_legal_limit": NOT_A_LEGAL_LIMIT},
    )


def controller() -> dict[str, str]:
    """Who answers for the data, as the settings say."""
    return {"controller": settings.CONTROLLER_NAME, "contact": settings.CONTROLLER_CONTACT}


for view in (accessibility, privacy, numbers):
    view.public = True  # type: ignore[attr-defined]
