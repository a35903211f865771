"""One small town in which everybody is somebody to one case."""

from dataclasses import dataclass, field
from typing import Any

from accounts.models import User
from activities.models import AdmissionSession
from billing.models import PriceReview
from cases.models import Case, Piece
from documents.deposit import deposit
from documents.models import Document
from family.models import Contact, Membership
from tests.documents.files import pdf
from tests.factories import creche, enrolment
from tests.factories.accounts import UserFactory
from tests.factories.activities import group_of
from tests.factories.family import (
    AdultFactory,
    ContactFactory,
    MembershipFactory,
    TieFactory,
    one_family,
    parent,
    separated_parents,
)
from tests.factories.money import PriceReviewFactory
from tests.factories.town import NewsFactory, ServiceFactory, agent, supervisor
from town.models import Service

ROLES = (
    "anonymous",
    "parent",  # asked: the household's representative, with every right over the child
    "co_representative",  # of the same household, with every right
    "resident",  # an adult of the same household who sees the child and decides nothing
    "other_parent",  # of the same child, in another household
    "stranger",  # another family
    "agent",  # of the case's service
    "other_agent",  # of another service, the one that bills
    "supervisor",  # of the case's service
    "administrator",  # no family and no service
)


@dataclass
class Town:
    """The people, by role, and what they may want to see."""

    people: dict[str, User | None]
    case: Case  # waits for an agent
    asked: Case  # waits for the family
    decided: Case  # refused
    draft: Case  # of the parent
    counter: Case  # a draft for the same household, begun by the agent
    document: Document  # given in the case, about the child
    contact: Contact
    second_adult: Any  # of the household, without account
    news: Any
    colleague: User
    review: PriceReview  # of the case's household
    commission: AdmissionSession  # of the case's service, with one request
    sessions: dict[str, str] = field(default_factory=dict)


def build() -> Town:
    """Everybody, and the requests of one household."""
    service, elsewhere = ServiceFactory(), ServiceFactory(slug="regie")
    (home, mother), (_other, father), child = separated_parents()
    partner = parent(household=home, role=Membership.Role.CO_REPRESENTATIVE, first_name="Dana")
    resident = parent(household=home, role=Membership.Role.MEMBER, first_name="Inès")
    TieFactory(adult=partner, child=child)
    TieFactory(adult=resident, child=child, may_decide=False)
    _home, stranger, _children = one_family()
    group = group_of(service)
    case = enrolment.submitted(mother, home, child, group)
    document = deposit(
        pdf(), "application/pdf", kind=Document.Kind.ADDRESS, household=home, child=child,
        uploader=mother.user, name="Justificatif.pdf",
    )  # fmt: skip
    case.pieces.filter(kind="address").update(document=document, state=Piece.State.PROVIDED)
    asked = enrolment.submitted(mother, home, child, group)
    clerk = agent(service)
    enrolment.ask_complement(asked, by=clerk)
    decided = enrolment.submitted(mother, home, child, group)
    enrolment.refuse(decided, by=clerk)
    second = AdultFactory(first_name="Bruno", user=None)
    MembershipFactory(household=home, adult=second, role=Membership.Role.MEMBER)
    TieFactory(adult=second, child=child)
    return Town(
        people={
            "anonymous": None,
            "parent": mother.user,
            "co_representative": partner.user,
            "resident": resident.user,
            "other_parent": father.user,
            "stranger": stranger.user,
            "agent": clerk,
            "other_agent": agent(elsewhere),
            "supervisor": supervisor(service),
            "administrator": UserFactory(administrator=True),
        },
        case=case,
        asked=asked,
        decided=decided,
        draft=enrolment.draft(mother, home, child, group),
        counter=enrolment.draft(mother, home, child, group, by=clerk),
        document=document,
        contact=ContactFactory(child=child, household=home),
        second_adult=second,
        news=NewsFactory(),
        colleague=agent(service),
        review=PriceReviewFactory(household=home, case_reference=case.reference),
        commission=_commission(service),
    )


def _commission(service: Service) -> AdmissionSession:
    """A session in which another family asks for a place."""
    group = creche.creche(service)
    creche.listed(group)
    return creche.session(group)
