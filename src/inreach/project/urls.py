"""Every address of the product. Each app names its own."""

from django.urls import include, path

from inreach.project import views

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("accounts/", include("inreach.apps.accounts.allauth_urls")),
    path("", include("inreach.apps.ui.urls")),
    path("", include("inreach.apps.accounts.urls")),
    path("", include("inreach.apps.schools.audit_urls")),
    path("", include("inreach.apps.schools.urls")),
    path("", include("inreach.apps.casework.urls")),
    path("", include("inreach.apps.provision.urls")),
    path("", include("inreach.apps.inclusion.urls")),
    path("", include("inreach.apps.exchange.urls")),
    path("", include("inreach.apps.demo.urls")),
]
