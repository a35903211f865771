"""The conversation of a case, its internal notes, and who has read how far."""

import uuid

from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.sides import Side
from documents.models import Document


class Message(models.Model):
    """A message between the household and the service."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="messages")
    number = models.PositiveIntegerField()  # its event's number in the case
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    side = models.CharField(max_length=6, choices=Side)
    body = models.TextField(max_length=5000)
    attachments = models.ManyToManyField(Document, related_name="messages", blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="message_number")]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.number}"


class MessageDraft(models.Model):
    """What someone has typed and not sent; one a case and a person."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    body = models.TextField(max_length=5000)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "author"], name="one_draft")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.author_id}"


class Note(models.Model):
    """An internal note of the service; no parent ever receives it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    number = models.PositiveIntegerField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    body = models.TextField(max_length=5000)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.case_id}#{self.number}"


class ReadMark(models.Model):
    """Up to which event a person has read a case."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="read_marks")
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "reader"], name="one_mark")]

    def __str__(self) -> str:
        return f"{self.case_id} · {self.reader_id} · {self.number}"
