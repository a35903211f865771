"""The tower: each number is that of its list, for one's own services, at a constant cost."""

import re
from datetime import datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from cases.figures import AGES, FIGURES, TURNS, Moment, counts
from cases.models import Case
from tests.factories import enrolment
from tests.factories.accounts import UserFactory
from tests.factories.cases import CaseFactory
from tests.factories.family import HouseholdFactory, one_family
from tests.factories.town import ClosureFactory, ServiceFactory, agent, supervisor
from town.models import Service
from town.working_time import DAY, PARIS
from workflows.engine import acts

TOWER, CASES = "/pilotage/", "/pilotage/demandes/"
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=PARIS)
DAYS = int(DAY.total_seconds())


def made(service: Service, **fields) -> Case:
    """A case with these figures, without a story."""
    sent = fields.pop("sent", now() - timedelta(days=1))
    return CaseFactory(
        service=service, submitted_at=sent, step="check", sla_seconds=10 * DAYS, **fields
    )


def town(service: Service) -> None:
    """Cases of every kind that the figures tell apart."""
    home = HouseholdFactory()
    for hours in (-100, -2, 1, 5, 20, 40, 60, 100, 200):
        made(service, household=home, due_at=now() + timedelta(hours=hours))
    for days in (1, 8, 15, 40):
        made(service, household=home, turn="family", sent=now() - timedelta(days=days))
    made(service, household=home, turn="third")
    for days in (1, 20, 30, 50, 90):
        for state in ("accepted", "refused", "waitlisted", "withdrawn", "abandoned"):
            for spent in (9, 10, 11):
                end = now() - timedelta(days=days)
                made(
                    service, household=home, state=state, turn="", turn_since=end,
                    closed_at=end, town_seconds=spent * DAYS, sent=end - timedelta(days=20),
                )  # fmt: skip


def listed(client: Client, url: str) -> list[str]:
    """The cases of a list, all its pages."""
    found = []
    while url:
        page = client.get(url)
        assert page.status_code == 200
        found += [row["reference"] for row in page.context["rows"]]
        url = page.context["next_url"]
    return found


@pytest.mark.parametrize("slug", FIGURES)
def test_a_figure_counts_exactly_the_cases_of_its_list(service, tower, slug, monkeypatch):
    monkeypatch.setattr("supervision.cases.ROWS", 4)
    with time_machine.travel(TUESDAY, tick=False):
        town(service)
        town(ServiceFactory())
        if slug == "ouvertes":
            CaseFactory(draft=True, service=service)
        moment = Moment.of(now(), [service.pk])
        cases = Case.objects.filter(service=service, submitted_at__isnull=False)
        number = counts(cases, moment)[slug]
        references = listed(tower, f"{CASES}?vue={slug}")
        assert len(references) == len(set(references)) == number > 0
        assert not Case.objects.filter(reference__in=references).exclude(service=service)


def test_what_each_figure_means(service):
    with time_machine.travel(TUESDAY, tick=False):
        town(service)
        found = counts(Case.objects.filter(service=service), Moment.of(now(), [service.pk]))
    assert found["ouvertes"] == 14 == sum(found[part.slug] for part in TURNS)
    assert found["ouvertes"] == sum(found[part.slug] for part in AGES)
    assert (found["en-retard"], found["aujourdhui"], found["a-risque"]) == (2, 2, 4)
    assert (found["repondues"], found["dans-les-delais"], found["hors-delais"]) == (18, 12, 6)
    assert (found["repondues-avant"], found["dans-les-delais-avant"]) == (18, 12)


def test_a_closure_of_the_service_brings_more_cases_to_risk(service):
    with time_machine.travel(TUESDAY, tick=False):
        made(service, due_at=now() + timedelta(days=2, hours=3))
        cases = Case.objects.filter(service=service)
        assert counts(cases, Moment.of(now(), [service.pk]))["a-risque"] == 0
        ClosureFactory(day=TUESDAY.date() + timedelta(days=1), service=service)
        assert counts(cases, Moment.of(now(), [service.pk]))["a-risque"] == 1


def numbers(html: str) -> dict[str, int]:
    """Every address of a list on the page, with the number that stands in its row."""
    rows = re.findall(r'<a href="(/pilotage/demandes/[^"]*)".*?class="number">(\d+)<', html, re.S)
    return {unescape(url): int(number) for url, number in rows}


def test_every_number_of_the_tables_opens_as_many_cases(service, tower):
    with time_machine.travel(TUESDAY, tick=False):
        town(service)
        found = numbers(tower.get(TOWER).content.decode())
        assert len(found) > 12
        assert any("vue=etape&" in url for url in found)
        for url, number in found.items():
            assert len(listed(tower, url)) == number, url


def test_the_forecast_names_the_day_when_most_will_be_late(service, tower):
    with time_machine.travel(TUESDAY, tick=False):
        for hour in (9, 11, 15):
            made(service, due_at=datetime(2026, 11, 27, hour, tzinfo=PARIS))
        made(service, due_at=datetime(2026, 11, 26, 9, tzinfo=PARIS))
        made(service, turn="family", due_at=None)
        page = tower.get(TOWER)
        forecast = page.context["forecast"]
        assert forecast["sentence"].startswith("3 demandes seront en retard vendredi")
        assert len(listed(tower, forecast["href"])) == 3


