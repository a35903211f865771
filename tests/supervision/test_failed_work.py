"""« Travaux en échec »: what an administrator sees of work that fails, and has tried again."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from cases.models import CaseEvent, Wait
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.cases import waiting_task
from tests.factories.town import ServiceFactory

pytestmark = pytest.mark.django_db
PAGE = "/pilotage/etat/travaux/"


@pytest.fixture
def admin(client: Client) -> Client:
    """An administrator's browser."""
    user = UserFactory(administrator=True)
    client.force_login(user, backend="accounts.backends.IdentifierOrEmail")
    return client


def failed_job(days: int = 1, **columns) -> Wait:
    """A job that has failed four times."""
    return waiting_task(
        ServiceFactory(),
        on=Wait.For.WORKER,
        tries=4,
        error="ConnectionRefusedError",
        failing_since=now() - timedelta(days=days),
        wake_at=now() + timedelta(hours=2),
        **columns,
    )


def failed_mail() -> CaseEvent:
    """An acknowledgement that no mail server takes."""
    case = enrolment.request(ServiceFactory(), last_name="Zorglub")
    event = case.events.get(kind="submitted")
    CaseEvent.objects.filter(pk=event.pk).update(
        delivery_tries=9,
        error="SMTPServerDisconnected",
        failing_since=now() - timedelta(days=2),
        deliver_after=now() + timedelta(hours=2),
    )
    return event


def told(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def press(admin: Client, kind: str, row, tries: int):
    typed = {"vue": kind, "travail": row.pk, "essais": tries}
    return admin.post(reverse("supervision:retry_work"), typed)


def test_the_empty_page_says_what_will_be_there(admin):
    answer = admin.get(PAGE)
    assert answer.status_code == 200
    assert "Rien n’échoue" in answer.content.decode()
    assert "Tout relancer" not in answer.content.decode()


def test_a_failed_job_is_told_by_its_case_number_and_not_by_its_family(admin):
    wait = failed_job(family_name="Zorglub")
    text = admin.get(PAGE).content.decode()
    for said in (wait.reference, "ConnectionRefusedError", "4 essais", "depuis hier", "Relancer"):
        assert said in text
    assert "Inscrire un enfant" in text and "Vérifier le dossier" in text
    assert "Zorglub" not in text


def test_a_failed_mail_says_which_news_and_not_to_whom(admin):
    event = failed_mail()
    answer = admin.get(PAGE)
    text = answer.content.decode()
    assert answer.context["view"].slug == "envois", "the first kind that has any"
    assert event.case.reference in text and "Demande envoyée" in text
    assert "Zorglub" not in text


def test_the_menu_and_the_state_of_the_portal_count_what_fails(admin):
    failed_job(), failed_mail()
    answer = admin.get("/pilotage/etat/")
    numbers = {str(f["label"]): f["number"] for f in answer.context["figures"]}
    assert numbers["Travaux en échec"] == 2
    (place,) = [p for p in answer.context["places"] if p["name"] == "supervision:failed_work"]
    assert place["count"] == "2"


def test_relancer_brings_it_forward_once(admin):
    wait = failed_job()
    first, second = press(admin, "traitements", wait, 4), press(admin, "traitements", wait, 4)
    assert first["Location"] == PAGE + "?vue=traitements"
    assert "C’est relancé" in told(first)[0]
    assert told(second)[-1].startswith("Rien à relancer")
    wait.refresh_from_db()
    assert wait.wake_at <= now()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"vue": "traitements", "travail": "x", "essais": "4"},
        {"vue": "traitements", "travail": "99999999", "essais": "4"},
        {"vue": "nulle-part", "travail": "9" * 40, "essais": "²"},
    ],
)
def test_what_is_gone_or_makes_no_sense_is_told_as_done(admin, typed):
    answer = admin.post(reverse("supervision:retry_work"), typed)
    assert answer.status_code == 302
    assert told(answer) == ["Rien à relancer\u00a0: c’est déjà fait ou déjà relancé."]


def test_tout_relancer_takes_them_all(admin):
    failed_job(), failed_job(), failed_mail()
    assert told(admin.post(reverse("supervision:retry_all"))) == ["3 travaux sont relancés."]


def test_a_long_list_has_pages_and_costs_as_many_queries_as_a_short_one(
    admin, django_assert_max_num_queries
):
    for rank in range(120):
        failed_job(rank)
    seen, url = [], PAGE
    while url:
        with django_assert_max_num_queries(6):
            answer = admin.get(url)
        seen += [row["reference"] for row in answer.context["rows"]]
        url = answer.context["next_url"] and PAGE + answer.context["next_url"]
    oldest_first = Wait.objects.order_by("failing_since").values_list("reference", flat=True)
    assert seen == list(oldest_first)


def test_following_the_link_changes_nothing(admin):
    wait = failed_job()
    assert admin.get(reverse("supervision:retry_work")).status_code == 405
    assert admin.get(reverse("supervision:retry_all")).status_code == 405
    wait.refresh_from_db()
    assert wait.wake_at > now()
