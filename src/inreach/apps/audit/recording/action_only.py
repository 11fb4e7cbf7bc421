"""Records that only an action may save or delete."""

from typing import Any

from django.db import models

from inreach.apps.audit.recording.action import is_acting


class OutsideAction(RuntimeError):
    """A record of case-work was saved past its actions."""


def _inside(model: type[models.Model], deed: str) -> None:
    if not is_acting():
        raise OutsideAction(f"{model._meta.label} is {deed} only by an action.")


class ActionOnlyQuerySet(models.QuerySet[Any]):
    """Rows that are written only inside an action, in bulk too."""

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Any]:
        _inside(self.model, "saved")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        _inside(self.model, "saved")
        return super().bulk_update(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        _inside(self.model, "saved")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        _inside(self.model, "deleted")
        return super().delete()


class ActionOnly(models.Model):
    """A record that refuses to be saved or deleted outside an action."""

    objects = ActionOnlyQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _inside(type(self), "saved")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _inside(type(self), "deleted")
        return super().delete(*args, **kwargs)
