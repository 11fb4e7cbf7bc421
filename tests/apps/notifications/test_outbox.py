"""Messages stand in the outbox with the deed that they tell of, and are sent however often the mail server was down."""

from datetime import timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage, send_mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from inreach.apps.accounts.models import Membership
from inreach.apps.notifications.models import OutgoingMessage
from inreach.apps.notifications.services.delivery import WAITS, forget_messages
from inreach.apps.notifications.services.writing import CannotKeep
from inreach.core.access.roles import Role
from tests import worlds
from tests.apps.signed_in import client_of

pytestmark = pytest.mark.django_db


class Down(EmailBackend):
    """A mail server that is down."""

    def send_messages(self, email_messages):
        raise SMTPServerDisconnected("Connection to kim@example.org lost")


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mail goes through the outbox, and from there into Django's own box for tests."""
    settings.EMAIL_BACKEND = "inreach.apps.notifications.outbox.backend.OutboxBackend"
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def down(settings):
    settings.MAIL_DELIVERY_BACKEND = f"{__name__}.Down"


def work() -> None:
    """Do the tasks that wait now."""
    for waiting in list(DBTaskResult.objects.ready()):
        waiting.task.call(*waiting.args_kwargs["args"])
        waiting.set_successful(None)


def test_a_message_is_kept_sent_once_and_emptied():
    send_mail("Hello", "A link", None, ["kim@example.org"])
    assert mail.outbox == []
    for _ in range(2):
        work()
    assert [(sent.to, sent.subject, sent.body) for sent in mail.outbox] == [
        (["kim@example.org"], "Hello", "A link")
    ]
    kept = OutgoingMessage.objects.get()
    assert (kept.state, kept.body) == ("sent", "")


def test_a_deed_that_is_undone_sends_nothing():
    with transaction.atomic():
        send_mail("Hello", "A link", None, ["kim@example.org"])
        transaction.set_rollback(True)
    work()
    assert (mail.outbox, OutgoingMessage.objects.count(), DBTaskResult.objects.count()) == ([], 0, 0)


def test_a_mail_server_that_is_down_loses_nothing_and_is_tried_again_later(down, settings):
    send_mail("Hello", "A link", None, ["kim@example.org"])
    work()
    kept = OutgoingMessage.objects.get()
    assert (kept.state, kept.tries, kept.last_error) == ("waiting", 1, "SMTPServerDisconnected")
    work()
    assert OutgoingMessage.objects.get().tries == 1
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    with time_machine.travel(timezone.now() + WAITS[0] + timedelta(seconds=1)):
        work()
    assert [sent.body for sent in mail.outbox] == ["A link"]


def test_a_message_is_given_up_after_days_and_then_says_nothing(down):
    send_mail("Hello", "A link", None, ["kim@example.org"])
    now = timezone.now()
    for wait in (timedelta(0), *WAITS):
        now += wait + timedelta(seconds=1)
        with time_machine.travel(now):
            work()
    kept = OutgoingMessage.objects.get()
    assert (kept.state, kept.tries, kept.body) == ("given_up", len(WAITS) + 1, "")
    assert not DBTaskResult.objects.ready().exists()


def test_adding_a_person_answers_the_same_while_the_mail_server_is_down(down):
    school = worlds.school()
    leah = worlds.person("leah@example.org", (school.organisation, Role.ADMINISTRATOR), name="Leah Bright")
    typed = {
        "name": "Ada Okafor",
        "email": "ada@example.org",
        "role": "class_teacher",
        "organisation": str(school.organisation.pk),
        "starts-day": "9",
        "starts-month": "3",
        "starts-year": "2026",
    }
    answer = client_of(leah).post(reverse("accounts:add_person"), typed)
    assert answer.status_code == 302
    assert Membership.objects.filter(user__email="ada@example.org").count() == 1
    assert OutgoingMessage.objects.get().to == ["ada@example.org"]


def test_a_reset_does_as_much_for_an_address_of_nobody_as_for_one_of_somebody(django_assert_num_queries):
    worlds.person("known@example.org", (worlds.school().organisation, Role.SENCO))
    written = []
    for email in ("known@example.org", "nobody@example.org"):
        OutgoingMessage.objects.all().delete()
        DBTaskResult.objects.all().delete()
        answer = Client().post(reverse("account_reset_password"), {"email": email})
        assert answer["Location"] == reverse("account_reset_password_done")
        assert DBTaskResult.objects.count() == 1
        kept = OutgoingMessage.objects.get()
        written.append((kept.state, len(kept.body) - len(email)))
        work()
    assert [state for state, _ in written] == ["waiting", "for_nobody"]
    assert abs(written[0][1] - written[1][1]) < 5
    assert [sent.to for sent in mail.outbox] == [["known@example.org"]]


def test_old_messages_and_those_for_nobody_are_forgotten_and_waiting_ones_never():
    now = timezone.now()
    for state, days in (("sent", 40), ("sent", 1), ("given_up", 40), ("for_nobody", 0), ("waiting", 400)):
        message = OutgoingMessage.objects.create(state=state, sender="x@example.org")
        OutgoingMessage.objects.filter(pk=message.pk).update(written_at=now - timedelta(days=days))
    assert forget_messages() == 3
    assert sorted(OutgoingMessage.objects.values_list("state", flat=True)) == ["sent", "waiting"]


def test_what_the_outbox_cannot_keep_it_refuses_instead_of_losing_it():
    with pytest.raises(CannotKeep):
        EmailMessage("Hello", "", None, ["a@example.org"], bcc=["b@example.org"]).send()
