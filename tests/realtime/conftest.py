"""Pages that are closed again, and the people around one case."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass

import pytest
from asgiref.sync import sync_to_async
from django.core.cache import cache

from accounts.models import User
from cases.models import Case
from family.models import Membership
from realtime.station import close_station
from tests.factories.cases import CaseFactory
from tests.factories.family import TieFactory, parent, separated_parents
from tests.factories.town import ServiceFactory, agent, supervisor
from tests.realtime.pages import Page, signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Around:
    """One case of the mother's household about a child of two homes, and everybody near it."""

    case: Case
    mother: User  # of the household that asked: may read and write
    resident: User  # lives there, may see the child, may not decide
    father: User  # the child's other parent, in another household
    stranger: User  # another family
    agent: User
    supervisor: User
    other_agent: User  # of another service


@pytest.fixture
def around(transactional_db) -> Around:
    """The people around one case."""
    (home, mother), (_other, father), child = separated_parents()
    resident = parent(household=home, role=Membership.Role.MEMBER, first_name="Inès")
    TieFactory(adult=resident, child=child, may_decide=False)
    (_home, stranger), _, _ = separated_parents()
    service = ServiceFactory()
    case = CaseFactory(household=home, child=child, applicant=mother, service=service)
    return Around(
        case=case,
        mother=mother.user,
        resident=resident.user,
        father=father.user,
        stranger=stranger.user,
        agent=agent(service),
        supervisor=supervisor(service),
        other_agent=agent(),
    )


@pytest.fixture
async def visit(transactional_db) -> AsyncIterator[Callable]:
    """Open pages of people: `await visit(user)`; all are closed at the end, and the station."""
    pages: list[Page] = []

    async def open_page(user: User | None, **options) -> Page:
        browser = await sync_to_async(signed_in)(user) if user else None
        page = Page(browser, **options)
        assert await page.open()
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        await page.close()
    await close_station()
    await sync_to_async(cache.clear)()
