"""The gallery: every component as it looks, for those who build pages; only in development."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from inreach.apps.ui.components.gallery import GalleryForm, sections


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component with examples, and a form that was sent with faults; not found outside development."""
    if not settings.DEBUG:
        raise Http404
    wrong = GalleryForm({"minutes": "300", "starts-day": "31", "starts-month": "2", "starts-year": "2026"})
    return render(request, "ui/gallery.html", {"sections": sections(), "form": wrong})


gallery.public = True  # type: ignore[attr-defined]
