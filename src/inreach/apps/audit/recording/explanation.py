"""Rows that an event must explain: a rating, a target, a sign-off that nobody recorded was put there past the product.

A model that is to be explained has a class method `explained_by(event)`; `audit verify` asks it of every event.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps

# The name in an event's details under which it lists the ids of rows that it wrote in one go, by label of the model.
ROWS = "rows"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One event explains one row, and says what some of its fields were from then on, as text, or that it is gone."""

    row_id: str
    values: Mapping[str, str] = field(default_factory=dict)
    gone: bool = False


def explained_models() -> list[type[Any]]:
    """Every model whose rows must be explained, in the order of their labels."""
    return sorted(
        (model for model in apps.get_models() if hasattr(model, "explained_by")),
        key=lambda model: model._meta.label_lower,
    )


def text_of(value: object) -> str:
    """A value as events hold it: a day or a time in ISO form, nothing as an empty text."""
    if value is None:
        return ""
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
