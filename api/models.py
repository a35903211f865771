"""Which keys were used: so that a repeated write is answered and not done again."""

from django.conf import settings
from django.db import models


class KeptKey(models.Model):
    """One `Idempotency-Key` of one person, with a digest of its request and what it made.

    Written in the transaction of the act: an act that was refused leaves no key behind.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    made = models.CharField(max_length=40, blank=True)  # reference or public id
    at = models.DateTimeField(auto_now_add=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="key_once_a_person")]

    def __str__(self) -> str:
        return str(self.key)
