from django.urls import path

from inreach.apps.inclusion import views_settings, views_today
from inreach.apps.inclusion.views import ledger, pupil

app_name = "inclusion"
urlpatterns = [
    path("", views_today.today, name="today"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.ledger_csv, name="ledger_csv"),
    path("pupils/<uuid:pupil>/", pupil.pupil, name="pupil"),
    path("my/<uuid:pupil>/", pupil.plain, name="plain"),
    path("guard/", views_settings.guard, name="guard"),
    path("figures/", views_settings.figures, name="figures"),
]
