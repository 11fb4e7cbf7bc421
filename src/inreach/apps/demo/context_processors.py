"""What the sign-in page shows of the demonstration."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from inreach.apps.demo.queries import invented_people
from inreach.apps.demo.story.cast import CAST, PLACES


def cast(request: HttpRequest) -> dict[str, Any]:
    """`cast`: a function that a page may call for the places of the demonstration and who is there.

    `sign_in_aside` is the template that shows them beside the sign-in. Both are missing elsewhere.
    """

    def places() -> list[dict[str, Any]]:
        there = set(invented_people().values_list("pk", flat=True))
        found = [
            {"place": place, "people": [one for one in CAST if one.place == key and one.user_id in there]}
            for key, place in PLACES.items()
        ]
        return sorted((one for one in found if one["people"]), key=lambda one: -len(one["people"]))

    return {"cast": places, "sign_in_aside": "demo/cast.html"} if settings.DEMO else {}
