"""Structured logs, one event a line, without names, addresses of pupils' pages' owners or bodies of requests."""

from typing import Any

import structlog

from inreach.project.log_scrubbing import scrub_event


def logging_config(*, level: str, as_json: bool) -> dict[str, Any]:
    """Return Django's LOGGING, and set structlog up to write through it."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared,
                "processors": [
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    structlog.processors.format_exc_info,  # the whole traceback, as text
                    scrub_event,
                    renderer,
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            # Django's own set-up would let its loggers say more than LOG_LEVEL, and mail faults to nobody.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
            "axes": {"level": "ERROR"},
            # Told in its own words by the worker, and with arguments of tasks, which may name people.
            "django_tasks": {"level": "ERROR"},
            "django_tasks_db": {"level": "ERROR"},
        },
    }
