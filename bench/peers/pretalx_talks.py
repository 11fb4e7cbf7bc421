"""Run by pretalx's own Python: an administrator, and its test event with a thousand talks.

usage: pretalx_talks.py ADDRESS PASSWORD EVENT TALKS
"""

import os
import random
import sys
from contextlib import nullcontext

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pretalx.settings")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.utils.timezone import now  # noqa: E402
from django_scopes import scope  # noqa: E402
from faker import Faker  # noqa: E402
from pretalx.common.management.commands.create_test_event import Command  # noqa: E402
from pretalx.event.models import Event  # noqa: E402
from pretalx.person.models import User  # noqa: E402


def main(address: str, password: str, slug: str, talks: int) -> None:
    """Make the event once, and add talks as its own command makes them, until there are so many."""
    if Event.objects.filter(slug=slug).exists():
        return
    User.objects.create_superuser(password, name="Robin Organiser", email=address)
    call_command("create_test_event", stage="cfp", slug=slug, seed="1000")
    command = Command()
    Faker.seed(1000)
    random.seed(1000)
    command.fake, command.freeze_time = Faker(), lambda _: nullcontext()
    command.event = Event.objects.get(slug=slug)
    with scope(event=command.event):
        speakers = [command.build_speaker() for _ in range(200)]
        kinds = list(command.event.submission_types.all())
        while command.event.submissions.count() < talks:
            command.build_submission(random.choice(speakers), random.choice(kinds), now())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
