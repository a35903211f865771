"""Rows written by the thousand, and their kept history: their versions at once, not row by row.

The triggers of the history open a subtransaction a row: fine for people, not for a crowd.
"""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TypeVar

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models import Max

Thing = TypeVar("Thing")


def one_ahead(things: Iterable[Thing]) -> Iterator[Thing]:
    """Each thing, while the next one is made: the database and Python work at the same time."""
    source = iter(things)
    with ThreadPoolExecutor(max_workers=1) as maker:
        coming = maker.submit(list, islice(source, 1))
        while made := coming.result():
            coming = maker.submit(list, islice(source, 1))
            yield made[0]


def copy_rows(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Add new rows of one table by COPY; they get their numbers, as `bulk_create` would give."""
    fields = model._meta.concrete_fields
    listed = ", ".join(f'"{field.column}"' for field in fields)
    with connection.cursor() as cursor:
        numbers = room_for(cursor, model, len(rows))
        with cursor.copy(f'copy "{model._meta.db_table}" ({listed}) from stdin') as copy:
            for number, row in zip(numbers, rows, strict=True):
                row.pk = number
                row._prepare_related_fields_for_save(operation_name="bulk_create")
                values = [(field, field.pre_save(row, add=True)) for field in fields]
                copy.write_row([f.get_db_prep_save(value, connection) for f, value in values])
                row._state.adding = False


def room_for(cursor, model: type[models.Model], count: int) -> range:
    """`count` numbers of a table's rows that nobody else will be given."""
    table = model._meta.db_table
    cursor.execute("select pg_get_serial_sequence(%s, 'id')", [table])
    sequence = cursor.fetchone()[0]
    cursor.execute("select nextval(%s)", [sequence])
    first = cursor.fetchone()[0]
    cursor.execute("select setval(%s, %s)", [sequence, first + count])
    return range(first, first + count)


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
