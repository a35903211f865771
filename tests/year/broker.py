"""The broker and the worker of the year: tasks are lost, done late, done twice; some days, down."""

from random import Random
from typing import Any

from celery import current_app


class Broker:
    """Stands where Celery sends its tasks; runs them in this process, on the moved clock."""

    def __init__(self, chance: Random) -> None:
        self.chance, self.up = chance, True
        current_app.loader.import_default_modules()  # the tasks, as a worker finds them
        self.waiting: list[tuple[str, list[Any]]] = []
        self.lost = self.twice = self.failed = 0

    def send_task(self, name: str, args: Any = (), kwargs: Any = None, **options: Any) -> None:
        """What `cases.outbox` calls after a commit."""
        if not self.up:
            raise ConnectionError("no broker")
        if self.chance.random() < 0.05:
            self.lost += 1
            return
        self.waiting.append((name, list(args)))
        if self.chance.random() < 0.05:  # the worker died after its work: it is given out again
            self.twice += 1
            self.waiting.append((name, list(args)))

    def work(self) -> None:
        """Do what is waiting, in any order."""
        tasks, self.waiting = self.waiting, []
        self.chance.shuffle(tasks)
        for name, args in tasks:
            try:
                current_app.tasks[name](*args)
            except Exception:  # Celery would note it; the row is still there for the sweep
                self.failed += 1
