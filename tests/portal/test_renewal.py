"""Renewing last year's activities in two taps, without any script."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from activities.models import Enrolment
from cases.models import Case, Piece
from tests.factories.documents import DocumentFactory
from tests.factories.family import one_family, parent
from tests.factories.school_year import canteen, evening, year_now, year_to_come

pytestmark = pytest.mark.django_db
BACKEND = "accounts.backends.IdentifierOrEmail"


def had(child, home, group, days) -> None:
    period = group.period
    Enrolment.objects.create(
        child=child,
        household=home,
        group=group,
        weekdays=days,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        state="active",
    )


@pytest.fixture
def renewable():
    """A family with a year of canteen and evenings; the evenings are no more next year."""
    home, adult, (lina, tom) = one_family(children=2)
    now, then = year_now(), year_to_come()
    meals, after = canteen(now), evening(now)
    had(lina, home, meals, [1, 4])
    had(tom, home, meals, [2])
    had(tom, home, after, [2])
    canteen(then, activity=meals.activity)
    DocumentFactory(household=home, kind="address")
    for child in (lina, tom):
        DocumentFactory(household=home, child=child, kind="insurance")
    return home, adult, then


def signed(client: Client, adult) -> Client:
    client.force_login(adult.user, backend=BACKEND)
    return client


def address(then) -> str:
    return f"/demarches/dossier-periscolaire/{then.starts_on.isoformat()}/reprendre/"


def test_two_taps_renew_what_fits_and_say_what_does_not(client, renewable):
    _home, adult, then = renewable
    signed(client, adult)
    page = client.get("/accueil/").content.decode()
    assert "Renouveler pour" in page and address(then) in page
    assert "1 activité ne peut pas être reprise" in page

    first = client.post(address(then))
    case = Case.objects.get()
    assert first.headers["Location"] == f"/demandes/{case.reference}/recapitulatif/"
    summary = client.get(first.headers["Location"]).content.decode()
    assert "Enfant1 · Accueil du soir n’est plus proposée" in summary
    assert "Restauration scolaire\N{NO-BREAK SPACE}: lundi, jeudi" in summary
    assert "vous acceptez le règlement des activités et vous certifiez" in summary
    assert list(case.pieces.values_list("kind", "state")) == [("address", Piece.State.PROVIDED)]

    second = client.post(f"/demandes/{case.reference}/envoyer/")
    assert second.headers["Location"] == f"/demandes/{case.reference}/accuse/"
    case.refresh_from_db()
    assert case.state == Case.State.OPEN
    agreed = case.data["declared"]["accords"]
    assert agreed == {"waiting": "yes", "rules_read": True, "certified": True, "by": "sending"}
    assert sorted(case.waits.values_list("part_name", flat=True)) == [
        "Enfant0 · Restauration scolaire",
        "Enfant1 · Restauration scolaire",
    ]
    assert "Renouveler pour" not in client.get("/accueil/").content.decode()


def test_a_double_tap_opens_one_draft(client, renewable):
    _home, adult, then = renewable
    signed(client, adult)
    there = {client.post(address(then)).headers["Location"] for _ in range(2)}
    assert len(there) == 1
    assert Case.objects.count() == 1


def test_a_renewal_can_be_changed_before_it_is_sent_and_ticks_nothing_instead_of_the_family(
    client, renewable
):
    _home, adult, then = renewable
    signed(client, adult).post(address(then))
    case = Case.objects.get()
    step = client.get(f"/demandes/{case.reference}/etape/accords/?retour=1").content.decode()
    assert 'name="waiting"' in step and 'name="certified"' not in step
    saved = client.post(
        f"/demandes/{case.reference}/etape/accords/?retour=1", {"waiting": "no", "then": "next"}
    )
    assert saved.headers["Location"] == f"/demandes/{case.reference}/recapitulatif/"
    client.post(f"/demandes/{case.reference}/envoyer/")
    case.refresh_from_db()
    assert case.data["declared"]["accords"]["waiting"] == "no"


def test_an_ordinary_file_is_not_sent_without_its_boxes(client, renewable):
    """What sending states is said on the page of a renewal, and there only."""
    _home, adult, _then = renewable
    signed(client, adult).post("/demarches/dossier-periscolaire/commencer/")
    case = Case.objects.get()
    assert "certified" in client.get(f"/demandes/{case.reference}/etape/accords/").content.decode()
    summary = client.get(f"/demandes/{case.reference}/recapitulatif/").content.decode()
    assert "vous certifiez" not in summary


def test_nobody_else_takes_a_renewal_up(client, renewable):
    home, _adult, then = renewable
    _other, stranger, _kids = one_family()
    assert signed(client, stranger).post(address(then)).status_code == 404
    partner = parent(household=home, role="co_representative")  # decides for none of the children
    assert signed(client, partner).post(address(then)).status_code == 404
    assert "Renouveler pour" not in client.get("/accueil/").content.decode()
    assert client.post(address(then).replace(str(then.starts_on), "2001-09-01")).status_code == 404
    assert client.get(address(then)).status_code == 405
    assert not Case.objects.exists()


def test_one_parent_s_renewal_is_no_longer_proposed_to_the_other(client, renewable):
    home, adult, then = renewable
    signed(client, adult).post(address(then))
    partner = parent(household=home, role="co_representative")
    for tie in adult.ties.all():
        tie.pk, tie.adult = None, partner
        tie.save()
    assert "Renouveler pour" not in signed(client, partner).get("/accueil/").content.decode()


def test_the_home_page_asks_one_question_while_no_coming_year_is_open(client):
    _home, adult, _kids = one_family(children=2)
    canteen(year_now())
    signed(client, adult).get("/accueil/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/accueil/")
    about_years = [q for q in queries.captured_queries if "activities_period" in q["sql"]]
    assert len(about_years) == 1
    assert len(queries) <= 16


def test_the_home_page_takes_the_same_queries_whatever_is_to_renew(client, renewable):
    home, adult, _then = renewable
    signed(client, adult).get("/accueil/")
    with CaptureQueriesContext(connection) as before:
        client.get("/accueil/")
    third = one_family()[2][0]
    third.residences.update(household=home)
    third.ties.update(adult=adult)
    had(third, home, Enrolment.objects.first().group, [1])
    with CaptureQueriesContext(connection) as after:
        client.get("/accueil/")
    assert len(after) == len(before)
