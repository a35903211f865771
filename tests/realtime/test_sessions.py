"""Who may open a socket, and when it is closed again."""

from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from realtime.station import station
from tests.factories.cases import happen
from tests.realtime.pages import Page, signed_in


async def test_nobody_without_a_session_is_let_in(around, visit):
    page = await visit(None)
    await page.say(v=1, type="hello", cases={around.case.reference: 0})
    assert await page.closed_with() == 4401
    await sync_to_async(happen)(around.case, "submitted")
    assert not station().board.sockets


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil"])
async def test_a_page_of_another_site_is_refused(around, origin):
    browser = await sync_to_async(signed_in)(around.mother)
    assert not await Page(browser, origin=origin).open()


async def test_a_sign_out_closes_the_sockets_of_that_session_at_once(around, visit):
    here, elsewhere = await visit(around.mother), await visit(around.mother)
    other = await visit(around.agent)
    for page in (here, elsewhere, other):
        await page.hello({around.case.reference: 0})

    await sync_to_async(here.browser.logout)()

    assert await here.closed_with() == 4401
    await sync_to_async(happen)(around.case, "submitted")
    assert await elsewhere.numbers(around.case.reference, 1) == [1]
    assert await other.numbers(around.case.reference, 1) == [1]


async def test_a_new_password_closes_the_sockets_opened_with_the_old_one(around, visit):
    page = await visit(around.mother)
    await page.hello({around.case.reference: 0})
    around.mother.set_password("un-autre-mot-de-passe")
    await around.mother.asave()
    await station().check()
    assert await page.closed_with() == 4401


async def test_a_session_that_expires_closes_its_sockets(around, visit):
    page, other = await visit(around.mother), await visit(around.agent)
    await page.hello()
    await other.hello()
    key = page.browser.cookies["sessionid"].value
    await Session.objects.filter(session_key=key).aupdate(expire_date=now() - timedelta(seconds=1))
    await station().check()
    assert await page.closed_with() == 4401
    assert await other.silence()


async def test_a_page_that_leaves_leaves_nothing_behind(around, visit):
    page = await visit(around.agent)
    await page.hello({around.case.reference: 0}, inbox=True)
    board = station().board
    assert board.sockets and board.watches and board.lists
    await page.close()
    assert not board.sockets
    assert not board.watches
    assert not board.lists


async def test_a_second_hello_replaces_the_first(around, visit):
    page = await visit(around.agent)
    await page.hello({around.case.reference: 0}, inbox=True)
    await page.hello()
    await sync_to_async(happen)(around.case, "submitted")
    assert await page.silence()
