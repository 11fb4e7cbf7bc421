"""A first guess at what kind of subject a name means. The school checks it; an import never changes it again.

Core, foundation: the national curriculum of England (English, mathematics and science are core; citizenship is a
foundation subject). Religious education is counted with the foundation subjects. PSHE and RSHE are protected.
"""

import re

from inreach.core.ledger import SubjectKind

WORDS: tuple[tuple[SubjectKind, str], ...] = (
    (SubjectKind.RSHE, r"rshe|rse|relationships?|sex education"),
    (SubjectKind.PSHE, r"pshe|pshce|pse|psd|personal,? social|well-?being"),
    (SubjectKind.PE, r"pe|p\.e\.|physical education|games|sports?|swimming|gymnastics"),
    (SubjectKind.FOUNDATION, r"computing|computer|ict|it|citizenship|social (studies|sciences?)"),
    (SubjectKind.CORE, r"english|literacy|phonics|reading|writing|maths?|mathematics|numeracy"),
    (SubjectKind.CORE, r"sciences?|biology|chemistry|physics"),
    (
        SubjectKind.FOUNDATION,
        r"art|arts|design|technology|d\s?&\s?t|dt|geography|history|humanities|music|drama|dance|"
        r"languages?|french|spanish|german|arabic|latin|mandarin|chinese|welsh|italian|urdu|polish|"
        r"re|r\.e\.|religio(n|us).*|islamic studies",
    ),
)
PATTERNS = tuple((kind, re.compile(rf"(?<![a-z])({words})(?![a-z])")) for kind, words in WORDS)
PROTECTED = frozenset({SubjectKind.PSHE, SubjectKind.RSHE})
NOTE = (
    "The kind of each new subject (core, foundation, PSHE, RSHE, PE, other) is guessed from its name. "
    "Please check the subjects; a later import does not change what you set."
)


def guess_kind(name: str) -> SubjectKind:
    """The kind of subject that a name most likely means."""
    lowered = name.lower()
    return next((kind for kind, pattern in PATTERNS if pattern.search(lowered)), SubjectKind.OTHER)


def first_guess(name: str) -> dict[str, object]:
    """The fields of a new subject that are guessed from its name."""
    kind = guess_kind(name)
    return {"kind": kind.value, "protected": kind in PROTECTED}
