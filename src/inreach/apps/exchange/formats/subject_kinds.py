"""What a new subject is taken to be, from its name. The school checks it; an import never changes it again."""

from inreach.apps.schools.services.subject_kind import guess_kind
from inreach.core.ledger.types import ALWAYS_PROTECTED, SubjectKind

NOTE = (
    f"The kind of each new subject ({', '.join(kind.words for kind in SubjectKind)}) is guessed from its name. "
    "Please check the subjects; a later import does not change what you set."
)


def first_guess(name: str) -> dict[str, object]:
    """The fields of a new subject that are guessed from its name; "other" where it says nothing."""
    kind = guess_kind(name) or SubjectKind.OTHER
    return {"kind": kind.value, "protected": kind in ALWAYS_PROTECTED}
