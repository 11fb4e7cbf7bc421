from django.apps import AppConfig


class ProvisionConfig(AppConfig):
    name = "inreach.apps.provision"
    label = "provision"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from inreach.apps.provision.queries.group import pupils_supported_by
        from inreach.apps.schools.queries.pupil_access import register

        register(pupils_supported_by)
