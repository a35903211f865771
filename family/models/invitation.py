"""Keys that open an account for a known adult: « clé enfance » by post, link by e-mail."""

from django.conf import settings
from django.db import models
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _


class InvitationQuerySet(models.QuerySet):
    """Invitations by whether they still serve."""

    def open(self) -> "InvitationQuerySet":
        """Neither used nor expired, for an adult who has no account yet."""
        return self.filter(used_at=None, expires_at__gt=now(), adult__user=None)

    def to_send(self) -> "InvitationQuerySet":
        """Open ones by e-mail that have not left yet."""
        return self.open().filter(channel=Invitation.Channel.MAIL, sent_at=None)


class Invitation(models.Model):
    """One key, used once, that expires. Only its digest is kept.

    One sent by e-mail keeps where it went: whoever has the key has proven that address.
    """

    class Channel(models.TextChoices):
        POST = "post", _("Courrier")
        MAIL = "mail", _("E-mail")

    adult = models.ForeignKey("family.Adult", models.CASCADE, related_name="invitations")
    channel = models.CharField(max_length=4, choices=Channel)
    email = models.EmailField(blank=True)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["created_at"],
                name="invitation_to_send",
                condition=models.Q(channel="mail", sent_at=None, used_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} · {self.created_at:%Y-%m-%d}"
