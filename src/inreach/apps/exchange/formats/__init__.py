"""The formats that Inreach reads. Each is a module with the same few names; the engine is the same for all."""

from types import ModuleType

from inreach.apps.exchange.formats import dfe_schools, fet, oneroster

FORMATS: dict[str, ModuleType] = {module.NAME: module for module in (oneroster, fet, dfe_schools)}
