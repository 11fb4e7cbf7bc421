from django.urls import path

from inreach.apps.exchange import views

app_name = "exchange"
urlpatterns = [
    path("imports/", views.imports, name="imports"),
    path("imports/<uuid:run>/", views.preview, name="preview"),
    path("imports/<uuid:run>/apply", views.apply, name="apply"),
    path("imports/<uuid:run>/drop", views.drop, name="drop"),
]
