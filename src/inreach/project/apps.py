from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "inreach.project"
    label = "project"
