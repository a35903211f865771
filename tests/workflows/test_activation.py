"""Asking for an account: from a visitor's form to the link, by an agent who recognises the family."""

import re
import uuid

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from cases.models import Case, CaseEvent, Wait
from cases.sides import Side
from family import invitation_mail
from family.models import Adult, Household
from tests.factories import town
from tests.factories.accounts import UserFactory
from tests.factories.family import (
    AdultFactory,
    ChildFactory,
    HouseholdFactory,
    MembershipFactory,
    one_family,
)
from tests.portal.test_activation import follow
from workflows.engine import acts, conversation
from workflows.engine.acts import Refused
from workflows.engine.deliveries import sweep_deliveries
from workflows.engine.procedure import registry

pytestmark = pytest.mark.django_db
FORM = {
    "first_name": "Zoé",
    "last_name": "Le Goff Martin",
    "street": "12 rue des Lilas",
    "postcode": "60230",
    "city": "Valmont-sur-Esches",
    "email": "Zoe.Nouvelle@exemple.fr",
    "children": "Noé et Marie-Lou",
    "facility": "",
}


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails stay in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []


@pytest.fixture
def welcome():
    """The service that welcomes families."""
    return town.ServiceFactory(slug="accueil-familles")


@pytest.fixture
def agent(welcome):
    """One of its agents."""
    return town.agent(welcome)


@pytest.fixture
def known():
    """The family that asks, as the town knows it: other accents, another e-mail."""
    home = HouseholdFactory(name="Famille Le Goff-Martin")
    adult = AdultFactory(first_name="Zoe", last_name="Le Goff-Martin", email="old@exemple.fr")
    MembershipFactory(household=home, adult=adult)
    ChildFactory(first_name="Noé", homes=[home])
    ChildFactory(first_name="Marie-Lou", homes=[home])
    return adult


def ask(client: Client | None = None, **changes):
    """Send the form."""
    data = {"act": str(uuid.uuid4()), **FORM, **changes}
    return (client or Client()).post(reverse("activation_request"), data)


def task() -> Wait:
    """The only task of the inbox."""
    return Wait.objects.get(on=Wait.For.STAFF)


def test_the_form_becomes_a_task_that_shows_the_family_it_recognised(client, welcome, known):
    assert ask(client).url == reverse("activation_asked")
    case = Case.objects.get()
    assert (case.service, case.household, case.filed_by) == (welcome, None, None)
    assert task().family_name == "Zoé Le Goff Martin"
    (found,) = registry["activation"].verified(case)
    assert found.ok
    assert "Fiche 1\u00a0: Zoe Le Goff-Martin, 12 rue des Lilas" in str(found.words)
    page = client.get(reverse("activation_asked")).content.decode()
    assert case.reference in page
    assert "recours gracieux" in page
    assert "Le Goff-Martin" not in page  # what the town knows is not told to a visitor


def test_the_agent_recognises_and_the_link_opens_the_account(welcome, agent, known):
    ask()
    acts.decide(task().pk, "first", actor=agent)
    case = Case.objects.get()
    assert (case.state, case.household, case.applicant) == (
        Case.State.ACCEPTED,
        known.households.get(),
        known,
    )
    sweep_deliveries()
    invitation_mail.send_waiting()
    assert {m.to[0] for m in mail.outbox} == {"zoe.nouvelle@exemple.fr"}
    link = re.search(r"https?://[^/]+(/activation/cle/\S+)", mail.outbox[-1].body).group(1)
    device = Client()
    follow(device, link)
    password = "quatre mots faciles à retenir"
    data = {"identifier": "zoe.l", "password": password, "again": password}
    assert device.post(reverse("activation_account"), data).status_code == 302
    known.refresh_from_db()
    assert known.user.email == known.email == "zoe.nouvelle@exemple.fr"


def test_an_unknown_family_gets_a_new_file(welcome, agent):
    ask()
    case = Case.objects.get()
    (found,) = registry["activation"].verified(case)
    assert not found.ok
    acts.decide(task().pk, "create", actor=agent)
    case.refresh_from_db()
    home = Household.objects.get()
    assert case.household == home
    assert home.street == "12 rue des Lilas"
    assert case.applicant == Adult.objects.get()
    assert case.applicant.invitations.get().email == "zoe.nouvelle@exemple.fr"


def test_a_choice_that_is_not_there_changes_nothing(welcome, agent, known):
    ask()
    with pytest.raises(Refused):
        acts.decide(task().pk, "second", actor=agent)
    assert Case.objects.get().state == Case.State.OPEN
    assert known.invitations.count() == 0


