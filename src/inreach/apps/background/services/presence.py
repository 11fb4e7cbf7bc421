"""Which workers live: each says so in the cache every few seconds, and whoever is silent for long is gone."""

from collections.abc import Iterable

from django.core.cache import cache

SAYS_SO_EVERY = 10  # seconds
GONE_AFTER = 45  # seconds
ANY = "worker.any"


def _key(worker_id: str) -> str:
    return f"worker.{worker_id}"


def say_alive(worker_id: str) -> None:
    """Say that this worker lives."""
    cache.set_many({ANY: worker_id, _key(worker_id): True}, GONE_AFTER)


def say_gone(worker_id: str) -> None:
    """Say that this worker ends. Another one that lives says so within seconds."""
    cache.delete_many([ANY, _key(worker_id)])


def is_any_alive() -> bool:
    """Whether a worker lives that would do what is put into the queue."""
    return cache.get(ANY) is not None


def silent(worker_ids: Iterable[str]) -> set[str]:
    """Those of these workers that are gone."""
    keys = {worker_id: _key(worker_id) for worker_id in worker_ids}
    alive = cache.get_many(list(keys.values()))
    return {worker_id for worker_id, key in keys.items() if key not in alive}
