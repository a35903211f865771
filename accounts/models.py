"""Who signs in. What they may do comes from the town (staff) or from the family file."""

import uuid

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


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

    objects = UserManager()

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
