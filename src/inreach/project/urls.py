"""Every address of the product. Each app names its own."""

from django.urls import include, path

from inreach.apps.schools.urls import audit_urlpatterns
from inreach.project import views

handler500 = "inreach.project.views.fault"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("inreach.apps.accounts.allauth_urls")),
    path("", include("inreach.apps.ui.urls")),
    path("", include("inreach.apps.accounts.urls")),
    path("", include(audit_urlpatterns)),
    path("", include("inreach.apps.schools.urls")),
    path("", include("inreach.apps.casework.urls")),
    path("", include("inreach.apps.provision.urls")),
    path("", include("inreach.apps.inclusion.urls")),
    path("", include("inreach.apps.exchange.urls")),
    path("", include("inreach.apps.demo.urls")),
]
