"""Numbered blocks of events, each chained to the one before it by a key that is not in the database."""

from typing import Any, NoReturn

from django.db import models


class Block(models.Model):
    """Events sealed together.

    `numbers` lists the numbers of its events as ranges, first and last: [[1, 40], [42, 42]]. `digest` is over the
    macs of the events in that order, `mac` over all of it and over the mac of the block before.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    sealed_at = models.DateTimeField()
    numbers = models.JSONField()
    count = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    previous_mac = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"block {self.number} of {self.count} events"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new block; a block is never written twice."""
        if not self._state.adding:
            raise TypeError("A block is never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise TypeError("A block is never deleted.")
