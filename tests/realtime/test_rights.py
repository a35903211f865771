"""Who receives what, and above all who does not."""

from asgiref.sync import sync_to_async

from family.models import Tie
from realtime.station import station
from tests.factories.cases import CaseFactory, happen
from tests.workflows.test_judgment import Split
from town.models import StaffMembership


async def test_each_person_receives_the_events_of_his_or_her_audience_only(around, visit):
    case = around.case
    pages = {}
    for name in ("mother", "resident", "father", "stranger", "agent", "supervisor", "other_agent"):
        pages[name] = await visit(getattr(around, name))
        await pages[name].hello({case.reference: 0})

    # one for all, one for the household, one for the staff, then one for all as the end
    await sync_to_async(happen)(case, "submitted", "complement_asked", "note", "accepted")

    everything, household, family = [1, 2, 3, 4], [1, 2, 4], [1, 4]
    assert await pages["agent"].numbers(case.reference, 4) == everything
    assert await pages["supervisor"].numbers(case.reference, 4) == everything
    assert await pages["mother"].numbers(case.reference, 4) == household
    assert await pages["resident"].numbers(case.reference, 4) == household
    assert await pages["father"].numbers(case.reference, 4) == family
    assert await pages["stranger"].silence()
    assert await pages["other_agent"].silence()


async def test_catching_up_obeys_the_same_rights_as_live_events(around, visit):
    case = around.case
    await sync_to_async(happen)(case, "submitted", "complement_asked", "note", "accepted")

    expected = {"mother": [1, 2, 4], "father": [1, 4], "agent": [1, 2, 3, 4]}
    for name, numbers in expected.items():
        page = await visit(getattr(around, name))
        await page.hello({case.reference: 0})
        assert await page.numbers(case.reference, 4) == numbers
    stranger = await visit(around.stranger)
    await stranger.hello({case.reference: 0})
    assert await stranger.silence()


async def test_an_internal_note_reaches_no_page_of_a_family(around, visit):
    case = around.case
    homes = [await visit(user) for user in (around.mother, around.father)]
    desk = await visit(around.agent)
    for page in homes:
        await page.hello({case.reference: 0}, home=True)
    await desk.hello({case.reference: 0}, inbox=True)

    await sync_to_async(happen)(case, "note", actor=around.agent)

    assert await desk.numbers(case.reference, 1) == [1]
    for page in homes:
        assert await page.silence(1.5)


async def test_a_forbidden_case_answers_exactly_as_one_that_does_not_exist(around, visit):
    page = await visit(around.stranger)
    answers = []
    for reference in (around.case.reference, "0000-0000"):
        answers.append(await page.hello({reference: 0}))
        act = await page.post(reference, "Bonjour")
        answers.append({**await page.receive(), "act": act and "the act"})
        await page.say(type="typing", case=reference)
        await page.say(type="seen", case=reference, number=1)
        answers.append(await page.silence())
    assert answers[:3] == answers[3:]
    assert answers[1]["why"] == "unknown"


async def test_a_draft_of_somebody_else_is_not_followed(around, visit):
    draft = await sync_to_async(CaseFactory)(
        draft=True, household=around.case.household, child=around.case.child
    )
    page = await visit(around.father)
    await page.hello({draft.reference: 0})
    await sync_to_async(happen)(draft, "submitted")
    assert await page.silence()


async def test_rights_lost_while_the_page_is_open_stop_the_very_next_event(
    around, visit, monkeypatch
):
    monkeypatch.setattr("realtime.catch_up.FRESH", 0.0)
    case = around.case
    mother, agent = await visit(around.mother), await visit(around.agent)
    for page in (mother, agent):
        await page.hello({case.reference: 0})
    await sync_to_async(happen)(case, "submitted")
    await mother.numbers(case.reference, 1)
    await agent.numbers(case.reference, 1)

    tie = Tie.objects.filter(adult__user=around.mother, child=case.child)
    await tie.aupdate(may_see=False)
    await StaffMembership.objects.filter(user=around.agent).adelete()
    await sync_to_async(happen)(case, "accepted")

    assert await mother.silence()
    assert await agent.silence()


async def test_rights_that_a_judgment_takes_are_gone_with_its_own_event(visit):
    split = await sync_to_async(Split)()
    other = await sync_to_async(CaseFactory)(household=split.home, child=split.child)
    father, mother = await visit(split.father.user), await visit(split.mother.user)
    followed = {split.case.reference: split.case.last_event, other.reference: 0}
    for page in (father, mother):
        await page.hello(followed)

    await sync_to_async(split.rule)()
    assert await mother.numbers(split.case.reference, split.case.last_event)
    await sync_to_async(happen)(other, "submitted")
    assert await mother.numbers(other.reference, 1) == [1]
    assert await father.silence(1.0)


async def test_a_role_given_up_silences_the_inbox_at_the_next_recheck(around, visit):
    page = await visit(around.agent)
    await page.hello(inbox=True)
    await StaffMembership.objects.filter(user=around.agent).adelete()
    await station().check()
    await sync_to_async(happen)(around.case, "submitted")
    assert await page.silence()


async def test_a_closed_account_is_shown_out(around, visit):
    page = await visit(around.mother)
    await page.hello({around.case.reference: 0})
    around.mother.is_active = False
    await around.mother.asave(update_fields=["is_active"])
    await station().check()
    assert await page.closed_with() == 4401


async def test_the_lists_of_other_services_and_families_stay_still(around, visit):
    other_desk, stranger = await visit(around.other_agent), await visit(around.stranger)
    await other_desk.hello(inbox=True, home=True)
    await stranger.hello(inbox=True, home=True)
    await sync_to_async(happen)(around.case, "submitted")
    assert await other_desk.silence(1.0)
    assert await stranger.silence(0.2)


async def test_an_event_moves_the_lists_that_show_its_case(around, visit):
    desk, mother, father = [
        await visit(user) for user in (around.agent, around.mother, around.father)
    ]
    await desk.hello(inbox=True)
    await mother.hello(home=True)
    await father.hello(home=True)

    await sync_to_async(happen)(around.case, "submitted", "checked")
    assert await desk.receive() == {"type": "inbox"}
    assert await mother.receive() == {"type": "home"}
    assert await father.receive() == {"type": "home"}

    await sync_to_async(happen)(around.case, "complement_asked")
    assert await desk.receive() == {"type": "inbox"}
    assert await mother.receive() == {"type": "home"}
    assert await father.silence(1.2)
