"""The case: what a family asked for, where it stands, whose turn it is."""

import secrets
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.settings import SettingsVersion
from cases.sides import Side
from family.models import Adult, Child, Household
from town.models import Facility, Service

if TYPE_CHECKING:
    from cases.recording import Acting
    from cases.wakeup import News

Read = TypeVar("Read")
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford: nothing to misread on the phone


def new_reference() -> str:
    """A case number that tells nothing and cannot be guessed: « 7F3K-9QZP »."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def _asked_of_family() -> models.Exists:
    waits = apps.get_model("cases", "Wait").objects.filter(case=models.OuterRef("pk"))
    return models.Exists(waits.filter(on=Side.FAMILY))


class CaseQuerySet(models.QuerySet):
    """Readings of the cases that mean something to the town."""

    def submitted(self) -> "CaseQuerySet":
        """All but drafts."""
        return self.exclude(state=Case.State.DRAFT)

    def drafts(self) -> "CaseQuerySet":
        """Begun, not sent."""
        return self.filter(state=Case.State.DRAFT)

    def live(self) -> "CaseQuerySet":
        """Sent and not yet at their end."""
        return self.filter(state=Case.State.OPEN)

    def waiting_for_family(self) -> "CaseQuerySet":
        """Live cases in which the family must act, in one part at least."""
        return self.live().filter(_asked_of_family())

    def with_asked(self) -> "CaseQuerySet":
        """Each with whether the family must act, though it may be the town's turn in other parts."""
        return self.annotate(asks_family=_asked_of_family())

    def late(self, at: datetime) -> "CaseQuerySet":
        """Live cases that the town should have answered."""
        return self.live().filter(turn=Side.TOWN, due_at__lt=at)


class Case(models.Model):
    """One request of a family, from its draft to its outcome. Its row is the case's only lock."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Brouillon")
        OPEN = "open", _("En cours")
        ACCEPTED = "accepted", _("Acceptée")
        REFUSED = "refused", _("Refusée")
        WAITLISTED = "waitlisted", _("En liste d’attente")
        SETTLED = "settled", _("Réponse donnée")  # neither granted nor refused: answered
        WITHDRAWN = "withdrawn", _("Retirée")
        ABANDONED = "abandoned", _("Classée sans suite")
        MERGED = "merged", _("Réunie à une autre")

    reference = models.CharField(max_length=9, unique=True, default=new_reference)
    procedure = models.CharField(max_length=40)  # the démarche's slug
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    household = models.ForeignKey(Household, models.PROTECT, null=True, related_name="cases")
    child = models.ForeignKey(Child, models.PROTECT, null=True, blank=True, related_name="cases")
    applicant = models.ForeignKey(Adult, models.PROTECT, null=True, related_name="cases")
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="filed_cases"
    )
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="cases")
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, related_name="cases")
    # The case that this one is about: an appeal and the decision that it contests.
    about = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followed_by"
    )
    # With which it was sent, and by which it is treated to its end; none: as declared.
    settings_version = models.ForeignKey(
        SettingsVersion, models.PROTECT, null=True, blank=True, related_name="cases"
    )
    title = models.CharField(max_length=200, blank=True)
    step = models.CharField(max_length=60, blank=True)  # the node it waits on, or the form's step
    data = models.JSONField(default=dict)  # what was declared, kept as it was
    process = models.OneToOneField("viewflow.Process", models.PROTECT, null=True, blank=True)
    last_event = models.PositiveIntegerField(default=0)

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    # The clock: working seconds of the town, kept apart per side (promise 14).
    turn = models.CharField(max_length=6, choices=Side, blank=True)
    turn_since = models.DateTimeField(null=True, blank=True)
    town_seconds = models.PositiveIntegerField(default=0)
    family_seconds = models.PositiveIntegerField(default=0)
    third_seconds = models.PositiveIntegerField(default=0)
    sla_seconds = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    # Only while a step is under way, on the object in hand.
    acting: "Acting"
    readings: dict[Hashable, Any]
    _news: "News"

    class Meta:
        indexes = [
            models.Index(fields=["household", "-updated_at"]),
            models.Index(fields=["child", "-updated_at"]),
            models.Index(
                fields=["service", "turn", "due_at"],
                name="case_live",
                condition=models.Q(state="open"),
            ),
            models.Index(
                fields=["service", "-submitted_at", "-id"],
                name="case_sent",
                condition=models.Q(submitted_at__isnull=False),
            ),
            models.Index(
                fields=["service", "closed_at"],
                name="case_closed",
                condition=models.Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def once(self, what: Hashable, read: Callable[[], Read]) -> Read:
        """What `read` returns, read once a step: several rules ask for the same records."""
        readings = getattr(self, "readings", {})
        if what not in readings:
            readings[what] = read()
        return readings[what]

    def remember(self, what: Hashable, read: Any) -> None:
        """Have `once` answer this for the rest of the step under way."""
        if hasattr(self, "readings"):
            self.readings[what] = read

    @property
    def at_counter(self) -> bool:
        """Whether the service filed it for the family."""
        asker = self.applicant.user_id if self.applicant else None
        return bool(self.filed_by_id and asker != self.filed_by_id)

    @property
    def is_live(self) -> bool:
        """Sent and not yet at its end."""
        return self.state == self.State.OPEN