def test_someone_who_has_an_account_gets_no_second_one(welcome, agent):
    home = HouseholdFactory()
    adult = AdultFactory(first_name="Zoé", last_name="Le Goff-Martin", with_account=True)
    MembershipFactory(household=home, adult=adult)
    ChildFactory(first_name="Noé", homes=[home])
    ask()
    (found,) = registry["activation"].verified(Case.objects.get())
    assert not found.ok
    assert str(found.words).endswith("a déjà un compte")
    with pytest.raises(Refused):
        acts.decide(task().pk, "first", actor=agent)
    acts.decide(task().pk, "refuse", actor=agent, reason="has_account")
    sweep_deliveries()
    assert "mot de passe oublié" in mail.outbox[-1].body
    assert "contester cette décision" in mail.outbox[-1].body


def test_the_acknowledgement_goes_to_the_asker(welcome):
    ask()
    sweep_deliveries()
    (sent,) = mail.outbox
    assert sent.to == ["zoe.nouvelle@exemple.fr"]
    assert Case.objects.get().reference in sent.subject
    assert "Service qui s’en occupe" in sent.body


def test_the_same_form_sent_twice_is_one_request(client, welcome):
    act = str(uuid.uuid4())
    for _click in range(3):
        assert ask(client, act=act).status_code == 302
    assert Case.objects.count() == 1


def test_known_and_unknown_families_get_the_same_answer(welcome, known):
    told = []
    for last_name in ("Le Goff Martin", "Personne"):
        client = Client()
        response = ask(client, last_name=last_name)
        page = client.get(response.url).content.decode()
        told.append(re.sub(r"[0-9A-Z]{4}-[0-9A-Z]{4}|\"X-CSRFToken\": \"[^\"]+", "…", page))
    assert told[0] == told[1]


def test_a_machine_that_fills_the_hidden_field_asks_nothing(client, welcome):
    assert ask(client, website="https://spam.example").status_code == 302
    assert Case.objects.count() == 0


def test_what_is_refused_stays_typed(client, welcome):
    response = ask(client, postcode="6023", children=" , ")
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Le Goff Martin"' in page
    assert "cinq chiffres" in page
    assert Case.objects.count() == 0


def test_requests_from_one_address_are_counted(welcome):
    statuses = [ask().status_code for _ in range(7)]
    assert 429 in statuses
    assert Case.objects.count() <= 6


def test_the_payloads_of_events_hold_no_personal_data(welcome, agent, known):
    ask()
    acts.decide(task().pk, "first", actor=agent)
    payloads = str(list(Case.objects.get().events.values_list("payload", flat=True)))
    for personal in ("Goff", "Zo", "exemple.fr", "Lilas"):
        assert personal not in payloads


def test_families_are_not_offered_it(client, welcome):
    _home, mother, _children = one_family()
    client.force_login(mother.user)
    assert "ouverture d’un compte" not in client.get(reverse("portal:procedures")).content.decode()
    assert client.get(reverse("portal:procedure", args=["activation"])).status_code == 404


def test_a_visitor_reads_the_services_message_in_the_mail(welcome, agent):
    ask()
    case = Case.objects.get()
    words = "Quel est le nom de l’école ? N'oubliez pas Noé & Lou."
    conversation.post_message(case.pk, words, author=agent, side=Side.TOWN)
    CaseEvent.objects.filter(kind="submitted").update(deliver_after=None)
    CaseEvent.objects.filter(kind="message").update(deliver_after=now())
    assert sweep_deliveries() == 1
    (message,) = mail.outbox
    assert message.to == ["zoe.nouvelle@exemple.fr"]
    assert message.reply_to == [welcome.email]
    assert words in message.body
    assert case.reference in message.subject
    assert "/demandes/" not in message.body  # there is no page to read on


def test_who_has_an_account_by_then_reads_messages_on_the_page(welcome, agent, known):
    ask()
    case = Case.objects.get()
    acts.decide(task().pk, "first", actor=agent)
    known.user = UserFactory()
    known.email = "zoe.nouvelle@exemple.fr"
    known.save()
    conversation.post_message(case.pk, "Bienvenue !", author=agent, side=Side.TOWN)
    CaseEvent.objects.exclude(kind="message").update(deliver_after=None)
    CaseEvent.objects.filter(kind="message").update(deliver_after=now())
    assert sweep_deliveries() == 1
    (message,) = mail.outbox
    assert "Bienvenue" not in message.body
    assert f"/demandes/{case.reference}/" in message.body
