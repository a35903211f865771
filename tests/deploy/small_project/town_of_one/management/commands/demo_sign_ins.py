"""Stands for the real command of this name."""

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Says one line."""

    def handle(self, *args: object, **options: object) -> None:
        """Say it."""
        self.stdout.write("Sign in as ana.")
