"""The status of a page that shows a form again because nothing could be saved."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

OK = 200


class NotSavedMiddleware:
    """Answers 507, or 503, with a form that comes back for no fault of who sent it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        status = getattr(request, "not_saved", 0)
        if status and response.status_code == OK:
            response.status_code = status
        return response
