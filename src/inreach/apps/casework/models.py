"""Cases, targets, the people who agreed them, and the ratings given to them. All are changed only by actions."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from inreach.apps.audit.recording.actions import ActionOnly
from inreach.apps.schools.models import Pupil, School, Service

SCALE = [MinValueValidator(1), MaxValueValidator(10)]


class Area(models.TextChoices):
    """The four broad areas of need of the SEND Code of Practice (2015)."""

    COMMUNICATION = "communication", "Communication and interaction"
    COGNITION = "cognition", "Cognition and learning"
    SEMH = "semh", "Social, emotional and mental health"
    SENSORY = "sensory", "Sensory and/or physical"


class Case(ActionOnly):
    """Work that a school asked a service to do with one pupil. It is what lets the service see the pupil."""

    STATES = [
        ("requested", "Requested"),
        ("triaged", "Triaged"),
        ("meeting_arranged", "Meeting arranged"),
        ("active", "Active"),
        ("reviewed", "Reviewed"),
        ("following_up", "Following up"),
        ("closed", "Closed"),
        ("declined", "Declined"),
        ("withdrawn", "Withdrawn"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="cases")
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="cases")
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="cases")
    state = models.CharField(max_length=20, choices=STATES, default="requested")
    area = models.CharField(max_length=20, choices=Area)
    concern = models.TextField(help_text="What the school is worried about, in its own words.")
    opened_on = models.DateField()
    next_date = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["next_date", "opened_on", "id"]

    def __str__(self) -> str:
        return f"case opened {self.opened_on}"


class Target(ActionOnly):
    """One thing that a pupil is to be able to do, on one scale of 1 to 10."""

    STATES = [
        ("draft", "Being written"),
        ("active", "In progress"),
        ("reviewed", "Reviewed"),
        ("following_up", "Following up"),
        ("closed", "Closed"),
        ("withdrawn", "Withdrawn"),
    ]

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="targets")
    case = models.ForeignKey(Case, null=True, blank=True, on_delete=models.SET_NULL, related_name="targets")
    state = models.CharField(max_length=20, choices=STATES, default="draft")
    area = models.CharField(max_length=20, choices=Area)
    title = models.CharField(max_length=200)
    success_criteria = models.TextField(blank=True)
    seen_where = models.CharField(
        max_length=200, blank=True, help_text="In which lesson, place or time of day."
    )
    seen_by = models.CharField(max_length=200, blank=True, help_text="Who will see or hear it.")
    baseline = models.PositiveSmallIntegerField(null=True, blank=True, validators=SCALE)
    baseline_words = models.CharField(max_length=300, blank=True)
    expected = models.PositiveSmallIntegerField(null=True, blank=True, validators=SCALE)
    expected_words = models.CharField(max_length=300, blank=True)
    maintain = models.BooleanField(default=False)
    starts_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    facts = models.JSONField(default=list, help_text="Ids of the quality facts that somebody has ticked.")
    written_on = models.DateField()

    class Meta:
        ordering = ["written_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(baseline__isnull=True) | Q(baseline__range=(1, 10)),
                name="target_baseline_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(expected__isnull=True) | Q(expected__range=(1, 10)),
                name="target_expected_on_scale",
            ),
            models.CheckConstraint(
                condition=Q(expected__isnull=True)
                | Q(baseline__isnull=True)
                | Q(expected__gte=F("baseline")),
                name="target_expected_not_below_baseline",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class LevelWords(ActionOnly):
    """What one level of a target's scale looks like, in words."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="level_words")
    level = models.PositiveSmallIntegerField(validators=SCALE)
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ["level", "id"]
        constraints = [models.UniqueConstraint(fields=["target", "level"], name="level_words_once")]

    def __str__(self) -> str:
        return f"{self.level}: {self.words}"


class SignOff(ActionOnly):
    """A party agreed a target, by name, on a day."""

    class Party(models.TextChoices):
        OUTREACH = "outreach", "Outreach teacher"
        LEADERSHIP = "leadership", "Leadership"
        CLASS_TEACHER = "class_teacher", "Class teacher"
        DELIVERER = "deliverer", "Person delivering"
        PARENT = "parent", "Parent or carer"
        PUPIL = "pupil", "Pupil"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="sign_offs")
    party = models.CharField(max_length=20, choices=Party)
    name = models.CharField(max_length=200)
    agreed_on = models.DateField()
    recorded_by = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["agreed_on", "id"]
        constraints = [models.UniqueConstraint(fields=["target", "party"], name="party_signs_once")]

    def __str__(self) -> str:
        return f"{self.get_party_display()}: {self.name}"


class Rating(ActionOnly):
    """A number from 1 to 10 given to a target on a day, by somebody, somewhere."""

    class Purpose(models.TextChoices):
        BASELINE = "baseline", "Baseline"
        PROGRESS = "progress", "On the way"
        REVIEW = "review", "Final review"
        FOLLOW_UP = "follow_up", "Follow-up"

    class Setting(models.TextChoices):
        CLASS = "class", "In class"
        GROUP = "group", "In the group"
        ELSEWHERE = "elsewhere", "Elsewhere in school"
        HOME = "home", "At home"

    class RaterRole(models.TextChoices):
        OUTREACH = "outreach", "Outreach teacher"
        LEADERSHIP = "leadership", "Leadership"
        SENCO = "senco", "SENCO"
        CLASS_TEACHER = "class_teacher", "Class teacher"
        DELIVERER = "deliverer", "Person delivering"
        PARENT = "parent", "Parent or carer"
        PUPIL = "pupil", "Pupil"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="ratings")
    value = models.PositiveSmallIntegerField(validators=SCALE)
    on = models.DateField()
    purpose = models.CharField(max_length=10, choices=Purpose, default=Purpose.PROGRESS)
    rater = models.CharField(max_length=200)
    rater_role = models.CharField(max_length=20, choices=RaterRole)
    setting = models.CharField(max_length=10, choices=Setting, default=Setting.CLASS)
    independent = models.BooleanField(default=False, help_text="Given without knowing the other ratings.")
    words = models.CharField(max_length=300, blank=True, help_text="What was seen.")
    recorded_by = models.CharField(max_length=64, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["on", "recorded_at", "id"]
        constraints = [models.CheckConstraint(condition=Q(value__range=(1, 10)), name="rating_on_scale")]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"
