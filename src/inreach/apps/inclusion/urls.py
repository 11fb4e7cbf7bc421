from django.urls import path

from inreach.apps.inclusion.views import guard, ledger, pupil, today
from inreach.apps.inclusion.views.figures import figures

app_name = "inclusion"
urlpatterns = [
    path("", today.today, name="today"),
    path("ledger/", ledger.ledger, name="ledger"),
    path("ledger/export/", ledger.ledger_csv, name="ledger_csv"),
    path("pupils/<uuid:pupil>/", pupil.pupil, name="pupil"),
    path("my/<uuid:pupil>/", pupil.plain, name="plain"),
    path("guard/", guard.guard, name="guard"),
    path("figures/", figures, name="figures"),
]
