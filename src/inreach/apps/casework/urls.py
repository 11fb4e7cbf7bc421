from django.urls import path

from inreach.apps.casework import views_targets
from inreach.apps.casework.views import case

app_name = "casework"
urlpatterns = [
    path("pupils/<uuid:pupil>/targets/", views_targets.targets, name="targets"),
    path("pupils/<uuid:pupil>/targets/new", views_targets.add_target, name="add_target"),
    path("targets/<uuid:target>/", views_targets.target, name="target"),
    path("targets/<uuid:target>/change", views_targets.change_target, name="change_target"),
    path("targets/<uuid:target>/rate", views_targets.rate, name="rate"),
    path("targets/<uuid:target>/agree", views_targets.sign, name="sign"),
    path("targets/<uuid:target>/move", views_targets.move_target, name="move_target"),
    path("ratings/<uuid:rating>/correct", views_targets.correct, name="correct"),
    path("agreements/<uuid:sign_off>/remove", views_targets.unsign, name="unsign"),
    path("cases/", case.cases, name="cases"),
    path("cases/<uuid:case>/", case.case, name="case"),
    path("cases/<uuid:case>/move", case.move_case, name="move_case"),
    path("cases/<uuid:case>/date", case.case_date, name="case_date"),
    path("pupils/<uuid:pupil>/cases/new", case.open_case, name="open_case"),
]
