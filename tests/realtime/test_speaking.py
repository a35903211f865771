"""Messages, typing and reading through the socket."""

import asyncio
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from channels.db import database_sync_to_async
from django.db import transaction

from cases.models import Case, CaseEvent, Message, ReadMark
from family.models import Tie
from realtime.limits import Allowance
from tests.factories.cases import CaseFactory, happen
from workflows.engine.conversation import post_message


@pytest.fixture
async def talk(around, visit):
    """The mother's, the father's and the agent's pages of the case."""
    reference = around.case.reference
    pages = [await visit(user) for user in (around.mother, around.father, around.agent)]
    for page in pages:
        await page.hello({reference: 0})
    return pages


async def test_a_message_reaches_the_other_side_and_no_other_household(around, talk):
    mother, father, agent = talk
    act = await mother.post(around.case.reference, "  Bonjour  ")

    assert await mother.next("said") == {"type": "said", "act": act, "number": 1}
    assert await agent.numbers(around.case.reference, 1) == [1]
    assert await father.silence()
    message = await Message.objects.aget(case=around.case)
    assert (message.body, message.author_id, message.side) == (
        "Bonjour",
        around.mother.pk,
        "family",
    )


async def test_the_service_answers_for_the_town(around, talk):
    mother, _father, agent = talk
    await agent.post(around.case.reference, "Bien reçu")
    assert await mother.numbers(around.case.reference, 1) == [1]
    assert (await Message.objects.aget(case=around.case)).side == "town"


async def test_the_same_message_sent_ten_times_at_once_is_one_message(around, visit):
    reference, act = around.case.reference, str(uuid4())
    pages = [await visit(around.mother) for _ in range(10)]
    for page in pages:
        await page.hello({reference: 0})
    await asyncio.gather(*(page.post(reference, "Une fois", act) for page in pages))
    answers = [await page.next("said") for page in pages]

    assert answers == [{"type": "said", "act": act, "number": 1}] * 10
    assert await Message.objects.filter(case=around.case).acount() == 1
    assert await CaseEvent.objects.filter(case=around.case).acount() == 1
    for page in pages:
        await page.numbers(reference, 1)
        assert page.events[reference] == [1]


async def test_a_message_repeated_after_a_cut_is_answered_as_the_first_time(around, talk, visit):
    reference = around.case.reference
    act = await talk[0].post(reference, "Bonjour")
    first = await talk[0].next("said")
    await talk[0].cut()
    page = await visit(around.mother)
    await page.hello({reference: 1})
    await page.post(reference, "Bonjour", act)
    assert await page.next("said") == first
    assert await Message.objects.acount() == 1


async def test_the_other_household_cannot_write(around, talk):
    act = await talk[1].post(around.case.reference, "Bonjour")
    refused = {"type": "refused", "act": act, "why": "not_allowed"}
    assert await talk[1].next("refused") == refused
    assert not await Message.objects.aexists()


async def test_a_right_to_write_lost_a_moment_ago_is_lost_at_once(around, talk):
    await Tie.objects.filter(adult__user=around.mother).aupdate(may_decide=False)
    await talk[0].post(around.case.reference, "Bonjour")
    assert (await talk[0].next("refused"))["why"] == "not_allowed"
    assert not await Message.objects.aexists()


async def test_an_act_that_was_something_else_is_not_a_message(around, talk):
    act = uuid4()
    await sync_to_async(happen)(around.case, "submitted", act=act)
    other = await sync_to_async(CaseFactory)(household=around.case.household)
    await sync_to_async(post_message)(
        other.pk, "Ailleurs", author=around.mother, side="family", act=(elsewhere := uuid4())
    )
    for used in (act, elsewhere):
        await talk[0].post(around.case.reference, "Bonjour", str(used))
        assert (await talk[0].next("refused"))["why"] == "act_used"
    assert await Message.objects.filter(case=around.case).acount() == 0


async def test_a_draft_takes_no_message(around, visit):
    draft = await sync_to_async(CaseFactory)(
        draft=True,
        household=around.case.household,
        child=around.case.child,
        filed_by=around.mother,
    )
    page = await visit(around.mother)
    await page.hello({draft.reference: 0})
    await page.post(draft.reference, "Bonjour")
    assert (await page.next("refused"))["why"] == "closed"


async def test_somebody_who_floods_is_asked_to_slow_down(around, visit, monkeypatch):
    monkeypatch.setattr("realtime.limits.messages", lambda: Allowance(burst=3, rate=0.0))
    page = await visit(around.mother)
    await page.hello({around.case.reference: 0})
    for _ in range(5):
        await page.post(around.case.reference, "Encore")
    for _ in range(3):
        await page.next("said")
    for _ in range(2):
        assert (await page.next("refused"))["why"] == "too_fast"
    assert await Message.objects.acount() == 3


async def test_a_message_that_waits_for_its_case_holds_up_no_other_page(around, talk, visit):
    other = await sync_to_async(CaseFactory)(household=around.case.household)
    page = await visit(around.mother)
    await page.hello({other.reference: 0})
    locked, free = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def hold() -> None:
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=around.case.pk)
            loop.call_soon_threadsafe(locked.set)
            asyncio.run_coroutine_threadsafe(free.wait(), loop).result(10)

    holder = asyncio.create_task(database_sync_to_async(hold, thread_sensitive=False)())
    await locked.wait()
    await talk[0].post(around.case.reference, "J’attends")
    await page.post(other.reference, "Je passe")
    assert (await page.next("said"))["number"] == 1
    assert await talk[0].silence(0.1)
    free.set()
    await holder
    assert (await talk[0].next("said"))["number"] == 1


async def test_typing_is_shown_to_the_other_side_only_and_kept_nowhere(around, talk, visit):
    mother, father, agent = talk
    colleague = await visit(around.supervisor)
    await colleague.hello({around.case.reference: 0})
    await agent.say(type="typing", case=around.case.reference)

    shown = {"type": "typing", "case": around.case.reference, "side": "town"}
    assert await mother.next("typing") == shown
    assert await father.silence()
    assert await colleague.silence(0.1)
    assert await agent.silence(0.1)
    assert not await CaseEvent.objects.aexists()


async def test_one_who_may_not_write_does_not_seem_to_type(around, talk, visit):
    resident = await visit(around.resident)
    await resident.hello({around.case.reference: 0})
    await resident.say(type="typing", case=around.case.reference)
    await talk[1].say(type="typing", case=around.case.reference)
    assert await talk[2].silence()


async def test_what_was_seen_is_remembered_and_shown_to_the_other_side(around, talk):
    mother, father, agent = talk
    case = around.case
    await sync_to_async(happen)(case, "message", "message")
    await mother.numbers(case.reference, 2)
    await agent.numbers(case.reference, 2)
    await mother.say(type="seen", case=case.reference, number=99)

    shown = {"type": "read", "case": case.reference, "side": "family", "number": 2}
    assert await agent.next("read") == shown
    assert await mother.silence()
    assert await father.silence(0.1)
    mark = await ReadMark.objects.aget(case=case)
    assert (mark.reader_id, mark.number, mark.side) == (around.mother.pk, 2, "family")


async def test_the_other_parent_leaves_no_read_mark(around, talk):
    await sync_to_async(happen)(around.case, "submitted")
    await talk[1].numbers(around.case.reference, 1)
    await talk[1].say(type="seen", case=around.case.reference, number=1)
    await talk[1].say(type="ping")
    await talk[1].next("pong")
    assert not await ReadMark.objects.aexists()
