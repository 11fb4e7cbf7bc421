"""A program: one person brings a large file, another saves all the while; prints how long the other waited at most.

Run with the environment of a place (`tests.project.places`) beside a running worker; the argument is a roster.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: E402
from django.test import Client  # noqa: E402

from inreach.apps.accounts.models import Membership, User  # noqa: E402
from inreach.apps.exchange.models import ImportRun  # noqa: E402

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PATIENCE = 240  # seconds


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def save(other: Client, place: object, name: str) -> None:
    """Save something: an adult of the school."""
    answer = other.post(f"/school/{place}/staff/add/", {"name": name, "role": "assistant"})
    assert answer.status_code == 302, answer.content.decode()[:3000]


def longest_wait(other: Client, place: object, run: ImportRun, while_state: str) -> tuple[float, int]:
    """The longest time that saving took, in seconds, and how often something was saved, while this goes on."""
    save(other, place, f"Adult who warms the page for {while_state}")
    longest, saved, until = 0.0, 0, time.monotonic() + PATIENCE
    while ImportRun.objects.get(pk=run.pk).state == while_state and time.monotonic() < until:
        before = time.perf_counter()
        save(other, place, f"Adult {while_state} {saved}")
        longest = max(longest, time.perf_counter() - before)
        saved += 1
        time.sleep(0.02)
    return longest, saved


def main(roster: Path) -> dict[str, Any]:
    settings.ALLOWED_HOSTS = ["testserver"]
    sam = User.objects.get(email="sam@example.org")
    place = Membership.objects.filter(user=sam).first().organisation_id
    brings, saves = signed_in(sam), signed_in(sam)
    upload = SimpleUploadedFile("r.zip", roster.read_bytes())
    answer = brings.post("/imports/", {"format": "oneroster", "place": str(place), "file": upload})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    run = ImportRun.objects.get()
    page = brings.get(answer["Location"]).content.decode()
    began = time.perf_counter()
    examining = longest_wait(saves, place, run, "examining")
    examined_in = time.perf_counter() - began
    state = ImportRun.objects.get().state
    brings.post(f"{answer['Location']}apply")
    began = time.perf_counter()
    while ImportRun.objects.get(pk=run.pk).state == "applying" and time.perf_counter() - began < PATIENCE:
        time.sleep(0.1)
    return {
        "page_renews_itself": 'http-equiv="refresh"' in page,
        "state": [state, ImportRun.objects.get().state],
        "examining": examining,
        "examined_in": examined_in,
        "applied_in": time.perf_counter() - began,
    }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))  # noqa: T201
