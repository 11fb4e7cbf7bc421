from django.urls import path

from inreach.apps.casework.views import case, target
from inreach.apps.casework.views.rating import correct, rate
from inreach.apps.casework.views.sign_off import sign, unsign

app_name = "casework"
urlpatterns = [
    path("pupils/<uuid:pupil>/targets/", target.targets, name="targets"),
    path("pupils/<uuid:pupil>/targets/new", target.add_target, name="add_target"),
    path("targets/<uuid:target>/", target.target, name="target"),
    path("targets/<uuid:target>/change", target.change_target, name="change_target"),
    path("targets/<uuid:target>/rate", rate, name="rate"),
    path("targets/<uuid:target>/agree", sign, name="sign"),
    path("targets/<uuid:target>/move", target.move_target, name="move_target"),
    path("ratings/<uuid:rating>/correct", correct, name="correct"),
    path("agreements/<uuid:sign_off>/remove", unsign, name="unsign"),
    path("cases/", case.cases, name="cases"),
    path("cases/<uuid:case>/", case.case, name="case"),
    path("cases/<uuid:case>/move", case.move_case, name="move_case"),
    path("cases/<uuid:case>/date", case.case_date, name="case_date"),
    path("pupils/<uuid:pupil>/cases/new", case.open_case, name="open_case"),
]
