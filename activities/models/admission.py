"""Sessions of the admission commission: the places, who was proposed, what was changed and why.

What was computed is kept as it went in and came out, so that it can be computed again years later
and shown to be the same.
"""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from activities.models.enrolment import Enrolment
from activities.models.offer import Group, Weekday
from activities.models.waiting import CriteriaVersion, PlaceRequest
from town.models import Service


class AdmissionSession(models.Model):
    """One meeting of the commission. Its row is the lock of all that is in it."""

    class State(models.TextChoices):
        OPEN = "open", _("Ouverte")
        CLOSED = "closed", _("Close")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="admission_sessions")
    title = models.CharField(max_length=120)
    starts_on = models.DateField()  # from when the places are free
    criteria = models.ForeignKey(CriteriaVersion, models.PROTECT, related_name="sessions")
    seed = models.PositiveIntegerField()  # of the lots drawn between equals
    state = models.CharField(max_length=6, choices=State, default=State.OPEN)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        """Whether the commission can still change it."""
        return self.state == self.State.OPEN


class SessionSeat(models.Model):
    """Places that a session gives, in a group on a weekday."""

    session = models.ForeignKey(AdmissionSession, models.CASCADE, related_name="seats")
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    places = models.PositiveSmallIntegerField()
    reserved = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "group", "weekday"], name="seat_once_a_session"
            )
        ]

    def __str__(self) -> str:
        return f"{self.group_id} · {self.weekday}\u00a0: {self.places}"


class AdmissionRound(models.Model):
    """One computation of a session: the proposal, then one each time that places come back."""

    session = models.ForeignKey(AdmissionSession, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    inputs = models.JSONField()
    outcome = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="round_once_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.number}"


class AdmissionLine(models.Model):
    """One request in a session: what was proposed, what was decided, what became of it."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposée")  # the session is open
        WAITING = "waiting", _("Reste en attente")
        TO_OFFER = "to_offer", _("À annoncer")
        OFFERED = "offered", _("Annoncée")
        ACCEPTED = "accepted", _("Acceptée par la famille")
        DECLINED = "declined", _("Refusée par la famille")
        EXPIRED = "expired", _("Sans réponse de la famille")
        GONE = "gone", _("Demande retirée ou sortie de la liste")

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    session = models.ForeignKey(AdmissionSession, models.CASCADE, related_name="lines")
    request = models.ForeignKey(PlaceRequest, models.PROTECT, related_name="lines")
    points = models.SmallIntegerField()  # the most it has at any of its wishes
    proposed = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    given = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    round = models.PositiveSmallIntegerField(default=1)  # the one that gave it
    reason = models.CharField(max_length=300, blank=True)  # of a change by the commission
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    to_pass_on = models.BooleanField(default=False)  # its place came back, nobody has it yet
    enrolment = models.ForeignKey(Enrolment, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-points", "request__requested_on", "pk"]
        indexes = [
            models.Index(
                fields=["session"],
                name="line_to_pass_on",
                condition=models.Q(to_pass_on=True),
            ),
            models.Index(
                fields=["session", "state"],
                name="line_by_state",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["session", "request"], name="request_once_a_session")
        ]

    def __str__(self) -> str:
        return f"{self.session_id} · {self.request_id} · {self.state}"

    @property
    def is_changed(self) -> bool:
        """Whether the commission decided otherwise than was proposed."""
        return self.changed_by_id is not None
