"""The page of a request: what its reader may do from it, and what is drawn anew."""

import re

import pytest
from django.test import Client
from django.utils.timezone import now

from cases.models import Case
from tests.factories import enrolment
from tests.factories.family import one_family, separated_parents
from tests.factories.town import ServiceFactory, agent
from workflows.engine import acts, conversation, drafts
from workflows.engine.procedure import registry

pytestmark = pytest.mark.django_db
BACKEND = "accounts.backends.IdentifierOrEmail"


def page(client: Client, user, case: Case, part: str = "", **asked: str) -> str:
    """The page, or its live part, as this person gets it."""
    client.force_login(user, backend=BACKEND)
    return client.get(f"/demandes/{case.reference}/{part}", asked).content.decode()


@pytest.mark.parametrize("waiting", ["complement", "offered"])
def test_a_family_that_must_answer_may_withdraw_instead(client: Client, waiting: str):
    case = enrolment.request(ServiceFactory(), **{waiting: True})
    shown = page(client, case.filed_by, case)
    assert f"/demandes/{case.reference}/retirer/" in shown
    assert f"/demandes/{case.reference}/accuse/" in shown


def test_the_other_home_s_parent_is_offered_nothing_that_is_closed_to_him(client: Client):
    (home, mother), (_other, father), child = separated_parents()
    case = enrolment.submitted(mother, home, child, enrolment.group_of(ServiceFactory()))
    shown = page(client, father.user, case)
    assert "C’est au service" in shown
    for part in ("accuse", "retirer"):
        assert f"/demandes/{case.reference}/{part}/" not in shown
        assert client.get(f"/demandes/{case.reference}/{part}/").status_code == 404


def test_a_message_leaves_the_part_where_one_answers_as_it_is(client: Client):
    case = enrolment.request(ServiceFactory(), complement=True)
    mark = mark_of(page(client, case.filed_by, case))
    conversation.post_message(case.pk, "Bonjour", author=agent(case.service), side="town")
    live = page(client, case.filed_by, case, "direct/", turn_mark=mark)
    assert "Bonjour" in live
    assert 'id="case-turn"' not in live
    assert mark_of(live) == mark


def test_a_change_of_turn_draws_that_part_anew(client: Client):
    case = enrolment.request(ServiceFactory())
    mark = mark_of(page(client, case.filed_by, case))
    task, clerk = enrolment.task_of(case), agent(case.service)
    acts.claim(task.pk, actor=clerk)
    taken = page(client, case.filed_by, case, "direct/", turn_mark=mark)
    assert f"{clerk} étudie votre" in taken
    enrolment.ask_complement(case, by=clerk)
    asked = page(client, case.filed_by, case, "direct/", turn_mark=mark_of(taken))
    assert "C’est à vous" in asked
    assert len({mark, mark_of(taken), mark_of(asked)}) == 3


def test_the_check_page_says_which_documents_are_missing(client: Client):
    case = enrolment.request(ServiceFactory())
    draft = enrolment.draft(
        case.applicant, case.household, case.child, enrolment.group_of(case.service)
    )
    client.force_login(case.filed_by, backend=BACKEND)
    shown = client.get(f"/demandes/{draft.reference}/recapitulatif/").content.decode()
    words = " ".join(re.sub(r"<[^>]+>", " ", shown).split())
    assert "Justificatif de domicile à fournir" in words


def test_a_family_without_child_is_told_what_to_do_before_it_asks(client: Client):
    household, adult, _children = one_family(children=0)
    draft = drafts.begin(
        registry["inscription"], user=adult.user, applicant=adult, household=household
    )
    client.force_login(adult.user, backend=BACKEND)
    shown = client.get(f"/demandes/{draft.reference}/etape/enfant/").content.decode()
    assert "Aucun enfant à inscrire" in shown
    assert "Continuer" not in shown


def test_a_request_about_no_child_names_nobody(client: Client):
    household, adult, _children = one_family(children=0)
    asked = {"procedure": "activation", "title": "Demander l’ouverture d’un compte"}
    closed = {"state": Case.State.ACCEPTED, "submitted_at": now(), "closed_at": now()}
    service = ServiceFactory()
    Case.objects.create(
        reference="ABCD-0001", household=household, service=service, **asked, **closed
    )
    client.force_login(adult.user, backend=BACKEND)
    for address in ("/accueil/", "/demarches/"):
        shown = client.get(address).content.decode()
        assert asked["title"] in shown
        assert "None" not in shown


def mark_of(shown: str) -> str:
    found = re.search(r'name="turn_mark" value="(\w+)"', shown)
    assert found
    return found[1]
