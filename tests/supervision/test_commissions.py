"""The commission's pages: opened with places, read line by line, changed with a reason, closed."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from activities.models import AdmissionLine, AdmissionSession, Enrolment
from tests.factories import creche
from workflows.creche.offers import sweep_offers

pytestmark = pytest.mark.django_db


@pytest.fixture
def group(service):
    creche.CriteriaVersionFactory(share_percent=20)
    return creche.creche(service, places=1, name="Crèche du Moulin")


@pytest.fixture
def session(group, claire) -> AdmissionSession:
    """Two children for one place."""
    creche.listed(group)
    creche.listed(group, work="home", other_work="home")
    return creche.session(group, by=claire)


def page(tower: Client, name: str, *args, **query) -> str:
    """The text of a page that is there."""
    answer = tower.get(reverse(f"supervision:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_session_is_opened_with_the_places_that_are_free(tower, group):
    creche.listed(group)
    start = localdate().isoformat()
    shown = page(tower, "new_commission", depuis=start)
    assert f'name="places-{group.pk}-1"' in shown and "20\u00a0% des places" in shown
    address = reverse("supervision:new_commission") + f"?depuis={start}"
    places = {f"places-{group.pk}-{day}": "1" for day in group.weekdays}
    answer = tower.post(address, {"title": "Janvier", **places})
    session = AdmissionSession.objects.get()
    assert answer["Location"] == reverse("supervision:commission", args=[session.public_id])
    assert session.lines.get().given == group


@pytest.mark.parametrize("typed", [{}, {"title": "Janvier"}, {"title": "Janvier", "place": "2"}])
def test_a_session_without_a_name_without_a_place_or_with_too_many_is_not_opened(
    tower, group, typed
):
    place = {f"places-{group.pk}-1": typed.pop("place")} if "place" in typed else {}
    address = reverse("supervision:new_commission") + f"?depuis={localdate().isoformat()}"
    answer = tower.post(address, typed | place)
    assert answer.status_code == 422
    assert not AdmissionSession.objects.exists()


def test_the_table_shows_every_request_and_each_line_says_why(tower, session):
    shown = page(tower, "commission", session.public_id)
    assert "1 place est proposée" in shown and "pas de place" in shown
    refused = session.lines.get(given=None)
    why = page(tower, "commission_line", session.public_id, refused.public_id)
    assert "complet, dernière place à 16 points" in why
    kept = session.lines.exclude(given=None).get()
    why = page(tower, "commission_line", session.public_id, kept.public_id)
    assert "Place proposée." in why and "Vous habitez la commune" in why


def test_a_change_needs_its_reason_and_room(tower, session, group):
    refused, kept = session.lines.get(given=None), session.lines.exclude(given=None).get()
    urls = {
        line: reverse("supervision:commission_line", args=[session.public_id, line.public_id])
        for line in (refused, kept)
    }
    typed = {"group": str(group.pk), "reason": "Urgence sociale"}
    answer = tower.post(urls[refused], typed)
    assert answer.status_code == 422
    assert "Plus de place ouverte le lundi, mardi" in answer.content.decode()
    assert tower.post(urls[kept], {"group": "0", "reason": " "}).status_code == 422
    assert tower.post(urls[kept], {"group": "0", "reason": "Déménage"}).status_code == 302
    assert tower.post(urls[refused], typed).status_code == 302
    assert "Urgence sociale" in page(tower, "commission", session.public_id)
    assert session.lines.get(pk=refused.pk).given == group


def test_closing_is_asked_then_done_once_and_the_family_is_offered_the_place(tower, session):
    address = reverse("supervision:close_commission", args=[session.public_id])
    assert "1 famille recevra une proposition" in tower.get(address).content.decode()
    for _twice in range(2):
        assert tower.post(address).status_code == 302
    assert sweep_offers() == 1
    assert Enrolment.objects.get().state == Enrolment.State.KEPT
    shown = page(tower, "commission", session.public_id)
    assert "La commission a décidé" in shown and "Annoncée" in shown
    again = reverse("supervision:commission_again", args=[session.public_id])
    tower.post(again)
    states = set(session.lines.values_list("state", flat=True))
    assert states == {AdmissionLine.State.OFFERED, AdmissionLine.State.WAITING}


def test_the_calculations_are_done_again_before_the_readers_eyes(tower, session):
    shown = page(tower, "commission_rounds", session.public_id)
    assert "le même résultat" in shown and "un autre résultat" not in shown
    found = session.rounds.get()
    found.outcome["given"] = {}
    found.save()
    assert "un autre résultat" in page(tower, "commission_rounds", session.public_id)


def test_the_session_of_another_service_does_not_exist(tower, session):
    elsewhere = creche.session(creche.creche())
    for name in ("commission", "close_commission", "commission_rounds"):
        address = reverse(f"supervision:{name}", args=[elsewhere.public_id])
        assert tower.get(address).status_code == 404
    assert page(tower, "commissions").count(session.title) == 1


def test_the_table_takes_as_many_queries_for_two_lines_as_for_six(
    tower, session, group, django_assert_num_queries
):
    address = reverse("supervision:commission", args=[session.public_id])
    with django_assert_num_queries(10) as few:
        tower.get(address)
    for _more in range(4):
        creche.listed(group)
    more = creche.session(group)
    with django_assert_num_queries(len(few)):
        tower.get(reverse("supervision:commission", args=[more.public_id]))
