"""Whatever is cut, lost, doubled or shuffled: the page's sequence is the table's."""

import random

import pytest
from asgiref.sync import sync_to_async

from cases import broadcast
from cases.models import CaseEvent
from cases.sides import Audience
from realtime.station import station
from tests.factories.cases import happen

KINDS = ["submitted", "message", "note", "claimed", "checked", "complement_asked"]


@pytest.fixture
def told(monkeypatch) -> list[dict]:
    """Wake-ups are held here instead of being sent, those within the process lost."""
    held: list[dict] = []
    monkeypatch.setattr("cases.wakeup.tell_neighbours", lambda item: None)
    monkeypatch.setattr("cases.wakeup.broadcast", held.append)
    return held


@sync_to_async
def table(case, *audiences: str) -> list[int]:
    """The numbers that the table has for these audiences."""
    events = CaseEvent.objects.filter(case=case, audience__in=audiences or Audience.values)
    return list(events.order_by("number").values_list("number", flat=True))


async def test_a_page_gets_what_follows_its_number_and_nothing_before(around, visit):
    await sync_to_async(happen)(around.case, *["message"] * 5)
    page = await visit(around.mother)
    await page.hello({around.case.reference: 3})
    assert await page.numbers(around.case.reference, 5) == [4, 5]


async def test_a_page_that_is_up_to_date_hears_nothing(around, visit):
    await sync_to_async(happen)(around.case, "message")
    page = await visit(around.mother)
    await page.hello({around.case.reference: 1})
    assert await page.silence()


async def test_a_number_from_the_future_does_not_deafen_the_page(around, visit):
    await sync_to_async(happen)(around.case, "message")
    page = await visit(around.mother)
    await page.hello({around.case.reference: 900})
    await sync_to_async(happen)(around.case, "message")
    assert await page.numbers(around.case.reference, 2) == [2]


async def test_a_long_absence_is_caught_up_whole_and_in_order(around, visit):
    await sync_to_async(happen)(around.case, *["message"] * 1203)
    page = await visit(around.mother)
    await page.hello({around.case.reference: 0})
    assert await page.numbers(around.case.reference, 1203) == list(range(1, 1204))


async def test_wakeups_that_come_twice_and_out_of_order_change_nothing(around, visit, told):
    case = around.case
    page = await visit(around.mother)
    await page.hello({case.reference: 0})
    for _ in range(20):
        await sync_to_async(happen)(case, "message")
    shuffled = told * 3
    random.Random(60230).shuffle(shuffled)
    for item in shuffled:
        station().receive(item)
    assert await page.numbers(case.reference, 20) == list(range(1, 21))
    for item in shuffled:
        station().receive(item)
    assert await page.silence()


async def test_several_events_of_one_commit_wake_the_page_once(around, told):
    await sync_to_async(happen)(around.case, "submitted", "checked", "note")
    assert [(item["case"], item["number"]) for item in told] == [(around.case.pk, 3)]


async def test_a_lost_wakeup_is_made_up_for_by_the_recheck(around, visit, told):
    case = around.case
    page, desk, home = [await visit(u) for u in (around.mother, around.agent, around.father)]
    await page.hello({case.reference: 0})
    await desk.hello(inbox=True)
    await home.hello(home=True)
    await station().check()

    await sync_to_async(happen)(case, "submitted", "complement_asked", "note")
    assert await page.silence()
    await station().check()

    assert await page.numbers(case.reference, 2) == [1, 2]
    assert await desk.next("inbox")
    assert await home.next("home")
    await station().check()
    assert await page.silence()
    assert await desk.silence(1.2)


async def test_what_this_process_did_needs_no_redis_and_keeps_to_each_ones_audience(
    around, visit, monkeypatch
):
    monkeypatch.setattr("cases.wakeup.broadcast", lambda item: None)
    case, page, desk = around.case, await visit(around.mother), await visit(around.agent)
    await page.hello({case.reference: 0})
    await desk.hello({case.reference: 0})
    await sync_to_async(happen)(case, "submitted", "note", "message")
    await sync_to_async(happen)(case, "message")
    assert await page.numbers(case.reference, 4) == [1, 3, 4]
    assert await desk.numbers(case.reference, 4) == [1, 2, 3, 4]


async def test_what_this_process_did_is_read_back_by_who_has_missed_something(
    around, visit, monkeypatch
):
    case, page = around.case, await visit(around.mother)
    await page.hello({case.reference: 0})
    monkeypatch.setattr("cases.wakeup.broadcast", lambda item: None)
    with monkeypatch.context() as elsewhere:
        elsewhere.setattr("cases.wakeup.tell_neighbours", lambda item: None)
        await sync_to_async(happen)(case, "submitted")
    await sync_to_async(happen)(case, "message")
    assert await page.numbers(case.reference, 2) == [1, 2]


async def test_what_was_heard_in_time_is_not_told_again_by_the_recheck(around, visit):
    desk = await visit(around.agent)
    await desk.hello(inbox=True)
    await station().check()
    await sync_to_async(happen)(around.case, "submitted")
    assert await desk.next("inbox")
    await station().check()
    await station().check()
    assert await desk.silence(1.2)


async def test_a_list_that_comes_back_hears_of_what_it_missed(around, visit):
    await sync_to_async(happen)(around.case, "submitted")
    desk = await visit(around.agent)
    await desk.hello(inbox=True, since=60_000)
    assert await desk.next("inbox")
    other = await visit(around.other_agent)
    await other.hello(inbox=True, since=60_000)
    assert await other.silence()


async def test_random_cuts_over_a_thousand_events_lose_and_double_nothing(
    around, visit, monkeypatch
):
    """Two readers with different rights, cut at random, on wake-ups lost and doubled at random."""
    chance = random.Random(14)
    sent = broadcast.broadcast

    def careless(item: dict) -> None:
        for _ in range(chance.choice([0, 1, 1, 2])):
            sent(item)

    monkeypatch.setattr("cases.wakeup.broadcast", careless)
    case, reference = around.case, around.case.reference
    readers = {around.mother: [], around.agent: []}
    pages = {}
    written = 0
    while written < 1000:
        for user, numbers in readers.items():
            if user not in pages:
                pages[user] = await visit(user)
                pages[user].events[reference] = numbers
                await pages[user].hello({reference: numbers[-1] if numbers else 0})
        size = chance.randint(1, 30)
        await sync_to_async(happen)(case, *chance.choices(KINDS, k=size))
        written += size
        for user in readers:
            while chance.random() < 0.5 and not await pages[user].silence(0.02):
                pass
            if chance.random() < 0.3:
                await pages.pop(user).cut()

    household = [Audience.FAMILY, Audience.HOUSEHOLD]
    expected = {around.mother: await table(case, *household), around.agent: await table(case)}
    for user, numbers in readers.items():
        page = pages.get(user) or await visit(user)
        page.events[reference] = numbers
        await page.hello({reference: numbers[-1] if numbers else 0})
        if numbers[-1:] != expected[user][-1:]:
            await page.numbers(reference, expected[user][-1])
        assert numbers == expected[user]
