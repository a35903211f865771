"""What the town offers children: where, when, for which ages, with how many places."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from town.models import Facility


class Weekday(models.IntegerChoices):
    """ISO weekdays on which an activity can run."""

    MONDAY = 1, _("lundi")
    TUESDAY = 2, _("mardi")
    WEDNESDAY = 3, _("mercredi")
    THURSDAY = 4, _("jeudi")
    FRIDAY = 5, _("vendredi")


class Activity(models.Model):
    """Something a child can be enrolled in at a facility: canteen, crèche, Wednesdays…"""

    class Kind(models.TextChoices):
        CRECHE = "creche", _("Crèche")
        BEFORE_SCHOOL = "before_school", _("Accueil du matin")
        CANTEEN = "canteen", _("Restauration scolaire")
        AFTER_SCHOOL = "after_school", _("Accueil du soir")
        WEDNESDAY = "wednesday", _("Mercredis")
        HOLIDAYS = "holidays", _("Vacances")
        YOUTH = "youth", _("Jeunesse")
        SCHOOL = "school", _("École")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="activities")
    kind = models.CharField(max_length=14, choices=Kind)
    name = models.CharField(max_length=120)
    summary = models.CharField(max_length=300, blank=True)
    hours = models.CharField(max_length=60, blank=True)  # « 16 h 30 – 18 h 30 »
    min_months = models.PositiveSmallIntegerField()
    max_months = models.PositiveSmallIntegerField()
    pupils_only = models.BooleanField(default=False)  # only for pupils of this school

    class Meta:
        ordering = ["facility__name", "name"]
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.name


class Period(models.Model):
    """A span of dates to enrol for: a school year, one holiday."""

    label = models.CharField(max_length=80)
    starts_on = models.DateField()
    ends_on = models.DateField()
    opens_on = models.DateField()  # enrolment open from…
    closes_on = models.DateField()  # …to, included

    class Meta:
        ordering = ["starts_on"]

    def __str__(self) -> str:
        return self.label


class Group(models.Model):
    """An activity in a period, with its days and its number of places each day."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    activity = models.ForeignKey(Activity, models.PROTECT, related_name="groups")
    period = models.ForeignKey(Period, models.PROTECT, related_name="groups")
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday))
    places = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "period"], name="one_group")]

    def __str__(self) -> str:
        return f"{self.activity_id} · {self.period_id}"
