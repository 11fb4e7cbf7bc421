"""A guess at the kind of a subject from its name, offered and never taken unasked.

Core is English, mathematics and science, as the national curriculum of England has it.
"""

import re
from uuid import UUID

from inreach.apps.schools.models import School
from inreach.apps.schools.queries.subject import subjects_of
from inreach.core.ledger.types import SubjectKind

WORDS: tuple[tuple[SubjectKind, str], ...] = (
    (SubjectKind.RSHE, r"rshe|rse|sre|relationships|sex education"),
    (SubjectKind.PSHE, r"pshe|pshce|psche|phse|psed|personal|citizenship|life skills|wellbeing"),
    (SubjectKind.PE, r"pe|p\.e\.?|physical education|games|swimming|gymnastics|sport|sports|athletics"),
    (
        SubjectKind.CORE,
        r"english|literacy|phonics|reading|writing|spelling|grammar|guided read\w*|maths?|mathematics|numeracy|"
        r"further maths|statistics|sciences?|physics|chemistry|biology",
    ),
    (
        SubjectKind.FOUNDATION,
        r"history|geography|humanities|art|arts|music|drama|dance|theatre|film|design|technology|dt|d&t|d and t|food|"
        r"textiles|computing|computer science|ict|it|french|spanish|german|italian|latin|greek|mandarin|chinese|arabic|"
        r"welsh|languages?|mfl|re|rs|religious|religion|philosophy|economics|business|psychology|sociology|politics",
    ),
)
PATTERNS = tuple(
    (kind, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE)) for kind, words in WORDS
)


def guess_kind(name: str) -> SubjectKind | None:
    """The kind that this name speaks of, or None. The first that fits wins: "PSHE and science" is PSHE."""
    for kind, pattern in PATTERNS:
        if pattern.search(name):
            return kind
    return None


def guesses_for(school: School) -> dict[UUID, SubjectKind]:
    """A guess for each subject of a school that has no kind and a name that tells."""
    without = subjects_of(school).filter(kind=SubjectKind.OTHER.value)
    return {subject.pk: guess for subject in without if (guess := guess_kind(subject.name))}
