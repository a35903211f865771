"""`manage.py load_demo_town`: the demo town, once."""

import time

from django.core.management.base import BaseCommand, CommandParser

from demo.town.build import SEED, build_town, town_exists


class Command(BaseCommand):
    """Builds the demo town in an empty database; does nothing when a town stands there."""

    help = "Build the demo town from a seed number. Does nothing when a town exists."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--seed`: another number, another town."""
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: object, **options: object) -> None:
        """Build, saying what is being built."""
        if town_exists():
            self.stdout.write("The town exists already: nothing to do.")
            return
        started = time.monotonic()
        build_town(int(str(options["seed"])), tell=lambda line: self.stdout.write(f"  {line}"))
        self.stdout.write(f"The demo town stands ({time.monotonic() - started:.1f} s).")
