"""The inbox: what it lists, in which order, at which cost."""

import random
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import User
from cases.models import Case, Wait
from cases.queue import count_in_words
from desk import inbox
from look.words import day_in_words
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.cases import waiting_task
from tests.factories.family import ChildFactory, HouseholdFactory, one_family
from tests.factories.town import FacilityFactory, ServiceFactory, agent
from town.models import Service
from workflows.engine.conversation import post_message

INBOX = "/bureau/"


def references(response) -> list[str]:
    """The cases that a page lists, in order."""
    urls = [row["url"] for row in response.context["tasks"]]
    return [url.split("/demandes/")[1].split("/")[0] for url in urls]


def cost(client: Client, url: str, **headers: str) -> int:
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as statements:
        assert client.get(url, headers=headers).status_code == 200
    return len(statements)


def test_the_most_urgent_task_comes_first(desk: Client, service: Service):
    late = waiting_task(service, due_at=now() - timedelta(days=2))
    far = waiting_task(service, due_at=now() + timedelta(days=5))
    soon = waiting_task(service, due_at=now() + timedelta(days=1))
    page = desk.get(INBOX)
    assert references(page) == [late.reference, soon.reference, far.reference]
    assert [row["due"] for row in page.context["tasks"]] == [
        "en retard de 2 jours",
        "demain",
        "dans 5 jours",
    ]


def test_tasks_of_other_services_are_not_listed(desk: Client, service: Service):
    waiting_task(ServiceFactory())
    own = waiting_task(service)
    assert references(desk.get(INBOX)) == [own.reference]


def test_a_page_costs_the_same_whatever_its_rows(desk: Client, service: Service):
    colleague = agent(service)
    household = HouseholdFactory()
    waiting_task(service, household=household, owner=colleague)
    desk.get(INBOX)  # the session's first reading
    one = cost(desk, INBOX)
    for _ in range(2):
        waiting_task(service, household=household, child=ChildFactory(), owner=colleague)
    assert cost(desk, INBOX) == one <= 12
    assert cost(desk, INBOX, **{"HX-Request": "true"}) <= one


def test_a_full_page_is_light(desk: Client, service: Service):
    household = HouseholdFactory(name="Martin-Delacourt de l’Hôpital")
    child = ChildFactory(first_name="Jean-Baptiste-Emmanuel", last_name="Martin-Delacourt")
    for _ in range(51):
        waiting_task(service, household=household, child=child, title="Accueil du soir " * 8)
    page = desk.get(INBOX)
    assert len(page.context["tasks"]) == 50
    assert len(page.content) < 80_000


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_pages_hold_every_task_once_forward_and_back(
    desk: Client, service: Service, seed: int, monkeypatch
):
    monkeypatch.setattr("desk.inbox.ROWS", 4)
    chance, start = random.Random(seed), now()
    made = [
        waiting_task(service, due_at=start + timedelta(hours=chance.randint(-3, 3)))
        for _ in range(chance.randint(9, 19))
    ]
    expected = [w.reference for w in sorted(made, key=lambda w: (w.due_at, w.pk))]

    page, pages = desk.get(INBOX), []
    while True:
        pages.append(references(page))
        if not page.context["next_url"]:
            break
        page = desk.get(page.context["next_url"])
    assert [reference for page in pages for reference in page] == expected

    for earlier in reversed(pages[:-1]):
        page = desk.get(page.context["previous_url"])
        assert references(page) == earlier
    assert not page.context["previous_url"]


def test_a_key_that_nobody_wrote_shows_the_first_page(desk: Client, service: Service):
    own = waiting_task(service)
    for key in ("garbage", "1-2:sig", "'; drop table"):
        assert references(desk.get(INBOX, {"after": key})) == [own.reference]


