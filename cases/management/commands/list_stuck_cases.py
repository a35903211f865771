"""List the cases that nothing would ever move. None, or the exit code is 1."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.stuck import violations


class Command(BaseCommand):
    """Prints one line a violation: the case's number and what it lacks."""

    help = "Lists the cases without a next step, a queue or a waiting party, and a date."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print them; fail when there are any."""
        found = 0
        for violation in violations():
            self.stdout.write(f"{violation.reference}: {violation.lacks}")
            found += 1
        if found:
            raise CommandError(f"{found} violations")
        self.stdout.write("No case is stuck.")
