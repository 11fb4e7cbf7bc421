"""What a person asked for is not done, and the sentence that they read: the one base of every such answer.

```
raise Refusal("Say why work on this target ends early.")
raise Refusal(field_errors={"review_on": "Choose a review date after the start."})
```
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager


class Refusal(Exception):
    """A refusal with a sentence for the screen, and what is wrong by field where it is about fields.

    `field_errors` has one or several sentences for the name of each field; a form shows them beside its fields.
    Without a `sentence` of its own a refusal says all of them.
    """

    sentence: str
    field_errors: dict[str, list[str]]

    def __init__(
        self, sentence: str = "", *, field_errors: Mapping[str, str | Sequence[str]] | None = None
    ) -> None:
        self.field_errors = {
            field: [errors] if isinstance(errors, str) else list(errors)
            for field, errors in (field_errors or {}).items()
        }
        self.sentence = sentence or " ".join(
            error for errors in self.field_errors.values() for error in errors
        )
        super().__init__(self.sentence)

    def add(self, sentence: str) -> None:
        """Say one thing more, about no field in particular."""
        self.sentence = f"{self.sentence} {sentence}".strip()
        if self.field_errors:
            self.field_errors.setdefault("", []).append(sentence)
        self.args = (self.sentence,)


@contextmanager
def refusing(field: str = "") -> Iterator[None]:
    """Turn the ValueError with which the core rejects a value into a Refusal of this field, or of the whole."""
    try:
        yield
    except ValueError as error:
        raise Refusal(str(error), field_errors={field: str(error)} if field else None) from error
