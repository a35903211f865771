"""A longer list costs no more queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Document
from tests.api.conftest import Caller, Town
from workflows.engine import conversation

LISTS = {
    "cases/": ("parent", 4),
    "cases/?state=open&late=false": ("agent", 3),
    "tasks/": ("agent", 3),
    "documents/": ("parent", 3),
    "cases/{one}/events/": ("parent", 9),
    "cases/{one}/messages/": ("agent", 5),
    "cases/{one}/notes/": ("agent", 4),
    "cases/{one}/pieces/": ("parent", 9),
    "procedures/": ("parent", 1),
    "me/": ("agent", 4),
}


@pytest.fixture(params=[1, 3])
def rows(request) -> int:
    """How many rows each list has."""
    return request.param


@pytest.mark.parametrize("path", LISTS)
def test_lists_cost_the_same_whatever_their_length(town: Town, path: str, rows: int):
    role, most = LISTS[path]
    caller = Caller(town.agent if role == "agent" else town.parent.user)
    cases = [town.case() for _ in range(rows)]
    for n in range(rows):
        conversation.post_message(cases[0].pk, f"{n}", author=town.parent.user, side="family")
        conversation.add_note(cases[0].pk, f"{n}", author=town.agent)
        kept(town, n)
    with CaptureQueriesContext(connection) as queries:
        told = caller.get(path.format(one=cases[0].reference))
    assert told.status_code == 200
    assert len(queries) == most, [q["sql"][:120] for q in queries]


def kept(town: Town, n: int) -> Document:
    """A document of the household, as the store's row knows it."""
    return Document.objects.create(
        household=town.household,
        kind=Document.Kind.OTHER,
        name=f"{n}.pdf",
        content_type="application/pdf",
        size=1,
        sha256="0" * 64,
        storage_key=f"files/{n}",
        state=Document.State.CHECKED,
    )
