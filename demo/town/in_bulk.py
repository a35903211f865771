"""The kept history of rows written by the thousand: their versions at once, not row by row.

The triggers of the history open a subtransaction a row: fine for people, not for a crowd.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Max


def tracked() -> dict[type[models.Model], type[models.Model]]:
    """Each model whose versions are kept, with the model of its versions."""
    return {
        version.pgh_tracked_model: version
        for version in apps.get_models()
        if hasattr(version, "pgh_tracked_model")
    }


@contextmanager
def history_in_bulk(*app_labels: str) -> Iterator[None]:
    """A transaction in which rows added to these rooms get their first version at its end."""
    kept = {row: version for row, version in tracked().items() if row._meta.app_label in app_labels}
    with transaction.atomic(), connection.cursor() as cursor:
        last = {row: row.objects.aggregate(last=Max("pk"))["last"] or 0 for row in kept}
        _triggers(cursor, kept, "disable")
        yield
        for row, version in kept.items():
            cursor.execute(_first_versions(row, version), [last[row]])
        _triggers(cursor, kept, "enable")


def _triggers(cursor, kept: dict, verb: str) -> None:
    # Checks that wait for the end of the transaction would stop the change of a table.
    cursor.execute("set constraints all immediate")
    for row in kept:
        cursor.execute(f'alter table "{row._meta.db_table}" {verb} trigger user')
    cursor.execute("set constraints all deferred")


def _first_versions(row: type[models.Model], version: type[models.Model]) -> str:
    """The insert that the triggers would have made, for all the new rows."""
    columns = {field.column for field in row._meta.concrete_fields}
    copied = [f.column for f in version._meta.concrete_fields if f.column in columns]
    listed = ", ".join(f'"{column}"' for column in copied)
    return (
        f'insert into "{version._meta.db_table}" ({listed}, pgh_created_at, pgh_label, pgh_obj_id)'
        f" select {listed}, now(), 'insert', id from \"{row._meta.db_table}\" where id > %s"
    )
