"""The town's own world: services and their agents, facilities, calendars, news."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from town.streets import street_key


class Service(models.Model):
    """A service of the town that handles démarches; owns queues and answers families."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    phone = models.CharField(max_length=20)
    postal_address = models.TextField()
    opening_hours = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Facility(models.Model):
    """A place where children are received: crèche, school, leisure centre, youth club."""

    class Kind(models.TextChoices):
        CRECHE = "creche", _("Crèche")
        EARLY_HOUSE = "early_house", _("Maison de la petite enfance")
        SCHOOL = "school", _("École")
        LEISURE = "leisure", _("Accueil de loisirs")
        YOUTH = "youth", _("Espace jeunes")

    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120)
    service = models.ForeignKey(Service, models.PROTECT, related_name="facilities")
    street = models.CharField(max_length=200)
    postcode = models.CharField(max_length=5)
    city = models.CharField(max_length=100)
    phone = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "facilities"

    def __str__(self) -> str:
        return self.name


class StaffMembership(models.Model):
    """What a member of staff may do, service by service."""

    class Role(models.TextChoices):
        AGENT = "agent", _("Agent")
        SUPERVISOR = "supervisor", _("Responsable")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    service = models.ForeignKey(Service, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "service", "role"], name="one_role_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} · {self.service_id}"


class SchoolYear(models.Model):
    """A school year of the town's zone, from the first day of class to the next one's eve."""

    label = models.CharField(max_length=9, unique=True)  # 2026-2027
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["-starts_on"]

    def __str__(self) -> str:
        return self.label


class SchoolHoliday(models.Model):
    """Days without class: first day off and last day off, both included."""

    label = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="holiday_in_order"
            )
        ]

    def __str__(self) -> str:
        return self.label


class SchoolDistrict(models.Model):
    """A street, or some numbers of it, whose children go to a school of the town (carte scolaire,
    code de l’éducation L212-7). A street may have one row for each school that it leads to."""

    class Parity(models.TextChoices):
        ALL = "", _("Tous les numéros")
        EVEN = "even", _("Numéros pairs")
        ODD = "odd", _("Numéros impairs")

    school = models.ForeignKey(
        Facility,
        models.CASCADE,
        limit_choices_to={"kind": Facility.Kind.SCHOOL},
        related_name="districts",
    )
    street = models.CharField(max_length=200)  # as it is written: « rue de l’Abreuvoir »
    key = models.CharField(max_length=200, db_index=True, editable=False)  # as it is looked for
    first = models.PositiveSmallIntegerField(null=True, blank=True)  # without: from its beginning
    last = models.PositiveSmallIntegerField(null=True, blank=True)  # without: to its end
    parity = models.CharField(max_length=4, choices=Parity, blank=True, default=Parity.ALL)

    class Meta:
        ordering = ["street", "first"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(first=None)
                | models.Q(last=None)
                | models.Q(last__gte=models.F("first")),
                name="district_in_order",
            ),
            models.UniqueConstraint(
                fields=["school", "key", "first", "parity"],
                name="district_once",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.street} · {self.school_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """The key follows the street."""
        self.key = street_key(self.street)
        super().save(*args, **kwargs)

    def holds(self, number: int | None) -> bool:
        """Whether a house of the street is in the district; one without number only when the
        whole street is."""
        if self.first is None and self.last is None and not self.parity:
            return True
        if number is None:
            return False
        within = (self.first or 0) <= number and (self.last is None or number <= self.last)
        even = number % 2 == 0
        return within and (not self.parity or even == (self.parity == self.Parity.EVEN))


class Closure(models.Model):
    """A day on which a service (or the whole town, without one) does not work."""

    day = models.DateField(db_index=True)
    service = models.ForeignKey(Service, models.CASCADE, null=True, blank=True)
    label = models.CharField(max_length=120)
    # The days that were closed with one decision have the same one.
    span = models.UUIDField(default=uuid.uuid4, db_index=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "service"], name="closed_once_a_day", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} · {self.label}"


class News(models.Model):
    """An item of the public front page (« Actualités »)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=300)
    body = models.TextField()
    published_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-published_at"]
        verbose_name_plural = "news"

    def __str__(self) -> str:
        return self.title
