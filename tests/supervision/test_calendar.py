"""« Calendrier »: closing days with what it changes told first, and taking it back."""

import re
from datetime import date, datetime, timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.town import ClosureFactory, SchoolHolidayFactory, ServiceFactory
from town.models import Closure
from town.working_time import PARIS

pytestmark = pytest.mark.django_db
PAGE = "/pilotage/calendrier/"
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=PARIS)
TYPED = {"label": "Pont de Noël", "first": "2026-12-28", "last": "2026-12-31", "service": "+"}


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(TUESDAY, tick=False)
    return time_machine


@pytest.fixture
def admin(client: Client) -> Client:
    """An administrator's browser."""
    user = UserFactory(administrator=True)
    client.force_login(user, backend="accounts.backends.IdentifierOrEmail")
    return client


def text(answer) -> str:
    return answer.content.decode()


def told(answer) -> str:
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def test_a_year_shows_holidays_and_closures(admin):
    SchoolHolidayFactory(
        label="Vacances de Noël", starts_on=date(2026, 12, 19), ends_on=date(2027, 1, 3)
    )
    span = ClosureFactory(day=date(2026, 12, 28), label="Fermeture").span
    ClosureFactory(day=date(2026, 12, 29), label="Fermeture", span=span)
    ClosureFactory(day=date(2027, 5, 7), label="Pont du 7 mai")
    shown = text(admin.get(PAGE))
    for said in (
        "Armistice",
        "Vacances de Noël",
        "Du lundi 28\u00a0décembre au mardi 29\u00a0décembre",
    ):
        assert said in shown
    assert "Pont du 7 mai" not in shown
    assert "Pont du 7 mai" in text(admin.get(PAGE, {"annee": "2027"}))


@pytest.mark.parametrize("year", ["", "x", "0", "9999", "²⁰²⁶"])
def test_a_year_that_makes_no_sense_is_this_one(admin, year):
    assert admin.get(PAGE, {"annee": year}).context["year"] == 2026


def test_what_changes_is_told_before_anything_does(admin):
    ServiceFactory(slug="enfance")
    case = enrolment.request(ServiceFactory(slug="enfance"), last_name="Zorglub")
    typed = TYPED | {"first": "2026-11-30", "last": "2026-12-04"}
    answer = admin.post(PAGE, typed)
    shown = text(answer)
    assert "1 demande en cours change de date" in shown
    assert case.reference in shown and "Zorglub" not in shown
    assert "mardi 8\u00a0décembre" in shown and "mardi 15\u00a0décembre" in shown
    assert not Closure.objects.exists()
    done = admin.post(PAGE, typed | {"fermer": "1"})
    assert done["Location"] == PAGE + "?annee=2026"
    assert "1 demande en cours change de date" in told(done)
    assert Closure.objects.count() == 5


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"label": ""}, "Dites pourquoi"),
        ({"first": ""}, "Choisissez le premier jour"),
        ({"first": "bientôt"}, "Écrivez une date"),
        ({"first": "2026-11-24", "last": ""}, "Choisissez un jour à venir"),
        ({"first": "2031-01-02", "last": ""}, "d’ici trois ans"),
        ({"last": "2026-12-01"}, "vient avant le premier"),
        ({"last": "2027-06-01"}, "Trois mois au plus"),
        ({"first": "2026-12-26", "last": "2026-12-27"}, "Rien à fermer"),
        ({"first": "2026-12-25", "last": ""}, "Rien à fermer"),
        ({"service": "nulle-part"}, "Choisissez un service"),
    ],
)
def test_a_mistake_is_told_beside_its_field_and_nothing_typed_is_lost(admin, typed, said):
    answer = admin.post(PAGE, TYPED | typed | {"fermer": "1"})
    assert answer.status_code == 422
    assert said in text(answer)
    for value in (TYPED | typed).values():
        if value and value not in ("nulle-part", "+", "2026-12-31"):
            assert f'value="{value}"' in text(answer)
    assert not Closure.objects.exists()


def test_corriger_gives_back_what_was_typed(admin):
    answer = admin.post(PAGE, TYPED | {"corriger": "1"})
    assert answer.status_code == 200
    assert 'value="Pont de Noël"' in text(answer) and 'value="2026-12-28"' in text(answer)
    assert not Closure.objects.exists()


def test_a_closure_is_taken_out_and_put_back(admin):
    admin.post(PAGE, TYPED | {"fermer": "1"})
    span = Closure.objects.first().span
    out = admin.post(f"{PAGE}{span}/rouvrir/")
    assert "n’est plus au calendrier" in told(out)
    assert not Closure.objects.exists()
    page = text(admin.get(out["Location"]))
    undo = page[page.index('<form class="notice"') :]
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', undo)[:5])
    assert hidden.pop("csrfmiddlewaretoken", "") is not None
    back = admin.post(PAGE, hidden | {"fermer": "1"})
    assert back.status_code == 302
    assert Closure.objects.count() == 4


def test_what_is_gone_or_over_is_not_taken_out(admin):
    past = ClosureFactory(day=TUESDAY.date() - timedelta(days=1))
    assert "rouvrir" not in text(admin.get(PAGE))
    assert "Rien à rouvrir" in told(admin.post(f"{PAGE}{past.span}/rouvrir/"))
    assert Closure.objects.count() == 1


def test_an_undo_that_was_tampered_with_is_ignored(admin):
    shown = text(admin.get(PAGE, {"remettre": "abc:def"}))
    assert "a été retiré" not in shown


def test_the_page_costs_few_queries(admin, django_assert_max_num_queries):
    for days in range(40):
        ClosureFactory(day=TUESDAY.date() - timedelta(days=days), service=ServiceFactory())
    with django_assert_max_num_queries(8):
        admin.get(PAGE)
