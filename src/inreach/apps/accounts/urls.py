from django.urls import path

from inreach.apps.accounts import views

app_name = "accounts"
urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/add/", views.add_person, name="add_person"),
    path("people/<uuid:membership>/end/", views.end_membership, name="end_membership"),
    path("account/", views.account, name="account"),
]
