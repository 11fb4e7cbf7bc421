from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AuditConfig(AppConfig):
    name = "inreach.apps.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read `audit_sentences.py` of every app that has one: it words the events that the app records."""
        autodiscover_modules("audit_sentences")
