"""The demo's mail carrier: mails are kept in the database and shown on a page."""

from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.db import transaction

from demo.models import SentMail


class Mailbox(BaseEmailBackend):
    """Keeps each mail once, by its Message-ID, as a real mail server would deduplicate."""

    def send_messages(self, messages: list[EmailMessage]) -> int:
        """Store the messages; returns how many were new."""
        new = 0
        for message in messages:
            sent = message.message()
            defaults = {
                "to": ", ".join(message.recipients()),
                "subject": message.subject,
                "body": message.body,
            }
            with transaction.atomic():
                _, created = SentMail.objects.get_or_create(
                    message_id=sent["Message-ID"], defaults=defaults
                )
            new += created
        return new
