"""One town for the whole matrix; what each visit changes is undone after it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.access.people import Town, build
from tests.api.conftest import session_of


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker) -> Iterator[Town]:
    """Everybody, each with a session."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = build()
        for role, user in built.people.items():
            built.sessions[role] = session_of(user) if user else ""
        yield built
        transaction.set_rollback(True)
        cache.clear()
