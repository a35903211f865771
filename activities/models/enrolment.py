"""A child's place in a group, or in its waiting list."""

import uuid

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.offer import Group, Weekday
from family.models import Child, Household


class EnrolmentQuerySet(models.QuerySet):
    """Enrolments by whether they hold a place."""

    def holding(self) -> "EnrolmentQuerySet":
        """Those of children who come on their days."""
        return self.filter(state=Enrolment.State.ACTIVE)

    def taking_places(self) -> "EnrolmentQuerySet":
        """Those that nobody else may have: held, or kept until a family answers."""
        return self.filter(state__in=[Enrolment.State.ACTIVE, Enrolment.State.KEPT])

    def waiting(self) -> "EnrolmentQuerySet":
        """Those that wait for a place, first come first."""
        return self.filter(state=Enrolment.State.WAITING).order_by("created_at", "pk")


@pghistory.track()
class Enrolment(models.Model):
    """Stands in the family file once a case has decided it."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Inscrit")
        KEPT = "kept", _("Place proposée")
        WAITING = "waiting", _("En liste d’attente")
        ENDED = "ended", _("Terminé")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    child = models.ForeignKey(Child, models.PROTECT, related_name="enrolments")
    household = models.ForeignKey(Household, models.PROTECT, related_name="enrolments")
    group = models.ForeignKey(Group, models.PROTECT, related_name="enrolments")
    weekdays = ArrayField(models.PositiveSmallIntegerField(choices=Weekday))
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=8, choices=State)
    case_reference = models.CharField(max_length=20, db_index=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["group", "state"])]
        constraints = [
            models.UniqueConstraint(
                fields=["child", "group"],
                condition=models.Q(state__in=["active", "kept", "waiting"]),
                name="child_once_a_group",
            )
        ]

    def __str__(self) -> str:
        return f"{self.child_id} · {self.group_id} · {self.state}"
