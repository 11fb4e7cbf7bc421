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
        user_ids = set(invented_people().values_list("pk", flat=True))
        inhabited = [
            {
                "place": place,
                "people": [
                    somebody for somebody in CAST if somebody.place == key and somebody.user_id in user_ids
                ],
            }
            for key, place in PLACES.items()
        ]
        return sorted(
            (entry for entry in inhabited if entry["people"]), key=lambda entry: -len(entry["people"])
        )

    return {"cast": places, "sign_in_aside": "demo/cast.html"} if settings.DEMO else {}
