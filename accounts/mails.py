"""Mails about accounts: plain text, from templates, without a request."""

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string


def compose(template: str, to: str, context: dict[str, Any]) -> EmailMessage:
    """The mail `{template}_subject.txt` and `{template}_message.txt` to one address."""
    town = {"town": settings.TOWN.name, "phone": settings.TOWN.phone}
    context = {"site_url": settings.SITE_URL, "site": town, **context}
    subject = " ".join(render_to_string(f"{template}_subject.txt", context).split())
    body = render_to_string(f"{template}_message.txt", context).strip()
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [to])


def send(template: str, to: str, context: dict[str, Any]) -> None:
    """Compose and send; raises when the mail server does not take it."""
    compose(template, to, context).send()