def test_views_hold_what_they_count(desk: Client, service: Service, nadia: User):
    waiting_task(service, owner=nadia, due_at=now() - timedelta(days=1))
    waiting_task(service, due_at=now() - timedelta(minutes=5))
    waiting_task(service, owner=agent(service), due_at=now() + timedelta(days=9), unread=True)
    views = desk.get(INBOX).context["views"][0]["views"]
    counts = {str(view["label"]): view["count"] for view in views}
    assert counts["À traiter"] == "3"
    assert counts["Mes tâches"] == "1"
    assert counts["Sans agent"] == "1"
    assert counts["Étapes en retard"] == "2"
    assert counts["Messages non lus"] == "1"
    for view in views:
        assert len(references(desk.get(view["url"]))) == int(view["count"] or 0)


def test_a_long_view_is_not_counted_to_its_end():
    assert count_in_words(1000) == "1000"
    assert count_in_words(1001) == "1\u202f000+"


def test_filters_narrow_the_list(desk: Client, service: Service, nadia: User):
    place = FacilityFactory(slug="prevert", service=service)
    here = waiting_task(service, facility=place, due_at=now() - timedelta(days=1))
    mine = waiting_task(service, owner=nadia, due_at=now() + timedelta(days=1))
    other = waiting_task(service, owner=agent(service), due_at=now() + timedelta(days=2))
    assert references(desk.get(INBOX, {"lieu": "prevert"})) == [here.reference]
    assert references(desk.get(INBOX, {"retard": "on"})) == [here.reference]
    assert references(desk.get(INBOX, {"agent": "moi"})) == [mine.reference]
    assert references(desk.get(INBOX, {"agent": "personne"})) == [here.reference]
    assert references(desk.get(INBOX, {"agent": "collegue"})) == [other.reference]
    assert len(references(desk.get(INBOX, {"demarche": "inscription", "etape": "check"}))) == 3
    assert len(references(desk.get(INBOX, {"service": service.slug}))) == 3


def test_a_filter_that_is_not_understood_is_left_out(desk: Client, service: Service):
    own = waiting_task(service)
    asked = {"lieu": "nowhere", "demarche": "x", "vue": "y", "agent": "z", "service": "\0"}
    assert references(desk.get(INBOX, asked)) == [own.reference]


def test_a_search_finds_names_without_their_accents(desk: Client, service: Service):
    family = HouseholdFactory(name="Lévêque-d’Aubigné")
    found = waiting_task(
        service, household=family, child=ChildFactory(first_name="Zoé", last_name="Ben-Saïd")
    )
    waiting_task(service)
    for words in ("leveque", "d aubigne ZOE", "ben said", found.reference.lower()):
        page = desk.post(reverse("desk:search"), {"q": words, "page": "inbox"}, follow=True)
        assert references(page) == [found.reference], words


def test_no_name_that_is_searched_for_gets_into_an_address(desk: Client, service: Service):
    waiting_task(service, household=HouseholdFactory(name="Chaufferdoux"))
    answer = desk.post(reverse("desk:search"), {"q": "Chaufferdoux", "vue": "libres"})
    assert answer.status_code == 302
    assert "haufferdoux" not in answer.url
    page = desk.get(answer.url)
    assert len(references(page)) == 1
    assert "haufferdoux" not in page.context["tasks"][0]["url"]


def test_what_htmx_asks_for_is_the_part_of_the_full_page(desk: Client, service: Service):
    waiting_task(service, owner=agent(service), unread=True)
    waiting_task(service, due_at=now() - timedelta(days=3))
    full = desk.get(INBOX).content.decode()
    part = desk.get(INBOX, headers={"HX-Request": "true"}).content.decode()
    rows, _, views = part.partition('<div id="views"')
    assert rows.strip() in full
    assert views.partition(">")[2].rpartition("</div>")[0].strip() in full


def test_a_refresh_keeps_the_open_case_marked(desk: Client, service: Service):
    opened = waiting_task(service)
    asked = {"ouvert": opened.reference}
    page = desk.get(INBOX, asked, headers={"HX-Request": "true"})
    assert [row["current"] for row in page.context["tasks"]] == [True]


