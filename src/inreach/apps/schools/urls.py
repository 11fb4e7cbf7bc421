from django.urls import path

from inreach.apps.schools.views import audit, calendar, pupil, pupil_list, school, staff
from inreach.apps.schools.views.family import mine
from inreach.apps.schools.views.school_day import change_day, day
from inreach.apps.schools.views.subject import subjects
from inreach.apps.schools.views.teaching_group import teaching_group

app_name = "schools"
urlpatterns = [
    path("pupils/", pupil_list.pupils, name="pupils"),
    path("pupils/<uuid:pupil>/details/", pupil.change_pupil, name="change_pupil"),
    path("my/", mine, name="mine"),
    path("school/", school.school, name="school"),
    path("school/staff/", staff.staff, name="staff"),
    path("school/<uuid:school>/staff/add/", staff.add_staff, name="add_staff"),
    path("school/staff/<uuid:member>/", staff.change_staff, name="change_staff"),
    path("school/subjects/", subjects, name="subjects"),
    path("school/day/", day, name="day"),
    path("school/<uuid:school>/day/<int:weekday>/<int:week>/", change_day, name="change_day"),
    path("school/classes/<uuid:group>/", teaching_group, name="teaching_group"),
    path("school/calendar/", calendar.calendar, name="calendar"),
    path("school/<uuid:school>/years/add/", calendar.add_year, name="add_year"),
    path("school/years/<uuid:year>/", calendar.change_year, name="change_year"),
    path("school/years/<uuid:year>/terms/add/", calendar.add_term, name="add_term"),
    path("school/terms/<uuid:term>/", calendar.change_term, name="change_term"),
    path("school/terms/<uuid:term>/remove/", calendar.remove_term, name="remove_term"),
    path("school/<uuid:school>/closures/add/", calendar.add_closure, name="add_closure"),
    path("school/closures/<uuid:closure>/open/", calendar.remove_closure, name="remove_closure"),
]

# The audit's page stands here because it names pupils, and the audit itself knows none.
audit_urlpatterns = ([path("audit/", audit.events, name="events")], "audit")
