from django.urls import path

from inreach.apps.demo import views

app_name = "demo"
urlpatterns = [
    path("demo/sign-in/<uuid:person>/", views.sign_in, name="sign_in"),
]
