"""Who signs in. What they may do comes from the town (staff) or from the family file."""

import uuid
from typing import TYPE_CHECKING, ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.roles import Staff


class UserQuerySet(models.QuerySet):
    """Readings of the accounts that mean something to the town."""

    def staff(self) -> "UserQuerySet":
        """Agents and supervisors of any service."""
        return self.filter(memberships__isnull=False).distinct()


class UserManager(DjangoUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Django's own manager, with the town's readings."""


class User(AbstractUser):
    """An account: an identifier, an e-mail (mandatory for each account) and a password."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("adresse e-mail"), unique=True)
    previous_login = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()
    _staff: "Staff"  # kept by `roles.staff_of` for the time of a request

    class Meta(AbstractUser.Meta):
        constraints = [
            # « Amina » and « amina » are one person; these also serve the sign-in's lookup.
            models.UniqueConstraint(Upper("username"), name="identifier_once_whatever_the_case"),
            models.UniqueConstraint(Upper("email"), name="email_once_whatever_the_case"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username

    @property
    def is_administrator(self) -> bool:
        """Administrators set the town up; they hold no family's file by that alone."""
        return self.is_active and self.is_superuser

    @property
    def initials(self) -> str:
        """Two letters for dense lists."""
        return (self.first_name[:1] + self.last_name[:1]).upper() or self.username[:2].upper()


class Throttle(models.Model):
    """How often something was tried in one window of time; the bucket is a digest."""

    bucket = models.CharField(max_length=64, primary_key=True)
    hits = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.hits} until {self.ends_at:%H:%M}"


class AddressCode(models.Model):
    """A code sent to an e-mail address that somebody says is theirs, for one request."""

    about = models.CharField(max_length=20, db_index=True)  # the request's number
    sent_to = models.EmailField()
    code_hash = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    proven_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.about
