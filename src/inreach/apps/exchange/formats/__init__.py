"""The formats that Inreach reads. Each is a module with the same few names; the engine is the same for all.

NAME is what the command calls it, BRINGS what its help says of it, LABEL and HINT what the page says, FOR_A_SCHOOL
whether a school or a service brings it, HOLDS_FROM_A_DAY whether it may begin in the middle of a year and leave the
weeks before as they were.
"""

from types import ModuleType

from inreach.apps.exchange.formats import dfe_schools, fet, oneroster

FORMATS: dict[str, ModuleType] = {module.NAME: module for module in (oneroster, fet, dfe_schools)}
