"""The browser stays out of the way of the database, of asyncio and of the message bus."""

import asyncio

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.contrib.auth.models import Group
from playwright.sync_api import Browser


def test_the_database_and_the_message_bus_work_while_a_page_is_open(browser: Browser):
    page = browser.new_page()
    page.set_content("<h1>Bonjour</h1>")

    Group.objects.create(name="families")
    async_to_sync(get_channel_layer().group_send)("nobody", {"type": "nothing"})

    assert Group.objects.count() == 1
    assert page.locator("h1").inner_text() == "Bonjour"
    page.close()


async def test_an_asynchronous_test_runs_after_a_browser_was_started(browser: Browser):
    await asyncio.sleep(0)

    assert await Group.objects.acount() == 0
    assert browser.is_connected()
