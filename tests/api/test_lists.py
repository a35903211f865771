"""A longer list costs no more queries."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Document
from tests.api.conftest import Caller, Town
from workflows.engine import conversation
from workflows.engine.procedure import registry

# Who reads, the statements it takes, and how many rows come with `n` of each.
LISTS: dict[str, tuple[str, int, Callable[[int], int]]] = {
    "cases/": ("parent", 4, lambda n: n),
    "cases/?state=open&late=false": ("agent", 3, lambda n: n),
    "tasks/": ("agent", 3, lambda n: n),
    "documents/": ("parent", 3, lambda n: n),
    "cases/{one}/events/": ("parent", 6, lambda n: n + 2),  # sent, checked, the messages
    "cases/{one}/messages/": ("agent", 5, lambda n: n),
    "cases/{one}/notes/": ("agent", 4, lambda n: n),
    "cases/{one}/pieces/": ("parent", 7, lambda n: 2),
    "procedures/": ("parent", 3, lambda n: sum(not p.for_visitors for p in registry)),
}


@pytest.fixture(params=[1, 3])
def rows(request) -> int:
    """How many rows each list has."""
    return request.param


@pytest.mark.parametrize("path", LISTS)
def test_lists_cost_the_same_whatever_their_length(town: Town, path: str, rows: int):
    role, most, expected = LISTS[path]
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
    body = told.json()
    listed = body if isinstance(body, list) else body["results"]
    assert len(listed) == expected(rows)


def test_who_one_is_costs_the_same_whatever_there_is_to_do(agent_calls: Caller, town: Town):
    with CaptureQueriesContext(connection) as queries:
        told = agent_calls.get("me/").json()
    assert told["name"] == str(town.agent)
    assert len(queries) == 4, [q["sql"][:120] for q in queries]


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
