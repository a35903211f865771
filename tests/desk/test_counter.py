"""The counter: a family found by any of its names, and served as the portal would serve it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from cases.models import Case
from family.models import Household
from family.search import families_called
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.activities import group_of
from tests.factories.documents import DocumentFactory
from tests.factories.family import (
    AdultFactory,
    ChildFactory,
    HouseholdFactory,
    MembershipFactory,
    TieFactory,
    one_family,
)
from tests.factories.town import ServiceFactory, agent
from town.models import Service
from workflows.engine import acts


def found(text: str) -> set[str]:
    """The names of the families that a search finds."""
    return set(families_called(text).values_list("name", flat=True))


def test_a_family_is_found_by_any_name_in_it(db):
    home = HouseholdFactory(name="Foyer Lévêque", reference="F0000042")
    adult = AdultFactory(
        first_name="Anne-Sophie", last_name="d’Aubigné", birth_name="Nguyên", email="a.s@x.fr"
    )
    MembershipFactory(household=home, adult=adult)
    ChildFactory(first_name="Zoé-Loïs", last_name="Ben-Saïd", homes=[home])
    one_family()
    for words in (
        "leveque",
        "anne sophie",
        "AUBIGNE",
        "nguyen",
        "zoe lois",
        "said zoe",
        "a.s@x.fr",
        "F0000042",
        "d'aubigne leveque",
    ):
        assert found(words) == {"Foyer Lévêque"}, words
    assert found("zoe martinez") == set()


def test_the_counter_searches_without_names_in_the_address(desk: Client, service: Service):
    home, _parent, _children = one_family(first_name="Gwénaëlle")
    answer = desk.post(reverse("desk:search"), {"q": "gwenaelle", "page": "counter"})
    assert answer.url.startswith("/bureau/guichet/?mots=")
    assert "gwenaelle" not in answer.url
    page = desk.get(answer.url)
    assert [household.pk for household in page.context["page"].rows] == [home.pk]


def test_the_household_shows_who_lives_there_and_what_the_town_has(desk: Client, db):
    home, parent, (child,) = one_family(mobile="+33611223344")
    DocumentFactory(household=home)
    text = desk.get(reverse("desk:household", args=[home.public_id])).content.decode()
    for words in (str(parent), str(child), "06\u00a011\u00a022\u00a033\u00a044", "Justificatif"):
        assert words in text


def test_families_find_no_counter(signed_in, db):
    home, parent, _children = one_family()
    for user in (parent.user, UserFactory(), UserFactory(administrator=True)):
        browser = signed_in(user)
        assert browser.get(reverse("desk:household", args=[home.public_id])).status_code == 404
        begin = reverse("desk:begin", args=[home.public_id, "inscription"])
        assert browser.post(begin).status_code == 404


def begun(desk: Client, home: Household, **fields: str) -> Case:
    """A draft begun at the counter."""
    url = reverse("desk:begin", args=[home.public_id, "inscription"])
    desk.post(url, fields)
    return Case.objects.get(household=home)


def answered(desk: Client, case: Case, child, group) -> None:
    """Every step of the guided form, answered at the counter."""
    answers: list[tuple[str, dict]] = [
        ("enfant", {"child": str(child.public_id)}),
        ("activite", {"group": str(group.public_id)}),
        ("jours", {"weekdays": ["1"], "starts_on": (localdate() + timedelta(days=3)).isoformat()}),
        ("accords", {"rules_read": "on", "certified": "on"}),
    ]
    for slug, fields in answers:
        url = reverse("desk:counter_step", args=[case.reference, slug])
        assert desk.post(url, {**fields, "then": "next"}).status_code == 302, slug


def sent(desk: Client, case: Case):
    """The draft sent for the family."""
    url = reverse("desk:counter_submit", args=[case.reference])
    return desk.post(url, {"act": str(uuid4())}, follow=True)


def test_an_agent_files_for_a_family_and_both_see_it(
    desk: Client, service: Service, nadia: User, signed_in
):
    home, parent, (child,) = one_family()
    case = begun(desk, home, asker=str(parent.public_id))
    answered(desk, case, child, group_of(service))
    assert desk.get(reverse("desk:counter_pieces", args=[case.reference])).status_code == 200
    assert desk.get(reverse("desk:counter_summary", args=[case.reference])).status_code == 200
    receipt = sent(desk, case)
    assert "Accusé de réception" in receipt.content.decode()
    case.refresh_from_db()
    assert (case.state, case.applicant, case.filed_by) == (Case.State.OPEN, parent, nadia)
    assert case.events.get(kind="submitted").side == "town"
    page = signed_in(parent.user).get(reverse("portal:case", args=[case.reference]))
    text = page.content.decode()
    assert "au guichet, par le service (Nadia Benali)" in text


def test_the_acknowledgement_is_printed_as_pdf(desk: Client, service: Service):
    case = enrolment.request(service)
    answer = desk.get(reverse("desk:receipt_pdf", args=[case.reference]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


def test_a_family_without_e_mail_or_account_is_served(desk: Client, service: Service):
    home = HouseholdFactory()
    adult = AdultFactory(no_email=True, mobile="")
    MembershipFactory(household=home, adult=adult)
    child = ChildFactory(homes=[home])
    TieFactory(adult=adult, child=child)
    case = begun(desk, home, asker=str(adult.public_id))
    answered(desk, case, child, group_of(service))
    sent(desk, case)
    case.refresh_from_db()
    assert case.state == Case.State.OPEN
    page = desk.get(reverse("desk:case", args=[case.reference]))
    assert "Ni téléphone ni e-mail" in page.content.decode()


def test_the_asker_must_be_chosen_among_those_who_decide(desk: Client, db):
    home, _parent, _children = one_family()
    stranger = AdultFactory()
    url = reverse("desk:begin", args=[home.public_id, "inscription"])
    for asker in ("", str(stranger.public_id)):
        desk.post(url, {"asker": asker})
    assert not Case.objects.filter(household=home).exists()


def test_what_is_typed_at_the_counter_is_kept(desk: Client, service: Service):
    home, parent, _children = one_family(children=2)
    case = begun(desk, home, asker=str(parent.public_id))
    url = reverse("desk:counter_step", args=[case.reference, "jours"])
    answer = desk.post(url, {"starts_on": "2001-01-01", "then": "next"})
    assert answer.status_code == 422
    assert "2001-01-01" in desk.get(url).content.decode()
    assert desk.get(reverse("desk:counter_draft", args=[case.reference])).status_code == 302


def test_the_draft_of_a_colleague_is_not_seen(desk: Client, service: Service, signed_in):
    home, parent, _children = one_family()
    case = begun(desk, home, asker=str(parent.public_id))
    colleague = signed_in(agent(service))
    for name in ("counter_draft", "counter_pieces", "counter_summary"):
        assert colleague.get(reverse(f"desk:{name}", args=[case.reference])).status_code == 404


def test_a_request_for_another_service_leaves_its_acknowledgement_and_no_more(
    desk: Client, signed_in
):
    other = ServiceFactory()
    home, parent, (child,) = one_family()
    case = begun(desk, home, asker=str(parent.public_id))
    answered(desk, case, child, group_of(other))
    receipt = sent(desk, case)
    assert receipt.status_code == 200
    assert f'href="{reverse("desk:case", args=[case.reference])}"' not in receipt.content.decode()
    assert desk.get(reverse("desk:case", args=[case.reference])).status_code == 404
    stranger = signed_in(agent(ServiceFactory()))
    assert stranger.get(reverse("desk:receipt", args=[case.reference])).status_code == 404


@pytest.fixture
def waiting_for_family(service: Service) -> Case:
    """A case in which the service asked for a proof of address."""
    case = enrolment.request(service)
    acts.decide(
        case.waits.get().pk, "complement", actor=agent(service), pieces={"address": "Trop ancien"}
    )
    case.refresh_from_db()
    return case


def test_a_complement_is_answered_at_the_counter(desk: Client, waiting_for_family: Case, signed_in):
    case = waiting_for_family
    known = DocumentFactory(household=case.household)
    hidden = {"act": str(uuid4()), "task": case.waits.get().pk}
    answer_url = reverse("desk:answer", args=[case.reference])

    early = desk.post(answer_url, {**hidden, "exit": "answered"}, follow=True)
    assert "Il manque encore" in early.content.decode()

    give = reverse("desk:give", args=[case.reference, "address"])
    desk.post(give, {"act": str(uuid4()), "document": str(known.public_id)})
    assert case.pieces.get(kind="address").document == known

    desk.post(answer_url, {**hidden, "act": str(uuid4()), "exit": "answered"})
    case.refresh_from_db()
    assert case.turn == "town"
    page = signed_in(case.applicant.user).get(reverse("portal:case", args=[case.reference]))
    assert "Éléments envoyés au guichet, par le service" in page.content.decode()


def test_only_a_document_that_still_counts_is_reused(desk: Client, waiting_for_family: Case):
    case = waiting_for_family
    foreign = DocumentFactory()
    old = DocumentFactory(household=case.household, valid_until=localdate() - timedelta(days=1))
    give = reverse("desk:give", args=[case.reference, "address"])
    for document in (foreign, old):
        desk.post(give, {"act": str(uuid4()), "document": str(document.public_id)})
    assert case.pieces.get(kind="address").document is None


def test_the_deadline_is_not_an_answer(desk: Client, waiting_for_family: Case):
    case = waiting_for_family
    hidden = {"act": str(uuid4()), "task": case.waits.get().pk, "exit": "late"}
    desk.post(reverse("desk:answer", args=[case.reference]), hidden)
    case.refresh_from_db()
    assert case.turn == "family"


def test_a_request_is_withdrawn_for_the_family(desk: Client, service: Service):
    case = enrolment.request(service)
    desk.post(reverse("desk:withdraw", args=[case.reference]), {"act": str(uuid4())})
    case.refresh_from_db()
    assert case.state == Case.State.WITHDRAWN
    assert case.events.get(kind="withdrawn").side == "town"
