"""`manage.py generate_town`: the demo town made as large as wished, in bulk."""

import time

from django.core.management.base import BaseCommand, CommandParser

from demo.town.build import SEED, build_town, town_exists
from demo.town.crowd import build_crowd


class Command(BaseCommand):
    """Adds families and cases to the demo town, building it first where none stands."""

    help = "Add families and cases to the demo town, in bulk, with progress."

    def add_arguments(self, parser: CommandParser) -> None:
        """How many of each; one case in twenty is an open task unless told otherwise."""
        parser.add_argument("--families", type=int, default=10_000)
        parser.add_argument("--cases", type=int, default=100_000)
        parser.add_argument("--open-tasks", type=int, default=None)
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: object, **options: int) -> None:
        """Build, with a line of progress for each batch."""
        started, tell = time.monotonic(), self.stdout.write
        if not town_exists():
            tell("The demo town first")
            build_town(options["seed"], tell=lambda line: tell(f"  {line}"))
        cases, tasks = options["cases"], options["open_tasks"]
        open_tasks = cases // 20 if tasks is None else tasks
        build_crowd(options["seed"], options["families"], cases, open_tasks, tell)
        tell(f"Done in {time.monotonic() - started:.1f} s.")
