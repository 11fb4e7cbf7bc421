from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "inreach.apps.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from inreach.apps.accounts.services.last_change import last_change
        from inreach.apps.accounts.services.together import RowsBehindForms
        from inreach.apps.accounts.signals import listen
        from inreach.apps.audit.recording.action import register_last_change
        from inreach.apps.ui.forms.together import register_together

        listen()
        register_last_change(last_change)
        register_together(RowsBehindForms())
