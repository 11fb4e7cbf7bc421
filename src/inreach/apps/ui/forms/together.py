"""What a form asks of rows: was it sent before, and what did others change? An app above, which has them, says so."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest


@dataclass(frozen=True, slots=True)
class Answer:
    """Where a form led when it was sent for the first time, and what was said there."""

    url: str
    message: str = ""


class Together(Protocol):
    """The rows behind forms: what was sent already, and what others changed."""

    def earlier_answer(self, request: HttpRequest, key: str) -> Answer | None:
        """Claim a one-time key in the transaction that runs; the answer that was given if it was used before."""

    def answer_to(self, request: HttpRequest, key: str) -> Answer | None:
        """The answer that was given to a form with this key; None if none was sent."""

    def keep_answer(self, key: str, answer: Answer) -> None:
        """Keep what was answered to the form with this key, in the transaction that runs."""

    def read_again(self, record: Any) -> None:
        """Lock a record's row and read it again in place. Raises Refusal if it is no more."""

    def last_change(self, record: Any, verbs: Sequence[str] = (), reader: str = "") -> str:
        """Who last changed a record, how and when, in a sentence; "" if that is not known.

        With `verbs`, who last did one of these at the record's school or service. The reader is "You".
        """


_provider: list[Together] = []


def register_together(provider: Together) -> None:
    """Provide it; called once when the program starts."""
    _provider[:] = [provider]


def together() -> Together:
    """Whoever provides it. LookupError in a program without such an app."""
    if not _provider:
        raise LookupError("No app has said where forms that were sent are kept.")
    return _provider[0]
