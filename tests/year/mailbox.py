"""The mail server of the year: it keeps what it was given, and is down on some days."""

from collections import Counter

from django.core.mail.backends.base import BaseEmailBackend

given: Counter[str] = Counter()  # by Message-ID
subjects: Counter[tuple[str, str]] = Counter()  # of mails without: to whom, what
up = [True]


class Down(OSError):
    """What a mail server that does not answer looks like."""


class YearMailbox(BaseEmailBackend):
    """Counts each mail."""

    def send_messages(self, email_messages):
        """Take them all, or fail."""
        if not up[0]:
            raise Down
        for message in email_messages:
            known = message.extra_headers.get("Message-ID")
            if known:
                given[known] += 1
            else:
                subjects[message.to[0], message.subject] += 1
        return len(email_messages)


def empty() -> None:
    """Begin a year."""
    given.clear()
    subjects.clear()
    up[0] = True
