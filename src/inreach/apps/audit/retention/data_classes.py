"""Classes of fields: how long a field is kept, and what is left of it when a record is scrubbed.

Every field of every model has one, in `fields.py` of its app; a house test proves that none is forgotten.
The periods themselves are data that the controller edits; a class only says which period and which treatment apply.
"""

from dataclasses import dataclass
from enum import StrEnum


class Retention(StrEnum):
    """Which period applies."""

    RECORD = "as long as the record it stands in"
    SEN_FILE = "as the pupil's special educational needs file"
    ACCOUNT = "as long as the person has an account, then one year"
    SCHOOL = "as long as the school uses Inreach"
    AUDIT = "as long as the record it explains, at least six years"


class Scrub(StrEnum):
    """What scrubbing leaves."""

    KEEP = "kept as it is"
    POINTER = "kept as a random id that names nobody"
    BLANK = "emptied"
    FAKE = "replaced by an invented value"
    YEAR = "only the year is kept"


@dataclass(frozen=True, slots=True)
class FieldClass:
    """Retention and scrubbing of one field."""

    retention: Retention
    scrub: Scrub


FieldClasses = dict[str, dict[str, FieldClass]]

KEEP = FieldClass(Retention.RECORD, Scrub.KEEP)
POINTER = FieldClass(Retention.RECORD, Scrub.POINTER)
NAME = FieldClass(Retention.SEN_FILE, Scrub.FAKE)
IDENTIFIER = FieldClass(Retention.SEN_FILE, Scrub.BLANK)
BIRTH = FieldClass(Retention.SEN_FILE, Scrub.YEAR)
SCRUB_TEXT = FieldClass(Retention.SEN_FILE, Scrub.BLANK)
SEN = FieldClass(Retention.SEN_FILE, Scrub.KEEP)
STAFF_NAME = FieldClass(Retention.ACCOUNT, Scrub.FAKE)
STAFF_CONTACT = FieldClass(Retention.ACCOUNT, Scrub.BLANK)
SECRET = FieldClass(Retention.ACCOUNT, Scrub.BLANK)
SCHOOL = FieldClass(Retention.SCHOOL, Scrub.KEEP)
