"""The audit's page stands here because it names pupils, and the audit itself knows none."""

from django.urls import path

from inreach.apps.schools.views import audit

app_name = "audit"
urlpatterns = [
    path("audit/", audit.events, name="events"),
]
