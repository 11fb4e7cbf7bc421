"""The school as it stands: services, schools, calendar, school day, staff, pupils, classes, lessons."""

from inreach.apps.schools.models.calendar import AcademicYear, ClosureDay, DayPlan, Period, Term
from inreach.apps.schools.models.establishment import Establishment
from inreach.apps.schools.models.lesson import Lesson
from inreach.apps.schools.models.pupil import Enrolment, Pupil
from inreach.apps.schools.models.school import Room, School, Service
from inreach.apps.schools.models.sen import SenNeed, SenStatus
from inreach.apps.schools.models.sharing import PupilLink, Sharing
from inreach.apps.schools.models.staff import StaffMember
from inreach.apps.schools.models.subject import Subject
from inreach.apps.schools.models.teaching_group import TeachingGroup, TeachingGroupMember

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
