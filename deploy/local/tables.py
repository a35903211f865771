"""The database's tables, brought up to date only when a migration is missing.

Django's own command also goes through every permission and content type each time.
"""

from __future__ import annotations


def bring_up_to_date() -> None:
    """Apply the migrations that the database lacks."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", "--no-input", verbosity=0)
