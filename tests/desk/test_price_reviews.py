"""Prices to review: for the billing service, oldest first, marked with who and when, undone."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localtime

from billing.models import PriceReview
from tests.factories.cases import CaseFactory
from tests.factories.family import HouseholdFactory
from tests.factories.money import PriceReviewFactory
from tests.factories.town import ServiceFactory, agent, supervisor
from town.models import Service

pytestmark = pytest.mark.django_db
LIST = "/bureau/prix-a-revoir/"


@pytest.fixture
def service() -> Service:
    """The service that bills."""
    return ServiceFactory(slug="regie", name="Régie")


def text(desk: Client, **query: str) -> str:
    answer = desk.get(LIST, query)
    assert answer.status_code == 200
    return answer.content.decode()


def homes(desk: Client, query: str = "") -> list[str]:
    return [str(row["review"].household) for row in desk.get(LIST + query).context["rows"]]


def test_a_review_says_who_since_when_and_after_which_change(desk, service):
    mine = CaseFactory(service=service, title="Déménagement")
    theirs = CaseFactory(title="Séparation ou changement de garde")
    for case in (mine, theirs):
        PriceReviewFactory(household=HouseholdFactory(), case_reference=case.reference)
    page = text(desk)
    since = PriceReview.objects.first().since
    assert f"{since:%d/%m/%Y}" in page
    assert "Déménagement" in page and "Séparation" in page
    assert reverse("desk:case", args=[mine.reference]) in page
    assert reverse("desk:case", args=[theirs.reference]) not in page  # not theirs to open
    assert theirs.reference in page


def test_it_is_marked_as_reviewed_with_who_and_when_and_put_back(desk, nadia):
    review = PriceReviewFactory(household__name="Foyer Zoé")
    desk.post(reverse("desk:review_price", args=[review.pk]))
    review.refresh_from_db()
    assert review.done_by == nadia and review.done_at is not None
    assert "Foyer Zoé" not in homes(desk)
    done = text(desk, etat="revus")
    assert "par Nadia Benali" in done and "Foyer Zoé" in done
    desk.post(reverse("desk:unreview_price", args=[review.pk]))
    review.refresh_from_db()
    assert (review.done_by, review.done_at) == (None, None)
    assert homes(desk) == ["Foyer Zoé"]


def test_a_colleague_s_name_stays_when_both_mark_it(desk, service, signed_in):
    review = PriceReviewFactory()
    first = agent(service)
    signed_in(first).post(reverse("desk:review_price", args=[review.pk]))
    answer = desk.post(reverse("desk:review_price", args=[review.pk]), follow=True)
    assert "déjà fait" in answer.content.decode()
    review.refresh_from_db()
    assert review.done_by == first


def test_it_is_for_the_billing_service_alone(signed_in, service):
    review = PriceReviewFactory()
    doors = [("get", LIST)] + [
        ("post", reverse(f"desk:{name}", args=[review.pk]))
        for name in ("review_price", "unreview_price")
    ]
    for other in (agent(), supervisor()):
        browser = signed_in(other)
        assert {getattr(browser, way)(url).status_code for way, url in doors} == {404}
        assert LIST not in browser.get(reverse("desk:inbox")).content.decode()
    assert signed_in(supervisor(service)).get(LIST).status_code == 200
    review.refresh_from_db()
    assert review.done_at is None


def test_the_menu_counts_what_waits_and_never_beyond_what_it_shows(desk):
    assert 'class="count"' not in text(desk)
    PriceReviewFactory.create_batch(3)
    PriceReviewFactory(done_at=localtime())
    assert '<span class="count">3</span>' in text(desk)
    PriceReviewFactory.create_batch(100)
    assert '<span class="count">99+</span>' in text(desk)


def test_a_long_list_is_read_page_by_page_the_oldest_first(desk, django_assert_max_num_queries):
    for number in range(30):
        PriceReviewFactory(household__name=f"Foyer n{number:02d}")
    desk.get(LIST)
    with django_assert_max_num_queries(14):
        answer = desk.get(LIST)
    first = [str(row["review"].household) for row in answer.context["rows"]]
    assert first == [f"Foyer n{number:02d}" for number in range(25)]
    second = homes(desk, answer.context["page"].next)
    assert second == [f"Foyer n{number:02d}" for number in range(25, 30)]


@pytest.mark.parametrize(
    ("state", "words"), [("", "Aucun prix à revoir"), ("revus", "Aucun prix revu")]
)
def test_an_empty_list_says_what_will_be_there(desk, state, words):
    assert words in text(desk, etat=state)
