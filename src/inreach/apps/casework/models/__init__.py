"""Cases, targets, the people who agreed them, and the ratings given to them. All are changed only by actions."""

from inreach.apps.casework.models.case import Area, Case
from inreach.apps.casework.models.rating import Rating
from inreach.apps.casework.models.sign_off import SignOff
from inreach.apps.casework.models.target import LevelDescriptor, Target

__all__ = ["Area", "Case", "LevelDescriptor", "Rating", "SignOff", "Target"]
