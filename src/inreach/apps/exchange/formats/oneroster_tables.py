"""The tables of OneRoster CSV 1.1 and 1.2 (1EdTech): their columns, and which of them Inreach reads."""

START = ("sourcedId", "status", "dateLastModified")

BOTH: dict[str, tuple[str, ...]] = {
    "academicSessions": (*START, "title", "type", "startDate", "endDate", "parentSourcedId", "schoolYear"),
    "orgs": (*START, "name", "type", "identifier", "parentSourcedId"),
    "courses": (
        *START,
        "schoolYearSourcedId",
        "title",
        "courseCode",
        "grades",
        "orgSourcedId",
        "subjects",
        "subjectCodes",
    ),
    "classes": (
        *START,
        "title",
        "grades",
        "courseSourcedId",
        "classCode",
        "classType",
        "location",
        "schoolSourcedId",
        "termSourcedIds",
        "subjects",
        "subjectCodes",
        "periods",
    ),
    "enrollments": (
        *START,
        "classSourcedId",
        "schoolSourcedId",
        "userSourcedId",
        "role",
        "primary",
        "beginDate",
        "endDate",
    ),
    "demographics": (
        *START,
        "birthDate",
        "sex",
        "americanIndianOrAlaskaNative",
        "asian",
        "blackOrAfricanAmerican",
        "nativeHawaiianOrOtherPacificIslander",
        "white",
        "demographicRaceTwoOrMoreRaces",
        "hispanicOrLatinoEthnicity",
        "countryOfBirthCode",
        "stateOfBirthAbbreviation",
        "cityOfBirth",
        "publicSchoolResidenceStatus",
    ),
}
PERSON = (
    "username",
    "userIds",
    "givenName",
    "familyName",
    "middleName",
    "identifier",
    "email",
    "sms",
    "phone",
)
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "1.1": {
        **BOTH,
        "users": (
            *START,
            "enabledUser",
            "orgSourcedIds",
            "role",
            *PERSON,
            "agentSourcedIds",
            "grades",
            "password",
        ),
    },
    "1.2": {
        **BOTH,
        "users": (
            *START,
            "enabledUser",
            *PERSON,
            "agentSourcedIds",
            "grades",
            "password",
            "userMasterIdentifier",
            "preferredGivenName",
            "preferredMiddleName",
            "preferredFamilyName",
            "primaryOrgSourcedId",
            "pronouns",
        ),
        "roles": (
            *START,
            "userSourcedId",
            "roleType",
            "role",
            "beginDate",
            "endDate",
            "orgSourcedId",
            "userProfileSourcedId",
        ),
        "userProfiles": (
            *START,
            "userSourcedId",
            "profileType",
            "vendorId",
            "applicationId",
            "description",
            "credentialType",
            "username",
            "password",
        ),
    },
}
# Checked for their header, and not read: they hold sign-in names and passwords.
SECRET = frozenset({"userProfiles"})
NOT_READ: dict[str, frozenset[str]] = {
    "1.1": frozenset(
        {"categories", "classResources", "courseResources", "lineItems", "resources", "results"}
    ),
    "1.2": frozenset(
        {
            "categories",
            "classResources",
            "courseResources",
            "lineItemLearningObjectiveIds",
            "lineItemScoreScales",
            "lineItems",
            "resources",
            "resultLearningObjectiveIds",
            "resultScoreScales",
            "results",
            "scoreScales",
            "userResources",
        }
    ),
}
# Without these a roster says nothing; a file of changes may leave any of them out.
REQUIRED = ("academicSessions", "orgs", "users", "classes", "enrollments")
ORG_TYPES = frozenset({"department", "school", "district", "local", "state", "national"})
SESSION_TYPES = ("term", "semester", "gradingPeriod", "schoolYear")
# What a role makes of a person here: pupil, one of our roles of staff, or nobody that is kept.
PUPIL, SKIPPED = "pupil", "skipped"
ROLES: dict[str, str] = {
    "student": PUPIL,
    "teacher": "teacher",
    "aide": "assistant",
    "counselor": "specialist",
    "principal": "leader",
    "administrator": "leader",
    "siteAdministrator": "other",
    "districtAdministrator": "other",
    "systemAdministrator": "other",
    "proctor": "other",
    "parent": SKIPPED,
    "guardian": SKIPPED,
    "relative": SKIPPED,
}


def year_group_of(grades: str) -> str:
    """The school year of a list of grade codes: "07" is 7, KG is R; the first one counts."""
    first = grades.partition(",")[0].strip()
    if first.isascii() and first.isdigit():
        return str(int(first))
    return {"KG": "R", "PK": "N", "IT": "N", "PR": "N"}.get(first.upper(), first[:20])
