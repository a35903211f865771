"""Objects without a row go; a row's object never does."""

import uuid
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from documents import store, sweep
from documents.deposit import deposit
from documents.models import Document
from documents.tasks import sweep_documents
from tests.factories.documents import DocumentFactory

pytestmark = pytest.mark.django_db

EVERYTHING = timedelta(seconds=-60)  # older than in a minute


def kept_document():
    return deposit(
        b"x", "application/pdf", kind="other", household=None, child=None, uploader=None, name="x"
    )


def orphan(prefix: str = "files/") -> str:
    key = prefix + uuid.uuid4().hex
    store.put(key, b"x", "application/pdf")
    return key


def there(key: str) -> bool:
    try:
        return store.stat(key).size > 0
    except store.ObjectMissing:
        return False


def test_objects_without_a_row_go_and_the_others_stay(monkeypatch):
    monkeypatch.setattr(sweep, "BATCH", 3)  # several batches
    documents = [kept_document() for _ in range(5)]
    orphans = [orphan() for _ in range(4)] + [orphan(store.QUARANTINE)]
    assert sweep.sweep(age=EVERYTHING) >= 5
    assert not any(there(key) for key in orphans)
    assert all(there(document.storage_key) for document in documents)
    assert sweep.sweep(age=EVERYTHING) == 0


def test_a_young_object_is_left_alone_as_its_row_may_be_on_its_way():
    key = orphan()
    sweep.sweep()
    assert there(key)


def test_removing_a_document_removes_its_object_at_the_sweep():
    document = kept_document()
    document.delete()
    sweep.sweep(age=EVERYTHING)
    assert not there(document.storage_key)


def test_what_the_town_keeps_elsewhere_in_the_bucket_is_not_ours_to_sweep():
    key = orphan("backups/")
    sweep.sweep(age=EVERYTHING)
    assert there(key)


def test_a_row_without_object_is_not_touched():
    document = DocumentFactory(household=None)
    sweep.sweep(age=EVERYTHING)
    assert Document.objects.filter(pk=document.pk).exists()


def test_the_command_says_how_many_went(capsys):
    call_command("sweep_documents")
    assert capsys.readouterr().out == "0 object(s) without a row removed.\n"


def test_the_command_says_when_the_store_is_down(dead_store):
    with pytest.raises(CommandError, match="does not answer"):
        call_command("sweep_documents")


def test_the_job_is_known_to_the_worker_and_sweeps(settings):
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert sweep_documents.name in scheduled
    key = orphan()
    sweep_documents()
    assert there(key)
