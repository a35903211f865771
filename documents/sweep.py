"""Objects that no row knows: left by a crash or a rollback, or by a deleted row."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.utils.timezone import now

from documents import store
from documents.deposit import FILES
from documents.models import Document

# Far longer than any transaction lasts: an object this old without a row will never get one.
AGE = timedelta(days=1)
BATCH = 500


def sweep(age: timedelta = AGE) -> int:
    """Remove what is older than `age` and has no row; returns how many. Safe to repeat.

    Removing a document is removing its row: its object goes here.
    """
    removed = 0
    for keys in _batches(_keys_before(now() - age)):
        orphans = keys - _keys_with_a_row(keys)
        store.delete(orphans)
        removed += len(orphans)
    return removed


def _keys_before(moment: datetime) -> Iterator[str]:
    for prefix in (FILES, store.QUARANTINE):
        for kept in store.kept_under(prefix):
            if kept.modified < moment:
                yield kept.key


def _batches(keys: Iterable[str]) -> Iterator[set[str]]:
    rest = iter(keys)
    while batch := set(islice(rest, BATCH)):
        yield batch


def _keys_with_a_row(keys: set[str]) -> set[str]:
    rows = Document.objects.filter(storage_key__in=keys)
    return set(rows.values_list("storage_key", flat=True))
