"""The sibling rule as the agent and the parent are told of it, in a single enrolment."""

import pytest
from django.test import Client

from tests.factories import enrolment
from tests.factories.activities import GroupFactory, group_of
from tests.factories.enrolment import task_of
from tests.factories.family import one_family
from tests.factories.town import ServiceFactory, agent
from workflows.engine import acts
from workflows.engine.procedure import registry

pytestmark = pytest.mark.django_db
ENROLMENT = registry["inscription"]
BACKEND = "accounts.backends.IdentifierOrEmail"


def accept(case) -> None:
    acts.decide(task_of(case).pk, "accept", actor=agent(case.service))
    case.refresh_from_db()


def waitlisted(adult, household, child, group):
    case = enrolment.submitted(adult, household, child, group)
    accept(case)
    acts.answer(task_of(case).pk, "accept", actor=adult.user)
    case.refresh_from_db()
    return case


def test_the_page_of_who_waits_says_the_rank_and_why(client: Client):
    full = group_of(ServiceFactory(), places=0)
    early = waitlisted(*unpacked(one_family()), full)
    household, adult, (lina, tom) = one_family(children=2)
    there = GroupFactory(activity__facility=full.activity.facility)
    accept(enrolment.submitted(adult, household, tom, there))
    late = waitlisted(adult, household, lina, full)
    at = ENROLMENT.shown(late)["waiting"]
    assert (at.rank, at.count, at.sibling) == (1, 2, True)
    assert ENROLMENT.shown(early)["waiting"].rank == 2
    client.force_login(adult.user, backend=BACKEND)
    page = " ".join(client.get(f"/demandes/{late.reference}/").content.decode().split())
    assert "1 sur 2" in page and "fratrie déjà accueillie" in page


def unpacked(family: tuple) -> tuple:
    household, adult, (child,) = family
    return adult, household, child


def test_the_agent_is_told_of_a_brother_or_sister_there_and_of_nobody_else():
    group = group_of(ServiceFactory())
    household, adult, (lina, tom) = one_family(children=2)
    case = enrolment.submitted(adult, household, lina, group)
    told = [check.words for check in ENROLMENT.verified(case)]
    assert not any("Fratrie" in words for words in told)
    there = GroupFactory(activity__facility=group.activity.facility)
    accept(enrolment.submitted(adult, household, tom, there))
    assert any("Fratrie déjà accueillie" in check.words for check in ENROLMENT.verified(case))


def test_who_does_not_wait_has_no_rank_to_show():
    case = enrolment.request()
    assert "waiting" not in ENROLMENT.shown(case)
