"""People who sign in, the organisations they belong to, and the roles they hold there, dated."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from inreach.core.access.roles import Role, role_choices


class Organisation(models.Model):
    """A tenant: one school or one service. The school's or service's own details stand in `schools`."""

    class Kind(models.TextChoices):
        SCHOOL = "school", "School"
        SERVICE = "service", "Service"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=200)
    invented = models.BooleanField(
        default=False, help_text="Made by the demonstration: nobody in it is real."
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="organisation_name_once",
                violation_error_message="There is an organisation with this name already.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class UserManager(BaseUserManager["User"]):
    """People are found by their e-mail address, whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=email.strip().lower(), **fields)
        user.set_password(password) if password else user.set_unusable_password()
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """A person who signs in. What they may do comes from their memberships alone: there is no superuser."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name


class AnsweredForm(models.Model):
    """A form that was sent, and where it led: sent again as it was, it leads there again and does nothing.

    `key` is a digest of who sent what to where, with the key that the form carried. `message` may name people, so
    these rows are deleted after a day.
    """

    key = models.CharField(max_length=64, primary_key=True)
    url = models.CharField(max_length=2000, blank=True)
    message = models.TextField(blank=True)
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return f"a form that led to {self.url}"


class Membership(models.Model):
    """One person in one role at one organisation, from one day to another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=30, choices=role_choices)
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True, help_text="The last day. Empty while it lasts.")

    # Somebody who is asked, and what they were called by whoever asked: until they say yes it gives them nothing, and
    # whoever asked sees no more of them than what they typed.
    waiting_since = models.DateTimeField(null=True, blank=True)
    asked_as = models.CharField(max_length=200, blank=True)

    LOCKED_WITH = ("organisation",)

    class Meta:
        ordering = ["organisation__name", "role", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="membership_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ends__isnull=True),
                name="one_role_of_a_person_at_a_place",
                violation_error_message="This person has this role here already.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} at {self.organisation}"

    @property
    def role_held(self) -> Role:
        """The role with its words, for a sentence."""
        return Role(self.role)

    @property
    def is_waiting(self) -> bool:
        """Whether the person has been asked and has not said yes yet."""
        return self.waiting_since is not None

    @property
    def shown_name(self) -> str:
        """The name by which those who look after people know this person."""
        return self.asked_as if self.is_waiting else self.user.name
