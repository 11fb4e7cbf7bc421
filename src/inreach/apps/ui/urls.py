from django.urls import path

from inreach.apps.ui.views import gallery, statements

app_name = "ui"
urlpatterns = [
    path("gallery/", gallery.gallery, name="gallery"),
    path("about/accessibility/", statements.accessibility, name="accessibility"),
    path("about/privacy/", statements.privacy, name="privacy"),
    path("about/numbers/", statements.numbers, name="numbers"),
]
