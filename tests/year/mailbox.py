"""The mail server of the year: it keeps what it was given, and is down on some days."""

from collections import Counter

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend

given: Counter[str] = Counter()  # the mails of events, by Message-ID
up = [True]


class Down(OSError):
    """What a mail server that does not answer looks like."""


class YearMailbox(BaseEmailBackend):
    """Counts the mails of events; the others, such as a code to sign with, can be read."""

    def send_messages(self, email_messages):
        """Take them all, or fail."""
        if not up[0]:
            raise Down
        for message in email_messages:
            known = message.extra_headers.get("Message-ID")
            if known:
                given[known] += 1
            else:
                mail.outbox.append(message)
        return len(email_messages)


def empty() -> None:
    """Begin a year."""
    given.clear()
    mail.outbox.clear()
    up[0] = True
