"""The waiting list of the crèches, and the criteria by which it is ordered."""

import uuid
from datetime import date

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.admission.criteria import MEANINGS, Situation, Worth
from activities.models.offer import Weekday
from family.models import Child, Household
from town.models import Facility


class CriteriaVersion(models.Model):
    """The town's published criteria from a date on, with the rules that go with them."""

    starts_on = models.DateField(unique=True)
    label = models.CharField(max_length=120)
    share_percent = models.PositiveSmallIntegerField(default=0)  # kept for a return to work
    confirm_months = models.PositiveSmallIntegerField(default=6)
    declined_stays = models.BooleanField(default=False)  # a place declined: back to the list

    class Meta:
        ordering = ["-starts_on"]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def on(cls, day: date) -> "CriteriaVersion":
        """Those in force on a day. Raises DoesNotExist when the town has published none."""
        found = cls.objects.filter(starts_on__lte=day).prefetch_related("criteria").first()
        if found is None:
            raise cls.DoesNotExist(f"no criteria are in force on {day}")
        return found

    @property
    def worths(self) -> list[Worth]:
        """What each criterion is worth, in the town's order."""
        return [Worth(row.code, row.points, row.most) for row in self.criteria.all()]


class Criterion(models.Model):
    """What one criterion is worth in a version."""

    version = models.ForeignKey(CriteriaVersion, models.CASCADE, related_name="criteria")
    code = models.CharField(max_length=20, choices=[(k, m.label) for k, m in MEANINGS.items()])
    points = models.PositiveSmallIntegerField()
    most = models.PositiveSmallIntegerField(null=True, blank=True)  # of one that counts months
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "criteria"
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="criterion_once_a_version")
        ]

    def __str__(self) -> str:
        return f"{self.code}\u00a0: {self.points}"


class PlaceRequestQuerySet(models.QuerySet):
    """Requests by where they stand."""

    def listed(self) -> "PlaceRequestQuerySet":
        """Those that wait for a place."""
        return self.filter(state=PlaceRequest.State.LISTED)


class PlaceRequest(models.Model):
    """A child in the crèches' waiting list."""

    class State(models.TextChoices):
        LISTED = "listed", _("En attente")
        OFFERED = "offered", _("Place proposée")
        PLACED = "placed", _("Place acceptée")
        CLOSED = "closed", _("Sortie de la liste")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="place_requests")
    household = models.ForeignKey(Household, models.PROTECT, related_name="place_requests")
    case_reference = models.CharField(max_length=20, unique=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday))
    starts_on = models.DateField()
    requested_on = models.DateField()
    confirmed_on = models.DateField()
    situation = models.JSONField()
    together = models.BooleanField(default=False)  # with brothers and sisters who ask too
    state = models.CharField(max_length=8, choices=State, default=State.LISTED)

    objects = PlaceRequestQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "requested_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["child"],
                condition=models.Q(state__in=["listed", "offered"]),
                name="child_once_in_the_list",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_reference} · {self.state}"

    @property
    def declared(self) -> Situation:
        """What the criteria read."""
        return Situation.of(self.situation)


class PlaceWish(models.Model):
    """A facility that a request names, the most wished first."""

    request = models.ForeignKey(PlaceRequest, models.CASCADE, related_name="wishes")
    facility = models.ForeignKey(Facility, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["rank"]
        verbose_name_plural = "place wishes"
        constraints = [
            models.UniqueConstraint(fields=["request", "facility"], name="facility_once_a_request"),
            models.UniqueConstraint(fields=["request", "rank"], name="rank_once_a_request"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} · {self.rank} · {self.facility_id}"
