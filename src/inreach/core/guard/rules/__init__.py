"""The rules of the guard, one module each: a module that is put here with its RULE is a rule, and nothing else is."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from inreach.core.guard.types import Rule


def _every_rule() -> tuple[Rule, ...]:
    """Return the rule of every module of this package, in their order."""
    rules: list[Rule] = [import_module(f"{__name__}.{module.name}").RULE for module in iter_modules(__path__)]
    return tuple(sorted(rules, key=lambda rule: (rule.order, rule.id)))


RULES = _every_rule()
