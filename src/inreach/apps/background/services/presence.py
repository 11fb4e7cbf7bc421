"""Which workers live: each says so in the cache every few seconds, and whoever is silent for long is gone.

What is kept is when it was said, so that nobody who is gone seems to live for an hour because the clock went back.
"""

import time
from collections.abc import Iterable

from django.core.cache import cache

SAYS_SO_EVERY = 10  # seconds
GONE_AFTER = 45  # seconds
ANY = "worker.any"


def _key(worker_id: str) -> str:
    return f"worker.{worker_id}"


def _is_lately(said_at: object) -> bool:
    return isinstance(said_at, float) and abs(time.time() - said_at) <= GONE_AFTER


def say_alive(worker_id: str) -> None:
    """Say that this worker lives."""
    now = time.time()
    cache.set_many({ANY: now, _key(worker_id): now}, GONE_AFTER)


def say_gone(worker_id: str) -> None:
    """Say that this worker ends. Another one that lives says so within seconds."""
    cache.delete_many([ANY, _key(worker_id)])


def is_any_alive() -> bool:
    """Whether a worker lives that would do what is put into the queue."""
    return _is_lately(cache.get(ANY))


def silent(worker_ids: Iterable[str]) -> set[str]:
    """Those of these workers that are gone."""
    keys = {worker_id: _key(worker_id) for worker_id in worker_ids}
    said = cache.get_many(list(keys.values()))
    return {worker_id for worker_id, key in keys.items() if not _is_lately(said.get(key))}
