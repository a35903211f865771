"""`manage.py sweep_documents`: the sweep of the store, by hand."""

from django.core.management.base import BaseCommand, CommandError

from documents.store import StoreUnavailable
from documents.sweep import sweep


class Command(BaseCommand):
    """Remove the store's objects that have had no row for more than a day."""

    help = "Remove the document store's objects that have had no row for more than a day."

    def handle(self, *args: object, **options: object) -> None:
        """Say how many went."""
        try:
            removed = sweep()
        except StoreUnavailable as error:
            raise CommandError("The document store does not answer; nothing is lost.") from error
        self.stdout.write(f"{removed} object(s) without a row removed.")
