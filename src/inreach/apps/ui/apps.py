from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class UiConfig(AppConfig):
    name = "inreach.apps.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read `navigation.py` of every app that has one: it registers its pages in the menu."""
        autodiscover_modules("navigation")
