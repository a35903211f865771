"""What only the demo keeps: the mails that a real town would have sent."""

from django.db import models


class SentMail(models.Model):
    """One mail, as sent."""

    message_id = models.CharField(max_length=200, unique=True)
    to = models.CharField(max_length=400)
    subject = models.CharField(max_length=300)
    body = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.subject
