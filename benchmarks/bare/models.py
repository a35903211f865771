"""The one row that the bare echo keeps of each message."""

from django.db import models


class Echoed(models.Model):
    """A message that was passed on."""

    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk}"
