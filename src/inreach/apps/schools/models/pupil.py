"""Staff and pupils, and who outside the school may see a pupil."""

import uuid

from django.db import models
from django.db.models import F, Q

from inreach.apps.accounts.models import Organisation, User
from inreach.apps.schools.models.school import School
from inreach.core.ledger.types import Adult


class StaffMember(models.Model):
    """An adult who works in a school, whether or not they sign in to Inreach."""

    class Role(models.TextChoices):
        TEACHER = "teacher", "Teacher"
        ASSISTANT = "assistant", "Teaching assistant"
        SENCO = "senco", "SENCO"
        LEADER = "leader", "Leadership"
        SPECIALIST = "specialist", "Specialist"
        OTHER = "other", "Other"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="staff")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="posts")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=12, choices=Role, default=Role.TEACHER)
    qualified_teacher = models.BooleanField(default=False)
    hours_per_week = models.DecimalField(max_digits=4, decimal_places=1, null=True, blank=True)
    cost_per_hour = models.DecimalField(max_digits=6, decimal_places=2, null=True, blank=True)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "source_id"], condition=~Q(source_id=""), name="staff_source_once_a_school"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def adult(self) -> Adult:
        """What the ledger counts this person as: a qualified teacher is one whatever the post."""
        if self.qualified_teacher:
            return Adult.TEACHER
        return Adult.SPECIALIST if self.role == self.Role.SPECIALIST else Adult.ASSISTANT


class Pupil(models.Model):
    """A pupil on a school's roll. The record is the school's; `upn` is an identifier and never a key or a login."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="pupils")
    upn = models.CharField("UPN", max_length=13, blank=True)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    known_as = models.CharField(max_length=100, blank=True)
    born = models.DateField(null=True, blank=True)
    year_group = models.CharField(
        max_length=20, blank=True, help_text="R, 1 to 13, or the school's own name."
    )
    loved_subjects = models.ManyToManyField("schools.Subject", blank=True, related_name="loved_by")
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["family_name", "given_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "upn"], condition=~Q(upn=""), name="upn_once_a_school"),
            models.UniqueConstraint(
                fields=["school", "source_id"], condition=~Q(source_id=""), name="pupil_source_once_a_school"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def called(self) -> str:
        """The name that this pupil goes by."""
        return self.known_as or self.given_name

    @property
    def name(self) -> str:
        return f"{self.called} {self.family_name}".strip()


class Enrolment(models.Model):
    """When a pupil was on the school's roll. The last day is empty while it lasts."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="enrolments")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="enrolment_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return f"from {self.starts}"


class SenStatus(models.Model):
    """SEN provision of a pupil (N, K or E of the school census) from a day on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="sen_statuses")
    code = models.CharField(max_length=1)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="sen_status_ends_after_it_starts",
            ),
            models.CheckConstraint(condition=Q(code__in=["N", "K", "E"]), name="sen_status_code"),
        ]

    def __str__(self) -> str:
        return self.code


class SenNeed(models.Model):
    """A type of need (census code), ranked: 1 primary, 2 secondary, from a day on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="sen_needs")
    code = models.CharField(max_length=4)
    rank = models.PositiveSmallIntegerField(default=1)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["rank", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="sen_need_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.code


class Sharing(models.Model):
    """A school lets a service see one pupil, from a day until a day. Without it no service sees a pupil."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="sharings")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="shared_pupils")
    reason = models.CharField(max_length=200)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="sharing_ends_after_it_starts"
            )
        ]

    def __str__(self) -> str:
        return f"shared from {self.starts}"


class PupilLink(models.Model):
    """A person who signs in as this pupil, or as the pupil's parent or carer."""

    class Relation(models.TextChoices):
        SELF = "self", "The pupil"
        PARENT = "parent", "Parent or carer"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="links")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="pupil_links")
    relation = models.CharField(max_length=6, choices=Relation)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="pupil_link_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.get_relation_display()