def test_a_median_is_in_working_time_and_opens_its_cases(service, tower):
    with time_machine.travel(datetime(2026, 11, 20, 15, 0, tzinfo=PARIS)) as clock:
        household, parent, (child,) = one_family()
        case = enrolment.submitted(parent, household, child, enrolment.group_of(service))
        clock.move_to(datetime(2026, 11, 23, 10, 30, tzinfo=PARIS))  # over a week-end: 4 hours
        task = enrolment.task_of(case)
        acts.decide(task.pk, "complement", actor=agent(service), text="Quel quai ?")
        clock.move_to(TUESDAY)
        (row,) = tower.get(TOWER).context["medians"]["rows"]
        assert row["value"] == pytest.approx(4 / 7, abs=0.01)
        assert row["words"] == "0,6 (9 sur 10 en 0,6)"
        (behind,) = tower.get(row["href"]).context["rows"]
        assert behind["reference"] == case.reference
        assert tower.get(behind["url"]).status_code == 200


def test_a_closure_is_no_working_time_in_a_median(service, tower):
    ClosureFactory(day=datetime(2026, 11, 23, tzinfo=PARIS).date(), service=service)
    with time_machine.travel(datetime(2026, 11, 20, 15, 0, tzinfo=PARIS)) as clock:
        household, parent, (child,) = one_family()
        case = enrolment.submitted(parent, household, child, enrolment.group_of(service))
        clock.move_to(TUESDAY)
        acts.decide(enrolment.task_of(case).pk, "refuse", actor=agent(service), reason="residence")
        (row,) = tower.get(TOWER).context["medians"]["rows"]
        assert row["value"] == pytest.approx(3.5 / 7, abs=0.01)


def test_a_row_tells_whose_turn_it_is_since_when_and_each_sides_time(service, tower):
    with time_machine.travel(TUESDAY, tick=False):
        made(
            service,
            turn="family",
            turn_since=TUESDAY - timedelta(days=4),
            town_seconds=2 * DAYS,
            sent=TUESDAY - timedelta(days=10),
        )
        (row,) = tower.get(f"{CASES}?vue=famille").context["rows"]
    assert (row["turn"], row["since"]) == ("À la famille", "depuis 4 jours")
    days = {side: time.replace("\N{NO-BREAK SPACE}", " ") for side, time in row["sides"].items()}
    assert days == {"town": "2 j", "family": "2 j", "third": "–"}


def test_the_filters_narrow_the_page_and_its_lists(service, claire, tower):
    other = ServiceFactory(slug="petite-enfance")
    claire.memberships.create(service=other, role="supervisor")
    made(service, due_at=now())
    made(other, due_at=now(), procedure="activation")
    assert tower.get(TOWER).context["open"] == 2
    for asked in ("service=petite-enfance", "demarche=activation"):
        page = tower.get(f"{TOWER}?{asked}")
        assert page.context["open"] == 1
        for figure in page.context["figures"]:
            assert asked in figure["href"]
    assert tower.get(f"{TOWER}?service=nowhere&demarche=x").context["open"] == 2


def test_the_page_costs_the_same_whatever_the_number_of_cases(service, tower):
    tower.get(TOWER)
    made(service, due_at=now())
    few, few_listed = cost(tower, TOWER), cost(tower, CASES)
    town(service)
    made(service, procedure="activation", turn="family")
    assert cost(tower, TOWER) == few <= 15
    assert cost(tower, CASES) == few_listed <= 15


def cost(client: Client, url: str) -> int:
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as statements:
        assert client.get(url).status_code == 200
    return len(statements)


def test_what_htmx_asks_for_is_the_part_of_the_full_page(service, tower):
    with time_machine.travel(TUESDAY, tick=False):
        town(service)
        full = tower.get(TOWER).content.decode()
        part = tower.get(TOWER, headers={"HX-Request": "true"}).content.decode()
    assert part.strip() in full
    assert "<h1" not in part


def test_an_empty_tower_shows_noughts(tower):
    page = tower.get(TOWER)
    assert page.status_code == 200
    assert tower.get(CASES).status_code == 200
    assert "Aucune demande n’est ouverte." in tower.get(CASES).content.decode()


def test_the_tower_does_not_exist_for_anybody_else(service):
    _household, parent, _children = one_family()
    for user in (parent.user, agent(service), UserFactory(), UserFactory(administrator=True)):
        client = Client()
        client.force_login(user)
        for url in (TOWER, CASES):
            assert client.get(url).status_code == 404


def test_a_supervisor_sees_the_supervised_services_alone(service, claire, tower):
    joined = ServiceFactory()
    claire.memberships.create(service=joined, role="agent")
    made(joined, due_at=now())
    made(ServiceFactory(), due_at=now())
    assert supervisor(joined).pk != claire.pk
    assert tower.get(TOWER).context["open"] == 0
    assert listed(tower, CASES) == []


@pytest.mark.parametrize(
    "query",
    ["vue=x", "vue=echeance", "vue=echeance&jour=x", "vue=etape&etape=check",
     "vue=etape&demarche=inscription&etape=x", "vue=echeance&jour=9999-12-31"],
)  # fmt: skip
def test_a_list_that_does_not_exist_is_not_found(tower, query):
    assert tower.get(f"{CASES}?{query}").status_code == 404


def test_no_agent_is_named_or_measured(service, tower):
    with time_machine.travel(TUESDAY):
        household, parent, (child,) = one_family()
        case = enrolment.submitted(parent, household, child, enrolment.group_of(service))
        clerk = agent(service, first_name="Nadia", last_name="Benali-Quatresous")
        acts.claim(enrolment.task_of(case).pk, actor=clerk)
        for url in (TOWER, CASES):
            assert "Benali-Quatresous" not in tower.get(url).content.decode()
