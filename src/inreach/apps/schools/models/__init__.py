"""The school as it stands: services, schools, calendar, school day, staff, pupils, classes, lessons."""

from inreach.apps.schools.models.calendar import AcademicYear, ClosureDay, DayPlan, Period, Term
from inreach.apps.schools.models.pupil import (
    Enrolment,
    Pupil,
    PupilLink,
    SenNeed,
    SenStatus,
    Sharing,
    StaffMember,
)
from inreach.apps.schools.models.school import Establishment, Room, School, Service
from inreach.apps.schools.models.timetable import Lesson, Subject, TeachingGroup, TeachingGroupMember

__all__ = [
    "AcademicYear",
    "ClosureDay",
    "DayPlan",
    "Enrolment",
    "Establishment",
    "Lesson",
    "Period",
    "Pupil",
    "PupilLink",
    "Room",
    "School",
    "SenNeed",
    "SenStatus",
    "Service",
    "Sharing",
    "StaffMember",
    "Subject",
    "TeachingGroup",
    "TeachingGroupMember",
    "Term",
]
