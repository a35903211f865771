"""Invite every known family that has an e-mail and no account: once, at the opening."""

from typing import Any

from django.core.management.base import BaseCommand

from family.invitations import invite_known_families


class Command(BaseCommand):
    """Queues the invitations; the periodic sweep sends them."""

    help = "Queue an invitation for each representative with an e-mail and no account."

    def handle(self, *args: Any, **options: Any) -> None:
        """Queue them and say how many."""
        self.stdout.write(f"{invite_known_families()} invitation(s) queued")
