from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class InclusionConfig(AppConfig):
    name = "inreach.apps.inclusion"
    label = "inclusion"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from inreach.apps.inclusion.services.version_triggers import install_triggers, remove_triggers

        # Signalled once; whichever app it is for, a migration may touch any table.
        pre_migrate.connect(remove_triggers, sender=self, dispatch_uid="inreach.ledger_version.before")
        post_migrate.connect(install_triggers, sender=self, dispatch_uid="inreach.ledger_version.after")
