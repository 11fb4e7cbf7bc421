from django.urls import path

from inreach.apps.provision.views import group, programme, slot
from inreach.apps.provision.views.member import add_members, end_member

app_name = "provision"
urlpatterns = [
    path("groups/", group.groups, name="groups"),
    path("groups/new", group.add_group, name="add_group"),
    path("groups/<uuid:group>/", group.group, name="group"),
    path("groups/<uuid:group>/change", group.change_group, name="change_group"),
    path("groups/<uuid:group>/end", group.end_group, name="end_group"),
    path("groups/<uuid:group>/members/new", add_members, name="add_members"),
    path("members/<uuid:member>/end", end_member, name="end_member"),
    path("groups/<uuid:group>/times/new", slot.add_slot, name="add_slot"),
    path("times/<uuid:slot>/change", slot.change_slot, name="change_slot"),
    path("times/<uuid:slot>/end", slot.end_slot, name="end_slot"),
    path("programmes/", programme.programmes, name="programmes"),
    path("programmes/new", programme.add_programme, name="add_programme"),
    path("programmes/<uuid:programme>/", programme.programme, name="programme"),
    path("programmes/<uuid:programme>/change", programme.change_programme, name="change_programme"),
]
