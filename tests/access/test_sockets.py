"""The sockets of the matrix: who is let in at the address, who hears of the case."""

import pytest
from asgiref.sync import sync_to_async

from tests.access.table import CHILD, SERVICE, SOCKETS
from tests.factories.cases import happen
from tests.realtime.conftest import around, visit  # noqa: F401  the people and their pages
from tests.realtime.pages import Page

pytestmark = pytest.mark.django_db(transaction=True)

SIGN_IN_FIRST = 4401
# The people of `around`, under the names of the table.
NAMES = {
    "parent": "mother",
    "resident": "resident",
    "other_parent": "father",
    "stranger": "stranger",
    "agent": "agent",
    "supervisor": "supervisor",
    "other_agent": "other_agent",
}


async def test_who_has_not_signed_in_is_not_let_in(around, visit):  # noqa: F811
    assert "anonymous" not in SOCKETS["direct/"]
    page = Page(None)
    try:
        await page.open()  # taken only to be told why it is closed
        assert await page.closed_with() == SIGN_IN_FIRST
    finally:
        await page.close()


@pytest.mark.parametrize("role", NAMES)
async def test_a_page_hears_of_the_case_only_if_its_reader_may(around, visit, role):  # noqa: F811
    assert role in SOCKETS["direct/"]
    page = await visit(getattr(around, NAMES[role]))
    await page.hello({around.case.reference: 0})
    await sync_to_async(happen)(around.case, "submitted")
    if role in CHILD | SERVICE:
        assert await page.numbers(around.case.reference, 1) == [1]
    else:
        assert await page.silence()
