"""What is left lying about is cleared: by the worker at its start and each hour, and by `inreach tidy`."""

from dataclasses import dataclass, fields

from inreach.apps.accounts.adapters import system_actor
from inreach.apps.accounts.services.sessions import forget_sessions
from inreach.apps.accounts.services.together import forget_answers
from inreach.apps.background.services.queue import forget_results
from inreach.apps.exchange.actions import drop_forgotten_imports
from inreach.apps.exchange.services.kept_file import remove_orphans
from inreach.apps.inclusion.services.kept_ledgers import join_marks
from inreach.apps.notifications.services.delivery import forget_messages


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many of each kind were cleared."""

    imports: int
    files: int
    sessions: int
    answers: int
    tasks: int
    messages: int
    marks: int

    def __str__(self) -> str:
        return ", ".join(f"{field.name}: {getattr(self, field.name)}" for field in fields(self))


def tidy() -> Tidied:
    """Drop imports that nobody decided about, then clear files, sessions, answers and tasks that nobody needs."""
    return Tidied(
        imports=drop_forgotten_imports(by=system_actor()),
        files=remove_orphans(),
        sessions=forget_sessions(),
        answers=forget_answers(),
        tasks=forget_results(),
        messages=forget_messages(),
        marks=join_marks(),
    )
