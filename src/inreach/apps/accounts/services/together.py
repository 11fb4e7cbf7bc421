"""The rows behind forms: what was sent already, and what others changed."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import IntegrityError, models, transaction
from django.http import HttpRequest
from django.utils import timezone

from inreach.apps.accounts.models import AnsweredForm
from inreach.apps.accounts.services.last_change import last_change
from inreach.apps.audit.recording.locking import lock_again
from inreach.apps.ui.forms.together import Answer

KEPT = timedelta(days=1)


class RowsBehindForms:
    """Keys and answers in a table of their own, and records locked as actions lock them."""

    def earlier_answer(self, request: HttpRequest, key: str) -> Answer | None:
        """Claim a key. Whoever sends the same at the same moment waits here until the first one is answered."""
        try:
            with transaction.atomic():
                AnsweredForm.objects.create(key=key)
        except IntegrityError:
            return self.answer_to(request, key)
        return None

    def answer_to(self, request: HttpRequest, key: str) -> Answer | None:
        """The answer that was given to this key; where it led nowhere, the same page."""
        earlier = AnsweredForm.objects.filter(pk=key).first()
        return Answer(earlier.url or request.get_full_path(), earlier.message) if earlier else None

    def keep_answer(self, key: str, answer: Answer) -> None:
        """Keep an answer for a day."""
        AnsweredForm.objects.filter(pk=key).update(url=answer.url, message=answer.message)

    def read_again(self, record: models.Model) -> None:
        """Lock a record and read it again in place."""
        lock_again([record], set())

    def last_change(self, record: models.Model, verbs: Sequence[str] = (), reader: str = "") -> str:
        """Who last changed a record, how and when."""
        return last_change(record, verbs, reader)


def forget_answers() -> int:
    """Delete answers that were kept long enough, and return how many."""
    return AnsweredForm.objects.filter(sent_at__lt=timezone.now() - KEPT).delete()[0]
