from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "inreach.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from inreach.apps.accounts.signals import listen

        listen()
