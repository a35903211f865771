"""Keys that open an account for a known adult: « clé enfance » by post, link by e-mail."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Invitation(models.Model):
    """One key, used once, that expires. Only its digest is kept."""

    class Channel(models.TextChoices):
        POST = "post", _("Courrier")
        MAIL = "mail", _("E-mail")

    adult = models.ForeignKey("family.Adult", models.CASCADE, related_name="invitations")
    channel = models.CharField(max_length=4, choices=Channel)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True)

    def __str__(self) -> str:
        return f"{self.channel} · {self.created_at:%Y-%m-%d}"
