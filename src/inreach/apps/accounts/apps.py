from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "inreach.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from inreach.apps.accounts.sign_ins import listen

        listen()
