"""The whole path with each part killed under it: nothing lost, nothing twice."""

from django.db import connection
from playwright.sync_api import expect

from activities.models import Enrolment
from cases.models import Case, Message
from demo.models import SentMail
from deploy.local.processes import until
from deploy.local.services import Services
from tests.browser.steps import (
    DESK,
    PHONE,
    Context,
    accept,
    answer,
    ask_for_address,
    enrol,
    enter,
    follow,
    give,
    open_at_desk,
    take,
    write,
)
from tests.faults.test_the_portal_comes_back import revive
from tests.running_portal import RunningPortal

PATIENT = 60_000  # milliseconds: a part takes its time to come back on a busy machine


def mails_about(reference: str) -> list[str]:
    """The subjects of the mails sent about a case."""
    return list(
        SentMail.objects.filter(subject__contains=reference).values_list("subject", flat=True)
    )


def test_nothing_is_lost_or_doubled(
    parts: Services, portal: RunningPortal, town: None, new_context: Context
) -> None:
    parent = enter(new_context(**PHONE), "parent")
    agent = enter(new_context(**DESK), "agent")
    reference = enrol(parent, "Noé Dubois")
    follow(parent, reference)
    turn = parent.locator("#case-turn")

    parts.redis.kill()
    open_at_desk(agent, reference)
    take(agent)
    expect(turn).to_contain_text("étudie votre dossier", timeout=PATIENT)
    revive(parts.redis)

    portal.kill_worker()
    ask_for_address(agent, "Une facture récente.")
    expect(turn).to_contain_text("C’est à vous", timeout=PATIENT)
    portal.start_worker()

    portal.kill_web()
    write(parent, "Je vous envoie la facture.")
    portal.start_web()
    expect(parent.locator("[data-connection]")).to_have_attribute(
        "data-state", "live", timeout=PATIENT
    )
    expect(parent.locator("#case-thread")).to_contain_text("la facture", timeout=PATIENT)
    give(parent)
    answer(parent)
    expect(turn).to_contain_text("C’est au service", timeout=PATIENT)

    parts.postgres.kill()
    revive(parts.postgres)
    connection.close()
    open_at_desk(agent, reference)
    accept(agent)
    expect(turn).to_contain_text("Acceptée", timeout=PATIENT)

    case = Case.objects.get(reference=reference)
    events = list(case.events.values_list("number", "kind"))
    assert [number for number, _ in events] == list(range(1, case.last_event + 1))
    kinds = [kind for _, kind in events]
    assert kinds == [
        "submitted", "checked", "claimed", "complement_asked", "message", "piece_provided",
        "answered", "file_accepted", "accepted",
    ]  # fmt: skip
    assert Message.objects.filter(case=case).count() == 1
    assert Enrolment.objects.filter(case_reference=reference).count() == 1
    until(lambda: not case.events.exclude(deliver_after=None).exists(), 90)
    sent = mails_about(reference)
    assert len(sent) == len(set(sent)) * 2  # the two adults of the household, once each
    assert len(set(sent)) == 3  # received, complement, accepted
