from django.urls import path

from inreach.apps.schools.views import calendar, pupil, pupil_list, school, staff

app_name = "schools"
urlpatterns = [
    path("pupils/", pupil_list.pupils, name="pupils"),
    path("pupils/<uuid:pupil>/details/", pupil.change_pupil, name="change_pupil"),
    path("my/", pupil_list.mine, name="mine"),
    path("school/", school.school, name="school"),
    path("school/staff/", staff.staff, name="staff"),
    path("school/<uuid:school>/staff/add/", staff.add_staff, name="add_staff"),
    path("school/staff/<uuid:member>/", staff.change_staff, name="change_staff"),
    path("school/subjects/", school.subjects, name="subjects"),
    path("school/day/", school.day, name="day"),
    path("school/<uuid:school>/day/<int:weekday>/<int:week>/", school.change_day, name="change_day"),
    path("school/classes/<uuid:group>/", school.teaching_group, name="teaching_group"),
    path("school/calendar/", calendar.calendar, name="calendar"),
    path("school/<uuid:school>/years/add/", calendar.add_year, name="add_year"),
    path("school/years/<uuid:year>/", calendar.change_year, name="change_year"),
    path("school/years/<uuid:year>/terms/add/", calendar.add_term, name="add_term"),
    path("school/terms/<uuid:term>/", calendar.change_term, name="change_term"),
    path("school/terms/<uuid:term>/remove/", calendar.remove_term, name="remove_term"),
    path("school/<uuid:school>/closures/add/", calendar.add_closure, name="add_closure"),
    path("school/closures/<uuid:closure>/open/", calendar.remove_closure, name="remove_closure"),
]
