"""What a live case waits for: one row an open step, deleted when it moves on."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q, Value
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from accounts.roles import Staff
from cases.models.case import Case
from town.models import Facility, Service, StaffMembership


class WaitQuerySet(models.QuerySet):
    """The inbox, the family's to-do list, deadlines: all are readings of this table."""

    def tasks(self) -> "WaitQuerySet":
        """Staff tasks only."""
        return self.filter(on=Wait.For.STAFF)

    def of_services(self, services: frozenset[int]) -> "WaitQuerySet":
        """Those of the cases of these services."""
        return self.filter(service__in=services)

    def open_to(self, staff: Staff) -> "WaitQuerySet":
        """Those of these people's services; what only a supervisor does, of those supervised."""
        theirs = self.of_services(staff.services)
        if staff.services == staff.supervisor_of:
            return theirs
        return theirs.filter(Q(role="") | Q(service__in=staff.supervisor_of))


class Wait(models.Model):
    """One thing a case waits for: an agent, the family, a worker, a date."""

    class For(models.TextChoices):
        STAFF = "staff", _("un agent")
        FAMILY = "family", _("la famille")
        WORKER = "worker", _("un traitement")
        CLOCK = "clock", _("une date")

    task = models.OneToOneField("viewflow.Task", models.CASCADE, primary_key=True)
    case = models.ForeignKey(Case, models.CASCADE, related_name="waits")
    on = models.CharField(max_length=8, choices=For)
    node = models.CharField(max_length=60)
    # Which part of the request, when several are treated side by side; empty for all of it.
    part = models.CharField(max_length=40, blank=True)
    part_name = models.CharField(max_length=120, blank=True, default="", db_default="")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="tasks"
    )
    # Who in the service: empty for all. `barred`: who may not, whatever the role.
    role = models.CharField(
        max_length=10, choices=StaffMembership.Role, blank=True, default="", db_default=""
    )
    barred = ArrayField(models.BigIntegerField(), default=list, db_default=Value("{}"))
    since = models.DateTimeField(default=now)
    due_at = models.DateTimeField(null=True)  # to be done by: the inbox's order
    wake_at = models.DateTimeField(null=True)  # deadline, end of pause or next try
    remind_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # Of a job or a timer that fails: the class of its last error, never its text; since when.
    error = models.CharField(max_length=80, blank=True, default="", db_default="")
    failing_since = models.DateTimeField(null=True)

    # What the inbox shows, sorts and searches, copied here so that a page is one index scan.
    service = models.ForeignKey(Service, models.PROTECT, null=True, related_name="waits")
    facility = models.ForeignKey(Facility, models.PROTECT, null=True, related_name="waits")
    procedure = models.CharField(max_length=40)
    reference = models.CharField(max_length=9)
    family_name = models.CharField(max_length=160, blank=True)
    child_name = models.CharField(max_length=170, blank=True)
    search = models.CharField(max_length=400, blank=True)  # folded: no accent, no capital
    unread = models.BooleanField(default=False)  # a message of the family nobody opened

    objects = WaitQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["service", "due_at", "task"],
                name="wait_inbox",
                condition=models.Q(on="staff"),
            ),
            models.Index(  # for those who have several services
                fields=["due_at", "task"],
                name="wait_due",
                condition=models.Q(on="staff"),
            ),
            models.Index(
                fields=["service", "due_at", "task"],
                name="wait_unread",
                condition=models.Q(on="staff", unread=True),
            ),
            models.Index(
                fields=["service", "due_at", "task"],
                name="wait_free",
                condition=models.Q(on="staff", owner__isnull=True),
            ),
            models.Index(
                fields=["owner", "due_at", "task"],
                name="wait_mine",
                condition=models.Q(on="staff", owner__isnull=False),
            ),
            models.Index(
                fields=["service", "due_at", "task"],
                name="wait_family",
                condition=models.Q(on="family"),
            ),
            models.Index(
                fields=["wake_at"],
                name="wait_wake",
                condition=models.Q(wake_at__isnull=False),
            ),
            models.Index(
                fields=["remind_at"],
                name="wait_remind",
                condition=models.Q(remind_at__isnull=False),
            ),
            models.Index(
                fields=["failing_since", "task"],
                name="wait_failing",
                condition=models.Q(failing_since__isnull=False),
            ),
            GinIndex(OpClass("search", "gin_trgm_ops"), name="wait_search"),
        ]

    def __str__(self) -> str:
        return f"{self.reference} · {self.node}"
