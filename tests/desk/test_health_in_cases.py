"""What a case declares of health is as shut at the desk as the record itself."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from documents.models import Document
from family.models import SensitiveReading
from tests.documents.files import pdf
from tests.factories import health
from tests.factories.family import HealthRecordFactory, separated_parents
from tests.factories.town import FacilityFactory, agent
from town.models import Service
from workflows.engine import acts

SECRET = "Zorglub"


@pytest.fixture
def family(service: Service):
    """Separated parents; the child is at a school of the service."""
    (home, mother), (_other, father), child = separated_parents()
    child.school, child.level = FacilityFactory(service=service), "CP"
    child.save()
    HealthRecordFactory(child=child, allergies="LaitZorglub")
    return home, mother, father, child


@pytest.fixture
def case(family) -> Case:
    """A health update with a proof of vaccination."""
    home, mother, _father, child = family
    answers = health.health_answers(child, has_proof=["yes"])
    return health.sent(health.begun("sante", mother, home, answers), paper=Document.Kind.VACCINES)


def page_of(desk: Client, case: Case) -> str:
    """The page of the case."""
    return desk.get(reverse("desk:case", args=[case.reference])).content.decode()


def take(case: Case, who: User) -> None:
    """Take the task."""
    acts.claim(case.waits.get().pk, actor=who, act=uuid4())


def read(desk: Client, case: Case):
    """Open the health section."""
    return desk.post(reverse("desk:health", args=[case.reference]))


PAGES = ("desk:case", "desk:receipt", "desk:at_counter", "desk:inbox", "desk:archive", "api:case")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("mine", [False, True])
def test_no_page_shows_it_unasked_even_to_who_has_the_task(desk, case, nadia, name, mine):
    if mine:
        take(case, nadia)
    args = [] if name in {"desk:inbox", "desk:archive"} else [case.reference]
    answer = desk.get(reverse(name, args=args))
    assert answer.status_code == 200
    assert SECRET not in answer.content.decode()
    assert not SensitiveReading.objects.exists()


def test_who_has_the_task_reads_it_beside_the_record_and_is_logged(desk, case, nadia, family):
    take(case, nadia)
    page = read(desk, case).content.decode()
    for words in ("ArachideZorglub", "LaitZorglub", "Dr MartinZorglub", "Sans viande", "diphtérie"):
        assert words in page
    reading = SensitiveReading.objects.get()
    assert (reading.reader, reading.child, reading.case_reference) == (
        nadia,
        family[3],
        case.reference,
    )


def test_without_the_task_nobody_of_the_service_reads_it(desk, case, service):
    assert "Lire la section santé" not in page_of(desk, case)
    assert "se lit avec la tâche" in page_of(desk, case)
    assert read(desk, case).status_code == 404
    take(case, agent(service))
    assert read(desk, case).status_code == 404


def test_consents_are_no_secret(desk, case):
    page = page_of(desk, case)
    assert "Photos autorisées" in page
    assert "Peut rentrer seul" in page


def test_a_medical_paper_opens_with_the_task_and_is_logged(desk, case, nadia, family, service):
    from documents.deposit import deposit

    home, mother, _father, child = family
    paper = deposit(
        pdf(), "application/pdf", kind=Document.Kind.VACCINES, household=home, child=child,
        uploader=mother.user, name="Carnet.pdf",
    )  # fmt: skip
    case.pieces.filter(kind="vaccines").update(document=paper)
    address = reverse("desk:document", args=[case.reference, paper.public_id])
    for shut in (address, reverse("api:content", args=[paper.public_id])):
        assert desk.get(shut).status_code == 404
    assert address not in page_of(desk, case)
    take(case, nadia)
    assert address in page_of(desk, case)
    assert desk.get(address).status_code == 200
    assert SensitiveReading.objects.filter(child=child, reader=nadia).count() == 1
    colleague = Client()
    colleague.force_login(agent(service))
    assert colleague.get(address).status_code == 404


def test_a_medical_paper_is_not_judged_without_the_task(desk, case, nadia):
    piece = health.booklet_of(case)
    address = reverse("desk:piece", args=[case.reference, piece.public_id])
    form = {"verdict": "accept", "task": case.waits.get().pk, "act": str(uuid4())}
    assert desk.post(address, form).status_code == 404
    take(case, nadia)
    assert desk.post(address, form).status_code == 302


def test_what_the_service_says_of_a_vaccine_is_for_who_has_the_task(desk, case, nadia, signed_in):
    acts.decide(case.waits.get().pk, "accept", actor=nadia)
    words = {"pieces": {"vaccines": "Manque le ROR"}, "text": "Rappel ROR à faire"}
    acts.decide(case.waits.get().pk, "incomplete", actor=nadia, **words)
    assert "ROR" not in page_of(desk, case)
    shown = desk.get(reverse("api:pieces", args=[case.reference])).content.decode()
    assert "ROR" not in shown
    parent = signed_in(case.applicant.user)
    page = parent.get(reverse("portal:case", args=[case.reference])).content.decode()
    assert "Manque le ROR" in page
    assert "Rappel ROR à faire" in page
    assert "le service décidera de la suite" in page


def test_the_counter_does_not_name_medical_papers(desk, case, family):
    page = desk.get(reverse("desk:household", args=[family[0].public_id])).content.decode()
    assert "Carnet de vaccination" not in page


def test_each_parent_sees_the_record_and_only_one_reads_the_request(case, family, signed_in, nadia):
    _home, mother, father, child = family
    acts.decide(case.waits.get().pk, "accept", actor=nadia)
    for parent in (mother, father):
        card = signed_in(parent.user).get(reverse("portal:child", args=[child.public_id]))
        assert "ArachideZorglub" in card.content.decode()
    receipt = reverse("portal:receipt", args=[case.reference])
    assert "ArachideZorglub" in signed_in(mother.user).get(receipt).content.decode()
    assert signed_in(father.user).get(receipt).status_code == 404
    page = signed_in(father.user).get(reverse("portal:case", args=[case.reference]))
    assert SECRET not in page.content.decode()


def test_a_parent_who_may_not_see_finds_nothing(case, family, signed_in, nadia):
    _home, _mother, father, child = family
    child.ties.filter(adult=father).update(may_see=False)
    acts.decide(case.waits.get().pk, "accept", actor=nadia)
    browser = signed_in(father.user)
    for name, arg in (("portal:child", child.public_id), ("portal:case", case.reference)):
        assert browser.get(reverse(name, args=[arg])).status_code == 404


def test_the_agent_sets_the_meeting_with_a_form(desk, family, nadia):
    home, mother, father, child = family
    begun = health.begun("pai", mother, home, health.care_answers(child))
    case = health.sent(begun, paper=Document.Kind.PAI)
    take(case, nadia)
    address = reverse("desk:decide", args=[case.reference, "meet"])
    assert "Jour de la réunion" in desk.get(address).content.decode()
    form = {"task": case.waits.get().pk, "act": str(uuid4()), "day": "2020-01-01"}
    refused = desk.post(address, {**form, "hour": "16:30", "place": "Salle 2"})
    assert refused.status_code == 422
    assert "Salle 2" in refused.content.decode()
    assert "dans le passé" in refused.content.decode()
    form = {**form, "day": "2099-12-08", "hour": "16:30", "place": "Salle 2"}
    assert desk.post(address, form).status_code == 302
    for parent in (mother, father):
        client = Client()
        client.force_login(parent.user)
        page = client.get(reverse("portal:case", args=[case.reference])).content.decode()
        assert "Salle 2" in page
        assert SECRET not in page
