"""One tap carries a declared difference into the family's file, with scripts or without."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from cases.models import Case
from family.models import HealthRecord
from tests.desk.test_deciding import send
from tests.factories import enrolment
from tests.factories.family import HealthRecordFactory
from town.models import Service
from workflows.engine import acts
from workflows.engine.differences import differences


@pytest.fixture
def case(service: Service) -> Case:
    """A request that says something else than the file."""
    case = enrolment.request(service)
    HealthRecordFactory(child=case.child, photo_allowed=True)
    return case


def seen(case: Case) -> str:
    """What the page remembers having shown."""
    return next(row.seen for row in differences(case) if row.fact == "photos")


def told(response) -> str:
    """What the page says beside the differences."""
    return " ".join(str(message) for message in response.context["about_differences"])


def page(desk: Client, case: Case) -> str:
    """The case, as the agent reads it."""
    return desk.get(reverse("desk:case", args=[case.reference])).content.decode()


def test_the_page_offers_it_confirms_it_and_offers_to_undo_it(desk: Client, case: Case):
    assert "reporter/photos/" in page(desk, case)
    assert seen(case) in page(desk, case)
    answer = send(desk, case, "carry", "photos", seen=seen(case))
    assert "«\u00a0Photos\u00a0» est reporté au dossier" in told(answer)
    assert answer.redirect_chain[-1][0].endswith("#differences")
    text = answer.content.decode()
    assert "par Nadia Benali" in text and "Annuler le report" in text
    assert not HealthRecord.objects.get(child=case.child).photo_allowed
    back = send(desk, case, "take_back", "photos")
    assert "remis au dossier comme avant" in told(back)
    assert HealthRecord.objects.get(child=case.child).photo_allowed
    assert "Reporter au dossier" in back.content.decode()


def test_an_outdated_page_is_told_what_the_file_says_now(desk: Client, case: Case):
    answer = send(desk, case, "carry", "photos", seen="old")
    assert "a changé entre-temps" in told(answer) and "autorisées" in told(answer)
    assert HealthRecord.objects.get(child=case.child).photo_allowed


def test_a_fact_of_no_such_name_is_missing(desk: Client, case: Case):
    assert send(desk, case, "carry", "iban").status_code == 404
    assert send(desk, case, "take_back", "iban").status_code == 404


def test_a_closed_case_has_no_such_door(desk: Client, case: Case):
    acts.withdraw(case.pk, actor=case.applicant.user)
    assert send(desk, case, "carry", "photos", seen="x").status_code == 404


def test_a_page_left_open_draws_it_again_once(desk: Client, case: Case, nadia: User):
    url = reverse("desk:case", args=[case.reference])
    known = {"differences_mark": desk.get(url).context["differences_mark"]}
    live = {"HX-Request": "true"}
    assert 'id="differences"' not in desk.get(url, known, headers=live).content.decode()
    send(desk, case, "carry", "photos", seen=seen(case))
    assert "Annuler le report" in desk.get(url, known, headers=live).content.decode()
