from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


def make_cache_table(**_: Any) -> None:
    """Make the table of the cache beside the other tables; nothing happens where it stands, or where Redis is used."""
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)


class BackgroundConfig(AppConfig):
    name = "inreach.apps.background"
    label = "background"

    def ready(self) -> None:
        # Signalled once: for the app of the sessions, since one without models, such as this, is passed over.
        sessions = apps.get_app_config("sessions")
        post_migrate.connect(make_cache_table, sender=sessions, dispatch_uid="inreach.make_cache_table")