def test_a_message_marks_its_task_unread_until_an_agent_opens_it(desk: Client, service: Service):
    case = enrolment.request(service)
    post_message(case.pk, "Bonjour", author=case.applicant.user, side="family")
    assert desk.get(INBOX).context["tasks"][0]["unread"]
    desk.get(reverse("desk:case", args=[case.reference]))
    assert not Wait.objects.get(case=case).unread


def test_the_desk_does_not_exist_for_families_and_others(db, signed_in):
    _household, parent, _children = one_family()
    for user in (parent.user, UserFactory(), UserFactory(administrator=True)):
        for url in (INBOX, "/bureau/recherche/", "/bureau/guichet/"):
            assert signed_in(user).get(url).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client, db):
    assert client.get(INBOX).status_code == 302


def awaited(service: Service, **when) -> Case:
    """A case in which a family is awaited."""
    case = enrolment.request(service, complement=True)
    Wait.objects.filter(case=case).update(**when)
    return case


def test_cases_that_wait_for_the_family_have_their_own_view(desk: Client, service: Service):
    at = now()
    later = awaited(service, since=at - timedelta(days=1))
    soon = awaited(
        service, since=at - timedelta(days=22), due_at=at + timedelta(days=8), remind_at=None
    )
    awaited(ServiceFactory())
    task = waiting_task(service)
    assert references(desk.get(INBOX)) == [task.reference]
    page = desk.get(INBOX, {"vue": "famille"})
    assert references(page) == [soon.reference, later.reference]  # the first to be closed on top
    first, second = page.context["tasks"]
    assert (first["due"], second["due"]) == ("depuis 22 jours", "depuis hier")
    assert first["family"].startswith("dernier rappel envoyé, échéance le ")
    short = day_in_words(Wait.objects.get(case=later).remind_at).partition(" ")[2]
    assert second["family"].startswith(f"prochain rappel le {short}, échéance le ")
    text = page.content.decode()
    assert "Le délai du service est en pause" in text
    assert "Libre" not in text


def test_the_view_of_awaited_families_is_narrowed_as_the_others(desk: Client, service: Service):
    case = awaited(service)
    awaited(service)
    name = case.household.name
    page = desk.post(reverse("desk:search"), {"q": name, "vue": "famille"}, follow=True)
    assert references(page) == [case.reference]
    assert len(references(desk.get(INBOX, {"vue": "famille", "etape": "missing"}))) == 2
    assert references(desk.get(INBOX, {"vue": "famille", "etape": "check"})) == []


def test_awaited_families_cost_the_same_however_many(desk: Client, service: Service):
    awaited(service)
    cost(desk, f"{INBOX}?vue=famille")  # the first visit also reads what the process keeps
    before = cost(desk, f"{INBOX}?vue=famille")
    for _ in range(3):
        awaited(service)
    assert cost(desk, f"{INBOX}?vue=famille") == before <= 12


def test_awaited_families_go_by_pages_without_gap(desk: Client, service: Service, monkeypatch):
    monkeypatch.setattr(inbox, "ROWS", 2)
    at = now()
    expected = [awaited(service, due_at=at + timedelta(days=3 + n)).reference for n in range(3)]
    first = desk.get(INBOX, {"vue": "famille"})
    rest = desk.get(first.context["next_url"])
    assert references(first) + references(rest) == expected
    assert not rest.context["next_url"]


def test_the_case_says_which_of_its_two_delays_is_over(desk: Client, service: Service):
    case = enrolment.request(service)
    url = reverse("desk:case", args=[case.reference])
    assert "Réponse promise à la famille" in desk.get(url).content.decode()
    Wait.objects.filter(case=case).update(due_at=now() - timedelta(days=2))
    text = desk.get(url).content.decode()
    assert "Étape en retard de 2 jours" in text
    assert "promise à la famille dépassée" not in text
    Case.objects.filter(pk=case.pk).update(due_at=now() - timedelta(days=1))
    assert "promise à la famille dépassée" in desk.get(url).content.decode()
