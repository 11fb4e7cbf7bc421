"""What the database refuses, as the sentence that its constraint carries: never a fault page."""

from django.apps import apps
from django.db import IntegrityError, models


def sentence_of(error: IntegrityError) -> str:
    """The sentence of the constraint that was violated; "" if it has none, and the error is a fault of the program.

    PostgreSQL names the constraint. SQLite names the columns of a unique one, and the name of any other.
    """
    text = str(error)
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            if constraint.violation_error_message == constraint.default_violation_error_message:
                continue
            if (
                f'"{constraint.name}"' in text
                or f": {constraint.name}" in text
                or columns(model, constraint) in text
            ):
                return str(constraint.violation_error_message)
    return ""


def columns(model: type[models.Model], constraint: models.BaseConstraint) -> str:
    """The columns of a unique constraint as SQLite names them."""
    if not isinstance(constraint, models.UniqueConstraint) or not constraint.fields:
        return f"no columns: {constraint.name}"
    names = [model._meta.get_field(name).column for name in constraint.fields]  # type: ignore[union-attr]
    return "UNIQUE constraint failed: " + ", ".join(f"{model._meta.db_table}.{name}" for name in names)
